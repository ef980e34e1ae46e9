/* Runs of two texts -> parts that do not overlap: the longest run first, of others what it leaves. See parts.c. */
#ifndef PARTS_H
#define PARTS_H

#include "kernel.h"

/* Runs of equal words, as columns: where each begins in two texts, and its length. */
typedef struct {
    int64_t *a, *b, *length;
} Runs;

/* What makes a passage: its least number of equal words, the least part of a shorter run, the largest gap between two
 * parts of one passage. */
typedef struct {
    int64_t min_run, least_part, join_gap;
} Rules;

/* What choosing works with: an order of runs, what sorts it, and which words of both texts are taken. */
typedef struct {
    int64_t *order, *spare, *keys;
    uint8_t *taken_a, *taken_b;
} Scratch;

/* Write the parts of `count` runs of a pair, which come in the order of (a, b), to `chosen` in that order, and return
 * how many there are. No word is taken before, and none is afterwards. `within` says that both texts are one. */
int64_t choose_parts(Runs runs, int64_t count, bool within, Rules rules, Scratch scratch, Runs chosen);

/* Sort row numbers by their keys, equal ones as they stand; return whether they were sorted already. */
bool sort_rows(int64_t *order, int64_t *spare, int64_t count, const int64_t *keys);

#endif
