/* The words of a text, as `words.c` writes them. */
#ifndef WORDS_H
#define WORDS_H

#include "folding.h"

/* Words whose hashes are made together: enough for whole vectors, few enough for the first-level cache. */
enum { WORDS_TOGETHER = 512, WORDS_ROOM = WORDS_TOGETHER + 64 };

/* Where the words of texts are read and written. There is room for `room` words; `starts` and `ends` are null where
 * nobody asks for the places of words. `count` words are written, and of the first `done` the hashes are made. */
typedef struct {
    const uint8_t *raw;
    int64_t size;
    const FoldingTable *table;
    uint64_t *hashes;
    int64_t *starts, *ends;
    int64_t room, count, done;
    /* What is known of words that have no hash yet, and room for a folded word: see words.c. */
    uint64_t rest[WORDS_ROOM], sizes[WORDS_ROOM];
    uint8_t form[FORM + 16];
} Words;

/* Write the words between two places of the buffer. Of the last of them the hashes are made by `finish_words`. */
int write_words(Words *words, int64_t at, int64_t high);

void finish_words(Words *words);

#endif
