/* Runs of equal words -> passages: all pairs of texts in one pass, in time linear in the number of equal words. */
#include "disjoint_runs.h"
#include "sort_rows.h"

/* The least number of equal words after an edit over which a passage is extended, and the largest such edit, in words
 * on either side. passages.py has the same numbers. */
enum { EXTENSION = 4, EXTENSION_EDIT = 5 };

/* Two texts: the words of each, their numbers, and whether both are one text. */
typedef struct {
    const uint64_t *a, *b;
    int64_t size_a, size_b;
    bool within;
} Texts;

/* Parts in the order of the second text: the rank of each part, and the words that it takes there. */
typedef struct {
    int64_t *rank, *low, *high;
} SecondOrder;

/* The passages: the runs of all, and the first run of each. The current passage has the runs `begun : at`. */
typedef struct {
    Runs runs;
    int64_t *first;
    int64_t *best; /* the table of the alignment */
    int64_t count, begun, at;
} Output;

/* Fill the order of the parts in the second text. */
static void rank_parts(Runs chosen, int64_t count, Scratch scratch, SecondOrder second)
{
    for (int64_t row = 0; row < count; row++)
        scratch.order[row] = row;
    sort_rows(scratch.order, scratch.spare, count, chosen.b);
    for (int64_t rank = 0; rank < count; rank++) {
        int64_t row = scratch.order[rank];
        second.rank[row] = rank;
        second.low[rank] = chosen.b[row];
        second.high[rank] = chosen.b[row] + chosen.length[row];
    }
}

/* An edit, in words of both texts, and the run after it; its length is 0 where there is none. */
typedef struct {
    int64_t skip_a, skip_b, length;
} Step;

/* What is left of both texts in one direction: the next word of each, and the number of words. */
typedef struct {
    int64_t a, b, room_a, room_b, direction;
} Ahead;

/* The length of the run after an edit, or 0 if it is too short to extend the passage. */
static int64_t length_after(const Texts *texts, const Ahead *ahead, int64_t skip_a, int64_t skip_b)
{
    int64_t size = min(ahead->room_a - skip_a, ahead->room_b - skip_b), length = 0;
    int64_t a = ahead->a + ahead->direction * skip_a, b = ahead->b + ahead->direction * skip_b;
    while (length < size && texts->a[a + ahead->direction * length] == texts->b[b + ahead->direction * length])
        length++;
    int64_t edit = max(skip_a, skip_b);
    bool to_the_end = skip_a + length == ahead->room_a && skip_b + length == ahead->room_b;
    return length >= max(EXTENSION, edit) || (to_the_end && length > edit) ? length : 0;
}

/* The nearest run after an edit. */
static Step next_run(const Texts *texts, const Ahead *ahead)
{
    for (int64_t most = 0; most <= EXTENSION_EDIT; most++)
        for (int64_t least = 0; least <= most; least++) {
            int64_t length = length_after(texts, ahead, least, most);
            if (length > 0)
                return (Step){least, most, length};
            length = length_after(texts, ahead, most, least);
            if (length > 0)
                return (Step){most, least, length};
        }
    return (Step){0, 0, 0};
}

/* Add the runs that follow in one direction, each after a small edit; return the new count. */
static int64_t add_runs_ahead(const Texts *texts, Ahead ahead, Runs extended, int64_t runs)
{
    for (;;) {
        Step step = next_run(texts, &ahead);
        if (step.length == 0)
            return runs;
        int64_t back = ahead.direction < 0 ? step.length - 1 : 0;
        extended.a[runs] = ahead.a + ahead.direction * step.skip_a - back;
        extended.b[runs] = ahead.b + ahead.direction * step.skip_b - back;
        extended.length[runs++] = step.length;
        ahead.a += ahead.direction * (step.skip_a + step.length);
        ahead.b += ahead.direction * (step.skip_b + step.length);
        ahead.room_a -= step.skip_a + step.length;
        ahead.room_b -= step.skip_b + step.length;
    }
}

static void swap(int64_t *column, int64_t one, int64_t other)
{
    int64_t value = column[one];
    column[one] = column[other];
    column[other] = value;
}

/* Extend a part over small edits, up to its neighbours in both texts; return its number of runs. */
static int64_t extend(const Texts *texts, Runs chosen, int64_t row, int64_t count, int64_t low_a, int64_t high_a,
                    Runs extended, SecondOrder second)
{
    int64_t a = chosen.a[row], b = chosen.b[row], length = chosen.length[row], rank = second.rank[row];
    int64_t low_b = rank > 0 ? second.high[rank - 1] : 0;
    int64_t high_b = rank + 1 < count ? second.low[rank + 1] : texts->size_b;
    if (texts->within) /* the two sides lie in one text and must not run into each other */
        low_b = max(low_b, a + length);
    int64_t runs = add_runs_ahead(texts, (Ahead){a - 1, b - 1, a - low_a, b - low_b, -1}, extended, 0);
    for (int64_t each = 0; each < runs / 2; each++) {
        swap(extended.a, each, runs - 1 - each);
        swap(extended.b, each, runs - 1 - each);
        swap(extended.length, each, runs - 1 - each);
    }
    extended.a[runs] = a;
    extended.b[runs] = b;
    extended.length[runs] = length;
    if (texts->within)
        high_a = min(high_a, extended.b[0]);
    Ahead ahead = {a + length, b + length, high_a - a - length, high_b - b - length, 1};
    runs = add_runs_ahead(texts, ahead, extended, runs + 1);
    second.low[rank] = extended.b[0];
    second.high[rank] = extended.b[runs - 1] + extended.length[runs - 1];
    return runs;
}

/* Add a run to the current passage; join it to the run before if they touch on both sides. */
static void add_run(Output *output, int64_t a, int64_t b, int64_t length)
{
    int64_t last = output->at - 1;
    if (output->at > output->begun && output->runs.a[last] + output->runs.length[last] == a &&
        output->runs.b[last] + output->runs.length[last] == b) {
        output->runs.length[last] += length;
        return;
    }
    output->runs.a[output->at] = a;
    output->runs.b[output->at] = b;
    output->runs.length[output->at++] = length;
}

/* End the current passage, and keep it if it has enough equal words. */
static void close_passage(Output *output, int64_t least)
{
    int64_t same = 0;
    for (int64_t row = output->begun; row < output->at; row++)
        same += output->runs.length[row];
    if (same >= least) {
        output->first[++output->count] = output->at;
        output->begun = output->at;
    }
    output->at = output->begun;
}

/* Whether extended runs, which end at `end_a`, follow the current passage after a small gap and may join it. */
static bool follows(const Output *output, Runs extended, int64_t end_a, bool within, int64_t gap)
{
    int64_t last = output->at - 1;
    int64_t apart_a = extended.a[0] - output->runs.a[last] - output->runs.length[last];
    int64_t apart_b = extended.b[0] - output->runs.b[last] - output->runs.length[last];
    bool near = apart_a >= 0 && apart_a <= gap && apart_b >= 0 && apart_b <= gap;
    return near && !(within && end_a > output->runs.b[output->begun]);
}

/* Add the equal words between the current passage and the next runs: a longest common subsequence. */
static void align(const Texts *texts, Output *output, int64_t end_a, int64_t end_b)
{
    int64_t last = output->at - 1, *best = output->best;
    int64_t from_a = output->runs.a[last] + output->runs.length[last];
    int64_t from_b = output->runs.b[last] + output->runs.length[last];
    int64_t rows = end_a - from_a, columns = end_b - from_b, width = columns + 1;
    const uint64_t *a = texts->a + from_a, *b = texts->b + from_b;
    if (rows == 0 || columns == 0)
        return;
    for (int64_t i = rows; i >= 0; i--)
        for (int64_t j = columns; j >= 0; j--) {
            int64_t *cell = best + i * width + j; /* the cell below lacks one word of a, the cell beside it one of b */
            *cell = i == rows || j == columns ? 0 : a[i] == b[j] ? cell[width + 1] + 1 : max(cell[width], cell[1]);
        }
    for (int64_t i = 0, j = 0; i < rows && j < columns;) {
        int64_t *cell = best + i * width + j;
        if (a[i] == b[j]) {
            add_run(output, from_a + i++, from_b + j++, 1);
        } else if (cell[width] >= cell[1]) {
            i++;
        } else {
            j++;
        }
    }
}

/* Make the passages of one pair. */
static void make_passages_of(const Texts *texts, Runs chosen, int64_t count, Runs extended, SecondOrder second,
                             PassageRules rules, Output *output)
{
    int64_t low_a = 0;
    output->begun = output->at = output->first[output->count];
    for (int64_t row = 0; row < count; row++) {
        int64_t high_a = row + 1 < count ? chosen.a[row + 1] : texts->size_a;
        int64_t runs = extend(texts, chosen, row, count, low_a, high_a, extended, second);
        low_a = extended.a[runs - 1] + extended.length[runs - 1];
        if (output->at > output->begun && follows(output, extended, low_a, texts->within, rules.join_gap))
            align(texts, output, extended.a[0], extended.b[0]);
        else
            close_passage(output, rules.min_run);
        for (int64_t each = 0; each < runs; each++)
            add_run(output, extended.a[each], extended.b[each], extended.length[each]);
    }
    close_passage(output, rules.min_run);
}

/* Whether every run lies within its two texts. */
static bool are_runs(Runs runs, int64_t count, int64_t size_a, int64_t size_b)
{
    bool within = true;
    for (int64_t i = 0; i < count; i++)
        within &= runs.a[i] >= 0 && runs.b[i] >= 0 && runs.length[i] >= 0 && runs.length[i] <= size_a &&
                  runs.length[i] <= size_b && runs.a[i] <= size_a - runs.length[i] && runs.b[i] <= size_b - runs.length[i];
    return within;
}

/* The number of scratch columns, which have room for the rows of any pair. */
enum { COLUMNS = 12 };

/* Fill `out`, whose four rows are the first columns of `Passages` in passages.py, and `pairs`; return whether there was
 * room for all passages. */
KERNEL make_passages(const uint64_t *words, int64_t word_count, const int64_t *offsets, int64_t offset_count,
                     const int64_t *text_a, int64_t pair_count, const int64_t *text_b, int64_t text_b_count,
                     const int64_t *run_a, int64_t run_count, const int64_t *run_b, int64_t run_b_count,
                     const int64_t *run_length, int64_t run_length_count, const int64_t *bounds, int64_t bound_count,
                     int64_t min_run, int64_t least_part, int64_t join_gap, int64_t *out, int64_t out_size,
                     int64_t *pairs, int64_t pair_bounds)
{
    int64_t texts = offset_count - 1, most = out_size / 4, room = 1;
    if (!are_offsets(offsets, offset_count, word_count) || text_b_count != pair_count ||
        !are_indexes(text_a, pair_count, texts) || !are_indexes(text_b, pair_count, texts) ||
        run_b_count != run_count || run_length_count != run_count || bound_count != pair_count + 1 ||
        !are_offsets(bounds, bound_count, run_count) || pair_bounds != bound_count || most < 1 || min_run < 1 ||
        join_gap < 0 || join_gap > 1 << 15)
        return OUT_OF_BOUNDS;
    Runs runs = {(int64_t *)run_a, (int64_t *)run_b, (int64_t *)run_length};
    for (int64_t row = 0; row < pair_count; row++) {
        int64_t a = text_a[row], b = text_b[row], low = bounds[row];
        int64_t size_a = offsets[a + 1] - offsets[a], size_b = offsets[b + 1] - offsets[b];
        Runs of = {runs.a + low, runs.b + low, runs.length + low};
        if (!are_runs(of, bounds[row + 1] - low, size_a, size_b))
            return OUT_OF_BOUNDS;
        room = max(room, 1 + size_a + size_b + bounds[row + 1] - low);
    }
    int64_t *columns = malloc(COLUMNS * (size_t)room * sizeof *columns);
    uint8_t *taken = calloc(2, (size_t)room);
    int64_t *best = malloc((size_t)((join_gap + 1) * (join_gap + 1)) * sizeof *best);
    if (columns == NULL || taken == NULL || best == NULL) {
        free(columns);
        free(taken);
        free(best);
        return OUT_OF_MEMORY;
    }
    int64_t *column[COLUMNS];
    for (int i = 0; i < COLUMNS; i++)
        column[i] = columns + i * room;
    PassageRules rules = {min_run, least_part, join_gap};
    Runs chosen = {column[0], column[1], column[2]}, extended = {column[3], column[4], column[5]};
    Scratch scratch = {column[6], column[7], column[8], taken, taken + room};
    SecondOrder second = {column[9], column[10], column[11]};
    Output output = {{out, out + most, out + 2 * most}, out + 3 * most, best, 0, 0, 0};
    output.first[0] = pairs[0] = 0;
    bool fits = true;
    for (int64_t row = 0; row < pair_count; row++) {
        int64_t a = text_a[row], b = text_b[row], low = bounds[row];
        Texts of = {words + offsets[a], words + offsets[b], offsets[a + 1] - offsets[a], offsets[b + 1] - offsets[b],
                    a == b};
        fits = output.first[output.count] + of.size_a + of.size_b < most;
        if (!fits)
            break;
        Runs own = {runs.a + low, runs.b + low, runs.length + low};
        int64_t count = choose_disjoint_runs(own, bounds[row + 1] - low, a == b, rules, scratch, chosen);
        rank_parts(chosen, count, scratch, second);
        make_passages_of(&of, chosen, count, extended, second, rules, &output);
        pairs[row + 1] = output.count;
    }
    free(columns);
    free(taken);
    free(best);
    return fits;
}
