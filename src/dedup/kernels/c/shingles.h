/* The hashes of shingles, as `shingles.c` makes them. */
#ifndef SHINGLES_H
#define SHINGLES_H

#include "kernel.h"

/* Shingles that are made together: with all that is made of them, they stay in the first-level cache. */
enum { SHINGLES_TOGETHER = 1024 };

/* Write the hashes of all shingles of `count` words; fewer words than `size`, but not none, are one shingle. `out` must
 * be other memory than `words`. */
void shingle(const uint64_t *restrict words, int64_t count, int64_t size, uint64_t *restrict out);

/* How many shingles `count` words have. */
static inline int64_t shingle_count(int64_t count, int64_t size) { return count >= size ? count - size + 1 : count > 0; }

#endif
