"""Every format has a view, and a format that does not exist is refused."""

from __future__ import annotations

import pytest

from dedup.errors import UsageError
from dedup.report.formats import SCAN_FORMATS, RenderOptions, render, render_chunks
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
