"""The walk of a check: what each rule objects to, and what is accepted.

Paragraphs have 40 words each and share none (`tests.gate.texts`), so that every figure can be counted.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from dedup.checking import check
from dedup.documents import Collection, Document
from dedup.errors import UsageError
from dedup.gate.baseline import Baseline, Entry
from dedup.gate.joining import EMPTY
from dedup.gate.rules import AllowedSource, Rules
from dedup.settings import Settings
from tests.gate.texts import collection, files, paragraph, text

if TYPE_CHECKING:
    from dedup.gate.findings import CheckResult

NOTHING = Rules(relations=())
BODY = text("a", "b", "c", "d", "e")
HALF = text("a", "b", "v", "w", "x")
"""Two of the five paragraphs of `BODY`: 80 of 200 words, a relation of *partial*."""


def rules(**values: Any) -> Rules:
    """Return rules that object to nothing but what is named."""
    return replace(NOTHING, **values)


def told(result: CheckResult) -> list[tuple[str, str, str]]:
    """Return the findings that count, as rule, document and source."""
    return [(finding.rule, finding.document, finding.source) for finding in result.findings]


def baseline_of(result: CheckResult) -> Baseline:
    """Return the baseline that accepts all that was found."""
    return Baseline("known", tuple(map(Entry.of, result.all_findings())))


def document(name: str, said: str, **known: Any) -> Document:
    """Return a document that is a file of that name."""
    return Document(name, said, path=name, **known)


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
    assert first.shared == second.shared


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


# Attribution, sources, licences

CREDIT = "\nThis article was originally published by Daily Times.\n"


@pytest.mark.parametrize(
    ("credit", "count"), [(CREDIT, 0), ("\nThis article was originally published by Stop NATO.\n", 1), ("", 1)]
)
def test_a_repost_must_name_its_source(credit: str, count: int) -> None:
    """With attribution required, only the sentence that names the source's publisher will do."""
    theirs = files(document("old", BODY, publisher="Daily Times"))
    mine = files(document("new", BODY + credit, publisher="My Site"))
    result = check(mine, theirs, rules(require_attribution=True))
    assert told(result) == [("unattributed", "new", "old")] * count


def test_a_link_to_the_source_names_it() -> None:
    """A text that holds the address of its source is attributed."""
    theirs = files(document("old", BODY, publisher="Daily Times", url="https://dailytimes.com.pk/1/a"))
    mine = collection(new=f"{BODY}\n[Read on](https://dailytimes.com.pk/1/a)\n")
    assert told(check(mine, theirs, rules(require_attribution=True))) == []


def test_one_publisher_need_not_name_itself() -> None:
    """Two texts of one house may share words without naming the house."""
    mine, theirs = (files(document(name, BODY, publisher="Daily Times")) for name in ("new", "old"))
    assert told(check(mine, theirs, rules(require_attribution=True))) == []


def test_an_allowed_source_may_be_taken_over() -> None:
    """A repost of a publisher on the list is no repost to object to; one of another publisher is, for two reasons."""
    listed = Rules(allow_source=(AllowedSource("Daily Times"),))
    for publisher, found in (("The Daily Times", []), ("Stop NATO", ["repost", "source-not-allowed"])):
        result = check(collection(new=BODY), files(document("old", BODY, publisher=publisher)), listed)
        assert [finding.rule for finding in result.findings] == found


def test_a_source_that_is_only_named_must_be_allowed_too() -> None:
    """A text that says where it comes from is judged by that, although no text of the source is there."""
    mine = files(document("new", BODY + CREDIT, publisher="My Site"))
    for name, found in (("Daily Times", []), ("Stop NATO", [("source-not-allowed", "new", "Daily Times")])):
        result = check(mine, rules=rules(allow_source=(AllowedSource(name),)))
        assert told(result) == found
    (finding,) = result.findings
    assert finding.where.lines == (11, 11)
    assert "Daily Times" in finding.excerpt


@pytest.mark.parametrize(("credit", "count"), [(CREDIT, 0), ("", 1)])
def test_a_licence_by_asks_for_the_name(credit: str, count: int) -> None:
    """Creative Commons' *by* makes attribution a condition, without any further option."""
    theirs = files(document("old", BODY, publisher="Daily Times"))
    allowed = rules(allow_source=(AllowedSource("Daily Times", "CC BY 4.0"),))
    result = check(files(document("new", BODY + credit, publisher="My Site")), theirs, allowed)
    assert [finding.rule for finding in result.findings] == ["unattributed"] * count


@pytest.mark.parametrize(("said", "count"), [(BODY, 0), (BODY.replace("cac ", "changed "), 1)])
def test_a_licence_without_derivatives_forbids_changes(said: str, count: int) -> None:
    """Under *nd* a text may be taken over as it is, and one changed word is one too many."""
    theirs = files(document("old", BODY, publisher="Daily Times"))
    allowed = rules(allow_source=(AllowedSource("Daily Times", "CC BY-ND 4.0"),))
    result = check(files(document("new", said + CREDIT, publisher="My Site")), theirs, allowed)
    assert [finding.rule for finding in result.findings] == ["licence-forbids"] * count


def test_a_licence_line_that_forbids_is_held_to() -> None:
    """Words of a text that says that it must not be taken over are objected to, in its own words, where asked for."""
    line = "This material may not be published, broadcast, rewritten or redistributed without permission."
    theirs = files(document("old", f"{BODY}\n{line}\n", publisher="Daily Times"))
    (finding,) = check(collection(new=HALF), theirs, rules(licences=True)).findings
    assert finding.rule == "licence-forbids"
    assert "may not be published" in finding.message
    assert told(check(collection(new=HALF), theirs, NOTHING)) == []


# One text


def test_self_repetition_is_objected_to_where_asked_for() -> None:
    """The second place is the finding, the first one is its source."""
    content = collection(new=text("a", "b", "a"))
    (finding,) = check(content, rules=rules(self_repetition=True)).findings
    assert (finding.rule, finding.where.lines, finding.words) == ("self-repetition", (5, 5), 40)
    assert finding.message == "This text says 40 words of line 1 again in line 5."
    assert told(check(content)) == []


def test_quotations_can_be_left_out() -> None:
    """A paragraph that is quoted as one counts, unless quotations are to be ignored."""
    content = collection(new=text("v", "w") + "\n> " + paragraph("a"))
    assert len(check(content, collection(old=BODY), rules(max_run=20)).findings) == 1
    assert told(check(content, collection(old=BODY), rules(max_run=20, quotes="ignore"))) == []


def test_a_copy_that_is_all_quotation_is_a_repost_by_default() -> None:
    """Marking a whole text as a quotation does not hide it."""
    quoted = "".join(f"> {line}\n" for line in BODY.splitlines())
    assert told(check(collection(new=quoted), collection(old=BODY))) == [("repost", "new", "old")]


# What is accepted


def test_a_statement_in_the_text_accepts_with_a_reason() -> None:
    """The finding is listed with its reason and line, and does not count."""
    said = BODY + '\n<!-- dedup: accept from "Daily Times": with their permission -->\n'
    result = check(collection(new=said), files(document("old", BODY, publisher="Daily Times")))
    assert told(result) == []
    (accepted,) = result.accepted
    assert (accepted.by, accepted.reason, accepted.line) == ("comment", "with their permission", 11)


def test_a_statement_about_another_source_accepts_nothing() -> None:
    """The finding counts, and that the statement is idle is noted."""
    said = BODY + '\n<!-- dedup: accept from "Stop NATO": with their permission -->\n'
    result = check(collection(new=said), files(document("old", BODY, publisher="Daily Times")))
    assert told(result) == [("repost", "new", "old")]
    assert [note.note for note in result.notes] == ["line 11: what it accepts is not found (any more)"]


def test_a_baseline_accepts_what_was_found_before() -> None:
    """Checked again with its own baseline, the same content passes."""
    content, against = collection(new=BODY), collection(old=BODY)
    known = baseline_of(check(content, against))
    result = check(content, against, baseline=known)
    assert told(result) == []
    assert [accepted.by for accepted in result.accepted] == ["baseline"]


UNRELATED = {
    "a paragraph before": text("z") + "\n" + BODY,
    "a paragraph after": BODY + "\n" + text("z"),
    "a paragraph between": text("a", "b", "z", "c", "d", "e"),
    "a paragraph taken out": text("a", "b", "d", "e"),
    "paragraphs in another order": text("d", "e", "a", "b", "c"),
    "a corrected word": BODY.replace("cam ", "corrected "),
    "other line breaks": BODY.replace(" aaf", "\naaf"),
    "a corrected word in a paragraph fewer": text("a", "b", "d", "e").replace("dam ", "corrected "),
}


@pytest.mark.parametrize("edited", UNRELATED.values(), ids=UNRELATED.keys())
def test_an_accepted_copy_may_be_edited(edited: str) -> None:
    """Edits beside the copied words, in a word of them, or that leave less of them, make nothing new."""
    against = collection(old=BODY)
    sharing = Rules(relations=("identical", "near-identical", "contained", "partial"))
    known = baseline_of(check(collection(new=BODY), against, sharing))
    assert told(check(collection(new=edited), against, sharing, baseline=known)) == []


MORE = {
    "a further paragraph of the source": (text("v", "a"), text("v", "a", "b")),
    "the same paragraph again": (text("v", "a"), text("v", "a", "w", "a")),
}


@pytest.mark.parametrize(("before", "after"), MORE.values(), ids=MORE.keys())
def test_more_of_an_accepted_source_is_new(before: str, after: str) -> None:
    """What was accepted is these words, once: more of the same source counts."""
    against, sharing = collection(old=BODY), rules(relations=("contained", "partial"))
    known = baseline_of(check(collection(new=before), against, sharing))
    assert len(known.entries) == 1
    assert told(check(collection(new=after), against, sharing, baseline=known)) == [("repost", "new", "old")]


def test_a_new_copy_of_an_accepted_text_is_new() -> None:
    """That one text was accepted says nothing of the next one with the same words."""
    against = collection(old=BODY)
    known = baseline_of(check(collection(one=BODY), against))
    result = check(collection(one=BODY, two=BODY), against, baseline=known)
    assert told(result) == [("repost", "two", "old")]


def test_a_new_copy_is_told_though_it_comes_first() -> None:
    """A new file whose name sorts before the accepted one takes nothing of its acceptance away."""
    near = BODY.replace("aac ", "")
    known = baseline_of(check(collection(one=near), collection(old=BODY)))
    result = check(collection(a_new=near, one=near), collection(old=BODY), baseline=known)
    assert ("repost", "a_new", "old") in told(result)
    assert ("repost", "one", "old") not in told(result)


def test_lines_of_the_baseline_that_nothing_needs_are_told() -> None:
    """A copy that was taken out leaves its line behind."""
    known = baseline_of(check(collection(new=BODY), collection(old=BODY)))
    result = check(collection(new=text("v")), collection(old=BODY), baseline=known)
    assert [(stale.rule, stale.document, stale.source) for stale in result.stale] == [("repost", "new", "old")]


# An earlier state of the same tree


def since(content: Collection, before: Collection, chosen: Rules | None = None) -> CheckResult:
    """Return what is new in the content since it was as `before`."""
    return check(content, before, chosen or Rules(), revision="main")


def test_unchanged_files_are_no_finding() -> None:
    """Copies that were there in the revision are not judged; a new copy of one is, and says of when its source is."""
    before = collection(one=BODY, two=BODY)
    assert told(since(before, before)) == []
    result = since(collection(one=BODY, two=BODY, three=BODY), before)
    assert told(result) == [("repost", "three", "one")]
    assert result.findings[0].sources[0].revision == "main"
    assert (result.counts.documents, result.counts.unchanged) == (3, 2)


def test_a_changed_file_is_judged_by_what_is_new_in_it() -> None:
    """An edit elsewhere in an old copy is no finding, and what was wrong before is told as accepted."""
    result = since(collection(one=BODY, two=BODY + "\n" + text("z")), collection(one=BODY, two=BODY))
    assert told(result) == []
    assert [(each.by, each.reason) for each in result.accepted] == [("revision", "it was so in main already")]


def test_more_of_a_source_in_a_changed_file_is_a_finding() -> None:
    """A file that had one paragraph of another text and now has two is objected to."""
    partial = rules(relations=("contained", "partial"))
    before = collection(one=BODY, two=text("v", "w", "a"))
    assert told(since(collection(one=BODY, two=text("v", "w", "a", "b")), before, partial)) == [
        ("repost", "two", "one")
    ]


def test_of_a_changed_and_a_new_file_the_new_one_is_the_copy() -> None:
    """What was in the revision in some version was there first, whatever the names."""
    assert told(since(collection(a_new=BODY + text("y"), old=BODY + text("z")), collection(old=BODY))) == [
        ("repost", "a_new", "old")
    ]


def test_a_copy_of_a_text_that_changed_too_is_told_once() -> None:
    """Of the old and the new version of a source, the one that shares more is named."""
    before = collection(one=BODY)
    result = since(collection(one=BODY + "\n" + text("z"), two=BODY), before)
    assert told(result) == [("repost", "two", "one")]
    assert result.findings[0].sources[0].relation == "identical"


def test_an_edited_file_is_no_copy_of_its_old_version() -> None:
    """A file is not held against what it was."""
    assert told(since(collection(one=BODY + "\n" + text("z")), collection(one=BODY))) == []


def test_a_check_without_anything_before_is_a_check_of_the_content() -> None:
    """Content alone is held against itself."""
    assert told(check(collection(one=BODY, two=BODY), EMPTY)) == [("repost", "two", "one")]
