/* 64 bytes of text -> the places in them where one of some strings may stand.
 *
 * A string of seven bytes holds four that begin at a multiple of four, and one of five four that begin at an even place:
 * only these are hashed and looked up. The tables are made in searches.py.
 */
#ifndef LITERAL_FILTER_H
#define LITERAL_FILTER_H

#include "line_places.h"
#include "lines.h"

/* Bytes that are looked up together, bits of their hash, and bytes of strings that are too short for that. */
enum { WINDOW = 4, WINDOW_BITS = 15, TRIPLE = 3 };

/* String s is `pool[bounds[s] : bounds[s + 1]]`, with small ASCII letters, which meet large ones too. */
typedef struct {
    const uint8_t *pool;
    int64_t pool_size;
    const int64_t *bounds;
    int64_t bound_count;
    const int64_t *groups;
    int64_t count;
    const uint8_t *places;
    int64_t place_count;
    const uint8_t *whole;
    int64_t whole_count;
} Strings;

/* `Gate` in searches.py says what each of these is. */
typedef struct {
    const uint64_t *windows;
    int64_t window_count;
    const int64_t *slots;
    int64_t slot_count;
    const uint32_t *keys;
    int64_t key_count;
    const int64_t *heads;
    int64_t head_count;
    const int64_t *hashed;
    int64_t hashed_count;
    const int64_t *shifts;
    int64_t shift_count;
    const int64_t *triples;
    int64_t triple_count;
    const int64_t *ends;
    int64_t end_count;
    const int64_t *short_strings;
    int64_t short_count;
    int64_t step, plain;
} Filter;

static inline bool are_strings(const Strings *strings)
{
    return strings->bound_count == strings->count + 1 &&
           are_offsets(strings->bounds, strings->bound_count, strings->pool_size) &&
           strings->place_count == strings->count && strings->whole_count == strings->count;
}

static inline bool is_filter(const Filter *filter, const Strings *strings)
{
    return filter->window_count == (1 << WINDOW_BITS) / 64 && filter->slot_count == (1 << WINDOW_BITS) + 1 &&
           are_offsets(filter->slots, filter->slot_count, filter->key_count) &&
           filter->head_count == filter->key_count + 1 &&
           are_offsets(filter->heads, filter->head_count, filter->hashed_count) &&
           are_indexes(filter->hashed, filter->hashed_count, strings->count) &&
           filter->shift_count == filter->hashed_count && are_indexes(filter->shifts, filter->shift_count, WINDOW) &&
           filter->end_count == filter->triple_count + 1 &&
           are_offsets(filter->ends, filter->end_count, filter->short_count) &&
           are_indexes(filter->short_strings, filter->short_count, strings->count) &&
           (filter->step == WINDOW || filter->step == WINDOW / 2) && filter->plain >= 0 &&
           filter->plain <= filter->triple_count;
}

/* The text that is searched, and the buffer that it lies in. */
typedef struct {
    const uint8_t *raw;
    int64_t low, high, size;
} Text;

/* Whether a string stands at a place, before `high`. */
static inline bool is_at(const uint8_t *raw, int64_t at, int64_t high, const Strings *strings, int64_t one)
{
    const uint8_t *string = strings->pool + strings->bounds[one];
    int64_t size = strings->bounds[one + 1] - strings->bounds[one];
    if (at + size > high)
        return false;
    for (int64_t i = 0; i < size; i++) {
        uint8_t byte = raw[at + i];
        if ((uint8_t)(byte - 'A') < 26)
            byte |= 0x20;
        if (byte != string[i])
            return false;
    }
    return true;
}

/* Whether a string stands at a place of a text, and may stand there. */
static inline bool opens_filter(const Text *text, int64_t at, const Strings *strings, int64_t one)
{
    if (!is_at(text->raw, at, text->high, strings, one))
        return false;
    int64_t low = text->low, high = text->high, end = at + strings->bounds[one + 1] - strings->bounds[one];
    if (strings->places[one] != ANYWHERE) {
        low = line_start(text->raw, low, at);
        high = line_end(text->raw, end, high, text->size);
    }
    return stands(text->raw, at, end, low, high, strings->places[one], strings->whole[one]);
}

static inline uint64_t hash_window(uint32_t window) { return (uint32_t)(window * 0x9E3779B1u) >> (32 - WINDOW_BITS); }

/* Whether four bytes may be some of a string's. */
static inline bool is_known(uint32_t window, const Filter *filter)
{
    uint64_t hashed = hash_window(window);
    return filter->windows[hashed >> 6] >> (hashed & 63) & 1;
}

/* Whether a string stands around the four bytes at a place. */
static bool holds_string(const Text *text, int64_t place, uint32_t window, const Filter *filter,
                         const Strings *strings)
{
    uint64_t hashed = hash_window(window);
    for (int64_t key = filter->slots[hashed]; key < filter->slots[hashed + 1]; key++) {
        if (filter->keys[key] != window)
            continue;
        for (int64_t member = filter->heads[key]; member < filter->heads[key + 1]; member++) {
            int64_t start = place - filter->shifts[member];
            if (start >= text->low && opens_filter(text, start, strings, filter->hashed[member]))
                return true;
        }
    }
    return false;
}

static bool begins_short(const Text *text, int64_t at, const Filter *filter, const Strings *strings, int64_t triple)
{
    for (int64_t member = filter->ends[triple]; member < filter->ends[triple + 1]; member++)
        if (opens_filter(text, at, strings, filter->short_strings[member]))
            return true;
    return false;
}

/* Where strings begin that are too short for a window. */
static uint64_t short_bits(const Text *text, int64_t at, const Filter *filter, const Strings *strings)
{
    uint64_t found = 0;
    if (at + WIDTH + TRIPLE > text->size) {
        for (int64_t first = at; first < min(at + WIDTH, text->high); first++)
            for (int64_t triple = 0; triple < filter->triple_count; triple++)
                if (begins_short(text, first, filter, strings, triple))
                    found |= (uint64_t)1 << (first - at);
        return found;
    }
    int64_t triples = foreign_bits(text->raw + at) ? filter->triple_count : filter->plain;
    for (int64_t triple = 0; triple < triples; triple++) {
        uint64_t bits = triple_bits(text->raw + at, (uint64_t)filter->triples[triple]);
        for (; bits; bits &= bits - 1) {
            int first = lowest_bit(bits);
            if (begins_short(text, at + first, filter, strings, triple))
                found |= (uint64_t)1 << first;
        }
    }
    return found;
}

/* At which of the 64 bytes at a place a string may stand: one bit of each string, or more. */
static inline uint64_t filter_bits(const Text *text, int64_t at, const Filter *filter, const Strings *strings)
{
    const uint32_t fold = 0x20202020;
    uint64_t found = short_bits(text, at, filter, strings);
    int64_t step = filter->step, place = at, stop = min(at + WIDTH, text->high - WINDOW + 1);
    for (; place < stop && place + 8 <= text->size; place += 2 * step) {
        uint64_t both = load_uint64(text->raw + place);
        for (int number = 0; number < 2; number++) {
            uint32_t window = (uint32_t)(both >> (8 * number * step)) | fold;
            int64_t where = place + number * step;
            if (is_known(window, filter) && holds_string(text, where, window, filter, strings))
                found |= (uint64_t)1 << ((where - at) & 63);
        }
    }
    for (; place < stop; place += step)
        if (holds_string(text, place, load_uint32(text->raw + place) | fold, filter, strings))
            found |= (uint64_t)1 << (place - at);
    return found;
}

#endif
