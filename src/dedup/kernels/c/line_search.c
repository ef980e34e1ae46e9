/* Texts -> what their lines say by the strings that stand in them.
 *
 * All strings of a line are found by looking up four bytes at a place, each in a table of its own: the bits that stand in
 * all four are the buckets of strings that might begin there. The few lines that are worth that are found before, by the
 * literal filter.
 */
#include "literal_filter.h"

/* The tables: those of strings that may stand after a letter, those of all, and those of strings that open their lines,
 * which stand in no other. */
enum { BUCKETS = 64, TABLE = WINDOW * 256, ALL = TABLE, OPENING = 2 * TABLE, TABLES = 3 * TABLE };

/* `Search` in searches.py says what each of these is. */
typedef struct {
    const uint64_t *prefixes;
    int64_t prefix_count;
    const int64_t *heads;
    int64_t head_count;
    const int64_t *members;
    int64_t member_count;
    Strings strings;
    const int64_t *rules;
    int64_t rule_bounds;
    const int64_t *wanted;
    int64_t wanted_count;
    const uint64_t *says;
    int64_t rule_count;
    const Filter *filter;
    int64_t gated, opening, opens, shaped, reach, size;
} Search;

static bool is_search(const Search *search)
{
    const Strings *strings = &search->strings;
    return search->prefix_count == TABLES && search->head_count == BUCKETS + 1 &&
           are_offsets(search->heads, search->head_count, search->member_count) &&
           are_indexes(search->members, search->member_count, strings->count) && are_strings(strings) &&
           are_indexes(strings->groups, strings->count, search->size) && search->rule_bounds == search->rule_count + 1 &&
           are_offsets(search->rules, search->rule_bounds, search->wanted_count) &&
           are_indexes(search->wanted, search->wanted_count, search->size) && is_filter(search->filter, strings) &&
           search->size >= SHAPES;
}

/* A search at work: the groups that were seen in a line, and the rows (text, line, what it says) that are made, as far
 * as there is room. */
typedef struct {
    const Search *search;
    Text text;
    uint8_t *seen;
    int64_t *rows;
    int64_t room, found, number;
} Work;

/* Mark the groups of the strings that stand at a place of a line; return whether there are any. */
static bool mark_strings(Work *work, int64_t at, int64_t low, int64_t high, uint64_t buckets)
{
    const Search *search = work->search;
    const Strings *strings = &search->strings;
    bool marked = false;
    for (; buckets; buckets &= buckets - 1) {
        int bucket = lowest_bit(buckets);
        for (int64_t member = search->heads[bucket]; member < search->heads[bucket + 1]; member++) {
            int64_t one = search->members[member], group = strings->groups[one];
            if (work->seen[group] || !is_at(work->text.raw, at, high, strings, one))
                continue;
            int64_t end = at + strings->bounds[one + 1] - strings->bounds[one];
            if (stands(work->text.raw, at, end, low, high, strings->places[one], strings->whole[one]))
                work->seen[group] = marked = true;
        }
    }
    return marked;
}

/* The buckets of the strings that may begin at a place, one bit each, near the buffer's end too. */
static uint64_t buckets_at(const Work *work, int64_t at, int64_t table)
{
    const uint64_t *prefixes = work->search->prefixes + table;
    uint64_t found = ~(uint64_t)0;
    for (int64_t depth = 0; depth < min(WINDOW, work->text.size - at); depth++)
        found &= prefixes[256 * depth + work->text.raw[at + depth]];
    return found;
}

static inline int64_t table_after(uint8_t byte) { return is_alphanumeric(byte) ? 0 : ALL; }

/* Mark the groups of the strings that begin between `at` and `stop` in a line. */
static void search_line(Work *work, int64_t at, int64_t stop, int64_t low, int64_t high)
{
    const uint64_t *prefixes = work->search->prefixes;
    const uint8_t *raw = work->text.raw;
    int64_t table = at == low ? ALL : table_after(raw[at - 1]), far = work->text.size - WINDOW + 1;
    for (; at < min(stop, far); at++) {
        const uint64_t *of = prefixes + table;
        uint64_t buckets =
            of[raw[at]] & of[256 + raw[at + 1]] & of[512 + raw[at + 2]] & of[768 + raw[at + 3]];
        table = table_after(raw[at]);
        if (buckets)
            mark_strings(work, at, low, high, buckets);
    }
    for (; at < stop; at++) {
        uint64_t buckets = buckets_at(work, at, at == low ? ALL : table_after(raw[at - 1]));
        if (buckets)
            mark_strings(work, at, low, high, buckets);
    }
}

/* Mark the groups of the strings that open a line; return whether there are any. */
static bool search_opening(Work *work, int64_t low, int64_t high)
{
    bool marked = false;
    for (int64_t at = low, stop = opening_bound(work->text.raw, low, high, work->text.size); at < stop; at++) {
        uint64_t buckets = buckets_at(work, at, OPENING);
        if (buckets && mark_strings(work, at, low, high, buckets))
            marked = true;
    }
    return marked;
}

static bool is_met(const Work *work, int64_t rule)
{
    for (int64_t place = work->search->rules[rule]; place < work->search->rules[rule + 1]; place++)
        if (!work->seen[work->search->wanted[place]])
            return false;
    return true;
}

/* What the marked groups say; they are forgotten. */
static uint64_t said(Work *work)
{
    const Search *search = work->search;
    uint64_t found = 0;
    for (int64_t rule = 0; rule < search->rule_count; rule++)
        if ((found & search->says[rule]) != search->says[rule] && is_met(work, rule))
            found |= search->says[rule];
    for (int64_t place = 0; place < search->rules[search->rule_count]; place++)
        work->seen[search->wanted[place]] = 0;
    return found;
}

/* Search a line, of which is known what opens it, and write a row if it says something. */
static void look_at(Work *work, int64_t low, int64_t high)
{
    const uint8_t *raw = work->text.raw;
    int64_t first = low, stop = high, reach = work->search->reach;
    if (reach > 0) {
        first = high;
        while (first > low && !is_alphanumeric(raw[first - 1]))
            first--;
        first = max(low, first - reach);
    } else if (reach < 0) {
        stop = early_bound(raw, low, high);
    }
    if (work->search->shaped)
        mark_shape(raw, low, high, work->seen);
    search_line(work, first, stop, low, high);
    uint64_t says = said(work);
    if (says == 0)
        return;
    if (work->found < work->room) {
        work->rows[work->found] = work->number;
        work->rows[work->room + work->found] = low;
        work->rows[2 * work->room + work->found] = (int64_t)says;
    }
    work->found++;
}

/* Look at the lines that hold a string of the filter. */
static void search_by_filter(Work *work)
{
    const Search *search = work->search;
    const Text *text = &work->text;
    int64_t seen = text->low;
    for (int64_t at = text->low; at < text->high; at += WIDTH)
        for (uint64_t bits = filter_bits(text, at, search->filter, &search->strings); bits; bits &= bits - 1) {
            int64_t place = at + lowest_bit(bits);
            if (place < seen)
                continue;
            int64_t first = line_start(text->raw, text->low, place);
            seen = line_end(text->raw, place, text->high, text->size);
            if (search->opening)
                search_opening(work, first, seen);
            look_at(work, first, seen);
        }
}

static bool is_filtered(const Work *work, int64_t low, int64_t high)
{
    Text line = {work->text.raw, low, high, work->text.size};
    for (int64_t at = low; at < high; at += WIDTH)
        if (filter_bits(&line, at, work->search->filter, &work->search->strings))
            return true;
    return false;
}

/* Look at all lines, or at those that a string of the filter opens, or stands in. */
static void search_by_line(Work *work)
{
    const Text *text = &work->text;
    for (int64_t low = text->low; low < text->high;) {
        int64_t end = line_end(text->raw, low, text->high, text->size);
        bool opened = work->search->opening && search_opening(work, low, end);
        if (!work->search->gated || opened || is_filtered(work, low, end))
            look_at(work, low, end);
        low = end + 1;
    }
}

/* Fill the three rows of `result` as far as they have room; return how many lines say something. */
KERNEL search_lines(const uint8_t *raw, int64_t size, const int64_t *starts, int64_t texts, const int64_t *stops,
                    int64_t stop_count, const Search *search, int64_t *result, int64_t result_size)
{
    if (stop_count != texts || !is_search(search))
        return OUT_OF_BOUNDS;
    for (int64_t text = 0; text < texts; text++)
        if (starts[text] < 0 || stops[text] > size)
            return OUT_OF_BOUNDS;
    uint8_t *seen = calloc((size_t)search->size, 1);
    if (seen == NULL)
        return OUT_OF_MEMORY;
    Work work = {.search = search, .seen = seen, .rows = result, .room = result_size / 3};
    for (int64_t text = 0; text < texts; text++) {
        work.number = text;
        work.text = (Text){raw, starts[text], stops[text], size};
        if (search->gated && !search->opens)
            search_by_filter(&work);
        else
            search_by_line(&work);
    }
    free(seen);
    return work.found;
}
