/* Texts or shingles -> MinHash signatures, one block of shingles at a time.
 *
 * A block of mixed hashes stays in the first-level cache while all permutations are applied to it, four at a time, so
 * that each value is loaded once for four. A block is filled up to whole vectors with its first value, which changes no
 * minimum.
 */
#include "hashing.h"
#include "shingles.h"
#include "words.h"

/* The number of mixed hashes of a block, and the largest number of values that a loop over vectors takes at once. */
enum { MIXED = 4096, WHOLE = 64 };

typedef struct {
    const uint32_t *a, *b;
    int64_t count;
} Permutations;

/* Lower four values of a row to the least of the mixed hashes; where fewer are left, the last is lowered again. */
static inline void lower_four(const uint32_t *restrict mixed, int64_t size, const Permutations *by, int64_t first,
                              uint32_t *restrict row)
{
    int64_t last = by->count - 1;
    int64_t p = first, q = min(first + 1, last), r = min(first + 2, last), s = min(first + 3, last);
    uint32_t a_p = by->a[p], a_q = by->a[q], a_r = by->a[r], a_s = by->a[s];
    uint32_t b_p = by->b[p], b_q = by->b[q], b_r = by->b[r], b_s = by->b[s];
    uint32_t least_p = row[p], least_q = row[q], least_r = row[r], least_s = row[s];
    for (int64_t i = 0; i < size; i++) {
        uint32_t value = mixed[i];
        uint32_t of_p = a_p * value + b_p, of_q = a_q * value + b_q;
        uint32_t of_r = a_r * value + b_r, of_s = a_s * value + b_s;
        least_p = of_p < least_p ? of_p : least_p;
        least_q = of_q < least_q ? of_q : least_q;
        least_r = of_r < least_r ? of_r : least_r;
        least_s = of_s < least_s ? of_s : least_s;
    }
    row[p] = least_p, row[q] = least_q, row[r] = least_r, row[s] = least_s;
}

/* Lower the values of a row to the least of some shingles. */
static void sign(const uint64_t *restrict hashes, int64_t count, const Permutations *by, uint32_t *restrict row)
{
    uint32_t mixed[MIXED];
    for (int64_t first = 0; first < count; first += MIXED) {
        int64_t size = min(count - first, MIXED), whole = (size + WHOLE - 1) / WHOLE * WHOLE;
        for (int64_t i = 0; i < size; i++)
            mixed[i] = finalize_32((uint32_t)hashes[first + i]);
        for (int64_t i = size; i < whole; i++)
            mixed[i] = mixed[0];
        for (int64_t p = 0; p < by->count; p += 4)
            lower_four(mixed, whole, by, p, row);
    }
}

/* Lower the rows of `result`, one a text, which are all ones at first. */
KERNEL sign_shingles(const uint64_t *hashes, int64_t hash_count, const int64_t *offsets, int64_t offset_count,
                     const uint32_t *a, int64_t permutations, const uint32_t *b, int64_t b_count, uint32_t *result,
                     int64_t room)
{
    if (!are_offsets(offsets, offset_count, hash_count) || b_count != permutations ||
        room != (offset_count - 1) * permutations)
        return OUT_OF_BOUNDS;
    Permutations by = {a, b, permutations};
    for (int64_t text = 0; text + 1 < offset_count; text++)
        sign(hashes + offsets[text], offsets[text + 1] - offsets[text], &by, result + text * permutations);
    return 0;
}

/* Lower the rows of `result`, one a text, which are all ones at first. The words and shingles of a text are overwritten
 * by those of the next one, so that they stay in the cache. */
KERNEL sign_texts(const uint8_t *raw, int64_t size, const int64_t *offsets, int64_t offset_count,
                  const FoldingTable *table, int64_t shingle_size, const uint32_t *a, int64_t permutations,
                  const uint32_t *b, int64_t b_count, uint32_t *result, int64_t room)
{
    if (!are_offsets(offsets, offset_count, size) || !is_folding_table(table) || b_count != permutations ||
        room != (offset_count - 1) * permutations)
        return OUT_OF_BOUNDS;
    Permutations by = {a, b, permutations};
    int64_t longest = 0;
    for (int64_t text = 0; text + 1 < offset_count; text++)
        longest = max(longest, offsets[text + 1] - offsets[text]);
    int64_t most = longest / 2 + 1; /* a word of one byte needs a separator, others are longer */
    uint64_t *hashes = malloc(2 * (size_t)most * sizeof *hashes);
    if (hashes == NULL)
        return OUT_OF_MEMORY;
    int failure = 0;
    Words words = {.raw = raw, .size = size, .table = table, .hashes = hashes, .room = most};
    for (int64_t text = 0; text + 1 < offset_count && !failure; text++) {
        words.count = words.done = 0;
        failure = write_words(&words, offsets[text], offsets[text + 1]);
        if (failure)
            break;
        finish_words(&words);
        shingle(hashes, words.count, shingle_size, hashes + most);
        sign(hashes + most, shingle_count(words.count, shingle_size), &by, result + text * permutations);
    }
    free(hashes);
    return failure;
}
