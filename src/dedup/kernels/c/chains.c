/* Seeds of pairs of texts -> chains: seeds that follow each other in both texts, none far from the next.
 *
 * The score of a chain are the places that its seeds cover, less a cost for the gaps between them (Li: "Minimap2:
 * pairwise alignment for nucleotide sequences", Bioinformatics 2018). A seed is chained to one of the last few before
 * it, so the time is linear in the number of seeds. Scores are in hundredths of a place.
 */
#include "sort_rows.h"

/* The seeds before a seed to which it may be chained, the cost of a place between two seeds, and that of a place by
 * which the two gaps differ. chains.py has the same numbers. */
enum { LOOK_BACK = 48, PLACE = 100, DISTANCE_COST = 2, DIFFERENCE_COST = 15 };

typedef struct {
    const int64_t *a, *b;
    int64_t size, most_gap;
} Seeds;

/* For each seed: the score of the best chain that ends there, and the seed before it there, -1 for none; the order of
 * the seeds by score, and what sorting takes. */
typedef struct {
    int64_t *score, *before, *order, *spare, *keys;
} Scratch;

static void score_seeds(Seeds seeds, int64_t low, int64_t high, Scratch scratch)
{
    for (int64_t i = low; i < high; i++) {
        int64_t best = seeds.size * PLACE, before = -1;
        for (int64_t j = i - 1; j >= max(low, i - LOOK_BACK); j--) {
            int64_t gap_a = seeds.a[i] - seeds.a[j], gap_b = seeds.b[i] - seeds.b[j];
            if (gap_a > seeds.most_gap)
                break;
            if (gap_a <= 0 || gap_b <= 0 || gap_b > seeds.most_gap)
                continue;
            int64_t nearer = min(gap_a, gap_b), difference = max(gap_a, gap_b) - nearer;
            int64_t score = scratch.score[j] + min(seeds.size, nearer) * PLACE - nearer * DISTANCE_COST -
                            difference * DIFFERENCE_COST;
            if (score > best) {
                best = score;
                before = j;
            }
        }
        scratch.score[i] = best;
        scratch.before[i] = before;
    }
}

/* Sort the numbers of seeds by score, the best first, and equal ones by number. */
static void sort_by_score(Scratch scratch, int64_t low, int64_t high)
{
    for (int64_t i = low; i < high; i++) {
        scratch.order[i] = i;
        scratch.keys[i] = -scratch.score[i];
    }
    sort_rows(scratch.order + low, scratch.spare + low, high - low, scratch.keys);
}

/* Walk a chain back from its last seed, up to a seed of another chain; return its first seed, and set its score. */
static int64_t take_chain(Scratch scratch, int64_t last, int64_t *score)
{
    int64_t *is_taken = scratch.spare, first = last, at = last;
    *score = scratch.score[last];
    for (; at >= 0 && !is_taken[at]; at = scratch.before[at]) {
        is_taken[at] = 1;
        first = at;
    }
    if (at >= 0)
        *score -= scratch.score[at];
    return first;
}

/* Fill `first`, `last` (seeds) and `scores` with the chains of each pair that score at least `least`, the best first,
 * and `chain_bounds` (one more than pairs); return the number of chains. The seeds `bounds[p] : bounds[p + 1]` of
 * pair p are in the order of (a, b). A seed is part of one chain at most. */
KERNEL chain_seeds(const int64_t *a, int64_t count, const int64_t *b, int64_t count_b, const int64_t *bounds,
                   int64_t bound_count, int64_t size, int64_t most_gap, int64_t least, int64_t *first, int64_t room,
                   int64_t *last, int64_t last_room, int64_t *scores, int64_t score_room, int64_t *chain_bounds,
                   int64_t chain_bound_count)
{
    if (count_b != count || !are_offsets(bounds, bound_count, count) || chain_bound_count != bound_count ||
        room < count || last_room < room || score_room < room || size < 1)
        return OUT_OF_BOUNDS;
    int64_t *rows = malloc((size_t)(5 * max(count, 1)) * sizeof *rows);
    if (rows == NULL)
        return OUT_OF_MEMORY;
    Scratch scratch = {rows, rows + count, rows + 2 * count, rows + 3 * count, rows + 4 * count};
    Seeds seeds = {a, b, size, most_gap};
    int64_t chains = 0;
    chain_bounds[0] = 0;
    for (int64_t pair = 0; pair + 1 < bound_count; pair++) {
        int64_t low = bounds[pair], high = bounds[pair + 1];
        score_seeds(seeds, low, high, scratch);
        sort_by_score(scratch, low, high);
        memset(scratch.spare + low, 0, (size_t)(high - low) * sizeof *scratch.spare);
        for (int64_t rank = low; rank < high && scratch.score[scratch.order[rank]] >= least; rank++) {
            int64_t end = scratch.order[rank];
            if (scratch.spare[end])
                continue;
            first[chains] = take_chain(scratch, end, scores + chains);
            last[chains] = end;
            chains += scores[chains] >= least;
        }
        chain_bounds[pair + 1] = chains;
    }
    free(rows);
    return chains;
}
