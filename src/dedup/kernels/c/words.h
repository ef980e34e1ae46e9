/* UTF-8 -> words: see words.c. */
#ifndef WORDS_H
#define WORDS_H

#include "folding.h"

/* The number of words that are hashed together: enough for whole vectors, few enough for the first-level cache. */
enum { WORDS_TOGETHER = 512, WORDS_ROOM = WORDS_TOGETHER + 64 };

/* The text that is read, and the words that are written. There is room for `room` words; `starts` and `ends` are null
 * where spans are not wanted. `count` words have been written, and the first `done` of them hashed. */
typedef struct {
    const uint8_t *raw;
    int64_t size;
    const FoldingTable *table;
    uint64_t *hashes;
    int64_t *starts, *ends;
    int64_t room, count, done;
    /* The words that are not hashed yet, and room for a folded word: see words.c. */
    uint64_t rest[WORDS_ROOM], sizes[WORDS_ROOM];
    uint8_t form[FORM + 16];
} Words;

/* Write the words between two offsets of the buffer. The last of them are hashed by `finish_words`. */
int write_words(Words *words, int64_t at, int64_t high);

void finish_words(Words *words);

#endif
