/* Where lines begin and end, 64 bytes at a time. */
#ifndef LINES_H
#define LINES_H

#include "bitmask.h"

/* The offset of the next line feed, or the end of the text; the buffer has `size` bytes. */
static inline int64_t line_end(const uint8_t *raw, int64_t at, int64_t high, int64_t size)
{
    for (; at < high && at + WIDTH <= size; at += WIDTH) {
        uint64_t bits = equal_bits(raw + at, '\n');
        if (bits)
            return min(at + lowest_bit(bits), high);
    }
    while (at < high && raw[at] != '\n')
        at++;
    return min(at, high);
}

/* The offset at which the line of an offset begins. */
static inline int64_t line_start(const uint8_t *raw, int64_t low, int64_t end)
{
    for (; end - WIDTH >= low; end -= WIDTH) {
        uint64_t bits = equal_bits(raw + end - WIDTH, '\n');
        if (bits)
            return end - WIDTH + highest_bit(bits) + 1;
    }
    while (end > low && raw[end - 1] != '\n')
        end--;
    return end;
}

#endif
