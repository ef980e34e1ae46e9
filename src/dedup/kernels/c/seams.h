/* Two blocks of UTF-8 -> whether there is a seam between them: a page break within a paragraph.
 *
 * paragraphs.py explains the rules.
 */
#ifndef SEAMS_H
#define SEAMS_H

#include "utf8.h"

/* The flags of a character, as in paragraphs.py. */
enum {
    IS_SPACE = 1,
    IS_ALPHANUMERIC = 2,
    IS_LOWER = 4,
    BREAKS_OFF = 8,
    IS_CLOSER = 16,
    ENDS_SENTENCE = 32,
    IS_UPPER = 64
};

/* The least number of words of running text. */
enum { FEWEST_WORDS = 8 };

static inline bool is_word(int64_t code, const uint8_t *flags) { return flags[code] & IS_ALPHANUMERIC || code == '_'; }

/* Whether the characters up to the next white space are no address, and none has a flag of `refused`. */
static inline bool is_no_address(const uint8_t *raw, int64_t at, int64_t end, const uint8_t *flags, int refused)
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

/* Whether a block ends like a sentence, apart from closing quotation marks and brackets. */
static inline bool ends_a_sentence(const uint8_t *raw, int64_t start, int64_t end, const uint8_t *flags)
{
    while (end > start) {
        int64_t next, at = last_character(raw, start, end), code = decode(raw, at, end, &next);
        if (!(flags[code] & IS_CLOSER))
            return flags[code] & ENDS_SENTENCE;
        end = at;
    }
    return true;
}

/* Whether a block has enough words to be running text. */
static inline bool is_running_text(const uint8_t *raw, int64_t at, int64_t end, const uint8_t *flags)
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

/* Whether a block reads like the second half of a sentence. */
static inline bool continues(const uint8_t *raw, int64_t start, int64_t end, const uint8_t *flags)
{
    return is_no_address(raw, start, end, flags, IS_UPPER) &&
           (ends_a_sentence(raw, start, end, flags) || is_running_text(raw, start, end, flags));
}

/* Whether a paragraph reads like the first half of a sentence. */
static inline bool breaks_off(const uint8_t *raw, int64_t start, int64_t end, const uint8_t *flags)
{
    int64_t first = end;
    while (first > start) {
        int64_t next, at = last_character(raw, start, first);
        if (flags[decode(raw, at, first, &next)] & IS_SPACE)
            break;
        first = at;
    }
    return is_no_address(raw, first, end, flags, 0) && is_running_text(raw, start, end, flags);
}

/* Whether the block `start : end` continues the paragraph `before : before_end`. */
static inline bool is_seam(const uint8_t *raw, int64_t before, int64_t before_end, int64_t start, int64_t end,
                           const uint8_t *flags)
{
    int64_t next, first = decode(raw, start, end, &next);
    int64_t last = decode(raw, last_character(raw, before, before_end), before_end, &next);
    return flags[first] & IS_LOWER && flags[last] & BREAKS_OFF && continues(raw, start, end, flags) &&
           breaks_off(raw, before, before_end, flags);
}

#endif
