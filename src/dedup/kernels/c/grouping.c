/* Keys -> groups of equal keys: a filter drops most keys that occur once, and a radix sort orders the others.
 *
 * Very many keys are partitioned by their leading bits first, so that the filter of a partition fits a near cache.
 */
#include "kernel.h"

/* The bits of a digit, so that one cache line for each bucket fits the second-level cache; the digits of a key. */
enum { DIGIT = 11, DIGITS = 6, BUCKETS = 1 << DIGIT };

typedef struct {
    uint64_t key;
    int64_t row;
} Pair;

static inline int64_t bucket_of(uint64_t key, int digit) { return key >> (digit * DIGIT) & (BUCKETS - 1); }

/* Move all pairs to `target`, in the order of one digit of their keys; `offsets` has the number of pairs of each
 * bucket at first, and is overwritten. */
static void scatter(const Pair *restrict source, Pair *restrict target, int64_t size, int digit, int64_t *offsets)
{
    int64_t before = 0;
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
        int64_t count = offsets[bucket];
        offsets[bucket] = before;
        before += count;
    }
    for (int64_t i = 0; i < size; i++)
        target[offsets[bucket_of(source[i].key, digit)]++] = source[i];
}

/* Sort keys and their rows in place; equal keys keep their order. */
KERNEL sort_pairs(uint64_t *keys, int64_t size, int64_t *rows, int64_t row_count)
{
    if (row_count != size)
        return OUT_OF_BOUNDS;
    if (size == 0)
        return 0;
    Pair *pairs = malloc(2 * (size_t)size * sizeof *pairs);
    int64_t *offsets = calloc(DIGITS * BUCKETS, sizeof *offsets);
    if (pairs == NULL || offsets == NULL) {
        free(pairs);
        free(offsets);
        return OUT_OF_MEMORY;
    }
    Pair *source = pairs, *target = pairs + size;
    for (int64_t i = 0; i < size; i++) {
        source[i] = (Pair){keys[i], rows[i]};
        for (int digit = 0; digit < DIGITS; digit++)
            offsets[digit * BUCKETS + bucket_of(keys[i], digit)]++;
    }
    for (int digit = 0; digit < DIGITS; digit++) {
        if (offsets[digit * BUCKETS + bucket_of(keys[0], digit)] == size)
            continue; /* all keys have the same digit */
        scatter(source, target, size, digit, offsets + digit * BUCKETS);
        Pair *sorted = target;
        target = source;
        source = sorted;
    }
    for (int64_t i = 0; i < size; i++) {
        keys[i] = source[i].key;
        rows[i] = source[i].row;
    }
    free(pairs);
    free(offsets);
    return 0;
}

/* Write rows of a key and a value to `out_keys` and `out_values`, partitioned by the bits of their keys from `shift`
 * on. Fill `bounds` with where the rows of each partition begin. */
KERNEL partition_pairs(const uint64_t *keys, int64_t size, const int64_t *values, int64_t value_count, int64_t shift,
                       int64_t *bounds, int64_t bound_count, uint64_t *out_keys, int64_t room, int64_t *out_values,
                       int64_t value_room)
{
    if (shift < 1 || shift > 63 || bound_count != ((int64_t)1 << (64 - shift)) + 1 || value_count != size ||
        room != size || value_room != size)
        return OUT_OF_BOUNDS;
    int64_t *offsets = calloc((size_t)bound_count, sizeof *offsets);
    if (offsets == NULL)
        return OUT_OF_MEMORY;
    for (int64_t i = 0; i < size; i++)
        offsets[(keys[i] >> shift) + 1]++;
    for (int64_t part = 1; part < bound_count; part++)
        offsets[part] += offsets[part - 1];
    memcpy(bounds, offsets, (size_t)bound_count * sizeof *bounds);
    for (int64_t i = 0; i < size; i++) {
        int64_t at = offsets[keys[i] >> shift]++;
        out_keys[at] = keys[i];
        out_values[at] = values[i];
    }
    free(offsets);
    return 0;
}

/* A counter of the filter: two bits that count keys as none, one, or several. */
typedef struct {
    int64_t byte;
    int shift;
} Slot;

static inline Slot slot_of(uint64_t key, int64_t bits)
{
    uint64_t slot = (key * 0x9E3779B97F4A7C15) >> (64 - bits);
    return (Slot){(int64_t)(slot >> 2), (int)(slot & 3) * 2};
}

/* Whether segments lie within `size` rows. A segment is the rows from its first number up to its second; its third
 * number is added to their values. */
static bool are_segments(const int64_t *segments, int64_t count, int64_t size)
{
    for (int64_t i = 0; i + 2 < count; i += 3)
        if (segments[i] < 0 || segments[i] > segments[i + 1] || segments[i + 1] > size)
            return false;
    return count % 3 == 0;
}

/* Count the keys of each counter. */
KERNEL count_keys(const uint64_t *keys, int64_t size, const int64_t *segments, int64_t segment_size, int64_t bits,
                  uint8_t *counters, int64_t counter_count)
{
    if (!are_segments(segments, segment_size, size) || bits < 2 || bits > 62 ||
        counter_count != (int64_t)1 << (bits - 2))
        return OUT_OF_BOUNDS;
    for (int64_t segment = 0; segment < segment_size; segment += 3)
        for (int64_t i = segments[segment]; i < segments[segment + 1]; i++) {
            Slot slot = slot_of(keys[i], bits);
            if ((counters[slot.byte] >> slot.shift & 3) < 2)
                counters[slot.byte] += (uint8_t)(1 << slot.shift);
        }
    return 0;
}

/* Append the keys whose counter says several, and their values, to `count` of them; return the new count. */
KERNEL select_repeated_keys(const uint64_t *keys, int64_t size, const int64_t *values, int64_t value_count,
                            const int64_t *segments, int64_t segment_size, int64_t bits, const uint8_t *counters,
                            int64_t counter_count, uint64_t *selected_keys, int64_t room, int64_t *selected_values,
                            int64_t value_room, int64_t count)
{
    if (!are_segments(segments, segment_size, size) || bits < 2 || bits > 62 || value_count != size ||
        counter_count != (int64_t)1 << (bits - 2) || value_room < room || count < 0)
        return OUT_OF_BOUNDS;
    for (int64_t segment = 0; segment < segment_size; segment += 3) {
        if (segments[segment + 1] - segments[segment] > room - count)
            return OUT_OF_BOUNDS;
        for (int64_t i = segments[segment]; i < segments[segment + 1]; i++) {
            Slot slot = slot_of(keys[i], bits);
            if (counters[slot.byte] >> slot.shift & 2) {
                selected_keys[count] = keys[i];
                selected_values[count++] = values[i] + segments[segment + 2];
            }
        }
    }
    return count;
}

/* Move the rows of keys that occur twice or more to the front, fill `bounds`, and return the number of these keys. */
KERNEL bound_groups(const uint64_t *keys, int64_t size, int64_t *rows, int64_t row_count, int64_t *bounds,
                    int64_t bound_count)
{
    if (row_count != size || bound_count < size / 2 + 1)
        return OUT_OF_BOUNDS;
    int64_t groups = 0, kept = 0, head = 0;
    bounds[0] = 0;
    for (int64_t i = 1; i <= size; i++) {
        if (i < size && keys[i] == keys[head])
            continue;
        if (i - head > 1) {
            memmove(rows + kept, rows + head, (size_t)(i - head) * sizeof *rows);
            kept += i - head;
            bounds[++groups] = kept;
        }
        head = i;
    }
    return groups;
}
