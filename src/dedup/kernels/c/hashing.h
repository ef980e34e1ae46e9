/* Bytes and numbers -> hashes: XXH64, and the finalisers of MurmurHash3 and SplitMix64.
 *
 * XXH64 after its specification (xxHash, doc/xxhash_spec.md), seed 0.
 */
#ifndef HASHING_H
#define HASHING_H

#include "bitmask.h"

/* The base of the shingle polynomial. */
static const uint64_t BASE = 0x9E3779B97F4A7C15;

static const uint64_t XXH_1 = 0x9E3779B185EBCA87, XXH_2 = 0xC2B2AE3D27D4EB4F, XXH_3 = 0x165667B19E3779F9,
                      XXH_4 = 0x85EBCA77C2B2AE63, XXH_5 = 0x27D4EB2F165667C5;

static inline uint64_t rotated(uint64_t value, int by) { return value << by | value >> (64 - by); }

static inline uint64_t xxh64_round(uint64_t state, uint64_t value)
{
    return rotated(state + value * XXH_2, 31) * XXH_1;
}

static inline uint64_t xxh64_end(uint64_t value)
{
    value = (value ^ value >> 33) * XXH_2;
    value = (value ^ value >> 29) * XXH_3;
    return value ^ value >> 32;
}

/* The XXH64 of `size` bytes, after the bits of `raised` are set in every eight of them. */
static inline uint64_t xxh64(const uint8_t *at, int64_t size, uint64_t raised)
{
    const uint8_t *end = at + size;
    uint64_t value = XXH_5;
    if (size >= 32) {
        uint64_t v[4] = {XXH_1 + XXH_2, XXH_2, 0, 0 - XXH_1};
        for (; at + 32 <= end; at += 32)
            for (int i = 0; i < 4; i++)
                v[i] = xxh64_round(v[i], load_uint64(at + 8 * i) | raised);
        value = rotated(v[0], 1) + rotated(v[1], 7) + rotated(v[2], 12) + rotated(v[3], 18);
        for (int i = 0; i < 4; i++)
            value = (value ^ xxh64_round(0, v[i])) * XXH_1 + XXH_4;
    }
    value += (uint64_t)size;
    for (; at + 8 <= end; at += 8)
        value = rotated(value ^ xxh64_round(0, load_uint64(at) | raised), 27) * XXH_1 + XXH_4;
    if (at + 4 <= end) {
        value = rotated(value ^ (load_uint32(at) | (uint32_t)raised) * XXH_1, 23) * XXH_2 + XXH_3;
        at += 4;
    }
    for (; at < end; at++)
        value = rotated(value ^ (*at | (uint8_t)raised) * XXH_5, 11) * XXH_1;
    return xxh64_end(value);
}

/* The largest word that `xxh64_of_short` takes. */
enum { SHORT = 15 };

/* Replace the first eight bytes of short words, in `hashes`, by the XXH64 of the words.
 *
 * Word i has its next eight bytes in `rest[i]` and its size in `sizes[i]`. A size of 0 leaves the hash as it is. There
 * are no branches, so vectors take several words at once: every step is computed, and its result used or not. */
static inline void xxh64_of_short(uint64_t *restrict hashes, const uint64_t *restrict rest,
                                  const uint64_t *restrict sizes, int64_t count)
{
    for (int64_t i = 0; i < count; i++) {
        uint64_t size = sizes[i], first = hashes[i], second = rest[i];
        uint64_t value = XXH_5 + size;
        uint64_t whole = rotated(value ^ xxh64_round(0, first), 27) * XXH_1 + XXH_4;
        value = size & 8 ? whole : value;
        uint64_t left = size & 8 ? second : first;
        uint64_t half = rotated(value ^ (left & 0xFFFFFFFF) * XXH_1, 23) * XXH_2 + XXH_3;
        value = size & 4 ? half : value;
        left = size & 4 ? left >> 32 : left;
        for (uint64_t byte = 0; byte < 3; byte++) {
            uint64_t further = rotated(value ^ (left & 0xFF) * XXH_5, 11) * XXH_1;
            value = (size & 3) > byte ? further : value;
            left >>= 8;
        }
        hashes[i] = size ? xxh64_end(value) : first;
    }
}

/* MurmurHash3's 64-bit finaliser. */
static inline uint64_t finalize(uint64_t value)
{
    value = (value ^ value >> 33) * 0xFF51AFD7ED558CCD;
    value = (value ^ value >> 33) * 0xC4CEB9FE1A85EC53;
    return value ^ value >> 33;
}

/* SplitMix64's finaliser. */
static inline uint64_t split_mix(uint64_t value)
{
    value = (value ^ value >> 30) * 0xBF58476D1CE4E5B9;
    value = (value ^ value >> 27) * 0x94D049BB133111EB;
    return value ^ value >> 31;
}

/* MurmurHash3's 32-bit finaliser. */
static inline uint32_t finalize_32(uint32_t value)
{
    value = (value ^ value >> 16) * 0x85EBCA6B;
    value = (value ^ value >> 13) * 0xC2B2AE35;
    return value ^ value >> 16;
}

#endif
