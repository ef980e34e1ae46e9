/* Runs of two texts -> parts that do not overlap: the longest run first, of others what it leaves. */
#include "parts.h"

static void merge_rows(const int64_t *order, int64_t *out, int64_t low, int64_t middle, int64_t high,
                       const int64_t *keys)
{
    int64_t left = low, right = middle;
    for (int64_t at = low; at < high; at++)
        out[at] = left < middle && (right >= high || keys[order[left]] <= keys[order[right]]) ? order[left++]
                                                                                             : order[right++];
}

/* Merging needs count * log(count) steps for any keys, of which a stretch that is sorted already needs fewest. */
bool sort_rows(int64_t *order, int64_t *spare, int64_t count, const int64_t *keys)
{
    int64_t row = 1;
    while (row < count && keys[order[row - 1]] <= keys[order[row]])
        row++;
    if (row >= count)
        return true;
    for (int64_t width = 1; width < count; width *= 2) {
        for (int64_t low = 0; low < count; low += 2 * width)
            merge_rows(order, spare, low, min(low + width, count), min(low + 2 * width, count), keys);
        memcpy(order, spare, (size_t)count * sizeof *order);
    }
    return false;
}

/* Mark the words of a part as taken or not; within one text, the first side may be repeated several times. */
static void mark(Runs chosen, int64_t row, bool within, Scratch scratch, uint8_t taken)
{
    memset(scratch.taken_b + chosen.b[row], taken, (size_t)chosen.length[row]);
    if (!within)
        memset(scratch.taken_a + chosen.a[row], taken, (size_t)chosen.length[row]);
}

/* Add the parts of a run that are free on both sides; return the new count.
 *
 * Parts of a run of `min_run` words or more are lengthened to as many, and joined where they meet. */
static int64_t cut(int64_t a, int64_t b, int64_t length, Rules rules, Scratch scratch, Runs chosen, int64_t count)
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

/* Sort the parts by one of their columns, equal ones as they stand. */
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

int64_t choose_parts(Runs runs, int64_t runs_count, bool within, Rules rules, Scratch scratch, Runs chosen)
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
    for (int64_t place = 0; place < runs_count; place++) {
        int64_t row = scratch.order[place], first = count;
        count = cut(runs.a[row], runs.b[row], runs.length[row], rules, scratch, chosen, count);
        for (int64_t each = first; each < count; each++)
            mark(chosen, each, within, scratch, 1);
    }
    for (int64_t each = 0; each < count; each++)
        mark(chosen, each, within, scratch, 0);
    sort_by(chosen.b, count, scratch, chosen);
    sort_by(chosen.a, count, scratch, chosen);
    return count;
}
