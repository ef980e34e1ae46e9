/* Row numbers in the order of their keys: see sort_rows.h. */
#include "sort_rows.h"

static void merge_rows(const int64_t *order, int64_t *out, int64_t low, int64_t middle, int64_t high,
                       const int64_t *keys)
{
    int64_t left = low, right = middle;
    for (int64_t at = low; at < high; at++)
        out[at] = left < middle && (right >= high || keys[order[left]] <= keys[order[right]]) ? order[left++]
                                                                                             : order[right++];
}

/* A merge sort: it takes count * log(count) steps for any keys, and one pass where they are sorted already. */
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
