/* Words -> shingle hashes.
 *
 * The hash of a shingle of few words is computed from its words, for several shingles at once. The hash of a longer
 * shingle follows from the one before it: the polynomial times the base, plus the new word, minus the old one.
 */
#include "shingles.h"

#include "hashing.h"

/* The largest number of words for which hashing all words takes less time than rolling. */
enum { FEW_WORDS = 8 };

static void shingle_rolling(const uint64_t *restrict words, int64_t total, int64_t size, uint64_t *restrict out)
{
    uint64_t value = 0, factor = BASE, leaving = 0; /* the factor of the old word is BASE to the power of size */
    for (int64_t i = 0; i < size - 1; i++) {
        value = value * BASE + words[i];
        factor *= BASE;
    }
    for (int64_t i = 0; i < total; i++) {
        value = value * BASE + (words[size - 1 + i] - leaving * factor);
        leaving = words[i];
        out[i] = finalize(value);
    }
}

/* Add one or two words to each shingle at a time, in loops that the compiler turns into vectors. */
static void shingle_together(const uint64_t *restrict words, int64_t total, int64_t size, uint64_t *restrict out)
{
    int64_t taken = 2 - size % 2;
    for (int64_t i = 0; i < total; i++)
        out[i] = taken > 1 ? words[i] * BASE + words[i + 1] : words[i];
    for (int64_t first = taken; first < size; first += 2)
        for (int64_t i = 0; i < total; i++)
            out[i] = (out[i] * BASE + words[first + i]) * BASE + words[first + i + 1];
    for (int64_t i = 0; i < total; i++)
        out[i] = finalize(out[i]);
}

void shingle(const uint64_t *restrict words, int64_t count, int64_t size, uint64_t *restrict out)
{
    if (count <= 0 || size <= 0)
        return;
    size = min(size, count);
    int64_t total = count - size + 1;
    if (size > FEW_WORDS) {
        shingle_rolling(words, total, size, out);
        return;
    }
    for (int64_t first = 0; first < total; first += SHINGLES_TOGETHER)
        shingle_together(words + first, min(total - first, SHINGLES_TOGETHER), size, out + first);
}

/* Fill `hashes`; text i has the hashes `bounds[i] : bounds[i + 1]`. */
KERNEL shingle_texts(const uint64_t *words, int64_t word_count, const int64_t *offsets, int64_t offset_count,
                     int64_t size, const int64_t *bounds, int64_t bound_count, uint64_t *hashes, int64_t room)
{
    if (!are_offsets(offsets, offset_count, word_count) || bound_count != offset_count ||
        !are_offsets(bounds, bound_count, room))
        return OUT_OF_BOUNDS;
    for (int64_t text = 0; text + 1 < offset_count; text++) {
        int64_t count = offsets[text + 1] - offsets[text];
        if (bounds[text + 1] - bounds[text] != shingle_count(count, size))
            return OUT_OF_BOUNDS;
        shingle(words + offsets[text], count, size, hashes + bounds[text]);
    }
    return 0;
}

/* Fill `hashes` with the hash of every run of `size` words, ignoring texts. */
KERNEL rolling_hashes(const uint64_t *words, int64_t word_count, int64_t size, uint64_t *hashes, int64_t room)
{
    if (room != max(word_count - size + 1, 0))
        return OUT_OF_BOUNDS;
    if (room > 0)
        shingle(words, word_count, size, hashes);
    return 0;
}

/* Fill `hashes` and `starts` for the runs of `size` words that begin at a position, or up to `window - 1` words before
 * one; return their number. Positions are ascending. */
KERNEL rolling_hashes_near(const uint64_t *words, int64_t word_count, const int64_t *offsets, int64_t offset_count,
                           const int64_t *positions, int64_t position_count, int64_t size, int64_t window,
                           uint64_t *hashes, int64_t room, int64_t *starts, int64_t start_room)
{
    int64_t count = 0, text = 0, done = 0;
    if (!are_offsets(offsets, offset_count, word_count) || size < 1 || start_room < room)
        return OUT_OF_BOUNDS;
    for (int64_t i = 0; i < position_count; i++) {
        int64_t position = positions[i];
        while (text + 2 < offset_count && offsets[text + 1] <= position)
            text++;
        if (offset_count < 2 || position < offsets[text] || position >= offsets[text + 1])
            return OUT_OF_BOUNDS;
        int64_t begin = max(max(position - window + 1, offsets[text]), done);
        done = max(min(position + 1, offsets[text + 1] - size + 1), begin);
        if (done - begin > room - count)
            return OUT_OF_BOUNDS;
        if (done > begin)
            shingle(words + begin, done - begin + size - 1, size, hashes + count);
        for (int64_t start = begin; start < done; start++)
            starts[count++] = start;
    }
    return count;
}
