/* Runs of equal words -> passages: all pairs of texts in one pass, in time linear in what is equal. */
#include "parts.h"

/* Equal words that must follow an edit before a passage is extended over it; fewer do where both texts end there. And
 * the largest edit, in words on either side. Both stand in shapes.py too. */
enum { EXTENSION = 4, EXTENSION_EDIT = 5 };

/* Two texts: where the words of each begin, how many it has, and whether they are one text. */
typedef struct {
    const uint64_t *a, *b;
    int64_t size_a, size_b;
    bool within;
} Texts;

/* Parts in the order of the second text: the place of each, and what is taken there. */
typedef struct {
    int64_t *of, *low, *high;
} Places;

/* The passages that are made: the runs of all, and the first run of each. The runs of the passage that is being made
 * are `begun : at`. */
typedef struct {
    Runs runs;
    int64_t *first;
    int64_t *best; /* a table to align words in */
    int64_t count, begun, at;
} Made;

/* Write the places of the parts in the order of the second text. */
static void place_parts(Runs chosen, int64_t count, Scratch scratch, Places places)
{
    for (int64_t row = 0; row < count; row++)
        scratch.order[row] = row;
    sort_rows(scratch.order, scratch.spare, count, chosen.b);
    for (int64_t place = 0; place < count; place++) {
        int64_t row = scratch.order[place];
        places.of[row] = place;
        places.low[place] = chosen.b[row];
        places.high[place] = chosen.b[row] + chosen.length[row];
    }
}

/* An edit, in words of both texts, and the run after it; its length is 0 where there is none. */
typedef struct {
    int64_t skip_a, skip_b, length;
} Step;

/* What is left of both texts in one direction: the next word of each, and how many there are. */
typedef struct {
    int64_t a, b, room_a, room_b, direction;
} Ahead;

/* The length of the run after an edit, or 0 if it is too short to go on. */
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

/* Add the runs that follow in one direction, each over a small edit from the one before; return the new count. */
static int64_t walk(const Texts *texts, Ahead ahead, Runs grown, int64_t runs)
{
    for (;;) {
        Step step = next_run(texts, &ahead);
        if (step.length == 0)
            return runs;
        int64_t back = ahead.direction < 0 ? step.length - 1 : 0;
        grown.a[runs] = ahead.a + ahead.direction * step.skip_a - back;
        grown.b[runs] = ahead.b + ahead.direction * step.skip_b - back;
        grown.length[runs++] = step.length;
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

/* Extend a part over small edits, up to its neighbours in both texts; return the number of runs it has then. */
static int64_t grow(const Texts *texts, Runs chosen, int64_t row, int64_t count, int64_t low_a, int64_t high_a,
                    Runs grown, Places places)
{
    int64_t a = chosen.a[row], b = chosen.b[row], length = chosen.length[row], place = places.of[row];
    int64_t low_b = place > 0 ? places.high[place - 1] : 0;
    int64_t high_b = place + 1 < count ? places.low[place + 1] : texts->size_b;
    if (texts->within) /* the two sides lie in one text and must not run into each other */
        low_b = max(low_b, a + length);
    int64_t runs = walk(texts, (Ahead){a - 1, b - 1, a - low_a, b - low_b, -1}, grown, 0);
    for (int64_t each = 0; each < runs / 2; each++) {
        swap(grown.a, each, runs - 1 - each);
        swap(grown.b, each, runs - 1 - each);
        swap(grown.length, each, runs - 1 - each);
    }
    grown.a[runs] = a;
    grown.b[runs] = b;
    grown.length[runs] = length;
    if (texts->within)
        high_a = min(high_a, grown.b[0]);
    Ahead ahead = {a + length, b + length, high_a - a - length, high_b - b - length, 1};
    runs = walk(texts, ahead, grown, runs + 1);
    places.low[place] = grown.b[0];
    places.high[place] = grown.b[runs - 1] + grown.length[runs - 1];
    return runs;
}

/* Add a run to the passage that was begun, to the run before if they touch on both sides. */
static void add_run(Made *made, int64_t a, int64_t b, int64_t length)
{
    int64_t last = made->at - 1;
    if (made->at > made->begun && made->runs.a[last] + made->runs.length[last] == a &&
        made->runs.b[last] + made->runs.length[last] == b) {
        made->runs.length[last] += length;
        return;
    }
    made->runs.a[made->at] = a;
    made->runs.b[made->at] = b;
    made->runs.length[made->at++] = length;
}

/* End a passage, and keep it if enough of its words are the same. */
static void close_passage(Made *made, int64_t least)
{
    int64_t same = 0;
    for (int64_t row = made->begun; row < made->at; row++)
        same += made->runs.length[row];
    if (same >= least) {
        made->first[++made->count] = made->at;
        made->begun = made->at;
    }
    made->at = made->begun;
}

/* Whether grown runs, which end at `end_a`, follow the passage that was begun over a small gap, and may join it. */
static bool follows(const Made *made, Runs grown, int64_t end_a, bool within, int64_t gap)
{
    int64_t last = made->at - 1;
    int64_t apart_a = grown.a[0] - made->runs.a[last] - made->runs.length[last];
    int64_t apart_b = grown.b[0] - made->runs.b[last] - made->runs.length[last];
    bool near = apart_a >= 0 && apart_a <= gap && apart_b >= 0 && apart_b <= gap;
    return near && !(within && end_a > made->runs.b[made->begun]);
}

/* Add the words up to where the next runs begin that are the same: a longest common subsequence. */
static void align(const Texts *texts, Made *made, int64_t end_a, int64_t end_b)
{
    int64_t last = made->at - 1, *best = made->best;
    int64_t from_a = made->runs.a[last] + made->runs.length[last], from_b = made->runs.b[last] + made->runs.length[last];
    int64_t rows = end_a - from_a, columns = end_b - from_b, width = columns + 1;
    const uint64_t *a = texts->a + from_a, *b = texts->b + from_b;
    if (rows == 0 || columns == 0)
        return;
    for (int64_t i = rows; i >= 0; i--)
        for (int64_t j = columns; j >= 0; j--) {
            int64_t *cell = best + i * width + j; /* below it stands that of one word less of a, beside it of b */
            *cell = i == rows || j == columns ? 0 : a[i] == b[j] ? cell[width + 1] + 1 : max(cell[width], cell[1]);
        }
    for (int64_t i = 0, j = 0; i < rows && j < columns;) {
        int64_t *cell = best + i * width + j;
        if (a[i] == b[j]) {
            add_run(made, from_a + i++, from_b + j++, 1);
        } else if (cell[width] >= cell[1]) {
            i++;
        } else {
            j++;
        }
    }
}

/* Make the passages of one pair. */
static void make_passages_of(const Texts *texts, Runs chosen, int64_t count, Runs grown, Places places, Rules rules,
                             Made *made)
{
    int64_t low_a = 0;
    made->begun = made->at = made->first[made->count];
    for (int64_t row = 0; row < count; row++) {
        int64_t high_a = row + 1 < count ? chosen.a[row + 1] : texts->size_a;
        int64_t runs = grow(texts, chosen, row, count, low_a, high_a, grown, places);
        low_a = grown.a[runs - 1] + grown.length[runs - 1];
        if (made->at > made->begun && follows(made, grown, low_a, texts->within, rules.join_gap))
            align(texts, made, grown.a[0], grown.b[0]);
        else
            close_passage(made, rules.min_run);
        for (int64_t each = 0; each < runs; each++)
            add_run(made, grown.a[each], grown.b[each], grown.length[each]);
    }
    close_passage(made, rules.min_run);
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

/* The columns of what choosing and growing work with; no pair has more than `room` rows. */
enum { COLUMNS = 12 };

/* Fill `out`, whose four rows are the columns of `Passages` in shapes.py, and `pairs`; return whether all had room. */
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
    Rules rules = {min_run, least_part, join_gap};
    Runs chosen = {column[0], column[1], column[2]}, grown = {column[3], column[4], column[5]};
    Scratch scratch = {column[6], column[7], column[8], taken, taken + room};
    Places places = {column[9], column[10], column[11]};
    Made made = {{out, out + most, out + 2 * most}, out + 3 * most, best, 0, 0, 0};
    made.first[0] = pairs[0] = 0;
    bool fits = true;
    for (int64_t row = 0; row < pair_count; row++) {
        int64_t a = text_a[row], b = text_b[row], low = bounds[row];
        Texts of = {words + offsets[a], words + offsets[b], offsets[a + 1] - offsets[a], offsets[b + 1] - offsets[b],
                    a == b};
        fits = made.first[made.count] + of.size_a + of.size_b < most;
        if (!fits)
            break;
        Runs own = {runs.a + low, runs.b + low, runs.length + low};
        int64_t count = choose_parts(own, bounds[row + 1] - low, a == b, rules, scratch, chosen);
        place_parts(chosen, count, scratch, places);
        make_passages_of(&of, chosen, count, grown, places, rules, &made);
        pairs[row + 1] = made.count;
    }
    free(columns);
    free(taken);
    free(best);
    return fits;
}
