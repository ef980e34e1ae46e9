"""What can be required of a text that was published before: links, canonical links, embargo, kills."""

from __future__ import annotations

from typing import Any

import pytest

from dedup.errors import UsageError
from dedup.gate.rules import Rules
from dedup.walks.check import check
from tests.gate.checks import BODY, document, rules, told
from tests.gate.texts import files
from tests.origin.pages import fact

THEIRS = "https://dailytimes.com.pk/1/a"


def of(
    *required: str, new: str = BODY, facts: tuple[tuple[str, str], ...] = (), old: dict[str, Any] | None = None
) -> list[tuple[str, str, str]]:
    known = {"publisher": "Daily Times", "url": THEIRS, **(old or {})}
    mine = files(document("new", new, publisher="My Site", markup=tuple(fact(*one) for one in facts)))
    theirs = files(document("old", BODY, **known))
    return told(check(mine, theirs, rules(require=required, as_of="2026-03-12")))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (BODY, 1),
        (f"{BODY}\nThis article was originally published by Daily Times.\n", 1),
        (f"{BODY}\n[Daily Times]({THEIRS})\n", 0),
        (f"{BODY}\nSee https://www.dailytimes.com.pk/.\n", 0),
        (f"{BODY}\n[Harbour Gazette](https://harbourgazette.com/)\n", 1),
    ],
)
def test_a_link_to_the_source_can_be_required(text: str, count: int) -> None:
    """Naming the source is no link; a link to its publisher is one, a link to somebody else is none."""
    assert of("link", new=text) == [("no-link", "new", "old")] * count


@pytest.mark.parametrize(
    ("facts", "count"),
    [
        ((), 1),
        ((("canonical", THEIRS),), 0),
        ((("front-matter:canonical", "https://dailytimes.com.pk/other"),), 0),
        ((("canonical", "https://mysite.example.com/a"),), 1),
        ((("robots", "noindex, follow"),), 0),
        ((("robots", "index, follow"),), 1),
        ((("front-matter:noindex", "true"),), 0),
    ],
)
def test_a_canonical_link_or_noindex_can_be_required(facts: tuple[tuple[str, str], ...], count: int) -> None:
    """Either tells search engines that the original is elsewhere; a canonical link to the copy does not."""
    found = of("canonical", facts=facts)
    assert found == [("no-canonical", "new", "old")] * count


def test_an_embargo_that_is_not_over_is_objected_to() -> None:
    """Of the text itself, or of the one that it repeats; on the day itself it is over."""
    assert of("embargo", facts=(("front-matter:embargo", "2026-03-13"),)) == [("embargoed", "new", "")]
    assert of("embargo", facts=(("front-matter:embargo", "2026-03-12"),)) == []
    assert of("embargo", new=f"EMBARGOED UNTIL 1 May 2026, 9 am\n\n{BODY}") == [("embargoed", "new", "")]
    held = {"markup": (fact("embargo", "2026-05-01T00:00:00Z"),)}
    assert of("embargo", old=held) == [("embargoed", "new", "old")]


def test_an_embargo_needs_a_day() -> None:
    """Whether a date has come depends on the day, so that the day is an input."""
    with pytest.raises(UsageError, match="2026-03-12"):
        Rules(require=("embargo",))


def test_a_killed_story_that_stands_is_objected_to() -> None:
    """By its own status, or by that of the text that it repeats."""
    killed = {"markup": (fact("pub-status", "canceled"),)}
    assert of("kill", old=killed) == [("killed", "new", "old")]
    assert of("kill", old={"markup": (fact("pub-status", "usable"),)}) == []
    alone = files(document("new", "A short text.", markup=(fact("front-matter:pub-status", "canceled"),)))
    assert told(check(alone, rules=rules(require=("kill",)))) == [("killed", "new", "")]


def test_a_repost_that_names_somebody_else_is_told_so() -> None:
    """Unless the named one is where the source itself has the text from."""
    credit = "\nThis article was originally published by Stop NATO.\n"
    mine = files(document("new", BODY + credit, publisher="My Site"))
    (finding,) = check(
        mine, files(document("old", BODY, publisher="Daily Times")), rules(require_attribution=True)
    ).findings
    assert (finding.rule, finding.message.endswith("names another source: Stop NATO.")) == ("unattributed", True)
    old = files(document("old", BODY + credit, publisher="Daily Times"))
    assert told(check(mine, old, rules(require_attribution=True))) == []
