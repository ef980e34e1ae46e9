/* Common runs of a text with others -> the place that each word of the text has in each other text.
 *
 * Between two runs, stretches of equal words count where the texts have different lengths there; they are those of a
 * longest common subsequence. Where the lengths are the same, words are compared one by one. Before the first run and
 * after the last one, only what lies between a phrase and the run counts.
 */
#include "kernel.h"

/* Equal words in a row that count between two runs, those of a phrase, and the product of two lengths up to which the
 * longest common subsequence is looked for. alignment.py has the same numbers. */
enum { IN_A_ROW = 2, PHRASE = 4, LARGEST_COMPARISON = 1 << 14 };

/* Words of one text, which are read backwards where `step` is -1. */
typedef struct {
    const uint64_t *words;
    int64_t size, step;
} Stretch;

/* Common runs of two texts: where they begin in each, and how many words they have. */
typedef struct {
    const int64_t *a, *b, *length;
} Runs;

/* Equal words: where they begin in each of two stretches, and how many they are. */
typedef struct {
    int64_t one, other, length;
} Block;

/* Room for what two stretches have in common: a table of lengths, and blocks. The longer of two stretches that are
 * compared has LARGEST_COMPARISON / IN_A_ROW words at most, the shorter one the square root of LARGEST_COMPARISON. */
typedef struct {
    uint16_t lengths[LARGEST_COMPARISON + LARGEST_COMPARISON / IN_A_ROW + IN_A_ROW + 1];
    Block blocks[1 << 7];
} Scratch;

static inline uint64_t word(Stretch stretch, int64_t at) { return stretch.words[at * stretch.step]; }

static inline Stretch part(Stretch stretch, int64_t low, int64_t high)
{
    return (Stretch){stretch.words + low * stretch.step, high - low, stretch.step};
}

/* Fill the table: row r has, for each c, the length of the longest common subsequence of the first r words of `other`
 * and the first c words of `one`. */
static void fill_lengths(Stretch one, Stretch other, uint16_t *lengths)
{
    int64_t width = one.size + 1;
    memset(lengths, 0, (size_t)width * sizeof *lengths);
    for (int64_t row = 1; row <= other.size; row++) {
        const uint16_t *above = lengths + (row - 1) * width;
        uint16_t *here = lengths + row * width;
        uint64_t of_row = word(other, row - 1);
        here[0] = 0;
        for (int64_t column = 1; column <= one.size; column++) {
            uint16_t longer = above[column] > here[column - 1] ? above[column] : here[column - 1];
            here[column] = word(one, column - 1) == of_row ? above[column - 1] + 1 : longer;
        }
    }
}

/* Put a pair of equal words before the blocks, which are found from the last one on; return the number of blocks. */
static int64_t put_before(Block *blocks, int64_t count, int64_t one, int64_t other, int64_t length)
{
    if (length == 0)
        return count;
    if (count && one + length == blocks[count - 1].one && other + length == blocks[count - 1].other)
        length += blocks[--count].length;
    blocks[count] = (Block){one, other, length};
    return count + 1;
}

/* Find the blocks of a longest common subsequence, from the last one on; return their number. What two stretches begin
 * and end with belongs to it. Of the others of equal length, it is the one that RapidFuzz finds. */
static int64_t find_blocks_backwards(Stretch one, Stretch other, Scratch *scratch)
{
    int64_t begin = 0, end = 0, shorter = min(one.size, other.size);
    while (begin < shorter && word(one, begin) == word(other, begin))
        begin++;
    while (end < shorter - begin && word(one, one.size - 1 - end) == word(other, other.size - 1 - end))
        end++;
    int64_t count = put_before(scratch->blocks, 0, one.size - end, other.size - end, end);
    Stretch middle = part(one, begin, one.size - end), other_middle = part(other, begin, other.size - end);
    fill_lengths(middle, other_middle, scratch->lengths);
    int64_t width = middle.size + 1, column = middle.size, row = other_middle.size;
    while (row && column) {
        const uint16_t *here = scratch->lengths + row * width + column, *above = here - width;
        if (here[0] == here[-1]) {
            column--;
        } else if (row > 1 && above[0] != above[-1]) {
            row--;
        } else {
            row--;
            column--;
            count = put_before(scratch->blocks, count, begin + column, begin + row, 1);
        }
    }
    return put_before(scratch->blocks, count, 0, 0, begin);
}

/* The text and another one, the place of each word of the text there, and how far both are aligned. */
typedef struct {
    Stretch text, other;
    int64_t *places;
    int64_t end, other_end;
} Alignment;

static void enter(Alignment *at, int64_t first, int64_t other_first, int64_t length)
{
    for (int64_t i = 0; i < length; i++)
        at->places[first + i] = other_first + i;
}

static bool can_be_compared(Stretch one, Stretch other, int64_t least)
{
    return min(one.size, other.size) >= least && one.size <= LARGEST_COMPARISON / other.size;
}

/* Enter the equal stretches up to two words from which a run goes on. */
static void enter_between(Alignment *at, int64_t start, int64_t other_start, Scratch *scratch)
{
    Stretch one = part(at->text, at->end, start), other = part(at->other, at->other_end, other_start);
    if (one.size == other.size || !can_be_compared(one, other, IN_A_ROW))
        return;
    int64_t count = find_blocks_backwards(one, other, scratch);
    for (const Block *block = scratch->blocks; block < scratch->blocks + count; block++)
        if (block->length >= IN_A_ROW)
            enter(at, at->end + block->one, at->other_end + block->other, block->length);
}

/* Enter the equal stretches of two stretches that begin with word `base` and end where a run begins, from the first
 * phrase on. Stretches that are read backwards begin with their last words. */
static void enter_from_phrase(Alignment *at, Stretch one, Stretch other, Scratch *scratch)
{
    if (!can_be_compared(one, other, PHRASE))
        return;
    int64_t count = find_blocks_backwards(one, other, scratch);
    while (count && scratch->blocks[count - 1].length < PHRASE)
        count--;
    int64_t first = one.words - at->text.words, other_first = other.words - at->other.words;
    for (const Block *block = scratch->blocks; block < scratch->blocks + count; block++) {
        if (block->length < IN_A_ROW)
            continue;
        int64_t back = one.step < 0 ? block->length - 1 : 0;
        enter(at, first + block->one * one.step - back, other_first + block->other * one.step - back, block->length);
    }
}

/* Enter the equal words between words that have a place, where both texts have as many there. */
static void enter_word_by_word(Alignment *at)
{
    int64_t last = -1;
    for (int64_t next = 0; next < at->text.size; next++) {
        if (at->places[next] < 0)
            continue;
        if (last >= 0 && next - last == at->places[next] - at->places[last])
            for (int64_t i = last + 1, place = at->places[last] + 1; i < next; i++, place++)
                if (at->text.words[i] == at->other.words[place])
                    at->places[i] = place;
        last = next;
    }
}

static Stretch backwards(Stretch stretch)
{
    return (Stretch){stretch.words + max(stretch.size - 1, 0), stretch.size, -1};
}

/* Align one text with another by their common runs; return whether these lie within the texts. */
static bool align(Alignment *at, Runs runs, int64_t low, int64_t high, Scratch *scratch)
{
    for (int64_t word = 0; word < at->text.size; word++)
        at->places[word] = -1;
    for (int64_t run = low; run < high; run++) {
        int64_t start = runs.a[run], other_start = runs.b[run], length = runs.length[run];
        if (start < at->end || other_start < at->other_end)
            continue;
        if (length < 1 || length > at->text.size - start || length > at->other.size - other_start)
            return false;
        if (at->end == 0)
            enter_from_phrase(at, part(at->text, 0, start), part(at->other, 0, other_start), scratch);
        else
            enter_between(at, start, other_start, scratch);
        enter(at, start, other_start, length);
        at->end = start + length;
        at->other_end = other_start + length;
    }
    Stretch rest = part(at->text, at->end, at->text.size), other_rest = part(at->other, at->other_end, at->other.size);
    enter_from_phrase(at, backwards(rest), backwards(other_rest), scratch);
    enter_word_by_word(at);
    return true;
}

/* Fill `places` with the place of each word of a text in each of the other texts, one text after the other, and -1 for
 * a word that has none; the places rise. Text i has the words `offsets[i] : offsets[i + 1]`. The text others[i] has the
 * runs `run_first[i] : run_end[i]` in common with the text, in the order of that; they are counted from the first words
 * of both. A run that stands in the other text before an earlier one is left out. */
KERNEL align_texts(const uint64_t *words, int64_t word_count, const int64_t *offsets, int64_t offset_count,
                   int64_t text_number, const int64_t *others, int64_t other_count, const int64_t *run_a,
                   int64_t run_count, const int64_t *run_b, int64_t run_b_count, const int64_t *run_length,
                   int64_t run_length_count, const int64_t *run_first, int64_t run_first_count, const int64_t *run_end,
                   int64_t run_end_count, int64_t *places, int64_t place_count)
{
    int64_t texts = offset_count - 1;
    if (!are_indexes(&text_number, 1, texts) || !are_indexes(others, other_count, texts) || run_b_count != run_count ||
        run_length_count != run_count || run_first_count != other_count || run_end_count != other_count)
        return OUT_OF_BOUNDS;
    if (!are_offsets(offsets + text_number, 2, word_count))
        return OUT_OF_BOUNDS;
    Stretch text = {words + offsets[text_number], offsets[text_number + 1] - offsets[text_number], 1};
    if (text.size && place_count / text.size < other_count)
        return OUT_OF_BOUNDS;
    Scratch *scratch = malloc(sizeof *scratch);
    if (scratch == NULL)
        return OUT_OF_MEMORY;
    Runs runs = {run_a, run_b, run_length};
    bool within = true;
    for (int64_t i = 0; i < other_count && within; i++) {
        const int64_t *of_other = offsets + others[i];
        within = are_offsets(of_other, 2, word_count) && run_first[i] >= 0 && run_end[i] <= run_count;
        if (within) {
            Alignment at = {text, {words + of_other[0], of_other[1] - of_other[0], 1}, places + i * text.size, 0, 0};
            within = align(&at, runs, run_first[i], run_end[i], scratch);
        }
    }
    free(scratch);
    return within ? 0 : OUT_OF_BOUNDS;
}
