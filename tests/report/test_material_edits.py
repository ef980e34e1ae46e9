"""Material edits in the reports: each shows them, and none lets their words act."""

from __future__ import annotations

from dedup.documents import Document
from dedup.matches import MaterialEdit
from dedup.report.comparison import Comparison
from dedup.report.formats import RenderOptions
from dedup.report.markdown import comparison_markdown, scan_markdown
from dedup.report.material_edits import material_edit_texts
from dedup.report.side_by_side import comparison_table
from dedup.report.table import scan_table
from dedup.walks.compare import compare

TEXT = (
    "The ferry to the island leaves at noon on every day of the week, and it takes 30 cars and all who travel in "
    "them across the sound, unless the wind is from the north or the harbour of the island is full of ice."
)
A, B = Document("a", TEXT), Document("b", TEXT.replace("30", "40"))


def test_every_report_shows_them() -> None:
    """A comparison and a scan, in a terminal and in Markdown, name the number that was changed."""
    result = compare(A, B)
    options = RenderOptions(200)
    comparison = Comparison(A, B, result)
    for shown in (
        comparison_table(comparison, options),
        comparison_markdown(comparison, options),
        scan_table(result, options),
        scan_markdown(result, options),
    ):
        assert "number: “30” → “40”" in shown


def test_a_side_without_words_is_said_to_have_nothing() -> None:
    """What was added stands opposite to nothing, and places are counted from two on."""
    assert material_edit_texts([MaterialEdit("negation", 2, "", "not")]) == ["negation: nothing → “not” (2 places)"]


def test_words_of_texts_do_not_act() -> None:
    """Characters that control a terminal are replaced."""
    (shown,) = material_edit_texts([MaterialEdit("name", 1, "\x1b[31mX", "Y")])
    assert "\x1b" not in shown
