/* UTF-8 -> the blocks between blank lines.
 *
 * Line ends are found 64 bytes at a time. Flags are looked up only for the characters that decide: the first of a line,
 * and those of a block up to its first letter.
 */
#include "lines.h"
#include "seams.h"

/* The offset of the next character that is no white space, or of the next line feed unless `lines`. */
static int64_t skip_space(const uint8_t *raw, int64_t at, int64_t high, const uint8_t *flags, bool lines)
{
    while (at < high) {
        uint8_t byte = raw[at];
        if ((byte > ' ' && byte < ASCII) || (byte == '\n' && !lines))
            return at;
        int64_t next, code = decode(raw, at, high, &next);
        if (!(flags[code] & IS_SPACE))
            return at;
        at = next;
    }
    return high;
}

/* Where the last line of a block ends; `next` is where the next block begins. */
static int64_t block_end(const uint8_t *raw, int64_t at, int64_t high, const uint8_t *flags, int64_t size, int64_t *next)
{
    for (;;) {
        int64_t end = line_end(raw, at, high, size);
        at = skip_space(raw, end + 1, high, flags, false);
        if (at >= high) {
            *next = high;
            return end;
        }
        if (raw[at] == '\n') {
            *next = skip_space(raw, at, high, flags, true);
            return end;
        }
    }
}

/* Whether a block has a letter or digit. */
static bool has_alphanumeric(const uint8_t *raw, int64_t at, int64_t end, const uint8_t *flags)
{
    while (at < end)
        if (flags[decode(raw, at, end, &at)] & IS_ALPHANUMERIC)
            return true;
    return false;
}

/* Where a block ends, without the white space after it. */
static int64_t stripped_end(const uint8_t *raw, int64_t start, int64_t end, const uint8_t *flags)
{
    while (end > start) {
        int64_t next, at = last_character(raw, start, end);
        if (!(flags[decode(raw, at, end, &next)] & IS_SPACE))
            return end;
        end = at;
    }
    return end;
}

typedef struct {
    int64_t *starts, *ends;
    uint8_t *continues;
    int64_t room, count;
} Blocks;

/* Add the blocks of a text; return whether they had room. */
static bool find_blocks_of(const uint8_t *raw, int64_t at, int64_t high, const uint8_t *flags, int64_t size,
                           Blocks *blocks)
{
    bool after_block = false;
    int64_t paragraph = at;
    at = skip_space(raw, at, high, flags, true);
    while (at < high) {
        int64_t start = at, end = block_end(raw, start, high, flags, size, &at);
        if (!has_alphanumeric(raw, start, end, flags)) {
            after_block = false;
            continue;
        }
        if (blocks->count >= blocks->room)
            return false;
        end = stripped_end(raw, start, end, flags);
        int64_t count = blocks->count++;
        blocks->starts[count] = start;
        blocks->ends[count] = end;
        blocks->continues[count] =
            after_block && is_seam(raw, paragraph, blocks->ends[count - 1], start, end, flags);
        if (!blocks->continues[count])
            paragraph = start;
        after_block = true;
    }
    return true;
}

/* Fill the last four arrays; return the number of blocks. */
KERNEL find_blocks(const uint8_t *raw, int64_t size, const int64_t *offsets, int64_t offset_count,
                   const uint8_t *flags, int64_t flag_count, int64_t *bounds, int64_t bound_count, int64_t *starts,
                   int64_t room, int64_t *ends, int64_t end_room, uint8_t *continues, int64_t continues_room)
{
    if (!are_offsets(offsets, offset_count, size) || flag_count != CODE_POINTS || bound_count != offset_count ||
        end_room != room || continues_room != room)
        return OUT_OF_BOUNDS;
    Blocks blocks = {starts, ends, continues, room, 0};
    bounds[0] = 0;
    for (int64_t text = 0; text + 1 < offset_count; text++) {
        if (!find_blocks_of(raw, offsets[text], offsets[text + 1], flags, size, &blocks))
            return OUT_OF_BOUNDS;
        bounds[text + 1] = blocks.count;
    }
    return blocks.count;
}
