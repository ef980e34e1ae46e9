/* Lines of texts -> flags, by the strings that the lines contain.
 *
 * The strings of the filter find the few lines that are worth a search. Such a line is searched for all strings.
 */
#include "line_positions.h"
#include "lines.h"
#include "string_table.h"

/* patterns.py explains the fields of these structs. */
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
    const StringTable *table;
    const StringTable *filter;
    const FlagRules *rules;
    int64_t filtered, shaped, all_short, longest_at_end, all_early, group_count;
} PatternSet;

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
           are_indexes(strings->groups, strings->count, set->group_count) && is_string_table(set->table, strings) &&
           is_string_table(set->filter, strings) && are_flag_rules(set->rules, set->group_count);
}

/* A text `low : high` of a buffer of `size` bytes. */
typedef struct {
    const uint8_t *raw;
    int64_t low, high, size;
} Text;

typedef struct {
    int64_t low, high;
} Line;

/* The search of a text: the groups that were found in a line, and the rows of the result (text, line, flags), as far as
 * there is room. */
typedef struct {
    const PatternSet *set;
    Text text;
    uint8_t *found;
    int64_t *rows;
    int64_t room, count, number;
} Search;

/* Mark the group of a pattern if it stands at an offset of a line; return whether it does. */
static bool mark(Search *search, int64_t pattern, int64_t at, Line line)
{
    const Strings *strings = search->set->strings;
    const uint8_t *raw = search->text.raw;
    int64_t group = strings->groups[pattern];
    if (search->found[group] || !is_string_at(raw, at, line.high, strings, pattern))
        return false;
    int64_t end = at + strings->bounds[pattern + 1] - strings->bounds[pattern];
    search->found[group] = is_in_position(raw, at, end, line.low, line.high, strings->positions[pattern],
                                          strings->boundaries[pattern]);
    return search->found[group];
}

/* Mark the groups of the patterns of the table that begin at an offset with some bytes; return whether any does. The
 * rows of a code end with those of long strings. */
static bool mark_known(Search *search, const StringTable *table, uint64_t bytes, int64_t at, Line line)
{
    bool marked = false;
    Rows rows = rows_of(table, code_of(bytes));
    bytes |= FOLD;
    for (int64_t row = rows.row; row < rows.end; row++) {
        if (table->masks[row] == ~(uint64_t)0 && !may_be_long(table, bytes))
            break;
        if ((bytes & table->masks[row]) == table->beginnings[row])
            marked |= mark(search, table->patterns[row], at, line);
    }
    return marked;
}

/* Mark the groups of the other patterns at an offset; return whether any was marked. */
static bool mark_others(Search *search, const StringTable *table, int64_t at, Line line)
{
    bool marked = false;
    for (int64_t i = 0; i < table->other_count; i++)
        marked |= mark(search, table->others[i], at, line);
    return marked;
}

/* Mark the groups of the patterns that begin between `at` and `stop` in a line. */
static void search_line(Search *search, int64_t at, int64_t stop, Line line)
{
    const StringTable *table = search->set->table;
    const uint8_t *raw = search->text.raw;
    Before before = {at > line.low ? raw[at - 1] : 0, at == line.low};
    Block block;
    for (; at < stop; at += WIDTH) {
        read_block(&block, raw, at, search->text.size);
        uint64_t known = known_bits(&block, table, &before);
        uint64_t other = other_bits(&block, table), within = first_bits(stop - at);
        for (uint64_t bits = known & within; bits; bits &= bits - 1) {
            int bit = lowest_bit(bits);
            mark_known(search, table, load_uint64(block.bytes + bit), at + bit, line);
        }
        for (uint64_t bits = other & within; bits; bits &= bits - 1)
            mark_others(search, table, at + lowest_bit(bits), line);
    }
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

/* Search a line, and write a row if it has flags. */
static void flag_line(Search *search, Line line)
{
    const uint8_t *raw = search->text.raw;
    int64_t first = line.low, stop = line.high, longest = search->set->longest_at_end;
    if (longest > 0) {
        first = line.high;
        while (first > line.low && !is_alphanumeric(raw[first - 1]))
            first--;
        first = max(line.low, first - longest);
    } else if (search->set->all_early) {
        stop = early_end(raw, line.low, line.high);
    }
    if (search->set->shaped)
        mark_shapes(raw, line.low, line.high, search->found);
    search_line(search, first, stop, line);
    uint64_t flags = take_flags(search);
    if (flags == 0)
        return;
    if (search->count < search->room) {
        search->rows[search->count] = search->number;
        search->rows[search->room + search->count] = line.low;
        search->rows[2 * search->room + search->count] = (int64_t)flags;
    }
    search->count++;
}

/* Where the part of a line ends in which a string of the filter makes it worth a search. */
static int64_t filtered_end(const Search *search, Line line)
{
    return search->set->all_early ? early_end(search->text.raw, line.low, line.high) : line.high;
}

/* Search the lines that contain a string of the filter. */
static void search_by_filter(Search *search)
{
    const Text *text = &search->text;
    const StringTable *filter = search->set->filter;
    Line line = {text->low, text->low - 1};
    int64_t stop = text->low;
    Before before = {0, true};
    Block block;
    for (int64_t start = text->low; start < text->high; start += WIDTH) {
        read_block(&block, text->raw, start, text->size);
        uint64_t known = known_bits(&block, filter, &before), other = other_bits(&block, filter);
        for (uint64_t bits = (known | other) & first_bits(text->high - start); bits; bits &= bits - 1) {
            int bit = lowest_bit(bits);
            int64_t at = start + bit;
            if (at > line.high) {
                line.low = line_start(text->raw, line.high + 1, at);
                line.high = line_end(text->raw, at, text->high, text->size);
                stop = filtered_end(search, line);
            }
            if (at >= stop)
                continue;
            bool is_known = known >> bit & 1, is_other = other >> bit & 1;
            if ((is_known && mark_known(search, filter, load_uint64(block.bytes + bit), at, line)) ||
                (is_other && mark_others(search, filter, at, line))) {
                flag_line(search, line);
                stop = line.low;
            }
        }
    }
}

/* Search every line. */
static void search_by_line(Search *search)
{
    const Text *text = &search->text;
    for (Line line = {text->low, 0}; line.low < text->high; line.low = line.high + 1) {
        line.high = line_end(text->raw, line.low, text->high, text->size);
        flag_line(search, line);
    }
}

static void search_text(Search *search)
{
    if (search->set->filtered)
        search_by_filter(search);
    else
        search_by_line(search);
}

/* Search the short lines, those that follow each other at once. */
static void search_short_lines(Search *search)
{
    Text text = search->text;
    int64_t first = text.low;
    for (int64_t low = text.low, high; low < text.high; low = high + 1) {
        high = line_end(text.raw, low, text.high, text.size);
        bool is_long = !is_short(text.raw, low, high, text.size);
        if (!is_long && high + 1 < text.high)
            continue;
        search->text.low = first;
        search->text.high = is_long ? low : text.high;
        search_text(search);
        first = high + 1;
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
        if (set->all_short)
            search_short_lines(&search);
        else
            search_text(&search);
    }
    free(found);
    return search.count;
}
