/* Runs of two texts -> parts of them that do not overlap: the longest run first, and of the others what it leaves. */
#include "disjoint_runs.h"
#include "sort_rows.h"

/* Mark the words of a part as taken or free. Within one text, words may be repeated several times, so those of the
 * first side stay free. */
static void mark(Runs chosen, int64_t row, bool within, Scratch scratch, uint8_t taken)
{
    memset(scratch.taken_b + chosen.b[row], taken, (size_t)chosen.length[row]);
    if (!within)
        memset(scratch.taken_a + chosen.a[row], taken, (size_t)chosen.length[row]);
}

/* Add the parts of a run that are free on both sides; return the new count.
 *
 * A part of a run of at least `min_run` words is lengthened to `min_run` words, and joined with the part before where
 * they meet. */
static int64_t add_free_parts(int64_t a, int64_t b, int64_t length, PassageRules rules, Scratch scratch, Runs chosen,
                              int64_t count)
{
    const uint8_t *taken_a = scratch.taken_a + a, *taken_b = scratch.taken_b + b;
    int64_t first = count, at = 0;
    while (at < length) {
        if (taken_a[at] | taken_b[at]) {
            at++;
            continue;
        }
        int64_t start = at;
        while (at < length && !(taken_a[at] | taken_b[at]))
            at++;
        int64_t end = at;
        if (length < rules.min_run) {
            if (end - start < rules.least_part)
                continue;
        } else {
            start = min(start, length - rules.min_run);
            end = max(end, start + rules.min_run);
            if (count > first && a + start < chosen.a[count - 1] + chosen.length[count - 1]) {
                chosen.length[count - 1] = a + end - chosen.a[count - 1];
                continue;
            }
        }
        chosen.a[count] = a + start;
        chosen.b[count] = b + start;
        chosen.length[count++] = end - start;
    }
    return count;
}

/* Sort the parts by one of their columns, stably. */
static void sort_by(const int64_t *column, int64_t count, Scratch scratch, Runs chosen)
{
    for (int64_t row = 0; row < count; row++)
        scratch.order[row] = row;
    if (sort_rows(scratch.order, scratch.spare, count, column))
        return;
    int64_t *columns[] = {chosen.a, chosen.b, chosen.length};
    for (int each = 0; each < 3; each++) {
        for (int64_t row = 0; row < count; row++)
            scratch.keys[row] = columns[each][scratch.order[row]];
        memcpy(columns[each], scratch.keys, (size_t)count * sizeof *scratch.keys);
    }
}

int64_t choose_disjoint_runs(Runs runs, int64_t runs_count, bool within, PassageRules rules, Scratch scratch,
                             Runs chosen)
{
    if (runs_count == 1) {
        *chosen.a = *runs.a;
        *chosen.b = *runs.b;
        *chosen.length = *runs.length;
        return 1;
    }
    for (int64_t row = 0; row < runs_count; row++) {
        scratch.order[row] = row;
        scratch.keys[row] = -runs.length[row];
    }
    sort_rows(scratch.order, scratch.spare, runs_count, scratch.keys);
    int64_t count = 0;
    for (int64_t rank = 0; rank < runs_count; rank++) {
        int64_t row = scratch.order[rank], first = count;
        count = add_free_parts(runs.a[row], runs.b[row], runs.length[row], rules, scratch, chosen, count);
        for (int64_t each = first; each < count; each++)
            mark(chosen, each, within, scratch, 1);
    }
    for (int64_t each = 0; each < count; each++)
        mark(chosen, each, within, scratch, 0);
    sort_by(chosen.b, count, scratch, chosen);
    sort_by(chosen.a, count, scratch, chosen);
    return count;
}
