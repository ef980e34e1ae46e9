/* Texts -> where their heads end and their tails begin.
 *
 * Characters that a Markdown reader does not show, or may not show, do not count. So a line is only called a paragraph
 * if it is one for every reader.
 */
#include "lines.h"
#include "utf8.h"

typedef enum { BLANK_LINE, LINE, PARAGRAPH } LineKind;

/* The buffer, its size, and the least numbers of characters of a paragraph, and of one that ends like a sentence. */
typedef struct {
    const uint8_t *raw;
    int64_t size, paragraph, sentence;
} Reader;

/* Marks that a Markdown reader does not show. */
static inline bool is_mark(int64_t code)
{
    return code == '*' || code == '_' || code == '#' || code == '>' || code == '\\';
}

BITS(hidden_bits, (v <= ' ') | (v == '*') | (v == '_') | (v == '#') | (v == '>') | (v == '\\'))
BITS(link_bits, (v == '[') | (v == '<'))

/* What may be counted too much: a bullet at the beginning, the space after it, and one before the first word. */
enum { EXCESS = 3 };

/* Whether the ASCII characters that a line shows make a paragraph, for lines without links. */
static bool is_long(const Reader *reader, int64_t at, int64_t end)
{
    int64_t count = -EXCESS;
    uint64_t before = 0;
    for (; at < end && at + WIDTH <= reader->size && count < reader->paragraph; at += WIDTH) {
        const uint8_t *raw = reader->raw + at;
        if (link_bits(raw))
            return false;
        uint64_t solid = ~hidden_bits(raw) & first_bits(end - at), ascii = solid & ~foreign_bits(raw);
        count += count_bits(ascii) + count_bits(ascii & ~(solid << 1 | before));
        before = solid >> 63;
    }
    return count >= reader->paragraph;
}

/* The offset after a closing bracket, or the end of the line. */
static int64_t after_bracket(const uint8_t *raw, int64_t at, int64_t end, uint8_t closing)
{
    while (at < end && raw[at] != closing)
        at++;
    return min(at + 1, end);
}

/* The kind of a line, character by character. */
static LineKind read_line(const Reader *reader, int64_t at, int64_t end)
{
    LineKind kind = BLANK_LINE;
    int64_t count = 0, last = 0, before = 0;
    bool gap = false, spaced = false, bullet = false;
    while (at < end && count < reader->paragraph) {
        int64_t code = decode(reader->raw, at, end, &at);
        if (is_space(code)) {
            gap = spaced = true;
            continue;
        }
        kind = LINE;
        before = spaced ? 0 : last;
        last = code;
        spaced = false;
        if (code == '[' || code == '<') {
            at = after_bracket(reader->raw, at, end, code == '[' ? ')' : '>');
            last = 0;
            gap = true;
        } else if (is_mark(code)) {
            gap = true;
        } else if (code == '!' && at < end && reader->raw[at] == '[') {
            continue;
        } else if (count == 0 && !bullet && (code == '+' || code == '-')) {
            bullet = true;
        } else {
            count += gap && count ? 2 : 1;
            gap = false;
        }
    }
    if (count >= reader->paragraph)
        return PARAGRAPH;
    bool quoted = last == '"' || last == 0x201D;
    bool ends = quoted ? before == '.' : last == '.' || last == '!' || last == '?';
    return ends && count >= reader->sentence ? PARAGRAPH : kind;
}

static LineKind kind_of_line(const Reader *reader, int64_t at, int64_t end)
{
    return is_long(reader, at, end) ? PARAGRAPH : read_line(reader, at, end);
}

/* Find the first paragraph among the first lines, and the number of lines before it that are not blank. */
static void find_head(const Reader *reader, int64_t low, int64_t high, int64_t most_lines, int64_t *paragraph,
                      int64_t *paragraph_end, int64_t *head_lines)
{
    int64_t at = low, lines = 0;
    while (at < high && lines < most_lines) {
        int64_t end = line_end(reader->raw, at, high, reader->size);
        LineKind kind = kind_of_line(reader, at, end);
        if (kind == PARAGRAPH) {
            *paragraph = at;
            *paragraph_end = end;
            *head_lines = lines;
            return;
        }
        lines += kind != BLANK_LINE;
        at = end + 1;
    }
    *paragraph = *paragraph_end = min(at, high);
    *head_lines = lines;
}

/* Find where the tail begins, and the line above it. */
static void find_tail(const Reader *reader, int64_t low, int64_t high, int64_t most_lines, int64_t most_paragraphs,
                      int64_t *tail, int64_t *line_above)
{
    int64_t end = high, first = high, lines = 0, paragraphs = 0;
    while (end > low && lines < most_lines) {
        int64_t at = line_start(reader->raw, low, end);
        LineKind kind = kind_of_line(reader, at, end);
        if (paragraphs == most_paragraphs && kind != BLANK_LINE) {
            *tail = first;
            *line_above = at;
            return;
        }
        lines += kind != BLANK_LINE;
        paragraphs += kind == PARAGRAPH;
        if (paragraphs < most_paragraphs || kind == PARAGRAPH)
            first = at;
        end = at - 1;
    }
    *tail = *line_above = first;
}

/* Fill `result`, whose rows are the columns of `HeadsAndTails` in paragraphs.py. */
KERNEL find_heads_and_tails(const uint8_t *raw, int64_t size, const int64_t *offsets, int64_t offset_count,
                            int64_t paragraph, int64_t sentence, int64_t head_lines, int64_t tail_lines,
                            int64_t tail_paragraphs, int64_t *result, int64_t room)
{
    int64_t texts = offset_count - 1;
    if (!are_offsets(offsets, offset_count, size) || room != 5 * texts)
        return OUT_OF_BOUNDS;
    Reader reader = {raw, size, paragraph, sentence};
    for (int64_t text = 0; text < texts; text++) {
        int64_t low = offsets[text], high = offsets[text + 1], *row = result + text;
        find_head(&reader, low, high, head_lines, row, row + texts, row + 2 * texts);
        find_tail(&reader, low, high, tail_lines, tail_paragraphs, row + 3 * texts, row + 4 * texts);
    }
    return 0;
}
