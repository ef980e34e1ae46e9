/* UTF-8 -> the hashes of its words: 64 bytes of ASCII at a time, everything else character by character.
 *
 * Words are found first, and then hundreds of them are hashed together, several in each vector. ASCII is the same in
 * every version of the folding table: letters and digits make words, and setting one bit folds them. A separator beyond
 * ASCII (a dash, a curly quote) ends a block; `folding.h` reads everything else beyond ASCII.
 *
 * Until a word is hashed, its first eight bytes stand in the place of its hash, the next eight in `rest`, and its size
 * in `sizes`.
 */
#include "words.h"

#include "hashing.h"
#include "word_folding.h"

/* The bit that makes an ASCII letter lower case, eight times; digits have it already. */
static const uint64_t FOLD_ASCII = 0x2020202020202020;

/* The number of bytes that are read from the start of a block: its own, and sixteen of a word that begins at its
 * end. */
enum { REACH = WIDTH + 16 };

void finish_words(Words *words)
{
    xxh64_of_short(words->hashes + words->done, words->rest, words->sizes, words->count - words->done);
    words->done = words->count;
}

/* Not inlined: few words are long, and the code would take registers from the loops over words. */
static __attribute__((noinline)) uint64_t hash_long(const uint8_t *at, int64_t size, uint64_t raised)
{
    return xxh64(at, size, raised);
}

/* Add a word. Sixteen bytes must be readable from its start, however short it is. */
static inline void write_word(Words *words, int64_t count, const uint8_t *at, int64_t size, uint64_t raised)
{
    int64_t place = count - words->done;
    words->hashes[count] = load_uint64(at) | raised;
    words->rest[place] = load_uint64(at + 8) | raised;
    words->sizes[place] = (uint64_t)size;
    if (size > SHORT) {
        words->hashes[count] = hash_long(at, size, raised);
        words->sizes[place] = 0;
    }
}

/* Add a word that is not plain ASCII. `form` has its folded form already, unless that is too long or the word
 * must be folded as a whole. */
static int write_folded(Words *words, const FoundWord *word)
{
    uint8_t *form = words->form;
    int64_t size = word->size, most = word->folds_as_whole ? most_folded(word) : size;
    if (most > FORM_ROOM) {
        form = malloc((size_t)most);
        if (form == NULL)
            return OUT_OF_MEMORY;
    }
    if (most > FORM_ROOM || word->folds_as_whole)
        size = fold_word(words->raw, word->first, word->after, words->table, form);
    write_word(words, words->count, form, size, 0);
    if (form != words->form)
        free(form);
    return 0;
}

typedef struct {
    uint64_t begins, ends; /* of words that end within the block, one bit a byte */
    int64_t next;
    bool plain; /* whether the next block can be read as well */
} Block;

/* Bytes beyond ASCII, and hyphens that may end a line. */
static inline uint64_t special_bits(const uint8_t *at)
{
    uint64_t blank_next = foreign_or_blank_bits(at) >> 1 | (uint64_t)1 << 63;
    return foreign_bits(at) | (equal_bits(at, '-') & blank_next);
}

/* Read the block at an offset. A word that does not end in the block begins the next one. */
static inline Block read_block(const Words *words, int64_t at, int64_t high)
{
    const uint8_t *raw = words->raw + at;
    int64_t room = min(high - at, WIDTH);
    int64_t plain = min(lowest_bit(special_bits(raw)), room);
    uint64_t letters = alphanumeric_bits(raw) & first_bits(plain);
    Block block = {letters & ~(letters << 1), ~letters & letters << 1, 0, true};
    if (plain < room) {
        int64_t code = decode(words->raw, at + plain, high, &block.next);
        if (words->table->kind[code] == SEPARATOR || words->table->kind[code] == BLANK)
            return block;
        block.ends &= first_bits(plain);
    } else if (room < WIDTH) { /* the text ends here */
        block.next = high;
        return block;
    }
    int64_t read = plain;
    if (plain > 0 && letters >> (plain - 1))
        read = highest_bit(block.begins);
    block.next = at + read;
    block.plain = plain == WIDTH && read > 0;
    return block;
}

int write_words(Words *words, int64_t at, int64_t high)
{
    while (at < high) {
        if (words->count - words->done >= WORDS_TOGETHER)
            finish_words(words);
        if (at + REACH <= words->size && words->raw[at] < ASCII) {
            Block block = read_block(words, at, high);
            int64_t count = words->count;
            if (count + count_bits(block.ends) > words->room)
                return OUT_OF_BOUNDS;
            for (; block.ends; count++) {
                int64_t first = at + lowest_bit(block.begins), after = at + lowest_bit(block.ends);
                block.begins &= block.begins - 1;
                block.ends &= block.ends - 1;
                write_word(words, count, words->raw + first, after - first, FOLD_ASCII);
                if (words->starts != NULL) {
                    words->starts[count] = first;
                    words->ends[count] = after;
                }
            }
            words->count = count;
            at = block.next;
            if (block.plain)
                continue;
        }
        FoundWord word = next_word(words->raw, at, high, words->table, words->form);
        at = word.next;
        if (word.after > 0) {
            if (words->count >= words->room)
                return OUT_OF_BOUNDS;
            int failure = write_folded(words, &word);
            if (failure)
                return failure;
            if (words->starts != NULL) {
                words->starts[words->count] = word.first;
                words->ends[words->count] = word.after;
            }
            words->count++;
        }
    }
    return 0;
}

/* Fill `hashes`, `bounds` (one more than texts) and, where they are not null, `starts` and `ends`; return the number of
 * words. */
KERNEL split_words(const uint8_t *raw, int64_t size, const int64_t *offsets, int64_t offset_count,
                   const FoldingTable *table, uint64_t *hashes, int64_t room, int64_t *starts, int64_t start_room,
                   int64_t *ends, int64_t end_room, int64_t *bounds, int64_t bound_count)
{
    bool places = start_room > 0;
    if (!are_offsets(offsets, offset_count, size) || !is_folding_table(table) || bound_count != offset_count ||
        (places && (start_room < room || end_room < room)))
        return OUT_OF_BOUNDS;
    Words words = {.raw = raw, .size = size, .table = table, .hashes = hashes, .room = room};
    words.starts = places ? starts : NULL;
    words.ends = ends;
    bounds[0] = 0;
    for (int64_t text = 0; text + 1 < offset_count; text++) {
        int failure = write_words(&words, offsets[text], offsets[text + 1]);
        if (failure)
            return failure;
        bounds[text + 1] = words.count;
    }
    finish_words(&words);
    return words.count;
}
