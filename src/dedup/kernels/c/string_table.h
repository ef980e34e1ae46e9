/* 64 bytes of text -> the offsets at which one of some strings may begin, and the strings that do.
 *
 * Most strings begin where a word or a character beyond ASCII begins: only there three bytes are looked up in a table of
 * bits. The few other strings are compared everywhere, by three of their bytes. patterns.py makes the tables.
 */
#ifndef STRING_TABLE_H
#define STRING_TABLE_H

#include "bitmask.h"
#include "utf8.h"

/* The bits of the code of three bytes, the words of the table of all codes, and the bytes of a string that are compared
 * as a number. */
enum { CODE_BITS = 15, CODE_WORDS = (1 << CODE_BITS) / 64, BEGINNING = 8 };

/* The bit by which both cases of an ASCII letter differ, in each of eight bytes. */
#define FOLD 0x2020202020202020

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

/* `StringTable` in patterns.py explains the fields. */
typedef struct {
    const uint64_t *known_codes;
    int64_t known_count;
    const uint64_t *opening_codes;
    int64_t opening_count;
    const int64_t *ranks;
    int64_t rank_count;
    const int64_t *row_bounds;
    int64_t row_bound_count;
    const uint64_t *beginnings;
    int64_t beginning_count;
    const uint64_t *masks;
    int64_t mask_count;
    const int64_t *patterns;
    int64_t pattern_count;
    const uint64_t *long_hashes;
    int64_t hash_count;
    const int64_t *triples;
    int64_t triple_count;
    const int64_t *others;
    int64_t other_count;
    int64_t has_words, has_openings;
} StringTable;

static inline bool are_strings(const Strings *strings)
{
    return strings->bound_count == strings->count + 1 &&
           are_offsets(strings->bounds, strings->bound_count, strings->pool_size) &&
           strings->position_count == strings->count && strings->boundary_count == strings->count;
}

/* Whether each rank counts the codes before it. */
static inline bool are_ranks(const StringTable *table)
{
    int64_t known = 0;
    for (int64_t i = 0; i < CODE_WORDS; i++) {
        if (table->ranks[i] != known)
            return false;
        known += count_bits(table->known_codes[i] | table->opening_codes[i]);
    }
    return table->row_bound_count == known + 1;
}

static inline bool is_string_table(const StringTable *table, const Strings *strings)
{
    return table->known_count == CODE_WORDS && table->opening_count == CODE_WORDS && table->rank_count == CODE_WORDS &&
           are_ranks(table) &&
           are_offsets(table->row_bounds, table->row_bound_count, table->pattern_count) &&
           table->beginning_count == table->pattern_count && table->mask_count == table->pattern_count &&
           are_indexes(table->patterns, table->pattern_count, strings->count) && table->hash_count == CODE_WORDS &&
           are_indexes(table->others, table->other_count, strings->count);
}

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

/* The code of three bytes: the lowest five bits of each, which both cases of an ASCII letter have in common. */
static inline uint64_t code_of(uint64_t bytes)
{
    return (bytes & 0x1F) | (bytes >> 3 & 0x3E0) | (bytes >> 6 & 0x7C00);
}

/* The rows of a known code: those of the strings of which some may begin with its bytes. */
typedef struct {
    int64_t row, end;
} Rows;

static inline Rows rows_of(const StringTable *table, uint64_t code)
{
    uint64_t codes = table->known_codes[code >> 6] | table->opening_codes[code >> 6];
    uint64_t before = codes & first_bits(code & 63);
    const int64_t *bounds = table->row_bounds + table->ranks[code >> 6] + count_bits(before);
    return (Rows){bounds[0], bounds[1]};
}

/* Whether a string of eight bytes and more may begin with eight bytes, in lower case. */
static inline bool may_be_long(const StringTable *table, uint64_t bytes)
{
    uint64_t hashed = bytes * 0x9E3779B97F4A7C15 >> (64 - CODE_BITS);
    return table->long_hashes[hashed >> 6] >> (hashed & 63) & 1;
}

/* 64 bytes of a text and those that may belong to a string that begins in them, zeros behind the buffer. */
typedef struct {
    const uint8_t *bytes;
    uint8_t copied[WIDTH + BEGINNING];
} Block;

static inline void read_block(Block *block, const uint8_t *raw, int64_t at, int64_t size)
{
    block->bytes = raw + at;
    if (at + WIDTH + BEGINNING > size) {
        memset(block->copied, 0, sizeof block->copied);
        memcpy(block->copied, raw + at, (size_t)(size - at));
        block->bytes = block->copied;
    }
}

/* What stands before a block: a byte, 0 where it is the first one of a text; and whether what begins next opens a line. */
typedef struct {
    uint8_t byte;
    bool opens;
} Before;

/* Where words, numbers and letters behind numbers begin. */
static inline uint64_t word_bits(uint64_t letters, uint64_t digits, Before before)
{
    uint64_t all = letters | digits;
    bool after_all = is_alphanumeric(before.byte), after_letter = after_all && !is_digit(before.byte);
    return (letters & ~(letters << 1 | after_letter)) | (all & ~(all << 1 | after_all));
}

/* Of the letters and digits `all`, those before which no other one stands since the line began or since a colon: a
 * number is added to each gap, and carried to the end of the gap. */
static inline uint64_t opening_bits(const Block *block, uint64_t all, Before *before)
{
    uint64_t gaps = ~all, marks = gaps & (equal_bits(block->bytes, '\n') | equal_bits(block->bytes, ':'));
    uint64_t sum, carried;
    bool first = __builtin_add_overflow(gaps, marks, &sum);
    bool second = __builtin_add_overflow(sum, (uint64_t)before->opens, &carried);
    before->opens = first || second;
    return carried & all;
}

static inline uint64_t coded_bits(const Block *block, const uint64_t *codes, uint64_t begins)
{
    uint64_t found = 0;
    for (; begins; begins &= begins - 1) {
        int at = lowest_bit(begins);
        uint64_t code = code_of(load_uint32(block->bytes + at));
        found |= (codes[code >> 6] >> (code & 63) & 1) << at;
    }
    return found;
}

/* Where a string of the table may begin; `before` is set for the next block. */
static inline uint64_t known_bits(const Block *block, const StringTable *table, Before *before)
{
    uint64_t letters = letter_bits(block->bytes), digits = digit_bits(block->bytes);
    uint64_t begins = lead_bits(block->bytes), openings = begins;
    if (table->has_words)
        begins |= word_bits(letters, digits, *before);
    if (table->has_openings)
        openings |= opening_bits(block, letters | digits, before);
    before->byte = block->bytes[WIDTH - 1];
    return coded_bits(block, table->known_codes, begins) | coded_bits(block, table->opening_codes, openings);
}

/* Where one of the other strings may begin. */
static inline uint64_t other_bits(const Block *block, const StringTable *table)
{
    uint64_t found = 0;
    for (int64_t i = 0; i < table->triple_count; i++)
        found |= triple_bits(block->bytes, (uint64_t)table->triples[i]);
    return found;
}

#endif
