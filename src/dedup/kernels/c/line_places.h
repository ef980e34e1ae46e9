/* Where a string stands in its line, and what shape the line has.
 *
 * The names of places and shapes, and the limits, are those of searches.py.
 */
#ifndef LINE_PLACES_H
#define LINE_PLACES_H

#include "bitmask.h"
#include "characters.h"

enum { ANYWHERE, OPENS, BEGINS, EARLY, ENDS, CLOSES, CREDITS, DATE_ENDS, DATE_OPENS };
enum { WHOLE_BEFORE = 1, WHOLE_AFTER = 2, LETTERS_BEFORE = 4 };
enum { SHORT_LINE, YEAR, NUMERIC, DIGIT_FIRST, SHAPES };
enum { MOST_SHORT = 100, MOST_SHAPED = 180 };
enum { MOST_BEFORE_OPENING = 50, MOST_BEFORE_EARLY = 140, MOST_BEFORE_CREDITS = 100 };
enum { MOST_AFTER_MONTH = 6, MOST_AFTER_DATE = 45, WORDS_IN_DATE = 2, WORDS_BEFORE_DATE = 4 };

/* Whether at most so many letters and digits stand between two places. */
static inline bool are_few(const uint8_t *raw, int64_t low, int64_t high, int64_t most)
{
    int64_t count = 0;
    for (int64_t at = low; at < high; at++) {
        count += is_alphanumeric(raw[at]);
        if (count > most)
            return false;
    }
    return true;
}

/* How many letters stand between two places, counted as far as `most` and one. */
static inline int64_t count_letters(const uint8_t *raw, int64_t low, int64_t high, int64_t most)
{
    int64_t count = 0;
    for (int64_t at = low; at < high && count <= most; at++)
        count += is_alphanumeric(raw[at]) && !is_digit(raw[at]);
    return count;
}

/* How many words begin between two places, counted as far as `most` and one. Words of digits are none, nor are those
 * that follow other bytes. */
static inline int64_t count_words(const uint8_t *raw, int64_t low, int64_t high, int64_t most)
{
    int64_t count = 0;
    uint8_t before = 0;
    for (int64_t at = low; at < high && count <= most; at++) {
        uint8_t byte = raw[at];
        count += is_alphanumeric(byte) && !is_digit(byte) && before < ASCII && !is_alphanumeric(before);
        before = byte;
    }
    return count;
}

static inline bool is_whole(const uint8_t *raw, int64_t at, int64_t end, int64_t low, int64_t high, int whole)
{
    bool before = at > low && is_alphanumeric(raw[at - 1]), after = end < high && is_alphanumeric(raw[end]);
    if ((whole & WHOLE_BEFORE && before) || (whole & WHOLE_AFTER && after))
        return false;
    return !(whole & LETTERS_BEFORE && before && !is_digit(raw[at - 1]));
}

static inline bool is_in_date(const uint8_t *raw, int64_t at, int64_t end, int64_t low, int64_t high, int place)
{
    if (place == DATE_ENDS)
        return count_letters(raw, end, high, MOST_AFTER_MONTH) <= MOST_AFTER_MONTH;
    int64_t words = count_words(raw, low, at, WORDS_BEFORE_DATE);
    return words <= WORDS_IN_DATE || (words <= WORDS_BEFORE_DATE && are_few(raw, end, high, MOST_AFTER_DATE));
}

/* Whether a byte between words lets a string begin behind it. */
static inline bool is_opener(uint8_t byte, int place)
{
    if (byte >= ASCII)
        return place == BEGINS || place == CLOSES || place == CREDITS;
    switch (place) {
    case BEGINS:
        return byte == '.' || byte == '!' || byte == '?' || byte == ':' || byte == ';' || byte == '|' || byte == '(';
    case CLOSES:
        return byte == '(' || byte == '-' || byte == ':';
    case CREDITS:
        return byte == '(' || byte == '/' || byte == '-';
    default:
        return false;
    }
}

/* Whether the gap before a string lets it begin there, if that makes a difference. */
static inline bool is_opened(const uint8_t *raw, int64_t at, int64_t low, int place)
{
    if (place == EARLY || place == ENDS)
        return true;
    int64_t gap = at;
    while (gap > low && !is_alphanumeric(raw[gap - 1]))
        gap--;
    if (gap == low && (place == OPENS || place == BEGINS))
        return true;
    for (int64_t between = gap; between < at; between++) {
        if (place == OPENS && raw[between] == ':')
            return are_few(raw, low, gap, MOST_BEFORE_OPENING);
        if (is_opener(raw[between], place))
            return true;
    }
    return false;
}

/* Whether what stands at a place of the line between `low` and `high` stands as it has to. */
static inline bool stands(const uint8_t *raw, int64_t at, int64_t end, int64_t low, int64_t high, int place, int whole)
{
    if (!is_whole(raw, at, end, low, high, whole))
        return false;
    if (place == ANYWHERE)
        return true;
    if (place >= DATE_ENDS)
        return is_in_date(raw, at, end, low, high, place);
    if ((place == ENDS || place == CLOSES) && !are_few(raw, end, high, 0))
        return false;
    if ((place == EARLY && !are_few(raw, low, at, MOST_BEFORE_EARLY)) ||
        (place == CREDITS && !are_few(raw, low, at, MOST_BEFORE_CREDITS)))
        return false;
    return is_opened(raw, at, low, place);
}

static inline bool is_year(const uint8_t *raw, int64_t at, int64_t high)
{
    if (at + 4 > high || !is_digit(raw[at + 2]) || !is_digit(raw[at + 3]))
        return false;
    return (raw[at] == '1' && raw[at + 1] == '9') || (raw[at] == '2' && raw[at + 1] == '0');
}

static inline bool separates(uint8_t byte) { return byte == '.' || byte == '/' || byte == '-'; }

/* Whether one or two digits, a separator and two digits stand at a place. */
static inline bool is_numeric(const uint8_t *raw, int64_t at, int64_t high)
{
    for (int size = 1; size <= 2; size++)
        if (at + size + 3 <= high && separates(raw[at + size]) && is_digit(raw[at + size + 1]) &&
            is_digit(raw[at + size + 2]) && is_digit(raw[at]) && is_digit(raw[at + size - 1]))
            return true;
    return false;
}

/* Whether a byte may begin a digit of another script. */
static inline bool is_other_digit(uint8_t byte)
{
    return byte == 0xD9 || byte == 0xDB || byte == 0xDF || byte == 0xE0 || byte == 0xE1 || byte == 0xEA ||
           byte == 0xEF || byte == 0xF0;
}

/* Whether a byte begins a character that a line shows, or is one. */
static inline bool is_shown(uint8_t byte)
{
    bool hidden = byte == '*' || byte == '_' || byte == '#' || byte == '>' || byte == '|' || byte == '\\';
    return byte > ' ' && !hidden && !(byte >= 0x80 && byte < 0xC0);
}

/* Mark the groups of a line's shape. */
static inline void mark_shape(const uint8_t *raw, int64_t low, int64_t high, uint8_t *seen)
{
    memset(seen, 0, SHAPES);
    int64_t shown = 0;
    bool year = false, numeric = false, digit_first = false, first = false;
    for (int64_t at = low; at < high; at++) {
        uint8_t byte = raw[at];
        shown += is_shown(byte);
        if (shown > MOST_SHAPED)
            return;
        if (is_other_digit(byte))
            year = numeric = digit_first = true;
        if (is_alphanumeric(byte)) {
            digit_first = digit_first || (!first && is_digit(byte));
            first = true;
            year = year || is_year(raw, at, high);
            numeric = numeric || (at > low && separates(raw[at - 1]) && is_numeric(raw, at, high));
        }
    }
    seen[SHORT_LINE] = shown <= MOST_SHORT;
    seen[YEAR] = year;
    seen[NUMERIC] = numeric;
    seen[DIGIT_FIRST] = digit_first;
}

/* The place up to which a string may begin that stands early in a line. */
static inline int64_t early_bound(const uint8_t *raw, int64_t low, int64_t high)
{
    int64_t count = 0;
    for (int64_t at = low; at < high; at++) {
        count += is_alphanumeric(raw[at]);
        if (count > MOST_BEFORE_EARLY + 1)
            return at;
    }
    return high;
}

/* The place up to which a string may begin that opens a line; the buffer has `size` bytes. */
static inline int64_t opening_bound(const uint8_t *raw, int64_t low, int64_t high, int64_t size)
{
    int64_t first = low;
    while (first < high && !is_alphanumeric(raw[first]))
        first++;
    int64_t bound = min(first + 1, high), at = first, count = 0;
    while (at < high && at + WIDTH <= size && count <= MOST_BEFORE_OPENING && !equal_bits(raw + at, ':')) {
        count += count_bits(alphanumeric_bits(raw + at));
        at += WIDTH;
    }
    bool opens = false;
    for (; at < high && count <= MOST_BEFORE_OPENING; at++) {
        if (opens)
            bound = at + 1;
        if (is_alphanumeric(raw[at])) {
            opens = false;
            count++;
        }
        opens = opens || raw[at] == ':';
    }
    return bound;
}

#endif
