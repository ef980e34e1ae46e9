/* Words -> shingle hashes: see shingles.c. */
#ifndef SHINGLES_H
#define SHINGLES_H

#include "kernel.h"

/* The number of shingles that are hashed together: they and what is computed from them fit the first-level cache. */
enum { SHINGLES_TOGETHER = 1024 };

/* Write the hashes of all shingles of `count` words. Fewer words than `size`, but at least one, are one shingle. `out`
 * must not overlap `words`. */
void shingle(const uint64_t *restrict words, int64_t count, int64_t size, uint64_t *restrict out);

/* The number of shingles of `count` words. */
static inline int64_t shingle_count(int64_t count, int64_t size) { return count >= size ? count - size + 1 : count > 0; }

#endif
