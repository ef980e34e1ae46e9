/* Texts into MinHash signatures in plain C: the yardstick of `limits.py` for the compiled kernels.
 *
 * The same words (docs/method.md), shingles and permutations, written as one would write them in C: a table for ASCII,
 * a walk by character for the rest, loops that the compiler can turn into vector instructions. Each text stays in
 * cache from its bytes to its signature. UTF-8 must be valid.
 */

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { SEPARATOR, LETTER, SINGLE, SIGN, MARK, INVISIBLE, HYPHEN, SOFT_HYPHEN, NEWLINE, BLANK };
enum { LATIN = 1, LOOKALIKE = 2, LOWER = 4, BLOCK = 4096 };

typedef struct {
    const uint8_t *kind, *flags;
    const int32_t *start;
    const uint8_t *length, *lookalike, *pool;
} table_t;

static const uint64_t P1 = 0x9E3779B185EBCA87u, P2 = 0xC2B2AE3D27D4EB4Fu, P3 = 0x165667B19E3779F9u,
                      P4 = 0x85EBCA77C2B2AE63u, P5 = 0x27D4EB2F165667C5u, BASE = 0x9E3779B97F4A7C15u;

static inline uint64_t rotated(uint64_t x, int by) { return x << by | x >> (64 - by); }
static inline uint64_t lane(const uint8_t *p) { uint64_t x; memcpy(&x, p, 8); return x; }
static inline uint32_t half(const uint8_t *p) { uint32_t x; memcpy(&x, p, 4); return x; }
static inline uint64_t turn(uint64_t state, uint64_t x) { return rotated(state + x * P2, 31) * P1; }

static inline uint64_t xxh64(const uint8_t *p, size_t size) {
    const uint8_t *end = p + size;
    uint64_t h = P5;
    if (size >= 32) {
        uint64_t v[4] = {P1 + P2, P2, 0, 0 - P1};
        for (; p + 32 <= end; p += 32)
            for (int i = 0; i < 4; i++) v[i] = turn(v[i], lane(p + 8 * i));
        h = rotated(v[0], 1) + rotated(v[1], 7) + rotated(v[2], 12) + rotated(v[3], 18);
        for (int i = 0; i < 4; i++) h = (h ^ turn(0, v[i])) * P1 + P4;
    }
    h += size;
    for (; p + 8 <= end; p += 8) h = rotated(h ^ turn(0, lane(p)), 27) * P1 + P4;
    if (p + 4 <= end) { h = rotated(h ^ half(p) * P1, 23) * P2 + P3; p += 4; }
    for (; p < end; p++) h = rotated(h ^ *p * P5, 11) * P1;
    h = (h ^ h >> 33) * P2;
    h = (h ^ h >> 29) * P3;
    return h ^ h >> 32;
}

static inline uint64_t finalized(uint64_t x) {
    x = (x ^ x >> 33) * 0xFF51AFD7ED558CCDu;
    x = (x ^ x >> 33) * 0xC4CEB9FE1A85EC53u;
    return x ^ x >> 33;
}

static inline uint32_t mixed_32(uint32_t x) {
    x = (x ^ x >> 16) * 0x85EBCA6Bu;
    x = (x ^ x >> 13) * 0xC2B2AE35u;
    return x ^ x >> 16;
}

static inline const uint8_t *decode(const uint8_t *p, uint32_t *code) {
    if (*p < 0x80) { *code = *p; return p + 1; }
    if (*p < 0xE0) { *code = (*p & 0x1Fu) << 6 | (p[1] & 0x3F); return p + 2; }
    if (*p < 0xF0) { *code = (*p & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3F); return p + 3; }
    *code = (*p & 0x07u) << 18 | (p[1] & 0x3Fu) << 12 | (p[2] & 0x3Fu) << 6 | (p[3] & 0x3F);
    return p + 4;
}

/* Where a word that a hyphen before `p` cuts goes on in the next line, or NULL. */
static const uint8_t *continuation(const uint8_t *p, const uint8_t *end, const table_t *t) {
    for (int lines = 0; p < end && lines < 2;) {
        uint32_t code;
        const uint8_t *then = decode(p, &code);
        if (t->kind[code] == NEWLINE) lines++;
        else if (t->kind[code] != BLANK)
            return lines == 1 && t->kind[code] == LETTER && t->flags[code] & LOWER ? p : NULL;
        p = then;
    }
    return NULL;
}

static inline size_t folded(uint32_t code, const uint8_t *p, const uint8_t *then, const table_t *t, uint8_t *out) {
    if (t->length[code]) { memcpy(out, t->pool + t->start[code], t->length[code]); return t->length[code]; }
    memcpy(out, p, then - p);
    return then - p;
}

/* The folded form of the word between two places, its look-alikes as what they imitate. */
static size_t undisguised(const uint8_t *p, const uint8_t *end, const table_t *t, uint8_t *out) {
    size_t size = 0;
    while (p < end) {
        uint32_t code;
        const uint8_t *then = decode(p, &code);
        int kind = t->kind[code];
        if (t->lookalike[code]) out[size++] = t->lookalike[code];
        else if (kind == LETTER || kind == SINGLE || kind == SIGN) size += folded(code, p, then, t, out + size);
        p = then;
    }
    return size;
}

/* The next word from `*at` on, character by character; the size of its folded form in `out`, or 0 for none. */
static size_t spelled(const uint8_t **at, const uint8_t *end, const table_t *t, uint8_t *out) {
    const uint8_t *p = *at, *first = NULL, *after = NULL, *then, *goes_on;
    size_t size = 0;
    int alone = 0, joinable = 0, seen = 0;
    for (; p < end; p = then) {
        uint32_t code;
        then = decode(p, &code);
        int kind = t->kind[code];
        if (kind == LETTER || kind == SINGLE) {
            if (first && (alone || kind == SINGLE)) break;
            if (!first) first = p, alone = kind == SINGLE;
        }
        if (kind == LETTER || kind == SINGLE || (first && (kind == SIGN || kind == MARK))) {
            if (kind != MARK) size += folded(code, p, then, t, out + size);
            seen |= t->flags[code];
            after = then;
            joinable = 1;
            continue;
        }
        goes_on = joinable && (kind == HYPHEN || kind == SOFT_HYPHEN) ? continuation(then, end, t) : NULL;
        joinable = 0;
        if (goes_on) then = goes_on;
        else if (kind == SEPARATOR || kind == HYPHEN || kind == NEWLINE || kind == BLANK) { p = then; break; }
    }
    *at = p;
    return (seen & (LATIN | LOOKALIKE)) == (LATIN | LOOKALIKE) ? undisguised(first, after, t, out) : size;
}

/* `out` holds 16 times the bytes of the longest text, `words` a half of them and one. */
static size_t hashed(const uint8_t *p, const uint8_t *end, const uint8_t *ascii, const table_t *t, uint8_t *out,
                     uint64_t *words) {
    size_t count = 0;
    while (p < end) {
        const uint8_t *first = p;
        size_t size = 0;
        uint8_t letter;
        while (p < end && (letter = ascii[*p]) > 1) { out[size++] = letter; p++; }
        if (p == end || !ascii[*p]) {
            if (size) words[count++] = xxh64(out, size);
            p++;
        } else {
            p = first;
            size = spelled(&p, end, t, out);
            if (size) words[count++] = xxh64(out, size);
        }
    }
    return count;
}

static size_t shingled(uint64_t *words, size_t count, size_t size) {
    uint64_t value = 0, leaving = 0, factor = 1;
    for (size_t i = 0; i < size; i++) factor *= BASE;
    for (size_t i = 0; i < size - 1 && i < count; i++) value = value * BASE + words[i];
    if (count < size) {
        words[0] = finalized(value);
        return count > 0;
    }
    for (size_t i = size - 1; i < count; i++) {
        value = value * BASE + (words[i] - leaving * factor);
        leaving = words[i - size + 1];
        words[i - size + 1] = finalized(value);
    }
    return count - size + 1;
}

int sign(const uint8_t *raw, const int64_t *offsets, int64_t texts, const uint8_t *kind, const uint8_t *flags,
         const int32_t *start, const uint8_t *length, const uint8_t *lookalike, const uint8_t *pool, int64_t size,
         const uint32_t *restrict a, const uint32_t *restrict b, int64_t permutations, uint32_t *restrict result) {
    table_t table = {kind, flags, start, length, lookalike, pool};
    uint8_t ascii[256];
    size_t longest = 0;
    for (int c = 0; c < 256; c++) /* 0 separates, 1 needs a closer look, others are the folded letter */
        ascii[c] = c >= 0x80 || kind[c] == HYPHEN ? 1 : kind[c] != LETTER ? 0 : length[c] ? pool[start[c]] : c;
    for (int64_t i = 0; i < texts; i++)
        if ((size_t)(offsets[i + 1] - offsets[i]) > longest) longest = offsets[i + 1] - offsets[i];
    uint8_t *out = malloc(16 * longest + 1);
    uint64_t *words = malloc(sizeof *words * (longest / 2 + 1));
    static uint32_t mixed[BLOCK];
    if (!out || !words) return 1;
    for (int64_t i = 0; i < texts; i++) {
        size_t count = hashed(raw + offsets[i], raw + offsets[i + 1], ascii, &table, out, words);
        uint32_t *row = result + i * permutations;
        count = shingled(words, count, size);
        memset(row, 0xFF, sizeof *row * permutations);
        for (size_t low = 0; low < count; low += BLOCK) {
            size_t block = count - low < BLOCK ? count - low : BLOCK;
            for (size_t j = 0; j < block; j++) mixed[j] = mixed_32((uint32_t)words[low + j]);
            for (int64_t p = 0; p < permutations; p++) {
                uint32_t least = row[p];
                for (size_t j = 0; j < block; j++) {
                    uint32_t value = a[p] * mixed[j] + b[p];
                    least = value < least ? value : least;
                }
                row[p] = least;
            }
        }
    }
    free(out);
    free(words);
    return 0;
}
