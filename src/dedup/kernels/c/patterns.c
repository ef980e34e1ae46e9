/* Lines of texts -> flags, by the strings that the lines contain.
 *
 * The literal filter finds the few lines that are worth a search. In such a line, the next four bytes at every offset
 * are looked up in four tables. The bits that are set in all four are the buckets of strings that may begin there.
 */
#include "literal_filter.h"

/* The prefix tables: for strings that may follow a letter, for all strings, and for strings that open their lines,
 * which are in no other table. */
enum { BUCKETS = 64, TABLE = WINDOW * 256, AFTER_LETTER = 0, AFTER_OTHER = TABLE, AT_LINE_START = 2 * TABLE };
enum { PREFIX_COUNT = 3 * TABLE };

/* patterns.py explains the fields of these structs. */
typedef struct {
    const uint64_t *prefixes;
    int64_t prefix_count;
    const int64_t *bucket_bounds;
    int64_t bound_count;
    const int64_t *bucket_patterns;
    int64_t pattern_count;
} PrefixTables;

typedef struct {
    const int64_t *bounds;
    int64_t bound_count;
    const int64_t *groups;
    int64_t group_count;
    const uint64_t *flags;
    int64_t count;
} FlagRules;

typedef struct {
    const Strings *strings;
    const PrefixTables *tables;
    const FlagRules *rules;
    const LiteralFilter *filter;
    int64_t filtered, has_line_starts, filter_has_line_starts, shaped, all_short, longest_at_end, all_early, group_count;
} PatternSet;

static bool are_prefix_tables(const PrefixTables *tables, const Strings *strings)
{
    return tables->prefix_count == PREFIX_COUNT && tables->bound_count == BUCKETS + 1 &&
           are_offsets(tables->bucket_bounds, tables->bound_count, tables->pattern_count) &&
           are_indexes(tables->bucket_patterns, tables->pattern_count, strings->count);
}

static bool are_flag_rules(const FlagRules *rules, int64_t group_count)
{
    return rules->bound_count == rules->count + 1 &&
           are_offsets(rules->bounds, rules->bound_count, rules->group_count) &&
           are_indexes(rules->groups, rules->group_count, group_count);
}

static bool is_pattern_set(const PatternSet *set)
{
    const Strings *strings = set->strings;
    return set->group_count >= SHAPES && are_strings(strings) &&
           are_indexes(strings->groups, strings->count, set->group_count) && are_prefix_tables(set->tables, strings) &&
           are_flag_rules(set->rules, set->group_count) && is_literal_filter(set->filter, strings);
}

/* The search of a text: the groups that were found in a line, and the rows of the result (text, line, flags), as far as
 * there is room. */
typedef struct {
    const PatternSet *set;
    Text text;
    uint8_t *found;
    int64_t *rows;
    int64_t room, count, number;
} Search;

/* Mark the groups of the patterns that stand at an offset of a line; return whether any was marked. */
static bool mark_patterns(Search *search, int64_t at, int64_t low, int64_t high, uint64_t buckets)
{
    const PrefixTables *tables = search->set->tables;
    const Strings *strings = search->set->strings;
    bool marked = false;
    for (; buckets; buckets &= buckets - 1) {
        int bucket = lowest_bit(buckets);
        for (int64_t i = tables->bucket_bounds[bucket]; i < tables->bucket_bounds[bucket + 1]; i++) {
            int64_t pattern = tables->bucket_patterns[i], group = strings->groups[pattern];
            if (search->found[group] || !is_string_at(search->text.raw, at, high, strings, pattern))
                continue;
            int64_t end = at + strings->bounds[pattern + 1] - strings->bounds[pattern];
            if (is_in_position(search->text.raw, at, end, low, high, strings->positions[pattern],
                               strings->boundaries[pattern]))
                search->found[group] = marked = true;
        }
    }
    return marked;
}

/* The buckets of the strings that may begin at an offset, one bit each; also near the end of the buffer. */
static uint64_t buckets_at(const Search *search, int64_t at, int64_t table)
{
    const uint64_t *prefixes = search->set->tables->prefixes + table;
    uint64_t buckets = ~(uint64_t)0;
    for (int64_t depth = 0; depth < min(WINDOW, search->text.size - at); depth++)
        buckets &= prefixes[256 * depth + search->text.raw[at + depth]];
    return buckets;
}

static inline int64_t table_after(uint8_t byte) { return is_alphanumeric(byte) ? AFTER_LETTER : AFTER_OTHER; }

/* Mark the groups of the patterns that begin between `at` and `stop` in a line. */
static void search_line(Search *search, int64_t at, int64_t stop, int64_t low, int64_t high)
{
    const uint64_t *prefixes = search->set->tables->prefixes;
    const uint8_t *raw = search->text.raw;
    int64_t table = at == low ? AFTER_OTHER : table_after(raw[at - 1]), last = search->text.size - WINDOW + 1;
    for (; at < min(stop, last); at++) {
        const uint64_t *of = prefixes + table;
        uint64_t buckets =
            of[raw[at]] & of[256 + raw[at + 1]] & of[512 + raw[at + 2]] & of[768 + raw[at + 3]];
        table = table_after(raw[at]);
        if (buckets)
            mark_patterns(search, at, low, high, buckets);
    }
    for (; at < stop; at++) {
        uint64_t buckets = buckets_at(search, at, at == low ? AFTER_OTHER : table_after(raw[at - 1]));
        if (buckets)
            mark_patterns(search, at, low, high, buckets);
    }
}

/* Mark the groups of the patterns that open a line; return whether any was marked. */
static bool search_line_start(Search *search, int64_t low, int64_t high)
{
    bool marked = false;
    for (int64_t at = low, stop = line_start_end(search->text.raw, low, high, search->text.size); at < stop; at++) {
        uint64_t buckets = buckets_at(search, at, AT_LINE_START);
        if (buckets && mark_patterns(search, at, low, high, buckets))
            marked = true;
    }
    return marked;
}

static bool is_met(const Search *search, int64_t rule)
{
    const FlagRules *rules = search->set->rules;
    for (int64_t i = rules->bounds[rule]; i < rules->bounds[rule + 1]; i++)
        if (!search->found[rules->groups[i]])
            return false;
    return true;
}

/* Return the flags that the marked groups give, and remove all marks. */
static uint64_t take_flags(Search *search)
{
    const FlagRules *rules = search->set->rules;
    uint64_t flags = 0;
    for (int64_t rule = 0; rule < rules->count; rule++)
        if ((flags & rules->flags[rule]) != rules->flags[rule] && is_met(search, rule))
            flags |= rules->flags[rule];
    for (int64_t i = 0; i < rules->bounds[rules->count]; i++)
        search->found[rules->groups[i]] = 0;
    return flags;
}

/* Search a line, whose start has been searched, and write a row if it has flags. */
static void flag_line(Search *search, int64_t low, int64_t high)
{
    const uint8_t *raw = search->text.raw;
    int64_t first = low, stop = high, longest = search->set->longest_at_end;
    if (longest > 0) {
        first = high;
        while (first > low && !is_alphanumeric(raw[first - 1]))
            first--;
        first = max(low, first - longest);
    } else if (search->set->all_early) {
        stop = early_end(raw, low, high);
    }
    if (search->set->shaped)
        mark_shapes(raw, low, high, search->found);
    search_line(search, first, stop, low, high);
    uint64_t flags = take_flags(search);
    if (flags == 0)
        return;
    if (search->count < search->room) {
        search->rows[search->count] = search->number;
        search->rows[search->room + search->count] = low;
        search->rows[2 * search->room + search->count] = (int64_t)flags;
    }
    search->count++;
}

/* Search the lines that contain a string of the literal filter. */
static void search_by_filter(Search *search)
{
    const PatternSet *set = search->set;
    const Text *text = &search->text;
    int64_t done = text->low;
    for (int64_t at = text->low; at < text->high; at += WIDTH)
        for (uint64_t bits = filter_bits(text, at, set->filter, set->strings); bits; bits &= bits - 1) {
            int64_t offset = at + lowest_bit(bits);
            if (offset < done)
                continue;
            int64_t first = line_start(text->raw, text->low, offset);
            done = line_end(text->raw, offset, text->high, text->size);
            if (set->has_line_starts)
                search_line_start(search, first, done);
            flag_line(search, first, done);
        }
}

static bool passes_filter(const Search *search, int64_t low, int64_t high)
{
    Text line = {search->text.raw, low, high, search->text.size};
    for (int64_t at = low; at < high; at += WIDTH)
        if (filter_bits(&line, at, search->set->filter, search->set->strings))
            return true;
    return false;
}

/* Search line by line: all lines, or those that begin with a pattern that opens them or pass the literal filter. */
static void search_by_line(Search *search)
{
    const Text *text = &search->text;
    for (int64_t low = text->low; low < text->high;) {
        int64_t end = line_end(text->raw, low, text->high, text->size);
        if (search->set->all_short && !is_short(text->raw, low, end, text->size)) {
            low = end + 1;
            continue;
        }
        bool opened = search->set->has_line_starts && search_line_start(search, low, end);
        if (!search->set->filtered || opened || passes_filter(search, low, end))
            flag_line(search, low, end);
        low = end + 1;
    }
}

/* Fill the three rows of `result` as far as they have room; return the number of lines that have flags. */
KERNEL match_lines(const uint8_t *raw, int64_t size, const int64_t *starts, int64_t texts, const int64_t *ends,
                   int64_t end_count, const PatternSet *set, int64_t *result, int64_t result_size)
{
    if (end_count != texts || !is_pattern_set(set))
        return OUT_OF_BOUNDS;
    for (int64_t text = 0; text < texts; text++)
        if (starts[text] < 0 || ends[text] > size)
            return OUT_OF_BOUNDS;
    uint8_t *found = calloc((size_t)set->group_count, 1);
    if (found == NULL)
        return OUT_OF_MEMORY;
    Search search = {.set = set, .found = found, .rows = result, .room = result_size / 3};
    for (int64_t text = 0; text < texts; text++) {
        search.number = text;
        search.text = (Text){raw, starts[text], ends[text], size};
        if (set->filtered && !set->filter_has_line_starts)
            search_by_filter(&search);
        else
            search_by_line(&search);
    }
    free(found);
    return search.count;
}
