/* UTF-8 -> the letters of its words, folded, one after the other and without separators: so that words that were split,
 * joined or misread in places still have most of their runs of letters.
 *
 * Digits are left out: another number is another statement, and not an error. */
#include "word_folding.h"

/* The letters that are written, and where they end for each word; `word_ends` is null where that is not wanted.
 * Letters beyond the room are counted, and not written. */
typedef struct {
    uint64_t *letters;
    int64_t room, count;
    int64_t *word_ends;
    int64_t word_room, words;
} Letters;

static int write_letters(Letters *out, const uint8_t *form, int64_t size)
{
    for (int64_t at = 0; at < size;) {
        int64_t code = decode(form, at, size, &at);
        if (code <= '9') /* digits; and a character that is a whole phrase has spaces in it */
            continue;
        if (out->count < out->room)
            out->letters[out->count] = (uint64_t)code;
        out->count++;
    }
    if (out->word_ends == NULL)
        return 0;
    if (out->words >= out->word_room)
        return OUT_OF_BOUNDS;
    out->word_ends[out->words++] = out->count;
    return 0;
}

/* Write the letters of a word; `form` has its folded form, unless that is too long or needs the word as a whole. */
static int write_word_letters(Letters *out, const uint8_t *raw, const FoundWord *word, const FoldingTable *table,
                              uint8_t *form)
{
    int64_t most = most_folded(word), size = word->size;
    if (!word->folds_as_whole && size <= FORM_ROOM)
        return write_letters(out, form, size);
    uint8_t *whole = malloc((size_t)most);
    if (whole == NULL)
        return OUT_OF_MEMORY;
    int failure = write_letters(out, whole, fold_word(raw, word->first, word->after, table, whole));
    free(whole);
    return failure;
}

/* Fill `letters`, as far as there is room, `word_ends` if it has any, and `bounds` (one more than texts); return the
 * number of letters. */
KERNEL fold_letters(const uint8_t *raw, int64_t size, const int64_t *offsets, int64_t offset_count,
                    const FoldingTable *table, uint64_t *letters, int64_t room, int64_t *word_ends, int64_t word_room,
                    int64_t *bounds, int64_t bound_count)
{
    uint8_t form[FORM + 16];
    if (!are_offsets(offsets, offset_count, size) || !is_folding_table(table) || bound_count != offset_count)
        return OUT_OF_BOUNDS;
    Letters out = {letters, room, 0, word_room > 0 ? word_ends : NULL, word_room, 0};
    bounds[0] = 0;
    for (int64_t text = 0; text + 1 < offset_count; text++) {
        for (int64_t at = offsets[text]; at < offsets[text + 1];) {
            FoundWord word = next_word(raw, at, offsets[text + 1], table, form);
            at = word.next;
            int failure = word.after > 0 ? write_word_letters(&out, raw, &word, table, form) : 0;
            if (failure)
                return failure;
        }
        bounds[text + 1] = out.count;
    }
    return out.count;
}
