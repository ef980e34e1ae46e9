/* Pairs of texts -> the overlap of their shingle sets: the shingles of the second text are looked up in a table of the
 * first.
 *
 * A table serves all consecutive pairs with the same first text, so sorted pairs take the least time. A filter of one
 * bit for each hash, small enough for the nearest cache, keeps most shingles from the table.
 */
#include "bitmask.h"

/* The least number of filter bits for each shingle. At most one in 16 shingles that the first text lacks passes. */
enum { FILTER_BITS = 16 };

/* Shingles that are compared together while a run goes on. */
enum { RUN_STEP = 16 };

/* The shingles of one text. `slots` have one more than the first index of a shingle in the text, or 0 where they are
 * free; `following` has one more than the next index of the same shingle, -1 at the last of several, and 0 where it
 * stands once. The lower half of a shingle chooses its slot, the upper half its bit in `filter`. `marks` has one bit for
 * each index. */
typedef struct {
    const uint64_t *shingles;
    int64_t count;
    int32_t *slots, *following;
    uint64_t *filter, *marks;
    uint64_t last, last_bit;
} Table;

/* The last index of a table of at least `least` items, whose size is a power of two. */
static uint64_t last_of(int64_t least)
{
    uint64_t size = 2;
    while (size < (uint64_t)least)
        size *= 2;
    return size - 1;
}

static inline uint64_t slot_of(const Table *table, uint64_t key)
{
    uint64_t slot = key & table->last;
    while (table->slots[slot] > 0 && table->shingles[table->slots[slot] - 1] != key)
        slot = (slot + 1) & table->last;
    return slot;
}

static inline uint64_t bit_of(const Table *table, uint64_t key) { return key >> 32 & table->last_bit; }

/* Fill the table with the shingles of a text; return how many are distinct. */
static int64_t enter(Table *table, const uint64_t *shingles, int64_t count)
{
    table->shingles = shingles;
    table->count = count;
    table->last = last_of(2 * count);
    table->last_bit = last_of(FILTER_BITS * count);
    memset(table->slots, 0, (size_t)(table->last + 1) * sizeof *table->slots);
    memset(table->filter, 0, (size_t)((table->last_bit >> 6) + 1) * sizeof *table->filter);
    int64_t distinct = 0;
    for (int32_t index = 0; index < count; index++) {
        uint64_t key = shingles[index], slot = slot_of(table, key);
        int32_t head = table->slots[slot];
        if (head == 0) {
            distinct++;
            table->slots[slot] = index + 1;
            table->following[index] = 0;
            uint64_t bit = bit_of(table, key);
            table->filter[bit >> 6] |= (uint64_t)1 << (bit & 63);
        } else {
            table->following[index] = table->following[head - 1] ? table->following[head - 1] : -1;
            table->following[head - 1] = index + 1;
        }
    }
    return distinct;
}

/* Mark all indexes of a shingle; return whether they were not marked before. */
static bool mark(Table *table, int32_t head)
{
    int32_t index = head - 1;
    if (table->marks[index >> 6] >> (index & 63) & 1)
        return false;
    for (; head > 0; head = table->following[index]) {
        index = head - 1;
        table->marks[index >> 6] |= (uint64_t)1 << (index & 63);
    }
    return true;
}

/* Mark `count` indexes from `first` on; return how many were not marked before. */
static int64_t mark_run(Table *table, int64_t first, int64_t count)
{
    int64_t new = 0;
    for (int64_t index = first, end = first + count; index < end;) {
        int64_t bits = min(64 - (index & 63), end - index);
        uint64_t run = first_bits(bits) << (index & 63), *word = table->marks + (index >> 6);
        new += count_bits(run & ~*word);
        *word |= run;
        index += bits;
    }
    return new;
}

/* Whether the `count` shingles from `place` on stand once each, and equal those of another text. No branch depends on
 * the shingles, so vectors take several at once. */
static inline bool is_run(const Table *table, int64_t place, const uint64_t *shingles, int64_t count)
{
    uint64_t differs = 0;
    for (int64_t i = 0; i < count; i++)
        differs |= (table->shingles[place + i] ^ shingles[i]) | (uint64_t)table->following[place + i];
    return differs == 0;
}

/* Mark the shingles of the table that another text has too; return their number. Set `covered` to the number of words
 * of the other text that they cover.
 *
 * What follows a shingle that the text of the table has once is compared with what follows it there, up to one that
 * stands there several times: the shingles of copies stand in the same order. */
static int64_t look_up(Table *table, const uint64_t *shingles, int64_t count, int64_t size, int64_t words,
                       int64_t *covered)
{
    int64_t shared = 0, reached = 0, sum = 0;
    for (int64_t index = 0; index < count; index++) {
        uint64_t key = shingles[index], bit = bit_of(table, key);
        if (!(table->filter[bit >> 6] >> (bit & 63) & 1))
            continue;
        int32_t head = table->slots[slot_of(table, key)];
        if (head == 0)
            continue;
        int64_t run = 1;
        int64_t place = head - 1, room = min(table->count - place, count - index);
        if (table->following[place] == 0) {
            while (run + RUN_STEP <= room && is_run(table, place + run, shingles + index + run, RUN_STEP))
                run += RUN_STEP;
            while (run < room && is_run(table, place + run, shingles + index + run, 1))
                run++;
            shared += mark_run(table, place, run);
        } else {
            shared += mark(table, head);
        }
        int64_t until = min(index + run - 1 + size, words);
        sum += until - max(index, reached);
        reached = until;
        index += run - 1;
    }
    *covered = sum;
    return shared;
}

/* Return how many words of the text of the table are part of a marked shingle, and remove the marks. */
static int64_t take_marks(Table *table, int64_t size, int64_t words)
{
    int64_t covered = 0, reached = 0;
    for (int64_t word = 0; word < (table->count + 63) / 64; word++) {
        for (uint64_t bits = table->marks[word]; bits;) {
            int64_t low = lowest_bit(bits), run = lowest_bit(~(bits >> low));
            int64_t index = 64 * word + low, end = min(index + run - 1 + size, words);
            covered += end - max(index, reached);
            reached = end;
            bits &= ~(first_bits(run) << low);
        }
        table->marks[word] = 0;
    }
    return covered;
}

static bool reserve(Table *table, int64_t longest)
{
    table->slots = malloc((size_t)(last_of(2 * longest) + 1) * sizeof *table->slots);
    table->following = malloc((size_t)(longest + 1) * sizeof *table->following);
    table->filter = malloc((size_t)((last_of(FILTER_BITS * longest) >> 6) + 1) * sizeof *table->filter);
    table->marks = calloc((size_t)(longest / 64 + 1), sizeof *table->marks);
    return table->slots && table->following && table->filter && table->marks;
}

static void release(Table *table)
{
    free(table->slots);
    free(table->following);
    free(table->filter);
    free(table->marks);
}

/* Fill `result`, whose rows are the columns of `Overlap` in shingles.py. `distinct` are the numbers of different
 * shingles of each text, -1 where they are not counted yet. */
KERNEL compare_sets(const uint64_t *hashes, int64_t hash_count, const int64_t *offsets, int64_t offset_count,
                    const int64_t *word_counts, int64_t texts, const int64_t *first, int64_t pairs,
                    const int64_t *second, int64_t second_count, int64_t size, int64_t *distinct,
                    int64_t distinct_count, int64_t *result, int64_t room)
{
    if (!are_offsets(offsets, offset_count, hash_count) || texts != offset_count - 1 || distinct_count != texts ||
        !are_indexes(first, pairs, texts) || second_count != pairs || !are_indexes(second, pairs, texts) ||
        room != 5 * pairs)
        return OUT_OF_BOUNDS;
    int64_t *shared = result, *distinct_a = shared + pairs, *distinct_b = distinct_a + pairs;
    int64_t *covered_a = distinct_b + pairs, *covered_b = covered_a + pairs;
    int64_t longest = 0;
    for (int64_t row = 0; row < pairs; row++) {
        longest = max(longest, offsets[first[row] + 1] - offsets[first[row]]);
        longest = max(longest, offsets[second[row] + 1] - offsets[second[row]]);
    }
    Table table = {0};
    if (longest >= INT32_MAX || !reserve(&table, longest)) {
        release(&table);
        return OUT_OF_MEMORY;
    }
    int64_t text_in_table = -1;
    for (int64_t row = 0; row < pairs; row++) {
        int64_t a = first[row], b = second[row];
        if (a != text_in_table) {
            text_in_table = a;
            distinct[a] = enter(&table, hashes + offsets[a], offsets[a + 1] - offsets[a]);
        }
        shared[row] = look_up(&table, hashes + offsets[b], offsets[b + 1] - offsets[b], size, word_counts[b],
                              &covered_b[row]);
        covered_a[row] = shared[row] > 0 ? take_marks(&table, size, word_counts[a]) : 0;
    }
    for (int64_t row = 0; row < pairs; row++) {
        int64_t a = first[row], b = second[row];
        if (distinct[b] < 0)
            distinct[b] = enter(&table, hashes + offsets[b], offsets[b + 1] - offsets[b]);
        distinct_a[row] = distinct[a];
        distinct_b[row] = distinct[b];
    }
    release(&table);
    return 0;
}
