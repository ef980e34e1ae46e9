/* Row numbers in the order of their keys, for kernels that sort a few rows at a time: see sort_rows.c. */
#ifndef SORT_ROWS_H
#define SORT_ROWS_H

#include "kernel.h"

/* Sort row numbers by their keys, stably; return whether they were sorted already. */
bool sort_rows(int64_t *order, int64_t *spare, int64_t count, const int64_t *keys);

#endif
