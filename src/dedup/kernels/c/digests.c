/* The words of a text -> its digest, and the bytes of a string -> its hash. */
#include "hashing.h"

/* Fill `result`, two values a text: sums of its words under two finalisers, each word mixed with its place. */
KERNEL digest_words(const uint64_t *words, int64_t word_count, const int64_t *offsets, int64_t offset_count,
                    uint64_t *result, int64_t room)
{
    if (!are_offsets(offsets, offset_count, word_count) || room != 2 * (offset_count - 1))
        return OUT_OF_BOUNDS;
    for (int64_t text = 0; text + 1 < offset_count; text++) {
        uint64_t first = 0, second = 0, place = BASE;
        for (int64_t i = offsets[text]; i < offsets[text + 1]; i++, place += BASE) {
            first += finalize(words[i] + place);
            second += split_mix(words[i] + place);
        }
        result[2 * text] = first;
        result[2 * text + 1] = second;
    }
    return 0;
}

/* Fill `hashes` with the XXH64 of each string. */
KERNEL hash_strings(const uint8_t *raw, int64_t size, const int64_t *offsets, int64_t offset_count, uint64_t *hashes,
                    int64_t room)
{
    if (!are_offsets(offsets, offset_count, size) || room != offset_count - 1)
        return OUT_OF_BOUNDS;
    for (int64_t i = 0; i < room; i++)
        hashes[i] = xxh64(raw + offsets[i], offsets[i + 1] - offsets[i], 0);
    return 0;
}
