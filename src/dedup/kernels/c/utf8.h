/* UTF-8 -> code points, forwards and backwards. */
#ifndef UTF8_H
#define UTF8_H

#include "kernel.h"

enum { ASCII = 0x80, CODE_POINTS = 0x110000 };

/* The code point at an offset. `next` is where the next one begins; it stays within the text even if its bytes are
 * broken. */
static inline int64_t decode(const uint8_t *raw, int64_t at, int64_t high, int64_t *next)
{
    int64_t lead = raw[at];
    if (lead < ASCII) {
        *next = at + 1;
        return lead;
    }
    if (lead < 0xE0 && at + 1 < high) {
        *next = at + 2;
        return (lead & 0x1F) << 6 | (raw[at + 1] & 0x3F);
    }
    if (lead >= 0xE0 && lead < 0xF0 && at + 2 < high) {
        *next = at + 3;
        return (lead & 0x0F) << 12 | (raw[at + 1] & 0x3F) << 6 | (raw[at + 2] & 0x3F);
    }
    int64_t code = lead < 0xE0 ? lead & 0x1F : lead < 0xF0 ? lead & 0x0F : lead & 0x07;
    *next = lead < 0xE0 ? high : min(at + (lead < 0xF0 ? 3 : 4), high);
    for (int64_t i = at + 1; i < *next; i++)
        code = code << 6 | (raw[i] & 0x3F);
    return min(code, CODE_POINTS - 1);
}

/* Where the last character before `end` begins. */
static inline int64_t last_character(const uint8_t *raw, int64_t start, int64_t end)
{
    int64_t at = end - 1;
    while (at > start && (raw[at] & 0xC0) == 0x80)
        at--;
    return at;
}

/* Whether a character is white space, as in Python's `str.split`. */
static inline bool is_space(int64_t code)
{
    if (code < ASCII)
        return code == 0x20 || (code >= 0x09 && code <= 0x0D) || (code >= 0x1C && code <= 0x1F);
    if (code < 0x1680)
        return code == 0x85 || code == 0xA0;
    return (code >= 0x2000 && code <= 0x200A) || code == 0x1680 || code == 0x2028 || code == 0x2029 || code == 0x202F ||
           code == 0x205F || code == 0x3000;
}

static inline bool is_digit(uint8_t byte) { return (uint8_t)(byte - '0') < 10; }

static inline bool is_alphanumeric(uint8_t byte) { return (uint8_t)((byte | 0x20) - 'a') < 26 || is_digit(byte); }

#endif
