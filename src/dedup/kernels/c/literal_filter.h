/* 64 bytes of text -> the offsets at which one of some strings stands.
 *
 * A string of seven bytes contains a window of four bytes that begins at a multiple of four, and a string of five bytes
 * contains one that begins at an even offset: only the windows at these offsets are hashed and looked up. patterns.py
 * makes the tables.
 */
#ifndef LITERAL_FILTER_H
#define LITERAL_FILTER_H

#include "line_positions.h"
#include "lines.h"

/* Bytes of a window, bits of its hash, and the bytes by which strings are found that are too short for a window. */
enum { WINDOW = 4, HASH_BITS = 15, TRIPLE = 3 };

/* `PatternStrings` in patterns.py explains the fields. */
typedef struct {
    const uint8_t *pool;
    int64_t pool_size;
    const int64_t *bounds;
    int64_t bound_count;
    const int64_t *groups;
    int64_t count;
    const uint8_t *positions;
    int64_t position_count;
    const uint8_t *boundaries;
    int64_t boundary_count;
} Strings;

/* `LiteralFilter` in patterns.py explains the fields. */
typedef struct {
    const uint64_t *known_hashes;
    int64_t known_count;
    const int64_t *hash_bounds;
    int64_t hash_bound_count;
    const uint32_t *windows;
    int64_t window_count;
    const int64_t *window_bounds;
    int64_t window_bound_count;
    const int64_t *window_patterns;
    int64_t window_pattern_count;
    const int64_t *shifts;
    int64_t shift_count;
    const int64_t *triples;
    int64_t triple_count;
    const int64_t *triple_bounds;
    int64_t triple_bound_count;
    const int64_t *triple_patterns;
    int64_t triple_pattern_count;
    int64_t step, ascii_triples;
} LiteralFilter;

static inline bool are_strings(const Strings *strings)
{
    return strings->bound_count == strings->count + 1 &&
           are_offsets(strings->bounds, strings->bound_count, strings->pool_size) &&
           strings->position_count == strings->count && strings->boundary_count == strings->count;
}

static inline bool is_literal_filter(const LiteralFilter *filter, const Strings *strings)
{
    return filter->known_count == (1 << HASH_BITS) / 64 && filter->hash_bound_count == (1 << HASH_BITS) + 1 &&
           are_offsets(filter->hash_bounds, filter->hash_bound_count, filter->window_count) &&
           filter->window_bound_count == filter->window_count + 1 &&
           are_offsets(filter->window_bounds, filter->window_bound_count, filter->window_pattern_count) &&
           are_indexes(filter->window_patterns, filter->window_pattern_count, strings->count) &&
           filter->shift_count == filter->window_pattern_count &&
           are_indexes(filter->shifts, filter->shift_count, WINDOW) &&
           filter->triple_bound_count == filter->triple_count + 1 &&
           are_offsets(filter->triple_bounds, filter->triple_bound_count, filter->triple_pattern_count) &&
           are_indexes(filter->triple_patterns, filter->triple_pattern_count, strings->count) &&
           (filter->step == WINDOW || filter->step == WINDOW / 2) && filter->ascii_triples >= 0 &&
           filter->ascii_triples <= filter->triple_count;
}

/* The text `low : high` of a buffer of `size` bytes. */
typedef struct {
    const uint8_t *raw;
    int64_t low, high, size;
} Text;

/* Whether the string of a pattern stands at an offset and ends before `high`. */
static inline bool is_string_at(const uint8_t *raw, int64_t at, int64_t high, const Strings *strings, int64_t pattern)
{
    const uint8_t *string = strings->pool + strings->bounds[pattern];
    int64_t size = strings->bounds[pattern + 1] - strings->bounds[pattern];
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

/* Whether a pattern stands at an offset of a text, in its position. */
static inline bool is_pattern_at(const Text *text, int64_t at, const Strings *strings, int64_t pattern)
{
    if (!is_string_at(text->raw, at, text->high, strings, pattern))
        return false;
    int64_t low = text->low, high = text->high, end = at + strings->bounds[pattern + 1] - strings->bounds[pattern];
    if (strings->positions[pattern] != ANYWHERE) {
        low = line_start(text->raw, low, at);
        high = line_end(text->raw, end, high, text->size);
    }
    return is_in_position(text->raw, at, end, low, high, strings->positions[pattern], strings->boundaries[pattern]);
}

static inline uint64_t hash_window(uint32_t window) { return (uint32_t)(window * 0x9E3779B1u) >> (32 - HASH_BITS); }

/* Whether a window may belong to a string. */
static inline bool is_known(uint32_t window, const LiteralFilter *filter)
{
    uint64_t hashed = hash_window(window);
    return filter->known_hashes[hashed >> 6] >> (hashed & 63) & 1;
}

/* Whether a pattern stands around the window at an offset. */
static bool is_pattern_around(const Text *text, int64_t offset, uint32_t window, const LiteralFilter *filter,
                              const Strings *strings)
{
    uint64_t hashed = hash_window(window);
    for (int64_t known = filter->hash_bounds[hashed]; known < filter->hash_bounds[hashed + 1]; known++) {
        if (filter->windows[known] != window)
            continue;
        for (int64_t i = filter->window_bounds[known]; i < filter->window_bounds[known + 1]; i++) {
            int64_t start = offset - filter->shifts[i];
            if (start >= text->low && is_pattern_at(text, start, strings, filter->window_patterns[i]))
                return true;
        }
    }
    return false;
}

/* Whether one of the short patterns of a triple stands at an offset. */
static bool is_short_pattern_at(const Text *text, int64_t at, const LiteralFilter *filter, const Strings *strings,
                                int64_t triple)
{
    for (int64_t i = filter->triple_bounds[triple]; i < filter->triple_bounds[triple + 1]; i++)
        if (is_pattern_at(text, at, strings, filter->triple_patterns[i]))
            return true;
    return false;
}

/* Where patterns begin that are too short for a window, one bit each. */
static uint64_t short_bits(const Text *text, int64_t at, const LiteralFilter *filter, const Strings *strings)
{
    uint64_t found = 0;
    if (at + WIDTH + TRIPLE > text->size) {
        for (int64_t first = at; first < min(at + WIDTH, text->high); first++)
            for (int64_t triple = 0; triple < filter->triple_count; triple++)
                if (is_short_pattern_at(text, first, filter, strings, triple))
                    found |= (uint64_t)1 << (first - at);
        return found;
    }
    int64_t triples = foreign_bits(text->raw + at) ? filter->triple_count : filter->ascii_triples;
    for (int64_t triple = 0; triple < triples; triple++) {
        uint64_t bits = triple_bits(text->raw + at, (uint64_t)filter->triples[triple]);
        for (; bits; bits &= bits - 1) {
            int first = lowest_bit(bits);
            if (is_short_pattern_at(text, at + first, filter, strings, triple))
                found |= (uint64_t)1 << first;
        }
    }
    return found;
}

/* The bytes of 64 at which a pattern was found: at least one bit within each pattern. */
static inline uint64_t filter_bits(const Text *text, int64_t at, const LiteralFilter *filter, const Strings *strings)
{
    const uint32_t fold = 0x20202020;
    uint64_t found = short_bits(text, at, filter, strings);
    int64_t step = filter->step, offset = at, stop = min(at + WIDTH, text->high - WINDOW + 1);
    for (; offset < stop && offset + 8 <= text->size; offset += 2 * step) {
        uint64_t both = load_uint64(text->raw + offset);
        for (int number = 0; number < 2; number++) {
            uint32_t window = (uint32_t)(both >> (8 * number * step)) | fold;
            int64_t where = offset + number * step;
            if (is_known(window, filter) && is_pattern_around(text, where, window, filter, strings))
                found |= (uint64_t)1 << ((where - at) & 63);
        }
    }
    for (; offset < stop; offset += step)
        if (is_pattern_around(text, offset, load_uint32(text->raw + offset) | fold, filter, strings))
            found |= (uint64_t)1 << (offset - at);
    return found;
}

#endif
