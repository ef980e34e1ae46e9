/* 64 bytes of text -> one bit for each byte that meets a condition, the first byte in the lowest bit.
 *
 * Each condition is written once, for the vectors that the compiler may use: 64, 32 or 16 bytes.
 */
#ifndef BITMASK_H
#define BITMASK_H

#include "kernel.h"

enum { WIDTH = 64 };

#if defined(__AVX512BW__)
enum { LANES = 64 };
#elif defined(__AVX2__)
enum { LANES = 32 };
#else
enum { LANES = 16 };
#endif

typedef uint8_t Vector __attribute__((vector_size(LANES)));
typedef char Chars __attribute__((vector_size(LANES)));

/* The highest bit of each byte. These builtins are behind the names of <immintrin.h>, which takes long to compile. */
#if defined(__AVX512BW__)
static inline uint64_t vector_bits(Vector mask) { return __builtin_ia32_cvtb2mask512((Chars)mask); }
#elif defined(__AVX2__)
static inline uint64_t vector_bits(Vector mask) { return (uint32_t)__builtin_ia32_pmovmskb256((Chars)mask); }
#elif defined(__SSE2__)
static inline uint64_t vector_bits(Vector mask) { return (uint32_t)__builtin_ia32_pmovmskb128((Chars)mask); }
#else
/* Keep one bit of each byte; a multiplication collects the bits of eight bytes. */
static inline uint64_t vector_bits(Vector mask)
{
    uint64_t halves[2];
    memcpy(halves, &mask, sizeof halves);
    uint64_t low = ((halves[0] & 0x0101010101010101) * 0x0102040810204080) >> 56;
    uint64_t high = ((halves[1] & 0x0101010101010101) * 0x0102040810204080) >> 56;
    return low | high << 8;
}
#endif

static inline Vector load_vector(const uint8_t *at)
{
    Vector vector;
    memcpy(&vector, at, sizeof vector);
    return vector;
}

/* Define a function of 64 bytes and of further parameters. Its condition is on the vector `v`, which is read at
 * `at`. */
#define BITS(name, condition, ...)                                     \
    static inline uint64_t name(const uint8_t *bytes, ##__VA_ARGS__)   \
    {                                                                  \
        uint64_t bits = 0;                                             \
        for (int i = 0; i < WIDTH; i += LANES) {                       \
            const uint8_t *at = bytes + i;                             \
            Vector v = load_vector(at);                                \
            bits |= vector_bits((Vector)(condition)) << i;             \
        }                                                              \
        return bits;                                                   \
    }

BITS(equal_bits, v == value, uint8_t value)
BITS(at_most_bits, v <= value, uint8_t value)
BITS(letter_bits, ((v | 0x20) - 'a') < 26)
BITS(digit_bits, (v - '0') < 10)
BITS(alphanumeric_bits, (((v | 0x20) - 'a') < 26) | ((v - '0') < 10))
BITS(foreign_bits, v >= 0x80)
BITS(lead_bits, v >= 0xC0)
BITS(foreign_or_blank_bits, (v >= 0x80) | (v <= ' '))

/* Where three bytes occur, with ASCII letters in lower case. `triple` has them in its lowest three bytes. The two bytes
 * above say how far the second and the third stand behind the first. */
BITS(triple_bits,
     ((v | 0x20) == (uint8_t)triple) & ((load_vector(at + (uint8_t)(triple >> 24)) | 0x20) == (uint8_t)(triple >> 8)) &
         ((load_vector(at + (uint8_t)(triple >> 32)) | 0x20) == (uint8_t)(triple >> 16)),
     uint64_t triple)

static inline int count_bits(uint64_t bits) { return __builtin_popcountll(bits); }

/* The number of the lowest bit that is set, 64 if none is. */
static inline int lowest_bit(uint64_t bits) { return bits ? __builtin_ctzll(bits) : 64; }

/* The number of the highest bit that is set, -1 if none is. */
static inline int highest_bit(uint64_t bits) { return bits ? 63 - __builtin_clzll(bits) : -1; }

/* The lowest `count` bits, all of them from 64 on. */
static inline uint64_t first_bits(int64_t count) { return count < 64 ? ((uint64_t)1 << count) - 1 : ~(uint64_t)0; }

/* Eight bytes as a number, the first byte lowest. */
static inline uint64_t load_uint64(const uint8_t *at)
{
    uint64_t value;
    memcpy(&value, at, sizeof value);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    value = __builtin_bswap64(value);
#endif
    return value;
}

static inline uint32_t load_uint32(const uint8_t *at)
{
    uint32_t value;
    memcpy(&value, at, sizeof value);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    value = __builtin_bswap32(value);
#endif
    return value;
}

#endif
