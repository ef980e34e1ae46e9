"""Every format has a view, and a format that does not exist is refused."""

from __future__ import annotations

import pytest

from dedup.documents import Document
from dedup.errors import UsageError
from dedup.report.comparison import Comparison
from dedup.report.formats import (
    COMPARISON_FORMATS,
    SCAN_FORMATS,
    RenderOptions,
    render,
    render_chunks,
    render_comparison,
)
from tests.report.examples import empty_result


@pytest.mark.parametrize("name", SCAN_FORMATS)
def test_every_format_renders_and_ends_its_last_line(name: str) -> None:
    """Each name in the registry renders a result to text that ends in one newline, and to its UTF-8."""
    shown = render(empty_result(), name, RenderOptions())
    assert shown.endswith("\n")
    assert not shown.endswith("\n\n")
    assert b"".join(render_chunks(empty_result(), name, RenderOptions())) == shown.encode()


def test_unknown_formats_are_refused_with_the_list() -> None:
    """A format that does not exist is an error that names those that do."""
    with pytest.raises(UsageError, match="'pdf'; the formats are table, json, markdown"):
        render(empty_result(), "pdf", RenderOptions())


@pytest.mark.parametrize("name", SCAN_FORMATS)
def test_a_comparison_shows_both_texts_or_is_its_result(name: str) -> None:
    """Formats for people name the two documents, which the result does not hold; the others show the result."""
    comparison = Comparison(Document("one.txt", "Some words."), Document("two.txt", "Other words."), empty_result())
    shown = render_comparison(comparison, name, RenderOptions())
    if name in COMPARISON_FORMATS:
        assert "one.txt" in shown
        assert "two.txt" in shown
    else:
        assert shown == render(empty_result(), name, RenderOptions())


def test_an_unknown_format_is_refused_for_comparisons_too() -> None:
    """The list of formats is that of scans."""
    comparison = Comparison(Document("one.txt", ""), Document("two.txt", ""), empty_result())
    with pytest.raises(UsageError, match="'pdf'; the formats are table, json, markdown"):
        render_comparison(comparison, "pdf", RenderOptions())
