/* Signatures -> band keys: some texts at a time, so that their signatures stay in the cache for all bands. */
#include "kernel.h"

/* The number of texts at a time: 32 KiB of usual signatures, and eight whole cache lines of the keys of each band. */
enum { TEXTS_TOGETHER = 64 };

static inline uint64_t band_key(const uint32_t *values, int64_t rows)
{
    uint64_t key = 0;
    for (int64_t row = 0; row < rows; row++) {
        key = (key ^ values[row]) * 0x9E3779B185EBCA87;
        key ^= key >> 29;
    }
    return key;
}

/* Fill `keys`. The key of a text in a band stands `stride` items after its key in the band before. */
KERNEL band_keys(const uint32_t *signatures, int64_t size, int64_t permutations, int64_t bands, int64_t rows,
                 int64_t stride, uint64_t *keys, int64_t room)
{
    int64_t texts = permutations > 0 ? size / permutations : 0;
    if (texts == 0 || bands == 0)
        return 0;
    if (bands < 0 || rows < 0 || bands * rows > permutations || stride < 0 || (bands - 1) * stride + texts > room)
        return OUT_OF_BOUNDS;
    for (int64_t first = 0; first < texts; first += TEXTS_TOGETHER)
        for (int64_t band = 0; band < bands; band++)
            for (int64_t text = first; text < min(first + TEXTS_TOGETHER, texts); text++)
                keys[band * stride + text] = band_key(signatures + text * permutations + band * rows, rows);
    return 0;
}
