/* Runs of pairs of texts -> which words of the first text the second one holds: those of the runs, and those between
 * runs that are the same at the same distance, some in a row. */
#include "kernel.h"

/* The words of all texts, and which of them count. */
typedef struct {
    const uint64_t *hashes;
    const uint8_t *counted;
} Words;

/* Words that are the same in a row, at one distance from the words of the other text. */
typedef struct {
    int64_t distance, length;
} Row;

static inline void set_bit(uint8_t *bits, int64_t at) { bits[at >> 3] |= (uint8_t)(1u << (at & 7)); }

/* Whether word `at` and the word at a distance, which must lie in low .. high, are the same and count. */
static inline bool is_same(Words words, int64_t at, int64_t distance, int64_t low, int64_t high)
{
    int64_t other = at + distance;
    return other >= low && other < high && words.hashes[at] == words.hashes[other] && words.counted[at] &&
           words.counted[other];
}

/* Lengthen a row by the word `at`, or begin one with it; mark its words once there are `least` of them. */
static inline void lengthen(Row *row, int64_t distance, int64_t at, int64_t least, uint8_t *bits)
{
    row->length = row->distance == distance ? row->length + 1 : 1;
    row->distance = distance;
    if (row->length == least)
        for (int64_t back = 1; back < least; back++)
            set_bit(bits, at - back);
    if (row->length >= least)
        set_bit(bits, at);
}

/* Set a bit for each word of the first text that the second one holds. Text i has the words
 * `offsets[i] : offsets[i + 1]`. Pair p has the runs `bounds[p] : bounds[p + 1]`, which are counted from the first
 * words of its texts and in the order of the first text; its bits begin with byte `byte_bounds[p]`. Between two runs,
 * words are held against those at the distance of the run before and of the run after. */
KERNEL held_words(const uint64_t *hashes, int64_t word_count, const uint8_t *counted, int64_t counted_count,
                  const int64_t *offsets, int64_t offset_count, const int64_t *first, int64_t pairs,
                  const int64_t *second, int64_t second_count, const int64_t *run_a, int64_t run_count,
                  const int64_t *run_b, int64_t run_b_count, const int64_t *run_length, int64_t run_length_count,
                  const int64_t *bounds, int64_t bound_count, int64_t least, const int64_t *byte_bounds,
                  int64_t byte_bound_count, uint8_t *bits, int64_t byte_count)
{
    if (counted_count != word_count || !are_offsets(offsets, offset_count, word_count) || second_count != pairs ||
        !are_indexes(first, pairs, offset_count - 1) || !are_indexes(second, pairs, offset_count - 1) ||
        run_b_count != run_count || run_length_count != run_count || bound_count != pairs + 1 ||
        !are_offsets(bounds, bound_count, run_count) || byte_bound_count != pairs + 1 ||
        !are_offsets(byte_bounds, byte_bound_count, byte_count) || least < 1)
        return OUT_OF_BOUNDS;
    Words words = {hashes, counted};
    for (int64_t pair = 0; pair < pairs; pair++) {
        int64_t begin = offsets[first[pair]], size = offsets[first[pair] + 1] - begin;
        int64_t low = offsets[second[pair]], high = offsets[second[pair] + 1];
        int64_t next = bounds[pair], end = bounds[pair + 1];
        uint8_t *of_pair = bits + byte_bounds[pair];
        if (8 * (byte_bounds[pair + 1] - byte_bounds[pair]) < size)
            return OUT_OF_BOUNDS;
        Row before = {0, 0}, after = {0, 0};
        for (int64_t at = 0; at < size; at++) {
            while (next < end && run_a[next] <= at)
                next++;
            if (next > bounds[pair]) {
                int64_t run = next - 1, distance = low + run_b[run] - begin - run_a[run];
                if (!is_same(words, begin + at, distance, low, high)) {
                    before.length = 0;
                } else {
                    lengthen(&before, distance, at, least, of_pair);
                    if (at < run_a[run] + run_length[run])
                        set_bit(of_pair, at);
                }
            }
            if (next < end) {
                int64_t distance = low + run_b[next] - begin - run_a[next];
                if (!is_same(words, begin + at, distance, low, high))
                    after.length = 0;
                else
                    lengthen(&after, distance, at, least, of_pair);
            }
        }
    }
    return 0;
}
