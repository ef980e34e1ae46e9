"""The terminal view fits its width, tells every finding, and colours only where it may."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dedup.report.display_text import display_width
from dedup.report.formats import RenderOptions
from dedup.report.table import draw_cells, scan_table
from dedup.report.table_formats import MARKUPS, table_formats
from tests.report.examples import crowd_result, empty_result, seed_result
from tests.report.strategies import RESULTS

if TYPE_CHECKING:
    from dedup.results import ScanResult

EXAMPLES = {"seed": seed_result(), "crowd": crowd_result(), "empty": empty_result()}
ESCAPE = re.compile(r"\x1b\[\d*m|\x1b\]8;;[!-~]*\x1b\\")


@pytest.mark.parametrize("columns", [40, 60, 80, 100, 120, 200])
@pytest.mark.parametrize("name", EXAMPLES)
def test_no_line_is_longer_than_the_width(name: str, columns: int) -> None:
    """At any width from 40 every line of the report fits."""
    lines = scan_table(EXAMPLES[name], RenderOptions(columns)).split("\n")
    assert [line for line in lines if display_width(line) > columns] == []


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(RESULTS, st.integers(40, 130))
def test_any_result_fits(result: ScanResult, columns: int) -> None:
    """Whatever stands in a result, no line is longer than the width or steers the terminal."""
    shown = scan_table(result, RenderOptions(columns))
    assert all(display_width(line) <= columns for line in shown.split("\n"))
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f]", shown)


def test_the_seed_reads_as_it_should() -> None:
    """Both kinds of repetition, the apostrophe, and the chain with its lines and words stand in the report."""
    shown = scan_table(seed_result(), RenderOptions(120))
    rows = [" ".join(line.split()) for line in shown.split("\n")]
    assert any(row.startswith("15 ↔ 33 identical 54 100 %") for row in rows)
    assert any(row.startswith("17 ⊂ 35 contained 49 100 %") for row in rows)
    assert any(row.startswith("19 ↔ 47 identical but 62 100 %") for row in rows)
    assert any(row.startswith("for punctuation") for row in rows)
    assert "two [-sides-]{+sides'+} readiness" in shown
    assert "Daily Times → Stop NATO → Global Research" in rows
    assert any("51 attribution: “The original source of this article is [Daily Times](#)”" in row for row in rows)
    assert "by Dr Rashid Ahmad Khan, published 2012-10-22" in shown
    assert "12 words or more" in shown


@pytest.mark.parametrize(
    ("smaller", "sign"),
    [("first", "17 ⊂ 35"), ("second", "17 ⊃ 35")],
)
def test_the_sign_opens_towards_the_larger_paragraph(smaller: Literal["first", "second"], sign: str) -> None:
    """What is contained stands on the closed side of the sign."""
    seed = seed_result()
    contained = replace(seed.repetitions[1], smaller=smaller)
    assert sign in scan_table(replace(seed, repetitions=(contained,)), RenderOptions())


@pytest.mark.parametrize("part", ["REPETITIONS", "COPIES", "CLUSTERS", "PROVENANCE", "BOILERPLATE"])
def test_a_part_with_nothing_says_so_in_one_line(part: str) -> None:
    """Each part of an empty result is one line, followed by an empty one."""
    lines = scan_table(empty_result(), RenderOptions()).split("\n")
    place = next(index for index, line in enumerate(lines) if line.startswith(f"{part}:"))
    assert re.search(r"\bno\b|nothing", lines[place])
    assert lines[place + 1] == ""


def test_parts_that_were_not_sought_are_left_out() -> None:
    """A scan for copies only says nothing of repetitions, not even that there are none."""
    result = replace(crowd_result(), settings=replace(crowd_result().settings, only="copies"))
    shown = scan_table(result, RenderOptions())
    assert "COPIES:" in shown
    assert not re.search(r"REPETITIONS|CLUSTERS|PROVENANCE|BOILERPLATE|cluster", shown)


def test_what_is_not_listed_is_counted() -> None:
    """With four rows a section, the other 26 of 30 pairs are counted."""
    shown = scan_table(crowd_result(30), RenderOptions(max_rows=4))
    assert "… and 26 more" in shown
    assert shown.count("near-identical  1,234,") == 4


def test_no_limit_lists_everything() -> None:
    """With rows 0 every pair is listed and no section counts others."""
    shown = scan_table(crowd_result(30), RenderOptions(max_rows=0))
    assert "--rows 0" not in shown
    assert shown.count("near-identical  1,234,") == 30


def test_almost_the_same_is_not_shown_as_the_same() -> None:
    """A Jaccard of 0.99951 and a containment of 0.999 are cut, not rounded up."""
    shown = scan_table(crowd_result(1), RenderOptions(120))
    assert "Jaccard 0.99" in shown
    assert "99 %" in shown
    assert "Jaccard 1.00" not in shown


def test_troubles_and_caps_are_told() -> None:
    """Unreadable inputs, guessed encodings, and every cap that had an effect stand in the report."""
    shown = " ".join(scan_table(crowd_result(), RenderOptions(120)).split())
    assert "2 unreadable" in shown
    assert "it is not UTF-8" in shown
    assert "read as GB18030, which was guessed" in shown
    assert "44 pairs share fewer than 30 words" in shown
    assert "7 fingerprints stand in more than 10 places" in shown
    assert "Settings other than the defaults: threshold 0.3, all-pairs on." in shown


def test_what_documents_are_made_of_is_told() -> None:
    """Each part of a document stands with its words and their share, and so does what is new."""
    rows = [" ".join(line.split()) for line in scan_table(crowd_result(), RenderOptions(200)).split("\n")]
    assert any(row.endswith("240 60 % notes|with [brackets] <b>and</b> *stars*\ufffd[31m.md") for row in rows)
    assert "20 5 % marked: attribution, notices, boilerplate" in rows
    assert "80 20 % nowhere else: new" in rows


def test_suspicions_and_bridges_are_told() -> None:
    """A suspected fault of extraction stands under its table, and a link out of a cluster with both its ends."""
    shown = scan_table(crowd_result(), RenderOptions(200))
    assert "extraction artefact? (lines 1 ↔ 12)" in shown
    assert "link between a member and an outsider" in shown
    assert "31 marked" in shown


def test_colour_changes_no_character() -> None:
    """Without its escape sequences a coloured report is the plain one."""
    for result in EXAMPLES.values():
        coloured = scan_table(result, RenderOptions(colour=True))
        assert ESCAPE.search(coloured)
        assert ESCAPE.sub("", coloured) == scan_table(result, RenderOptions())


def test_plain_reports_have_no_escapes() -> None:
    """Without colour there is no escape sequence, not even one from a file's name."""
    assert "\x1b" not in scan_table(crowd_result(), RenderOptions())


@pytest.mark.parametrize("drawn", [name for name in table_formats() if name not in MARKUPS])
@pytest.mark.parametrize("columns", [40, 60, 80, 120])
def test_tables_of_text_fit_in_every_format(drawn: str, columns: int) -> None:
    """Whatever frame tabulate draws around the cells, no line is longer than the width."""
    for result in EXAMPLES.values():
        lines = scan_table(result, RenderOptions(columns, table=drawn)).split("\n")
        assert [line for line in lines if display_width(line) > columns] == []


def test_a_grid_has_its_frame() -> None:
    """The cells of the seed stand between bars."""
    shown = scan_table(seed_result(), RenderOptions(120, table="grid"))
    assert "| 15 ↔ 33 | identical       |      54 |    100 % |" in shown


def test_wide_letters_and_colours_take_the_room_that_they_are_shown_in() -> None:
    """漢 takes two cells and a code of colour none, so that the second column begins in one place."""
    drawn = draw_cells([["漢字", "1"], ["\x1b[1mabc\x1b[0m", "2"], ["e\u0301", "3"]], ["left", "right"])
    assert drawn == ["漢字  1", "\x1b[1mabc\x1b[0m   2", "e\u0301     3"]


def test_files_have_names_in_full() -> None:
    """What goes to a file or a pipe has every name whole, on one line, so that it can be given to the next command."""
    result = crowd_result(1)
    shown = scan_table(result, RenderOptions(80, whole=True))
    for match in result.copies:
        assert any(match.b in line for line in shown.split("\n"))
    assert "notes|with [brackets] <b>and</b> *stars*\ufffd[31m.md" in shown
    cut = scan_table(result, RenderOptions(80))
    assert not any(result.copies[0].b in line for line in cut.split("\n"))


def test_only_quotations_are_cut_in_files() -> None:
    """All passages of a pair stand in a file, and a reason is as long as it is."""
    result = crowd_result(1)
    shown = " ".join(scan_table(result, RenderOptions(80, whole=True)).split())
    assert "6 ↔ 12: 17 of 18 words, attribution" in shown
    assert "the line is not JSON: " + "x" * 200 in shown
