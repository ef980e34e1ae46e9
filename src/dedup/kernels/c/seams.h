/* Two blocks of UTF-8 -> whether a page break went through one paragraph there.
 *
 * The rules, and why they are what they are, stand in seams.py.
 */
#ifndef SEAMS_H
#define SEAMS_H

#include "characters.h"

/* What a character is to a paragraph, as in characters.py: one uint8 a code point. */
enum { IS_SPACE = 1, IS_WORD = 2, IS_LOWER = 4, IS_OPEN = 8, IS_CLOSER = 16, IS_END = 32, IS_CASED = 64 };

/* Words that a block has at least if it is running text. */
enum { FEWEST_WORDS = 8 };

static inline bool is_word(int64_t code, const uint8_t *flags) { return flags[code] & IS_WORD || code == '_'; }

/* Whether what stands at a place, up to white space, is no address and holds nothing that is refused. */
static inline bool is_plain(const uint8_t *raw, int64_t at, int64_t end, const uint8_t *flags, int refused)
{
    bool after_word = false;
    while (at < end) {
        int64_t next, code = decode(raw, at, end, &next);
        if (flags[code] & IS_SPACE)
            break;
        if (flags[code] & refused || code == '@')
            return false;
        if (code == ':' && next + 1 < end && raw[next] == '/' && raw[next + 1] == '/')
            return false;
        if (code == '.' && after_word && next < end) {
            int64_t after;
            if (is_word(decode(raw, next, end, &after), flags))
                return false;
        }
        after_word = is_word(code, flags);
        at = next;
    }
    return true;
}

/* Whether a block's last character that closes nothing ends a sentence. */
static inline bool ends_a_sentence(const uint8_t *raw, int64_t start, int64_t end, const uint8_t *flags)
{
    while (end > start) {
        int64_t next, at = last_character(raw, start, end), code = decode(raw, at, end, &next);
        if (!(flags[code] & IS_CLOSER))
            return flags[code] & IS_END;
        end = at;
    }
    return true;
}

static inline bool is_running(const uint8_t *raw, int64_t at, int64_t end, const uint8_t *flags)
{
    int words = 0;
    bool inside = false;
    while (at < end) {
        int64_t code = decode(raw, at, end, &at);
        bool word = is_word(code, flags);
        if (word && !inside && ++words == FEWEST_WORDS)
            return true;
        inside = word;
    }
    return false;
}

static inline bool goes_on(const uint8_t *raw, int64_t start, int64_t end, const uint8_t *flags)
{
    return is_plain(raw, start, end, flags, IS_CASED) &&
           (ends_a_sentence(raw, start, end, flags) || is_running(raw, start, end, flags));
}

static inline bool breaks_off(const uint8_t *raw, int64_t start, int64_t end, const uint8_t *flags)
{
    int64_t first = end;
    while (first > start) {
        int64_t next, at = last_character(raw, start, first);
        if (flags[decode(raw, at, first, &next)] & IS_SPACE)
            break;
        first = at;
    }
    return is_plain(raw, first, end, flags, 0) && is_running(raw, start, end, flags);
}

/* Whether the block between two places goes on where the paragraph between two others breaks off. */
static inline bool is_seam(const uint8_t *raw, int64_t before, int64_t before_end, int64_t start, int64_t end,
                           const uint8_t *flags)
{
    int64_t next, first = decode(raw, start, end, &next);
    int64_t last = decode(raw, last_character(raw, before, before_end), before_end, &next);
    return flags[first] & IS_LOWER && flags[last] & IS_OPEN && goes_on(raw, start, end, flags) &&
           breaks_off(raw, before, before_end, flags);
}

#endif
