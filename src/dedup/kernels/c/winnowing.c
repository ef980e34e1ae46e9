/* Words -> fingerprints: the least of every `window` consecutive shingles, the last of equal ones (Schleimer,
 * Wilkerson, Aiken: "Winnowing", SIGMOD 2003).
 *
 * A shingle is the least of some window if the greatest of the minima of all its windows is the shingle itself. If
 * equal shingles are chosen in one window, only the last is kept. No branch depends on the shingles, so vectors take
 * several at once.
 */
#include "shingles.h"

typedef struct {
    uint64_t *keys;
    int64_t *positions;
    int64_t count;
} Fingerprints;

/* The windows of a block of shingles. Shingles and minima begin after `window - 1` unused items. Maximum i is the
 * greatest minimum of the windows that contain shingle i. */
typedef struct {
    uint64_t *shingles, *minima, *maxima, *spare;
    int64_t window;
} Windows;

static void take_min(uint64_t *restrict out, const uint64_t *a, const uint64_t *b, int64_t count)
{
    for (int64_t i = 0; i < count; i++)
        out[i] = a[i] < b[i] ? a[i] : b[i];
}

static void take_max(uint64_t *restrict out, const uint64_t *a, const uint64_t *b, int64_t count)
{
    for (int64_t i = 0; i < count; i++)
        out[i] = a[i] > b[i] ? a[i] : b[i];
}

/* Compute the minima and maxima of `total` shingles, by doubling: a window of 5 is two windows of 4 that overlap. */
static void fill_windows(Windows *of, int64_t total)
{
    int64_t window = of->window, reach = window - 1, left = total;
    uint64_t *from = of->shingles, *to = of->minima, *spare = of->maxima;
    for (int64_t covered = 1, step; covered < window; covered += step) {
        step = min(covered, window - covered);
        left -= step;
        take_min(to + reach, from + reach, from + reach + step, left);
        uint64_t *free_row = from == of->shingles ? spare : from;
        from = to;
        to = free_row;
    }
    of->minima = from;
    for (int64_t i = 0; i < reach; i++)
        from[i] = from[reach + left + i] = 0;
    left += 2 * reach;
    spare = of->spare;
    for (int64_t covered = 1, step; covered < window; covered += step) {
        step = min(covered, window - covered);
        left -= step;
        take_max(to, from, from + step, left);
        uint64_t *free_row = from == of->minima ? spare : from;
        from = to;
        to = free_row;
    }
    of->maxima = from;
}

/* Whether the shingle at `at` is the least of a window that does not contain the equal shingle at `later`. */
static bool is_least(const Windows *of, int64_t at, int64_t later, uint64_t key)
{
    const uint64_t *minima = of->minima + of->window - 1;
    bool found = false;
    for (int64_t start = max(at - of->window + 1, 0); start <= later - of->window; start++)
        found |= minima[start] == key;
    return found;
}

/* Append the fingerprints of a text of `count` words, the first of which is word `low` of all. */
static void winnow_text(const uint64_t *words, int64_t low, int64_t count, int64_t size, int64_t window,
                        uint64_t *scratch, int64_t room, Fingerprints *out)
{
    int64_t reach = window - 1, total = count - size + 1, begun = out->count, found = out->count;
    uint64_t *keys = out->keys;
    int64_t *positions = out->positions;
    for (int64_t first = 0; first < total; first += SHINGLES_TOGETHER) {
        int64_t last = min(first + SHINGLES_TOGETHER, total);
        int64_t begin = max(first - 2 * reach, 0), end = min(last + reach, total);
        Windows of = {scratch, scratch + room, scratch + 2 * room, scratch + 3 * room, window};
        shingle(words + low + begin, end - begin + size - 1, size, of.shingles + reach);
        fill_windows(&of, end - begin);
        const uint64_t *shingles = of.shingles + reach, *maxima = of.maxima;
        uint64_t before = found > begun ? keys[found - 1] : 0;
        for (int64_t i = first - begin; i < last - begin; i++) {
            uint64_t key = shingles[i];
            bool hit = key == maxima[i];
            if (key == before && hit && found > begun) {
                int64_t since = positions[found - 1] - low - begin;
                if (i - since < window && !is_least(&of, since, i, key))
                    found--;
            }
            keys[found] = key;
            positions[found] = low + begin + i;
            found += hit;
            before = hit ? key : before;
        }
    }
    out->count = found;
}

/* Fill `keys` and `positions`, which have room for one item more than there are words; return the number of
 * fingerprints. */
KERNEL winnow(const uint64_t *words, int64_t word_count, const int64_t *offsets, int64_t offset_count, int64_t size,
              int64_t window, uint64_t *keys, int64_t room, int64_t *positions, int64_t position_room)
{
    if (!are_offsets(offsets, offset_count, word_count) || size < 1 || window < 1 || room <= word_count ||
        position_room < room)
        return OUT_OF_BOUNDS;
    int64_t row = SHINGLES_TOGETHER + 5 * window; /* a block, with the windows on both sides */
    uint64_t *scratch = malloc(4 * (size_t)row * sizeof *scratch);
    if (scratch == NULL)
        return OUT_OF_MEMORY;
    Fingerprints out = {keys, positions, 0};
    for (int64_t text = 0; text + 1 < offset_count; text++) {
        int64_t count = offsets[text + 1] - offsets[text];
        if (count >= size + window - 1)
            winnow_text(words, offsets[text], count, size, window, scratch, row, &out);
    }
    free(scratch);
    return out.count;
}
