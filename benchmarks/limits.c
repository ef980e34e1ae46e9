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
enum { LOWER = 1, LATIN = 1, NOT_LATIN = 128, SCRIPTS = 7, EXACT = 0, SMALL = 1, FIRST = 2, ROW = 9, BLOCK = 4096 };

typedef struct {
    const uint8_t *kind, *flags;
    const int32_t *start;
    const uint8_t *length, *script, *order;
    const uint16_t *row;
    const int32_t *alike;
    const uint8_t *pool;
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

static inline int undecided(int scripts) {
    int of = scripts & ~NOT_LATIN;
    return of && of != LATIN && (scripts < NOT_LATIN || of & (of - 1));
}

static inline int makes_another(uint32_t letter, uint32_t mark, const table_t *t) {
    return (t->flags[letter] & t->flags[mark]) > LOWER;
}

/* The number of the script that a word is of, or -1 to leave its letters as they are. */
static int main_script(const uint8_t *p, const uint8_t *end, const table_t *t) {
    int64_t weights[SCRIPTS] = {0}, most = 0;
    int scripts = 0, main = -1;
    uint32_t code;
    for (const uint8_t *q = p; q < end;) { q = decode(q, &code); scripts |= t->script[code]; }
    if (!undecided(scripts)) return -1;
    if (scripts < NOT_LATIN) return 0;
    while (p < end) {
        p = decode(p, &code);
        int own = t->script[code] & ~NOT_LATIN, others = scripts & ~own & ~NOT_LATIN;
        const int32_t *alike = t->alike + ROW * t->row[code];
        if (own) weights[__builtin_ctz(own)] += !(alike[EXACT] & others) ? 1 << 20 : !(alike[SMALL] & others) ? 2 : 1;
    }
    for (int i = 0; i < SCRIPTS; i++) {
        if (weights[i] == most) main = -1;
        else if (weights[i] > most) { main = i; most = weights[i]; }
    }
    return main;
}

static inline size_t encoded(uint32_t code, uint8_t *out) {
    if (code < 0x80) { out[0] = code; return 1; }
    if (code < 0x800) { out[0] = 0xC0 | code >> 6; out[1] = 0x80 | (code & 0x3F); return 2; }
    out[0] = 0xE0 | code >> 12; out[1] = 0x80 | (code >> 6 & 0x3F); out[2] = 0x80 | (code & 0x3F);
    return 3;
}

/* The folded form of the word between two places: letters that look like its main script's become these, and signs in
 * a row are sorted by their class. */
static size_t anew(const uint8_t *p, const uint8_t *end, const table_t *t, uint8_t *out) {
    int script = main_script(p, end, t);
    size_t size = 0;
    uint32_t code, letter = 0;
    const uint8_t *then;
    for (; p < end; p = then) {
        then = decode(p, &code);
        int kind = t->kind[code], own = t->script[code];
        if (kind == SIGN && t->order[code]) {
            const uint8_t *q = p, *after;
            for (int order = 0, least; order < 256; order = least)
                for (least = 256, q = p; q < end; q = after) {
                    after = decode(q, &code);
                    int found = t->order[code], what = t->kind[code];
                    if (!found && (what == LETTER || what == SINGLE || what == SIGN || makes_another(letter, code, t)))
                        break;
                    if (found && found == order) size += folded(code, q, after, t, out + size);
                    else if (found > order && found < least) least = found;
                }
            then = q;
            continue;
        }
        uint32_t shown = code;
        if (script >= 0 && own && !(own >> script & 1)) {
            int32_t alike = t->alike[ROW * t->row[code] + FIRST + script];
            if (alike) shown = alike;
        }
        if (kind == LETTER || kind == SINGLE) letter = shown;
        if (kind == LETTER || kind == SINGLE || kind == SIGN || (kind == MARK && makes_another(letter, code, t)))
            size += shown == code || t->length[shown] ? folded(shown, p, then, t, out + size) : encoded(shown, out + size);
    }
    return size;
}

/* The next word from `*at` on, character by character; the size of its folded form in `out`, or 0 for none. */
static size_t spelled(const uint8_t **at, const uint8_t *end, const table_t *t, uint8_t *out) {
    const uint8_t *p = *at, *first = NULL, *after = NULL, *then, *goes_on;
    size_t size = 0;
    int alone = 0, joinable = 0, scripts = 0, order = 0, unsorted = 0;
    uint32_t letter = 0;
    for (; p < end; p = then) {
        uint32_t code;
        then = decode(p, &code);
        int kind = t->kind[code];
        if (kind == LETTER || kind == SINGLE) {
            if (first && (alone || kind == SINGLE)) break;
            if (!first) first = p, alone = kind == SINGLE;
            letter = code;
        }
        if (kind == LETTER || kind == SINGLE || (first && (kind == SIGN || kind == MARK))) {
            if (kind != MARK || makes_another(letter, code, t)) {
                size += folded(code, p, then, t, out + size);
                unsorted |= t->order[code] && t->order[code] < order;
                order = t->order[code];
            }
            scripts |= t->script[code];
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
    return unsorted || undecided(scripts) ? anew(first, after, t, out) : size;
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
         const int32_t *start, const uint8_t *length, const uint8_t *script, const uint8_t *order, const uint16_t *row,
         const int32_t *alike, const uint8_t *pool, int64_t size, const uint32_t *restrict a,
         const uint32_t *restrict b, int64_t permutations, uint32_t *restrict result) {
    table_t table = {kind, flags, start, length, script, order, row, alike, pool};
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
