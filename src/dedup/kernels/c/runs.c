/* Seeds -> maximal runs of equal words. The seeds of a diagonal come in order, and each run is compared once. */
#include "kernel.h"

/* The text of a word: the last of the texts `low : high` that begins at the word or before it. */
static inline int64_t text_of(const int64_t *offsets, int64_t low, int64_t high, int64_t word)
{
    while (high - low > 1) {
        int64_t middle = (low + high) >> 1;
        if (offsets[middle] <= word)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* Fill `starts` and `length`, and overwrite `diagonal`, with the runs of at least `least` words; return their number.
 *
 * A seed is two words: `first`, and the word that stands `diagonal` behind it. Runs of two pairs of texts cannot meet
 * on a diagonal, so only the end of the last run must be remembered. */
KERNEL extend_seeds(const uint64_t *words, int64_t word_count, const int64_t *offsets, int64_t offset_count,
                    const int64_t *first, int64_t seeds, int64_t *diagonal, int64_t diagonal_count, int64_t least,
                    int64_t *starts, int64_t room, int64_t *length, int64_t length_room)
{
    if (!are_offsets(offsets, offset_count, word_count) || diagonal_count != seeds || room != seeds ||
        length_room != seeds)
        return OUT_OF_BOUNDS;
    int64_t count = 0, last = -1, reached = 0, texts = offset_count - 1;
    for (int64_t seed = 0; seed < seeds; seed++) {
        int64_t at = first[seed], apart = diagonal[seed];
        if (at < offsets[0] || apart < 0 || apart >= offsets[texts] || at >= offsets[texts] - apart)
            return OUT_OF_BOUNDS;
        if ((apart == last && at < reached) || words[at] != words[at + apart])
            continue;
        int64_t a = text_of(offsets, 0, texts, at), b = text_of(offsets, 0, texts, at + apart);
        int64_t start = max(offsets[a], offsets[b] - apart), end = min(offsets[a + 1], offsets[b + 1] - apart);
        int64_t begin = at;
        reached = at + 1;
        last = apart;
        while (begin > start && words[begin - 1] == words[begin - 1 + apart])
            begin--;
        while (reached < end && words[reached] == words[reached + apart])
            reached++;
        if (reached - begin >= least) {
            starts[count] = begin;
            length[count] = reached - begin;
            diagonal[count++] = apart;
        }
    }
    return count;
}

/* Fill `length` with the number of equal words in a row from each two positions on, at most `limits`. */
KERNEL count_equal_words(const uint64_t *words, int64_t word_count, const int64_t *first, int64_t pairs,
                         const int64_t *second, int64_t second_count, const int64_t *limits, int64_t limit_count,
                         int64_t step, int64_t *length, int64_t room)
{
    if (second_count != pairs || limit_count != pairs || room != pairs || (step != 1 && step != -1))
        return OUT_OF_BOUNDS;
    for (int64_t pair = 0; pair < pairs; pair++) {
        int64_t one = first[pair], other = second[pair], most = limits[pair], count = 0;
        int64_t left = step < 0 ? min(one, other) + 1 : word_count - max(one, other);
        if (most > 0 && (one < 0 || other < 0 || one >= word_count || other >= word_count || most > left))
            return OUT_OF_BOUNDS;
        while (count < most && words[one + step * count] == words[other + step * count])
            count++;
        length[pair] = count;
    }
    return 0;
}

/* Fill `texts` with the text of each word. `table` is filled with the text of every word whose lower `bits` bits are
 * zero; a binary search begins between two of these. */
KERNEL texts_of_words(const int64_t *offsets, int64_t offset_count, int64_t bits, int64_t *table, int64_t rows,
                      const int64_t *words, int64_t word_count, int64_t *texts, int64_t room)
{
    if (offset_count < 2 || !are_offsets(offsets, offset_count, INT64_MAX) || room != word_count || bits < 0 ||
        bits > 62 || rows < (offsets[offset_count - 1] >> bits) + 2)
        return OUT_OF_BOUNDS;
    int64_t text = 0, last = offset_count - 2;
    for (int64_t row = 0; row < rows; row++) {
        while (text < last && offsets[text + 1] <= row << bits)
            text++;
        table[row] = text;
    }
    for (int64_t i = 0; i < word_count; i++) {
        int64_t word = words[i];
        if (word < 0 || word > offsets[offset_count - 1])
            return OUT_OF_BOUNDS;
        texts[i] = text_of(offsets, table[word >> bits], table[(word >> bits) + 1] + 1, word);
    }
    return 0;
}
