"""The walk of a check: what the rules object to, and who is held against whom.

Paragraphs have 40 words each and share none (`tests.gate.texts`), so that every figure can be counted.
"""

from __future__ import annotations

import pytest

from dedup.errors import UsageError
from dedup.gate.rules import Rules
from dedup.settings import Settings
from dedup.walks.check import check
from tests.gate.checks import BODY, HALF, document, rules, told
from tests.gate.texts import collection, files, paragraph, text

# What a repost is


@pytest.mark.parametrize(
    ("new", "relation"),
    [
        (BODY, "identical"),
        (BODY.replace("aac ", ""), "near-identical"),
        (text("a", "b", "c", "d"), "contained"),
        (BODY + text("v", "w", "x", "y", "z"), "contained"),
    ],
)
def test_reposts_are_objected_to(new: str, relation: str) -> None:
    """A copy, an edited copy, a part and a text that holds the other whole: each is one finding with its relation."""
    result = check(collection(new=new), collection(old=BODY))
    assert told(result) == [("repost", "new", "old")]
    assert result.findings[0].sources[0].relation == relation


def test_sharing_a_part_is_no_repost_by_default() -> None:
    """Two of five paragraphs in common are not objected to, unless *partial* is among the relations."""
    content, against = collection(new=HALF), collection(old=BODY)
    assert told(check(content, against)) == []
    assert told(check(content, against, rules(relations=("partial",)))) == [("repost", "new", "old")]


def test_a_finding_says_what_where_how_much_from_where_and_what_to_do() -> None:
    """80 of 200 words, lines 3 to 5 here (after one paragraph), line 1 there."""
    content = collection(new=text("z", "a", "b", "x", "y"))
    (finding,) = check(content, collection(old=BODY), rules(relations=("partial",))).findings
    assert (finding.where.lines, finding.words, finding.share) == ((3, 5), 80, 0.4)
    assert finding.message == (
        "This text is taken from old, line 1: 80 of its 200 words (40 %) stand there, at most 80 words in a row."
    )
    assert finding.sources[0].where is not None
    assert finding.sources[0].where.lines == (1, 3)
    assert finding.excerpt.startswith("Aaa aab aac")
    assert finding.what_to_do.startswith("Leave it out")


def test_nothing_in_common_is_nothing_to_object_to() -> None:
    """Unrelated texts give no finding, and are counted."""
    result = check(collection(new=text("v", "w")), collection(old=BODY))
    assert told(result) == []
    assert (result.counts.documents, result.counts.against, result.counts.pairs) == (1, 1, 0)
    assert result.checked == ("new",)


# Who is held against whom


def test_texts_of_the_content_are_held_against_each_other() -> None:
    """Of two equal new texts the second one is the copy; without *within* they are not compared."""
    content = collection(one=BODY, two=BODY)
    assert told(check(content)) == [("repost", "two", "one")]
    assert told(check(content, rules=Rules(within=False))) == []


def test_the_later_day_is_the_copy() -> None:
    """Where both texts of the content have a day, it outweighs their order."""
    content = files(document("one", BODY, published="2020-02-02"), document("two", BODY, published="2020-01-31"))
    assert told(check(content)) == [("repost", "one", "two")]


def test_texts_that_were_there_before_are_not_judged() -> None:
    """Two equal texts among what the content is held against are nobody's fault now."""
    assert told(check(collection(new=text("v")), collection(one=BODY, two=BODY))) == []


def test_a_file_is_no_copy_of_itself() -> None:
    """A file that is also among what it is held against is judged against the others only."""
    site = collection(new=BODY, old=BODY)
    assert told(check(collection(new=BODY), site)) == [("repost", "new", "old")]
    assert told(check(site, site, Rules(within=False))) == []


def test_of_two_texts_of_the_content_the_published_one_is_the_source() -> None:
    """A new file is the copy although its name comes first, and also where the content is not held against itself."""
    content, against = collection(a_new=BODY, old=BODY), collection(old=BODY)
    assert told(check(content, against)) == [("repost", "a_new", "old")]
    assert told(check(content, against, Rules(within=False))) == [("repost", "a_new", "old")]


def test_every_one_of_several_equal_texts_is_told_of_its_source() -> None:
    """Equal texts are compared once; a third text that two of them are versions of is named for each."""
    near = BODY.replace("aac ", "")
    result = check(collection(one=near, two=near.replace(".", "!")), collection(old=BODY), Rules(within=False))
    assert told(result) == [("repost", "one", "old"), ("repost", "two", "old")]
    first, second = result.findings
    assert [each.where.lines for each in (first, second)] == [(1, 9), (1, 9)]
    assert first.imprint == second.imprint


def test_a_text_that_was_taken_over_from_here_is_no_source() -> None:
    """If the other text names this one's publisher as its source, this one is the original: counted, not told."""
    mine = document("mine", BODY, publisher="Daily Times")
    theirs = document(
        "theirs", f"{BODY}\nThis article was originally published by Daily Times.\n", publisher="Stop NATO"
    )
    result = check(files(mine), files(theirs))
    assert told(result) == []
    assert result.counts.outgoing == 1


# Limits


@pytest.mark.parametrize(("limit", "count"), [(0.39, 1), (0.4, 0)])
def test_share_of_reuse_has_a_limit(limit: float, count: int) -> None:
    """80 of 200 words are 40 %: allowed at 40 %, and not below."""
    result = check(collection(new=HALF), collection(old=BODY), rules(max_reuse=limit))
    assert len(result.findings) == count


def test_reuse_adds_up_over_sources() -> None:
    """A paragraph from each of two texts is 80 of 200 words; the finding names both."""
    against = collection(one=text("a", "m", "n"), two=text("b", "o", "p"))
    (finding,) = check(collection(new=HALF), against, rules(max_reuse=0.3)).findings
    assert (finding.rule, finding.words, finding.share) == ("reuse-share", 80, 0.4)
    assert [source.name for source in finding.sources] == ["one", "two"]


def test_reuse_is_counted_as_often_as_it_is_said() -> None:
    """A paragraph of another text that is said twice is 80 words of reuse."""
    (finding,) = check(collection(new=text("a", "x", "a")), collection(old=BODY), rules(max_reuse=0.1)).findings
    assert finding.words == 80


@pytest.mark.parametrize(("limit", "count"), [(79, 1), (80, 0)])
def test_runs_have_a_limit(limit: int, count: int) -> None:
    """Two paragraphs in a row are a run of 80 words."""
    result = check(collection(new=HALF), collection(old=BODY), rules(max_run=limit))
    assert len(result.findings) == count


def test_short_runs_are_found_where_a_limit_asks_for_it() -> None:
    """A run of 20 words is too little for two texts to be listed in a scan, and still over a limit of 15."""
    content = collection(new=text("v") + "\n" + paragraph("a", 20))
    assert told(check(content, collection(old=BODY), rules(max_run=15))) == [("long-run", "new", "old")]
    assert told(check(content, collection(old=BODY), rules(max_run=15, relations=("partial",)))) == [
        ("long-run", "new", "old")
    ]


def test_a_limit_below_what_is_sought_is_refused() -> None:
    """Runs shorter than `min_run` are not found, so a limit below it cannot be held to."""
    with pytest.raises(UsageError, match="set min-run to 9 or less"):
        check(collection(new=BODY), rules=rules(max_run=8))
    assert told(check(collection(new=BODY), rules=rules(max_run=8), settings=Settings(min_run=9))) == []
