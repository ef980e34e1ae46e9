/* UTF-8 -> one folded word at a time, character by character: for everything that is not plain ASCII. word_folding.h
 * folds the words of which one character does not tell its folded form.
 *
 * folding.py describes the folding table, which says what each character is to a word.
 */
#ifndef FOLDING_H
#define FOLDING_H

#include "utf8.h"

/* What a code point is to a word. */
enum { SEPARATOR, LETTER, SINGLE, SIGN, MARK, INVISIBLE, HYPHEN, SOFT_HYPHEN, NEWLINE, BLANK };

/* The flag of a lower-case letter. Higher bits name marks: of a mark, itself; of a letter, a mark that makes another
 * letter of it. */
enum { LOWER = 1 };

/* The number of scripts with look-alikes, one bit each, the first of them Latin. NOT_LATIN is added to the bit of
 * another script where no Latin letter looks like the lower-case form of the letter. */
enum { SCRIPTS = 7, NOT_LATIN = 128 };

/* Columns of the look-alikes: the scripts that have a look-alike of the letter as it is written, and those that have
 * one of its lower-case form; then the look-alike in the first script, in the second ... */
enum { EXACT, SMALL, FIRST, ROW = FIRST + SCRIPTS };

/* The weight of a letter without look-alike in the other scripts of its word: more than all other letters together. */
enum { DISTINCTIVE = 1 << 20 };

/* The columns of the table, each with its size. All but the look-alikes and the pool have one row a code point. */
typedef struct {
    const uint8_t *kind;
    int64_t kind_count;
    const uint8_t *flags;
    int64_t flags_count;
    const int32_t *start;
    int64_t start_count;
    const uint8_t *length;
    int64_t length_count;
    const uint8_t *script;
    int64_t script_count;
    const uint8_t *order;
    int64_t order_count;
    const uint16_t *row;
    int64_t row_count;
    const int32_t *alike;
    int64_t alike_count;
    const uint8_t *pool;
    int64_t pool_size;
} FoldingTable;

/* The indexes in the columns are not checked: the whole table comes from one file of the package. */
static inline bool is_folding_table(const FoldingTable *table)
{
    return table->kind_count == CODE_POINTS && table->flags_count == CODE_POINTS && table->start_count == CODE_POINTS &&
           table->length_count == CODE_POINTS && table->script_count == CODE_POINTS &&
           table->order_count == CODE_POINTS && table->row_count == CODE_POINTS && table->alike_count >= ROW;
}

/* The size of the scratch buffer for a folded word, and the number of bytes after which one more character, of at most
 * 255 bytes, may not fit. */
enum { FORM = 1024, FORM_ROOM = FORM - 256 };

/* The word `first : after` of a text; `after` is 0 where there is no word before the next separator. `next` is the
 * offset at which to continue, and `size` the size of the folded form. `folds_as_whole` says that `fold_word` must
 * write the word: its letters belong to several scripts, or its signs are out of order. */
typedef struct {
    int64_t first, after, next, size;
    bool folds_as_whole;
} FoundWord;

/* Copy a few bytes, mostly one to three. The compiler would prepare a loop for many. */
static inline void copy_few(const uint8_t *source, int64_t size, uint8_t *out)
{
    out[0] = source[0];
    if (size > 1)
        out[1] = source[1];
    if (size > 2)
        out[2] = source[2];
    for (int64_t i = 3; i < size; i++)
        out[i] = source[i];
}

/* Write the folded form of the character between two offsets; return its size. */
static inline int64_t fold(const uint8_t *raw, int64_t at, int64_t next, int64_t code, const FoldingTable *table,
                           uint8_t *out)
{
    int64_t size = table->length[code];
    if (size == 0) {
        copy_few(raw + at, next - at, out);
        return next - at;
    }
    copy_few(table->pool + table->start[code], size, out);
    return size;
}

/* The offset of the lower-case letter that continues a hyphenated word on the next line, or 0. */
static inline int64_t continuation(const uint8_t *raw, int64_t at, int64_t high, const FoldingTable *table)
{
    int lines = 0;
    while (at < high && lines < 2) { /* no word reaches across two line ends */
        int64_t next, code = decode(raw, at, high, &next);
        if (table->kind[code] == NEWLINE)
            lines++;
        else if (table->kind[code] != BLANK)
            return table->kind[code] == LETTER && table->flags[code] & LOWER && lines == 1 ? at : 0;
        at = next;
    }
    return 0;
}

/* Whether a word may have to be rewritten in one script; `scripts` are the bits of its letters together. */
static inline bool may_mix_scripts(int scripts)
{
    int bits = scripts & ~NOT_LATIN;
    return bits > 1 && (scripts < NOT_LATIN || (bits & (bits - 1)) != 0);
}

/* Whether a mark makes another letter of the one before it. */
static inline bool makes_another_letter(int64_t letter, int64_t mark, const FoldingTable *table)
{
    return (table->flags[letter] & table->flags[mark]) > LOWER;
}

/* Find the next word, and write its folded form; what exceeds `FORM_ROOM` is not written. */
static inline FoundWord next_word(const uint8_t *raw, int64_t at, int64_t high, const FoldingTable *table,
                                  uint8_t *form)
{
    FoundWord word = {0, 0, 0, 0, false};
    int64_t last = 0; /* letter */
    int scripts = 0, order = 0;
    bool alone = false, joinable = false, unsorted = false;
    while (at < high) {
        int64_t next, code = decode(raw, at, high, &next);
        int kind = table->kind[code];
        bool letter = kind == LETTER || kind == SINGLE;
        if (letter) {
            if (word.after > 0 && (alone || kind == SINGLE))
                break;
            if (word.after == 0) {
                word.first = at;
                alone = kind == SINGLE;
            }
            last = code;
        }
        if (letter || (word.after > 0 && (kind == SIGN || kind == MARK))) {
            if (kind != MARK || makes_another_letter(last, code, table)) {
                word.size += fold(raw, at, next, code, table, form + min(word.size, FORM_ROOM));
                unsorted |= table->order[code] > 0 && table->order[code] < order;
                order = table->order[code];
            }
            scripts |= table->script[code];
            word.after = next;
            joinable = true;
        } else {
            int64_t continued = 0;
            if (joinable && (kind == HYPHEN || kind == SOFT_HYPHEN))
                continued = continuation(raw, next, high, table);
            joinable = false;
            if (continued > 0) {
                next = continued;
            } else if (kind == SEPARATOR || kind == HYPHEN || kind == NEWLINE || kind == BLANK) {
                at = next;
                break;
            }
        }
        at = next;
    }
    word.next = at;
    word.folds_as_whole = unsorted || may_mix_scripts(scripts);
    return word;
}

#endif
