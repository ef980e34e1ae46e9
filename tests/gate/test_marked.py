"""Marked words before the gate: left out while they are a small part of a text, counted where it consists of them."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from dedup.documents import Document, collection_of
from dedup.gate.rules import Rules
from dedup.walks.check import check

if TYPE_CHECKING:
    from dedup.gate.findings import CheckResult

CHANCE = random.Random(3)
FOOTER = " ".join(f"footer{n}" for n in range(60))


def prose(words: int) -> str:
    return " ".join(f"word{CHANCE.randrange(5000)}" for _ in range(words))


PUBLISHED = collection_of(
    [Document(f"page{n}", f"{prose(200)}\n\n{FOOTER}", publisher="Example Times") for n in range(6)]
)


def checked(text: str, rules: Rules) -> CheckResult:
    content = collection_of([Document("new", text, publisher="Example Times")])
    return check(content, PUBLISHED, rules)


ANY = Rules(relations=("near-identical", "contained", "partial"))


def test_a_footer_under_an_article_is_left_out() -> None:
    """Sixty of 260 words stand in six other texts; they are a small part, so that nobody objects, and it is said."""
    result = checked(f"{prose(200)}\n\n{FOOTER}", ANY)
    assert result.findings == ()
    assert (result.counts.pairs, result.counts.marked) == (6, 6)


def test_all_words_count_for_whoever_asks() -> None:
    """The same text with the footer counted: it shares sixty words with each of the six."""
    result = checked(f"{prose(200)}\n\n{FOOTER}", Rules(relations=ANY.relations, count_marked=True))
    assert [(finding.words, finding.left_out) for finding in result.findings] == [(60, 0)] * 6
    assert result.counts.marked == 0


def test_a_text_that_consists_of_a_footer_is_a_copy() -> None:
    """What others carry as boilerplate is all that it says: each of the six holds it."""
    result = checked(f"Contact\n\n{FOOTER}", Rules())
    assert {finding.rule for finding in result.findings} == {"repost"}
    assert {(finding.words, finding.left_out) for finding in result.findings} == {(60, 0)}


def test_words_of_a_kind_that_is_ignored_never_count() -> None:
    """The same text where boilerplate is ignored: nothing is left that could be judged."""
    result = checked(f"Contact\n\n{FOOTER}", Rules(ignore_kinds=("boilerplate",)))
    assert result.findings == ()
    assert result.counts.marked > 0


def test_a_finding_says_how_many_words_it_leaves_out() -> None:
    """An article of 200 words that stands in one of them, with the footer: 200 words are judged, 60 are left out."""
    article = PUBLISHED[2].text.split("\n\n")[0]
    (finding,) = checked(f"{article}\n\n{FOOTER}\n\n{prose(30)}", Rules()).findings
    assert (finding.rule, finding.source, finding.words, finding.left_out) == ("repost", "page2", 200, 60)
