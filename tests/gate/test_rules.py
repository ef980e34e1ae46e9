"""Rules are checked when they are made, and each is explained."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from dedup.errors import UsageError
from dedup.gate.rules import RULES, AllowedSource, Rules
from dedup.report.formats import CHECK_FORMATS


@pytest.mark.parametrize(
    ("values", "complaint"),
    [
        ({"relations": ("copied",)}, "'copied' is not one of them"),
        ({"relations": ("boilerplate",)}, "'boilerplate' is not one of them"),
        ({"ignore_kinds": ("footer",)}, "'footer' is not one of them"),
        ({"max_reuse": 1.5}, "max-reuse must be from 0 to 1, not 1.5"),
        ({"max_run": 0}, "max-run must be at least 1, not 0"),
        ({"quotes": "drop"}, "quotes must be one of count, ignore, not 'drop'"),
    ],
)
def test_values_out_of_range_are_refused(values: dict[str, Any], complaint: str) -> None:
    """A rule that cannot be meant is a usage error that names the value."""
    with pytest.raises(UsageError, match=complaint):
        Rules(**values)


def test_what_is_a_repost_by_default() -> None:
    """Without any option, copies of whole texts are objected to and shared parts are not."""
    assert Rules().relations == ("identical", "near-identical", "contained", "noisy copy")


@pytest.mark.parametrize(
    ("written", "source"),
    [
        ("Daily Times", AllowedSource("Daily Times")),
        (" Daily Times = CC BY-ND 4.0 ", AllowedSource("Daily Times", "CC BY-ND 4.0")),
        ("dailytimes.com.pk=cc-by", AllowedSource("dailytimes.com.pk", "cc-by")),
    ],
)
def test_allowed_source_is_read(written: str, source: AllowedSource) -> None:
    """A name stands alone or before its licence."""
    assert AllowedSource.of(written) == source


@pytest.mark.parametrize("written", ["", " ", "=CC BY", "Daily Times="])
def test_allowed_source_without_a_name_or_a_licence_is_refused(written: str) -> None:
    """Half a statement is none."""
    with pytest.raises(UsageError, match="allow-source takes NAME or NAME=LICENCE"):
        AllowedSource.of(written)


def test_every_rule_says_what_it_objects_to_and_what_to_do() -> None:
    """A rule is known by its name, and has whole sentences for those whom it stops."""
    for name, rule in RULES.items():
        assert name == rule.name
        assert rule.objects_to.endswith(".")
        assert rule.what_to_do.endswith(".")


def test_the_page_explains_every_rule() -> None:
    """`docs/check.md` lists the rules in their order, and names no other."""
    page = (Path(__file__).parents[2] / "docs" / "check.md").read_text(encoding="utf-8")
    table = page.split("\n## Rules\n")[1].split("\n## ")[0]
    assert re.findall(r"^\| `([\w-]+)` \|", table, re.MULTILINE) == list(RULES)


def test_the_page_explains_every_format() -> None:
    """The table of the reports has a row for each format."""
    page = (Path(__file__).parents[2] / "docs" / "check.md").read_text(encoding="utf-8")
    table = page.split("\n## Reports\n")[1].split("\n## ")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) == set(CHECK_FORMATS)
