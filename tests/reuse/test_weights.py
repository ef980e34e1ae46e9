"""Weights of findings: the formula of the manual, with figures that are worked out by hand."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from dedup import Document, scan
from dedup.relations import RELATIONS
from dedup.reuse.weights import weigh, weigh_repetitions

if TYPE_CHECKING:
    from dedup.results import ScanResult

METHOD = (Path(__file__).parents[2] / "docs" / "method.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(
    r"^\| [^|]+ \| ([a-z-]+) \| ([\d.]+) \| (\d+) \| (\d+) \| ([\d.]+) \| ([\d.]+) \|$", METHOD, re.MULTILINE
)


def words(name: str, count: int) -> str:
    """Return as many words that nothing else has, six to a line."""
    return " ".join(f"{name}{number}" for number in range(count))


def weight_of(result: ScanResult, a: str, b: str) -> float:
    """Return the weight of the pair of two documents."""
    (found,) = (match.weight for match in result.copies if {match.a, match.b} == {a, b})
    return found


@pytest.mark.parametrize(("relation", "share", "words", "documents", "certainty", "weight"), EXAMPLES)
def test_manual_gives_examples_that_are_true(
    relation: str, share: str, words: str, documents: str, certainty: str, weight: str
) -> None:
    """Every example of the manual is what the program computes."""
    number = np.array([RELATIONS.index(relation)], np.int8)
    columns = np.array([float(share)]), np.array([int(words)]), np.array([int(documents)])
    assert weigh(number, *columns, float(certainty)).tolist() == [float(weight)]


def test_manual_has_examples() -> None:
    """The table of examples was found."""
    assert len(EXAMPLES) == 5


def test_pair_of_identical_texts() -> None:
    """Identical, all of it, 300 of 400 words, two documents, no origin: 1 * 1 * 3/4 * 1 * 0.8."""
    text = words("word", 300)
    result = scan([Document("a", text), Document("b", text)])
    assert weight_of(result, "a", "b") == 0.6


def test_share_is_that_of_the_smaller_text() -> None:
    """Of 400 words 200 stand in a text of 1,000: partial, one half, 200 of 300 words: 0.6 * 0.5 * 2/3 * 0.8."""
    common = words("common", 200)
    small, large = f"{common} {words('small', 200)}", f"{common} {words('large', 800)}"
    result = scan([Document("small", small), Document("large", large)])
    assert weight_of(result, "small", "large") == 0.16


def test_passage_of_many_documents_weighs_less() -> None:
    """Six documents carry the same 100 words of 400: 0.6 * 0.25 * 1/2 * 20/24 * 0.8; two alone have 20/20."""
    common = words("common", 100)
    documents = [Document(f"d{number}", f"{common} {words(f'own{number}x', 300)}") for number in range(6)]
    assert {match.weight for match in scan(documents).copies} == {0.05}
    assert [match.weight for match in scan(documents[:2]).copies] == [0.06]


def test_documents_that_are_linked_to_the_first_one_count_for_each_pair() -> None:
    """Of 22 identical documents only pairs with the first are listed; each has half the weight of a pair alone."""
    text = words("word", 300)
    result = scan([Document(f"d{number}", text) for number in range(22)])
    assert [match.weight for match in result.copies] == [0.3] * 21


def test_sure_origin_adds_a_fifth_at_most() -> None:
    """A source that the copy names, and that is seen, weighs more than one of which nobody says anything."""
    text = words("word", 300)
    source = Document("source", text, publisher="Daily Times", published="2014-05-01")
    told = Document("told", f"{text}\n\nThis article was originally published by Daily Times.", publisher="Other Paper")
    quiet = Document("quiet", f"{text}\n\nThis is nothing but our own view of it.", publisher="Other Paper")
    known, unknown = (weight_of(scan([source, copy]), "source", copy.id) for copy in (told, quiet))
    assert unknown < known <= unknown * 1.25


def test_heaviest_pair_comes_first_and_equal_ones_keep_their_order() -> None:
    """Copies are listed by weight; pairs of one weight in the order of their documents."""
    long, short = words("long", 400), words("short", 60)
    documents = [
        Document("a", short),
        Document("b", f"{short} {words('b', 40)}"),
        Document("c", long),
        Document("d", long),
        Document("e", words("even", 400)),
        Document("f", words("even", 400)),
    ]
    assert [(match.a, match.b) for match in scan(documents).copies] == [("c", "d"), ("e", "f"), ("a", "b")]


def test_cluster_weighs_as_its_heaviest_pair() -> None:
    """A cluster has the weight of the heaviest pair of its members, and the heaviest cluster comes first."""
    light, heavy = words("light", 100), words("heavy", 300)
    result = scan([Document("a", light), Document("b", light), Document("c", heavy), Document("d", heavy)])
    assert [(cluster.members, cluster.weight) for cluster in result.clusters] == [
        (("c", "d"), 0.6),
        (("a", "b"), 0.4),
    ]


def test_document_that_says_everything_twice() -> None:
    """Identical paragraphs of 100 words and nothing else: 1 * 1 * 1/2 * 1 * 0.8."""
    paragraph = words("word", 100)
    (repetition,) = scan([Document("a", f"{paragraph}\n\n{paragraph}")]).repetitions
    assert repetition.weight == 0.4


def test_a_repetition_is_weighed_by_the_words_of_its_own_document() -> None:
    """Beside a short text it has the weight that it has alone: it was weighed by the words of that text."""
    paragraph = words("word", 100)
    long = Document("long", f"{paragraph}\n\n{paragraph}\n\n{words('other', 200)}")
    (alone,) = scan([long]).repetitions
    (beside,) = scan([Document("short", words("few", 20)), long]).repetitions
    assert beside.weight == alone.weight == 0.2


def test_text_that_many_documents_repeat_weighs_less() -> None:
    """Words that 22 documents say twice weigh half of what they weigh in one document."""
    relation, figures = np.zeros(22, np.int8), np.full(22, 100)
    weights = weigh_repetitions(relation, figures, np.full(22, 2), np.full(22, 200), ["same"] * 22)
    assert weights.tolist() == [0.2] * 22
