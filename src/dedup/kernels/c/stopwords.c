/* Texts -> counts of the stop words of several languages.
 *
 * ASCII words are found 64 bytes at a time, and only those whose first eight bytes may begin a stop word are hashed.
 * stopwords.py has the same constants.
 */
#include "bitmask.h"
#include "utf8.h"

/* FNV-1a, over code points. */
static const uint64_t BASIS = 0xCBF29CE484222325, PRIME = 0x100000001B3;

/* The bit that makes an ASCII letter lower case, eight times, and the hash of the first eight bytes of a word. */
static const uint64_t FOLD = 0x2020202020202020, MULTIPLIER = 0x9E3779B97F4A7C15;
enum { PREFIX_BITS = 12 };

/* The capital that has another lower-case letter at the end of a word, and that letter. */
enum { CAPITAL_SIGMA = 0x3A3, FINAL_SIGMA = 0x3C2 };

enum { PLANE = 0x10000 };

typedef struct {
    const uint8_t *raw;
    int64_t size;
    const uint32_t *lower; /* the lower-case letter of each character below PLANE */
    const uint64_t *prefixes; /* a bit for each hash of the first bytes of a stop word */
} Reader;

static inline bool is_within_character(uint8_t byte) { return byte >= 0x80 && byte < 0xC0; }

/* The number of characters that begin in 64 bytes. */
static inline int64_t count_characters(const uint8_t *at)
{
    return WIDTH - count_bits(at_most_bits(at, 0xBF) & foreign_bits(at));
}

static inline bool may_be_stopword(const Reader *reader, int64_t at, int64_t length)
{
    uint64_t first = (load_uint64(reader->raw + at) | FOLD) & first_bits(8 * length);
    uint64_t hashed = (first * MULTIPLIER) >> (64 - PREFIX_BITS);
    return reader->prefixes[hashed >> 6] >> (hashed & 63) & 1;
}

/* The offset of the next word, after white space, that may be a stop word. */
static int64_t skip_words(const Reader *reader, int64_t at, int64_t end)
{
    while (at < end && at + WIDTH + 8 <= reader->size) {
        const uint8_t *raw = reader->raw + at;
        uint64_t blank = at_most_bits(raw, ' ');
        uint64_t space = at_most_bits(raw, '\r') & ~at_most_bits(raw, '\b');
        uint64_t control = at_most_bits(raw, 0x1B) & ~space; /* no white space, and rare */
        int64_t known = min(lowest_bit(control | foreign_bits(raw)), end - at);
        uint64_t solid = ~blank & first_bits(known);
        uint64_t begins = solid & ~(solid << 1), stops = ~solid & solid << 1 & first_bits(known);
        while (stops) {
            int first = lowest_bit(begins), after = lowest_bit(stops);
            begins &= begins - 1;
            stops &= stops - 1;
            if (may_be_stopword(reader, at + first, after - first))
                return at + first;
        }
        if (begins) { /* a word that continues beyond the known bytes */
            int first = highest_bit(begins);
            if (known < WIDTH || first == 0)
                return at + first;
            at += first;
        } else if (known < WIDTH) {
            return at + known;
        } else {
            at += WIDTH;
        }
    }
    return at;
}

/* The hash of the characters up to the next white space; `next` is the offset after them. */
static uint64_t hash_word(const Reader *reader, int64_t at, int64_t end, int64_t *next)
{
    uint64_t value = BASIS, before = BASIS;
    int64_t last = 0, length = 0;
    while (at < end) {
        int64_t code = decode(reader->raw, at, end, &at);
        if (is_space(code))
            break;
        last = code;
        before = value;
        value = (value ^ (uint64_t)(code < PLANE ? reader->lower[code] : code)) * PRIME;
        length++;
    }
    if (last == CAPITAL_SIGMA && length > 1)
        value = (before ^ FINAL_SIGMA) * PRIME;
    *next = at;
    return value;
}

/* The offset after the first `characters` of a text. */
static int64_t after_first(const uint8_t *raw, int64_t low, int64_t high, int64_t characters)
{
    int64_t at = low;
    for (; characters >= WIDTH && at + WIDTH <= high; at += WIDTH)
        characters -= count_characters(raw + at);
    for (; at < high; at++)
        if (!is_within_character(raw[at]) && characters-- == 0)
            break;
    return at;
}

/* The offset of the last `characters` of a text. */
static int64_t before_last(const uint8_t *raw, int64_t low, int64_t high, int64_t characters)
{
    int64_t at = high;
    while (characters >= WIDTH && at - WIDTH >= low) {
        at -= WIDTH;
        characters -= count_characters(raw + at);
    }
    while (at > low && characters > 0)
        characters -= !is_within_character(raw[--at]);
    return at;
}

/* Add to `counts`, one row a text and one column a list. A stop word with the hash `keys[slot]` belongs to the lists
 * whose bits are set in `lists[slot]`. `last_text[slot]` is the last text that contained it, -1 at first. */
KERNEL count_stopwords(const uint8_t *raw, int64_t size, const int64_t *offsets, int64_t offset_count,
                       const uint64_t *keys, int64_t slots, const uint64_t *lists, int64_t lists_count,
                       const uint32_t *lower, int64_t lower_count, const uint64_t *prefixes, int64_t prefix_count,
                       int64_t sample, int64_t *last_text, int64_t last_count, int64_t *counts, int64_t room)
{
    int64_t texts = offset_count - 1;
    int64_t columns = texts > 0 ? room / texts : 0;
    if (!are_offsets(offsets, offset_count, size) || slots < 1 || slots & (slots - 1) || lists_count != slots ||
        last_count != slots || lower_count != PLANE || prefix_count != (1 << PREFIX_BITS) / 64 || columns > 64)
        return OUT_OF_BOUNDS;
    Reader reader = {raw, size, lower, prefixes};
    for (int64_t text = 0; text < texts; text++) {
        int64_t low = offsets[text], high = offsets[text + 1];
        int64_t starts[] = {low, before_last(raw, low, high, sample)};
        int64_t ends[] = {after_first(raw, low, high, sample), high};
        for (int side = 0; side < 2; side++)
            for (int64_t at = starts[side]; at < ends[side];) {
                at = skip_words(&reader, at, ends[side]);
                uint64_t value = hash_word(&reader, at, ends[side], &at), slot = value & (uint64_t)(slots - 1);
                while (keys[slot] != 0 && keys[slot] != value)
                    slot = (slot + 1) & (uint64_t)(slots - 1);
                if (keys[slot] == value && last_text[slot] != text) {
                    last_text[slot] = text;
                    for (int64_t list = 0; list < columns; list++)
                        counts[text * columns + list] += (int64_t)(lists[slot] >> list & 1);
                }
            }
    }
    return 0;
}
