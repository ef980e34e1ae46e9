/* What all kernels share: integer types, the export of functions, and failures.
 *
 * A kernel takes each array as a pointer and the number of its items; arrays that belong together come as one struct of
 * such pairs. It returns a count, or 0, or one of the failures below, for which library.py raises errors.
 */
#ifndef KERNEL_H
#define KERNEL_H

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#if defined(_WIN32)
#define KERNEL __declspec(dllexport) int64_t
#else
#define KERNEL __attribute__((visibility("default"))) int64_t
#endif

_Static_assert(sizeof(void *) == 8, "library.py packs structs with fields of eight bytes");

enum { OUT_OF_MEMORY = -1, OUT_OF_BOUNDS = -2 };

static inline int64_t min(int64_t a, int64_t b) { return a < b ? a : b; }
static inline int64_t max(int64_t a, int64_t b) { return a > b ? a : b; }

/* Whether offsets never decrease, and all lie between 0 and `size`. */
static inline bool are_offsets(const int64_t *offsets, int64_t count, int64_t size)
{
    if (count < 1 || offsets[0] < 0 || offsets[count - 1] > size)
        return false;
    bool rising = true;
    for (int64_t i = 1; i < count; i++)
        rising &= offsets[i - 1] <= offsets[i];
    return rising;
}

/* Whether all indexes are at least 0 and less than `size`. */
static inline bool are_indexes(const int64_t *indexes, int64_t count, int64_t size)
{
    bool within = true;
    for (int64_t i = 0; i < count; i++)
        within &= (uint64_t)indexes[i] < (uint64_t)size;
    return within;
}

#endif
