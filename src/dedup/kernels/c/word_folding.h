/* Words that are folded as a whole -> their folded forms: those of several scripts, or with signs out of order.
 *
 * A letter that looks like a letter of the word's main script becomes that letter. Consecutive signs are sorted by
 * their combining class.
 */
#ifndef WORD_FOLDING_H
#define WORD_FOLDING_H

#include "folding.h"

/* A number above all combining classes. */
enum { NO_ORDER = 256 };

/* The largest number of bytes that `fold_word` writes for a word. The look-alike of a letter in another script may take
 * four times as many bytes as its folded form: ї (і and its dots) for ï, which is folded to i. */
static inline int64_t most_folded(const FoundWord *word) { return 4 * word->size + word->after - word->first; }

/* The weight of the letters of one script in a word of several; letters without look-alikes weigh most. */
static int64_t weigh_script(const uint8_t *raw, int64_t at, int64_t after, const FoldingTable *table, int scripts,
                            int script)
{
    int64_t weight = 0;
    int others = scripts & ~(1 << script);
    while (at < after) {
        int64_t code = decode(raw, at, after, &at);
        if (!(table->script[code] >> script & 1))
            continue;
        const int32_t *alike = table->alike + ROW * table->row[code];
        if ((alike[EXACT] & others) == 0)
            weight += DISTINCTIVE;
        else
            weight += (alike[SMALL] & others) == 0 ? 2 : 1;
    }
    return weight;
}

/* The number of the main script of a word, or -1 to leave the word as it is: two scripts weigh the same, or it has
 * one. */
static int main_script(const uint8_t *raw, int64_t at, int64_t after, const FoldingTable *table)
{
    int scripts = 0;
    for (int64_t i = at; i < after;)
        scripts |= table->script[decode(raw, i, after, &i)];
    if (!may_mix_scripts(scripts))
        return -1;
    if (scripts < NOT_LATIN)
        return 0;
    int main = -1;
    int64_t most = 0;
    for (int script = 0; script < SCRIPTS; script++) {
        int64_t weight = weigh_script(raw, at, after, table, scripts & ~NOT_LATIN, script);
        if (weight == most)
            main = -1;
        if (weight > most) {
            main = script;
            most = weight;
        }
    }
    return main;
}

/* Write a code point below U+10000, as all look-alikes are, in UTF-8; return its size. */
static int64_t encode(int64_t code, uint8_t *out)
{
    if (code < ASCII) {
        out[0] = (uint8_t)code;
        return 1;
    }
    if (code < 0x800) {
        out[0] = (uint8_t)(0xC0 | code >> 6);
        out[1] = 0x80 | (code & 0x3F);
        return 2;
    }
    out[0] = (uint8_t)(0xE0 | code >> 12);
    out[1] = 0x80 | (code >> 6 & 0x3F);
    out[2] = 0x80 | (code & 0x3F);
    return 3;
}

/* Write the consecutive signs after a letter, by class; return their size, and set `at` to the offset after them. */
static int64_t sort_signs(const uint8_t *raw, int64_t *at, int64_t after, int64_t letter, const FoldingTable *table,
                          uint8_t *out)
{
    int64_t size = 0, end = *at;
    for (int order = 0; order < NO_ORDER;) { /* nothing is written in the first round: no sign has the class 0 */
        int least = NO_ORDER;
        for (end = *at; end < after;) {
            int64_t next, code = decode(raw, end, after, &next);
            int found = table->order[code], kind = table->kind[code];
            bool ends = kind == LETTER || kind == SINGLE || kind == SIGN || makes_another_letter(letter, code, table);
            if (found == 0 && ends)
                break;
            if (found == order && found > 0)
                size += fold(raw, end, next, code, table, out + size);
            else if (found > order && found < least)
                least = found;
            end = next;
        }
        order = least;
    }
    *at = end;
    return size;
}

/* Write the folded form of a word; return its size. */
static int64_t fold_word(const uint8_t *raw, int64_t at, int64_t after, const FoldingTable *table, uint8_t *out)
{
    int script = main_script(raw, at, after, table);
    int64_t size = 0, letter = 0;
    while (at < after) {
        int64_t next, code = decode(raw, at, after, &next);
        int kind = table->kind[code], of = table->script[code];
        if (kind == SIGN && table->order[code] > 0) {
            size += sort_signs(raw, &at, after, letter, table, out + size);
            continue;
        }
        int64_t shown = code;
        if (script >= 0 && of > 0 && !(of >> script & 1)) {
            int32_t alike = table->alike[ROW * table->row[code] + FIRST + script];
            shown = alike > 0 ? alike : code;
        }
        if (kind == LETTER || kind == SINGLE)
            letter = shown;
        if (kind == LETTER || kind == SINGLE || kind == SIGN ||
            (kind == MARK && makes_another_letter(letter, code, table))) {
            if (shown == code || table->length[shown] > 0)
                size += fold(raw, at, next, shown, table, out + size);
            else
                size += encode(shown, out + size);
        }
        at = next;
    }
    return size;
}

#endif
