/* Runs of two texts -> parts of them that do not overlap: see disjoint_runs.c. */
#ifndef DISJOINT_RUNS_H
#define DISJOINT_RUNS_H

#include "kernel.h"

/* Runs of equal words, as columns: where each run begins in two texts, and its length. */
typedef struct {
    int64_t *a, *b, *length;
} Runs;

/* What makes a passage: see `PassageRules` in passages.py. */
typedef struct {
    int64_t min_run, least_part, join_gap;
} PassageRules;

/* Scratch arrays: an order of runs, the keys that sort it, and the words of both texts that are taken. */
typedef struct {
    int64_t *order, *spare, *keys;
    uint8_t *taken_a, *taken_b;
} Scratch;

/* Write parts of `count` runs of a pair that do not overlap to `chosen`, and return how many there are. Runs and parts
 * are in the order of (a, b). `within` says that both texts are one. No word is taken before or after the call. */
int64_t choose_disjoint_runs(Runs runs, int64_t count, bool within, PassageRules rules, Scratch scratch,
                             Runs chosen);

#endif
