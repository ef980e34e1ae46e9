"""The measures of spans, thresholds, recall and clusters, on small made-up cases that are worked out by hand."""

from __future__ import annotations

from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest

from dedup.matches import Cluster, Match, Passage, Place
from dedup.spans import Span

alignment, detection, exactness = map(import_module, ("lib.alignment", "lib.detection", "lib.exactness"))
Label = import_module("lib.labelled").Label
RUN = " ".join(f"word{i}" for i in range(12))


def passage(a: tuple[int, int], b: tuple[int, int], words: int = 1, same: int = 1) -> Passage:
    return Passage(Place(*a, 1), Place(*b, 1), words, same)


def match(passages: tuple[Passage, ...], **figures: Any) -> Match:
    known = {"jaccard": 1.0, "containment_a": 1.0, "containment_b": 1.0, "shared_words": 12, "longest_run": 12}
    return Match("a", "b", "partial", **{**known, **figures}, passages=passages)


def test_span_in_two_passages_is_found_in_two_pieces() -> None:
    """One span of 100 characters, covered by two passages of 50 each, is found, with granularity 2, nothing outside."""
    label = Label("a", "b", Span(0, 100), Span(200, 300))
    found = {("a", "b"): [passage((0, 50), (200, 250)), passage((50, 100), (250, 300))]}
    scored = alignment.score([label], found, 0)
    assert (scored.found, scored.granularity, scored.outside_share) == (1.0, 2.0, 0.0)


def test_characters_outside_are_counted_on_both_sides() -> None:
    """A passage of 100 characters around a span of 50 lies half outside; ten characters of tolerance give 20 back."""
    label = Label("a", "b", Span(25, 75), Span(25, 75))
    found = {("a", "b"): [passage((0, 100), (0, 100))]}
    assert alignment.score([label], found, 0).outside_share == 0.5
    assert alignment.score([label], found, 10).outside_share == 0.3


def test_half_covered_span_is_not_found() -> None:
    """A span of which the second side is covered by half is scored 0.5 and not found."""
    label = Label("a", "b", Span(0, 100), Span(0, 100))
    (scored,) = alignment.score([label], {("a", "b"): [passage((0, 100), (0, 50))]}, 0).scored
    assert (scored.covered, scored.found) == (0.5, False)


def test_label_is_moved_to_where_its_text_stands() -> None:
    """A label that is 300 characters off is moved to its text, and one without text in common stays."""
    shared = " ".join(f"shared{i}" for i in range(30))
    a, b = "own " * 100 + shared, shared + " other" * 50
    wrong = Label("a", "b", Span(100, 100 + len(shared)), Span(0, len(shared)))
    nothing = Label("b", "c", Span(0, len(shared)), Span(0, 20))
    moved, located = alignment.placed([wrong, nothing], {"a": a, "b": b, "c": "zzz " * 80})
    assert moved == [Label("a", "b", Span(400, 400 + len(shared)), Span(0, len(shared))), nothing]
    assert located == 1


def answer(task: str, category: str, value: float) -> Any:
    reuses = category != "non"
    told = SimpleNamespace(task=task, category=category, reuses=reuses, name=f"{task}-{category}")
    return detection.Measured(told, {"figure": value})


def test_threshold_is_chosen_on_the_other_tasks() -> None:
    """Tasks a and b part at 0.5, task c has a none at 0.9: it is told wrongly, for c did not choose the threshold."""
    measured = [
        answer(task, category, value)
        for task, low in (("a", 0.2), ("b", 0.2), ("c", 0.9))
        for category, value in (("non", low), ("cut", 0.8))
    ]
    verdicts = detection.rotate(measured, "figure")
    assert [one.measured.answer.name for one in verdicts if not one.right] == ["c-non"]
    assert detection.accuracy(verdicts) == 5 / 6


def test_deviating_figure_is_told() -> None:
    """Two equal texts reported with a Jaccard of 0.9 give one deviation; reported rightly, none."""
    whole = (passage((0, len(RUN)), (0, len(RUN)), 12, 12),)
    wrong = exactness.check_matches([match(whole, jaccard=0.9)], lambda _: RUN, 0.5)
    assert [row["figure"] for row in wrong.figures] == ["jaccard"]
    right = exactness.check_matches([match(whole)], lambda _: RUN, 0.5)
    assert not right.figures + right.longest + right.passage_faults + right.not_borne_out


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        (passage((0, len(RUN)), (0, len(RUN)), 13, 12), "it has 12 words, not 13"),
        (passage((0, len(RUN)), (0, len(RUN)), 12, 13), "12 words are the same, not 13"),
        (passage((0, len(RUN)), (0, len(RUN) - 7), 12, 11), "its ends do not hold the same word"),
    ],
)
def test_faulty_passage_is_told(wrong: Passage, fault: str) -> None:
    """A passage that says too many words, too many same words, or ends on different words is a fault."""
    found = exactness.check_matches([match((wrong,))], lambda _: RUN, 0.5)
    assert [row["fault"] for row in found.passage_faults] == [f"at 0: {fault}"]


def test_members_without_a_passage_are_counted() -> None:
    """Of three members, two share a run of 12 words and the third shares nothing with them: two pairs are counted."""
    texts = {"a": RUN, "b": "before " + RUN, "c": "nothing at all of this"}
    found = exactness.check_clusters([Cluster("c1", ("a", "b", "c"), None, 1.0)], [], texts.__getitem__)
    assert (found["pairs"], found["without_passage"]) == (3, 2)
    assert found["held_by"] == {"nothing": 2, "run": 1}


def test_members_that_hold_the_same_words_of_a_third_one_are_held() -> None:
    """Both hold part of a text of 80 words; 31 of the 40 words that both have stand in rows of three and more.

    Where only ten words are in both parts, nothing holds them, or either of them and the whole text.
    """
    words = [f"w{number}" for number in range(80)]
    apart = [word if number % 11 else "x" for number, word in enumerate(words)]
    other = [word if (number + 5) % 11 else "y" for number, word in enumerate(words)]

    def held_by(end: int, start: int) -> dict[str, int]:
        texts = {"a": " ".join(apart[:end]), "b": " ".join(other[start:]), "c": " ".join(words)}
        found: dict[str, int] = exactness.check_clusters(
            [Cluster("c1", ("a", "b", "c"), None, 1.0)], [], texts.__getitem__
        )["held_by"]
        return found

    assert held_by(45, 35) == {"nothing": 3}
    assert held_by(60, 20) == {"third": 3}


def test_missed_pairs_are_explained() -> None:
    """A pair that shares a run of 12 words and is not listed is missed for that, not for having nothing in common."""
    recall, labelled = import_module("lib.recall"), import_module("lib.labelled")
    pair = labelled.ReferencePair("a", "b", 0.9, 0.9, 8)
    of = recall.Recall("set", "run", 30, [pair], {})
    assert of.figure("jaccard", 0.3, 1.0).value == 0.0
    assert recall.explain(of, lambda _: RUN)["reasons"] == {"fewer than 30 words in common runs": 1}
    assert recall.explain(of, {"a": RUN, "b": "one two"}.__getitem__)["reasons"] == {"no run of 12 words in common": 1}
