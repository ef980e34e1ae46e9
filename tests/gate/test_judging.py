"""What the rules make of claims, lists of sources, licences, quotations and repetitions.

Paragraphs have 40 words each and share none (`tests.gate.texts`), so that every figure can be counted.
"""

from __future__ import annotations

import pytest

from dedup.gate.rules import AllowedSource, Rules
from dedup.walks.check import check
from tests.gate.checks import BODY, HALF, NOTHING, document, rules, told
from tests.gate.texts import collection, files, paragraph, text

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
