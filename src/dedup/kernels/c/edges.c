/* Texts -> the places where their heads end and their tails begin.
 *
 * What Markdown does not show is not counted, and what it may not show neither: a line is called a paragraph only if it
 * is one for every reader.
 */
#include "characters.h"
#include "lines.h"

typedef enum { BLANK_LINE, LINE, PARAGRAPH } Kind;

/* What lines are judged by: the buffer and its size, and how long paragraphs are. */
typedef struct {
    const uint8_t *raw;
    int64_t size, paragraph, sentence;
} Judge;

/* Marks that Markdown does not show. */
static inline bool is_gap(int64_t code)
{
    return code == '*' || code == '_' || code == '#' || code == '>' || code == '\\';
}

BITS(hidden_bits, (v <= ' ') | (v == '*') | (v == '_') | (v == '#') | (v == '>') | (v == '\\'))
BITS(link_bits, (v == '[') | (v == '<'))

/* A bullet at the beginning, the space after it, and the one that would be counted before the first word. */
enum { LEAST_BEFORE = 3 };

/* Whether the ASCII characters that a line shows make a paragraph, where it has no links. */
static bool is_long(const Judge *by, int64_t at, int64_t end)
{
    int64_t count = -LEAST_BEFORE;
    uint64_t before = 0;
    for (; at < end && at + WIDTH <= by->size && count < by->paragraph; at += WIDTH) {
        const uint8_t *raw = by->raw + at;
        if (link_bits(raw))
            return false;
        uint64_t solid = ~hidden_bits(raw) & first_bits(end - at), ascii = solid & ~foreign_bits(raw);
        count += count_bits(ascii) + count_bits(ascii & ~(solid << 1 | before));
        before = solid >> 63;
    }
    return count >= by->paragraph;
}

/* The place after a closing bracket, or the end of the line. */
static int64_t after_bracket(const uint8_t *raw, int64_t at, int64_t end, uint8_t closing)
{
    while (at < end && raw[at] != closing)
        at++;
    return min(at + 1, end);
}

/* What a line is, character by character. */
static Kind look_at(const Judge *by, int64_t at, int64_t end)
{
    Kind kind = BLANK_LINE;
    int64_t count = 0, last = 0, before = 0;
    bool gap = false, spaced = false, bullet = false;
    while (at < end && count < by->paragraph) {
        int64_t code = decode(by->raw, at, end, &at);
        if (is_space(code)) {
            gap = spaced = true;
            continue;
        }
        kind = LINE;
        before = spaced ? 0 : last;
        last = code;
        spaced = false;
        if (code == '[' || code == '<') {
            at = after_bracket(by->raw, at, end, code == '[' ? ')' : '>');
            last = 0;
            gap = true;
        } else if (is_gap(code)) {
            gap = true;
        } else if (code == '!' && at < end && by->raw[at] == '[') {
            continue;
        } else if (count == 0 && !bullet && (code == '+' || code == '-')) {
            bullet = true;
        } else {
            count += gap && count ? 2 : 1;
            gap = false;
        }
    }
    if (count >= by->paragraph)
        return PARAGRAPH;
    bool quoted = last == '"' || last == 0x201D;
    bool ends = quoted ? before == '.' : last == '.' || last == '!' || last == '?';
    return ends && count >= by->sentence ? PARAGRAPH : kind;
}

static Kind kind_of(const Judge *by, int64_t at, int64_t end)
{
    return is_long(by, at, end) ? PARAGRAPH : look_at(by, at, end);
}

/* Find where the first paragraph begins and ends, and how many lines stand before it. */
static void find_head(const Judge *by, int64_t low, int64_t high, int64_t most, int64_t *body, int64_t *head,
                      int64_t *before)
{
    int64_t at = low, lines = 0;
    while (at < high && lines < most) {
        int64_t end = line_end(by->raw, at, high, by->size);
        Kind kind = kind_of(by, at, end);
        if (kind == PARAGRAPH) {
            *body = at;
            *head = end;
            *before = lines;
            return;
        }
        lines += kind != BLANK_LINE;
        at = end + 1;
    }
    *body = *head = min(at, high);
    *before = lines;
}

/* Find where the last lines begin, and the line above them. */
static void find_tail(const Judge *by, int64_t low, int64_t high, int64_t most, int64_t paragraphs, int64_t *tail,
                      int64_t *above)
{
    int64_t end = high, first = high, lines = 0, seen = 0;
    while (end > low && lines < most) {
        int64_t at = line_start(by->raw, low, end);
        Kind kind = kind_of(by, at, end);
        if (seen == paragraphs && kind != BLANK_LINE) {
            *tail = first;
            *above = at;
            return;
        }
        lines += kind != BLANK_LINE;
        seen += kind == PARAGRAPH;
        if (seen < paragraphs || kind == PARAGRAPH)
            first = at;
        end = at - 1;
    }
    *tail = *above = first;
}

/* Fill `found`, whose rows are the columns of `Edges` in shapes.py. */
KERNEL find_edges(const uint8_t *raw, int64_t size, const int64_t *offsets, int64_t offset_count, int64_t paragraph,
                  int64_t sentence, int64_t head_lines, int64_t tail_lines, int64_t paragraphs, int64_t *found,
                  int64_t room)
{
    int64_t texts = offset_count - 1;
    if (!are_offsets(offsets, offset_count, size) || room != 5 * texts)
        return OUT_OF_BOUNDS;
    Judge by = {raw, size, paragraph, sentence};
    for (int64_t text = 0; text < texts; text++) {
        int64_t low = offsets[text], high = offsets[text + 1], *row = found + text;
        find_head(&by, low, high, head_lines, row, row + texts, row + 2 * texts);
        find_tail(&by, low, high, tail_lines, paragraphs, row + 3 * texts, row + 4 * texts);
    }
    return 0;
}
