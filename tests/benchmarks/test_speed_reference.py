"""The references of `speed.py`: pairs and runs that are found by other ways than any program's, and what is scored."""

from __future__ import annotations

import random
from importlib import import_module
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

plain_words = import_module("lib.plain_words")
exact_join = import_module("lib.exact_join")
common_runs = import_module("lib.common_runs")
span_recall = import_module("lib.span_recall")
scoring = import_module("lib.scoring")
reported_words = import_module("lib.reported_words")
catalogue = import_module("peers.catalogue")


def words_of(*texts: str) -> Any:
    """Return texts as documents named by the letters from a on."""
    return plain_words.of_texts([chr(97 + row) for row in range(len(texts))], texts)


def numbered(first: int, last: int) -> str:
    """Return words with numbers from `first` to before `last`."""
    return " ".join(f"w{number}" for number in range(first, last))


def drawn(documents: int, size: int, vocabulary: int, seed: int) -> list[str]:
    """Return texts of words drawn from few, so that runs meet by chance."""
    chance = random.Random(seed)
    return [" ".join(str(chance.randrange(vocabulary)) for _ in range(size)) for _ in range(documents)]


def test_words_are_lower_cased_runs_of_letters_digits_and_underscores() -> None:
    """Punctuation and case make no difference, an underscore is part of a word."""
    one, other = words_of("A B_c, d.", "a b_C d").numbers.reshape(2, 3).tolist()
    assert one == other


def test_window_hashes_are_equal_only_for_equal_windows() -> None:
    """Of the windows of three words in `a b c a b c d`, the first and the fourth are equal, and no others."""
    hashes = words_of("a b c a b c d").windows(0, 3).tolist()
    assert [(i, j) for i, j in combinations(range(5), 2) if hashes[i] == hashes[j]] == [(0, 3)]


def test_jaccard_is_of_sets_of_five_words() -> None:
    """Of 26 and 26 shingles, 21 are in common: 21 of 31."""
    shingles = exact_join.shingle_sets(words_of(numbered(0, 30), numbered(5, 35)))
    assert shingles.jaccard(0, 1) == pytest.approx(21 / 31)


@pytest.mark.parametrize("threshold", [0.2, 0.5, 0.9])
def test_join_finds_the_pairs_that_comparing_each_two_finds(threshold: float) -> None:
    """Among texts that are shifted by one to forty words, the join misses none and adds none."""
    shingles = exact_join.shingle_sets(
        words_of(*(numbered(shift, shift + 60) for shift in (0, 1, 3, 7, 15, 30, 40, 90)))
    )
    every = {pair: shingles.jaccard(*pair) for pair in combinations(range(8), 2)}
    assert exact_join.join(shingles, threshold) == {pair: value for pair, value in every.items() if value >= threshold}


def test_join_leaves_out_documents_of_few_shingles() -> None:
    """Two equal texts of 23 words have 19 shingles and are left out; of 24 words, they are a pair."""
    short, long = numbered(0, 23), numbered(100, 124)
    assert exact_join.join(exact_join.shingle_sets(words_of(short, short, long, long)), 0.5) == {(2, 3): 1.0}


def test_run_is_as_long_as_the_texts_are_equal() -> None:
    """Thirty-five words that stand from word 10 in one and from word 2 in the other are one run, and not six."""
    common = numbered(0, 35)
    words = words_of(f"{numbered(100, 110)} {common} {numbered(200, 205)}", f"x y {common}")
    assert common_runs.common_runs(words) == [(0, 1, 10, 2, 35)]


def test_runs_inside_one_document_are_none_between_documents() -> None:
    """A text that says the same twice has no run in common with another one."""
    assert common_runs.common_runs(words_of(f"{numbered(0, 40)} {numbered(0, 40)}", numbered(50, 90))) == []


@pytest.mark.parametrize("seed", range(5))
def test_runs_are_those_that_comparing_each_two_places_finds(seed: int) -> None:
    """In texts of three words, all longest runs of four and more are found, with where they stand."""
    texts = drawn(4, 25, 3, seed)
    expected = set()
    for a, b in combinations(range(4), 2):
        one, other = texts[a].split(), texts[b].split()
        for i in range(25):
            for j in range(25):
                if i and j and one[i - 1] == other[j - 1]:
                    continue
                length = 0
                while max(i, j) + length < 25 and one[i + length] == other[j + length]:
                    length += 1
                if length >= 4:
                    expected.add((a, b, i, j, length))
    assert set(common_runs.common_runs(words_of(*texts), 4)) == expected


def test_score_counts_runs_words_and_what_is_not_in_common() -> None:
    """Of runs of 30 and 40 words one is reported, with ten words too many on one side: 1 of 2, 60 of 140, 60 of 70."""
    first, second = numbered(0, 30), numbered(50, 90)
    words = words_of(f"{first} {numbered(100, 110)} {second}", f"{second} {numbered(200, 210)} {first}")
    truth = common_runs.common_runs(words)
    score = span_recall.score(words, truth, [("a", "b", [[0, 40]], [[50, 80]])], "words")
    assert (score.runs, score.words, score.precision) == pytest.approx((1 / 2, 60 / 140, 60 / 70))


def test_run_counts_as_found_from_nine_tenths_on() -> None:
    """Of thirty words, 27 are enough and 26 are not; both sides count."""
    words = words_of(numbered(0, 30), numbered(0, 30))
    truth = common_runs.common_runs(words)
    for inside, found in ((27, 1.0), (26, 0.0)):
        assert span_recall.score(words, truth, [("a", "b", [[0, 30]], [[0, inside]])], "words").runs == found


def test_spans_in_characters_hold_the_words_that_they_touch() -> None:
    """Characters 4 to 9 of `one two three` touch the second word and the third."""
    words = words_of("one two three", "one two three")
    score = span_recall.score(words, [], [("a", "b", [[4, 9]], [[4, 9]])], "characters")
    assert score.precision == 0.0
    assert span_recall.reported(words, [("a", "b", [[4, 9]], [])], "characters")[0, 1].tolist() == [False, True, True]


def lines(path: Path, *texts: str) -> Path:
    """Write texts as JSON Lines, named by the letters from a on."""
    rows = [f'{{"id": "{chr(97 + row)}", "text": "{text}"}}' for row, text in enumerate(texts)]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def peer(gives: str) -> Any:
    """Return a peer that gives such rows."""
    return catalogue.Peer("some", "some", "pairs", gives=gives)


def test_pairs_are_scored_by_their_jaccard_whoever_reports_them(tmp_path: Path) -> None:
    """One of two alike pairs is reported, and one that is not alike: recall a half, precision a half."""
    source = lines(tmp_path / "l", numbered(0, 50), numbered(2, 52), numbered(100, 150), numbered(101, 151))
    scored = scoring.Scorer(source).score(peer("pairs"), [["b", "a"], ["a", "c"]])
    assert scored == {"found": 2, "recall": 0.5, "precision": 0.5, "borderline": 0}


def test_pair_just_below_the_threshold_is_not_called_wrong(tmp_path: Path) -> None:
    """Of 100 and 100 shingles 66 are in common, 66 of 134, which is 0.4925: told as borderline."""
    source = lines(tmp_path / "l", numbered(0, 104), numbered(34, 138))
    scored = scoring.Scorer(source).score(peer("pairs"), [["a", "b"]])
    assert scored == {"found": 1, "recall": 1.0, "precision": 1.0, "borderline": 1}


def test_flags_are_scored_by_the_later_document_of_each_pair(tmp_path: Path) -> None:
    """Of three alike documents, the second and the third are to be flagged; the first is not."""
    source = lines(tmp_path / "l", *[numbered(0, 50)] * 3)
    scored = scoring.Scorer(source).score(peer("documents"), [["a"], ["c"]])
    assert scored == {"found": 2, "recall": 0.5, "precision": 0.5}


def test_labels_stand_for_the_join_where_they_are_given(tmp_path: Path) -> None:
    """Of a table of pairs, those that reach the threshold are the reference, whatever the texts are."""
    table = tmp_path / "pairs.tsv"
    table.write_text("a\tb\tjaccard\nz\ty\t0.5000\nx\ty\t0.4999\n", encoding="utf-8")
    assert scoring.labelled_pairs(table) == {("y", "z")}


def test_words_are_told_in_passages_with_anybody_and_in_texts_that_are_told_once() -> None:
    """Three documents have thirty words: one pair is reported of three; then the first twenty are told as a text."""
    words = words_of(*[numbered(0, 30)] * 3)
    truth = common_runs.common_runs(words)
    rows = [("a", "b", [[0, 30]], [[0, 30]])]
    assert reported_words.told_share(words, truth, [], "words", []) == 0
    assert reported_words.told_share(words, truth, rows, "words", []) == pytest.approx(120 / 180)
    assert reported_words.told_share(words, truth, rows, "words", [numbered(0, 20)]) == pytest.approx(160 / 180)
    assert reported_words.told_share(words, truth, [], "words", [numbered(0, 11)]) == 0
