/* A text and the places of its words in other texts -> how many pairs of texts have the same value at each word.
 *
 * The value of a text at a word is the word itself where the text has it. Between two words that it has, it is the word
 * at the same distance where both texts have as many words there, and else all words that the text has there. Before
 * the first word that it has and after the last one, a text does not count.
 */
#include "hashing.h"

/* Fill in what another text has instead of the words that it lacks, as hashes, 0 where it has the word or does not
 * count; count it at each word where it counts, and at each word that it has. Return whether its places are its own. */
static bool fill_values(const uint64_t *other, int64_t other_size, const int64_t *places, int64_t size,
                        uint64_t *values, int64_t *counting, int64_t *agreeing)
{
    int64_t last = -1;
    memset(values, 0, (size_t)size * sizeof *values);
    for (int64_t word = 0; word < size; word++) {
        if (places[word] < 0)
            continue;
        if (places[word] >= other_size || (last >= 0 && places[word] <= places[last]))
            return false;
        if (last >= 0 && last + 1 < word) {
            const uint64_t *gap = other + places[last] + 1;
            int64_t gap_size = places[word] - places[last] - 1;
            bool is_one_word = gap_size == word - last - 1;
            uint64_t whole = xxh64((const uint8_t *)gap, 8 * gap_size, 0);
            for (int64_t i = last + 1; i < word; i++)
                values[i] = is_one_word ? gap[i - last - 1] : whole;
        }
        for (int64_t i = last < 0 ? word : last + 1; i <= word; i++)
            counting[i]++;
        agreeing[word]++;
        last = word;
    }
    return true;
}

/* Fill `equal` and `pairs` for each word of a text: of how many pairs of texts, the text among them, the values are the
 * same there, and how many pairs there are of texts that count. Both are 0 where no more than half of the texts count.
 * Text i has the words `offsets[i] : offsets[i + 1]`; the texts `others` have the words of the text at `places`, one
 * text after the other, -1 for a word that a text does not have. */
KERNEL equal_values(const uint64_t *words, int64_t word_count, const int64_t *offsets, int64_t offset_count,
                    const int64_t *others, int64_t other_count, const int64_t *places, int64_t place_count,
                    int64_t *equal, int64_t size, int64_t *pairs, int64_t pair_size)
{
    if (!are_indexes(others, other_count, offset_count - 1) || pair_size != size || place_count != other_count * size)
        return OUT_OF_BOUNDS;
    uint64_t *values = malloc((size_t)max(other_count * (size + 1), 1) * sizeof *values);
    int64_t *counting = calloc((size_t)max(2 * size, 1), sizeof *counting), *agreeing = counting + size;
    bool within = values != NULL && counting != NULL;
    for (int64_t i = 0; i < other_count && within; i++) {
        const int64_t *of_other = offsets + others[i];
        within = are_offsets(of_other, 2, word_count) &&
                 fill_values(words + of_other[0], of_other[1] - of_other[0], places + i * size, size, values + i * size,
                             counting, agreeing);
    }
    uint64_t *here = values + other_count * size;
    for (int64_t word = 0; word < size && within; word++) {
        equal[word] = pairs[word] = 0;
        if (2 * (counting[word] + 1) <= other_count + 1)
            continue;
        int64_t different = 0;
        equal[word] = agreeing[word] * (agreeing[word] + 1) / 2;
        pairs[word] = counting[word] * (counting[word] + 1) / 2;
        for (int64_t i = 0; i < other_count; i++) {
            here[different] = values[i * size + word];
            different += here[different] != 0;
        }
        for (int64_t i = 1; i < different; i++)
            for (int64_t j = 0; j < i; j++)
                equal[word] += here[i] == here[j];
    }
    bool had_room = values != NULL && counting != NULL;
    free(values);
    free(counting);
    return within ? 0 : had_room ? OUT_OF_BOUNDS : OUT_OF_MEMORY;
}
