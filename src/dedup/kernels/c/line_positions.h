/* Where a pattern stands in its line, and what shape the line has.
 *
 * patterns.py explains the positions, boundaries and shapes, and has the same limits.
 */
#ifndef LINE_POSITIONS_H
#define LINE_POSITIONS_H

#include "bitmask.h"
#include "utf8.h"

enum { ANYWHERE, LINE_START, SENTENCE_START, EARLY, LINE_END, CLOSING_CREDIT, OPENING_CREDIT, DATE_END, DATE_START, EARLY_BEFORE_DASH };
enum { WORD_START = 1, WORD_END = 2, NOT_AFTER_LETTER = 4 };
enum { SHORT_LINE, YEAR, NUMERIC, DIGIT_FIRST, SHAPES };
enum { MOST_SHORT = 100, MOST_SHAPED = 180 };
enum { MOST_BEFORE_LINE_START = 50, MOST_BEFORE_EARLY = 140, MOST_BEFORE_CREDIT = 100 };
enum { MOST_AFTER_MONTH = 6, MOST_AFTER_DATE = 45, WORDS_IN_DATE = 2, WORDS_BEFORE_DATE = 4 };

/* Whether there are at most `most` letters and digits between two offsets. */
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

/* The number of letters between two offsets; counting stops at `most` and one. */
static inline int64_t count_letters(const uint8_t *raw, int64_t low, int64_t high, int64_t most)
{
    int64_t count = 0;
    for (int64_t at = low; at < high && count <= most; at++)
        count += is_alphanumeric(raw[at]) && !is_digit(raw[at]);
    return count;
}

/* The number of words that begin between two offsets; counting stops at `most` and one. A word begins with an ASCII
 * letter, and not right after a byte beyond ASCII. */
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

/* Whether the word boundaries of a pattern are met. */
static inline bool is_bounded(const uint8_t *raw, int64_t at, int64_t end, int64_t low, int64_t high, int boundaries)
{
    bool before = at > low && is_alphanumeric(raw[at - 1]), after = end < high && is_alphanumeric(raw[end]);
    if ((boundaries & WORD_START && before) || (boundaries & WORD_END && after))
        return false;
    return !(boundaries & NOT_AFTER_LETTER && before && !is_digit(raw[at - 1]));
}

static inline bool is_in_date(const uint8_t *raw, int64_t at, int64_t end, int64_t low, int64_t high, int position)
{
    if (position == DATE_END)
        return count_letters(raw, end, high, MOST_AFTER_MONTH) <= MOST_AFTER_MONTH;
    int64_t words = count_words(raw, low, at, WORDS_BEFORE_DATE);
    return words <= WORDS_IN_DATE || (words <= WORDS_BEFORE_DATE && are_few(raw, end, high, MOST_AFTER_DATE));
}

/* Whether a pattern may begin after a byte that is no letter or digit. */
static inline bool may_precede(uint8_t byte, int position)
{
    if (byte >= ASCII)
        return position == SENTENCE_START || position == CLOSING_CREDIT || position == OPENING_CREDIT;
    switch (position) {
    case SENTENCE_START:
        return byte == '.' || byte == '!' || byte == '?' || byte == ':' || byte == ';' || byte == '|' || byte == '(';
    case CLOSING_CREDIT:
        return byte == '(' || byte == '-' || byte == ':';
    case OPENING_CREDIT:
        return byte == '(' || byte == '/' || byte == '-';
    default:
        return false;
    }
}

/* Whether a pattern may begin after the gap between words before it, where its position depends on the gap. */
static inline bool may_begin(const uint8_t *raw, int64_t at, int64_t low, int position)
{
    if (position == EARLY || position == LINE_END)
        return true;
    int64_t gap = at;
    while (gap > low && !is_alphanumeric(raw[gap - 1]))
        gap--;
    if (gap == low && (position == LINE_START || position == SENTENCE_START))
        return true;
    for (int64_t between = gap; between < at; between++) {
        if (position == LINE_START && raw[between] == ':')
            return are_few(raw, low, gap, MOST_BEFORE_LINE_START);
        if (may_precede(raw[between], position))
            return true;
    }
    return false;
}

/* Whether a dash, a bar or a byte beyond ASCII stands between an offset and the next letter or digit. */
static inline bool precedes_dash(const uint8_t *raw, int64_t at, int64_t high)
{
    for (; at < high && !is_alphanumeric(raw[at]); at++)
        if (raw[at] == '-' || raw[at] == '|' || raw[at] == '=' || raw[at] >= ASCII)
            return true;
    return false;
}

/* Whether the string `at : end` of the line `low : high` has the position and the word boundaries of its pattern. */
static inline bool is_in_position(const uint8_t *raw, int64_t at, int64_t end, int64_t low, int64_t high, int position,
                                  int boundaries)
{
    if (!is_bounded(raw, at, end, low, high, boundaries))
        return false;
    if (position == ANYWHERE)
        return true;
    if (position == EARLY_BEFORE_DASH)
        return precedes_dash(raw, end, high) && are_few(raw, low, at, MOST_BEFORE_EARLY);
    if (position >= DATE_END)
        return is_in_date(raw, at, end, low, high, position);
    if ((position == LINE_END || position == CLOSING_CREDIT) && !are_few(raw, end, high, 0))
        return false;
    if ((position == EARLY && !are_few(raw, low, at, MOST_BEFORE_EARLY)) ||
        (position == OPENING_CREDIT && !are_few(raw, low, at, MOST_BEFORE_CREDIT)))
        return false;
    return may_begin(raw, at, low, position);
}

static inline bool is_year(const uint8_t *raw, int64_t at, int64_t high)
{
    if (at + 4 > high || !is_digit(raw[at + 2]) || !is_digit(raw[at + 3]))
        return false;
    return (raw[at] == '1' && raw[at + 1] == '9') || (raw[at] == '2' && raw[at + 1] == '0');
}

static inline bool is_date_separator(uint8_t byte) { return byte == '.' || byte == '/' || byte == '-'; }

/* Whether one or two digits, a separator and two digits stand at an offset. */
static inline bool is_numeric(const uint8_t *raw, int64_t at, int64_t high)
{
    for (int size = 1; size <= 2; size++)
        if (at + size + 3 <= high && is_date_separator(raw[at + size]) && is_digit(raw[at + size + 1]) &&
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

/* Whether a byte is, or begins, a character that a Markdown reader shows. */
static inline bool is_shown(uint8_t byte)
{
    bool hidden = byte == '*' || byte == '_' || byte == '#' || byte == '>' || byte == '|' || byte == '\\';
    return byte > ' ' && !hidden && !(byte >= 0x80 && byte < 0xC0);
}

/* Whether a line is short, as `mark_shapes` has it; its bytes, or its letters and digits, tell it of most lines. */
static inline bool is_short(const uint8_t *raw, int64_t low, int64_t high, int64_t size)
{
    if (high - low <= MOST_SHORT)
        return true;
    int64_t count = 0;
    for (int64_t at = low; at + WIDTH <= min(high, size) && count <= MOST_SHORT; at += WIDTH)
        count += count_bits(alphanumeric_bits(raw + at));
    if (count > MOST_SHORT)
        return false;
    count = 0;
    for (int64_t at = low; at < high && count <= MOST_SHORT; at++)
        count += is_shown(raw[at]);
    return count <= MOST_SHORT;
}

/* Mark the shapes of a line in `found`, which has one byte for each group. */
static inline void mark_shapes(const uint8_t *raw, int64_t low, int64_t high, uint8_t *found)
{
    memset(found, 0, SHAPES);
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
            numeric = numeric || (at > low && is_date_separator(raw[at - 1]) && is_numeric(raw, at, high));
        }
    }
    found[SHORT_LINE] = shown <= MOST_SHORT;
    found[YEAR] = year;
    found[NUMERIC] = numeric;
    found[DIGIT_FIRST] = digit_first;
}

/* The end of the part of a line in which an early pattern may begin. */
static inline int64_t early_end(const uint8_t *raw, int64_t low, int64_t high)
{
    int64_t count = 0, at = low;
    for (int more; at + WIDTH <= high; at += WIDTH, count += more)
        if (count + (more = count_bits(alphanumeric_bits(raw + at))) > MOST_BEFORE_EARLY + 1)
            break;
    for (; at < high; at++) {
        count += is_alphanumeric(raw[at]);
        if (count > MOST_BEFORE_EARLY + 1)
            return at;
    }
    return high;
}

#endif
