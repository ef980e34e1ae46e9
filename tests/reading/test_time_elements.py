"""The time element that says when a page's article was published."""

from __future__ import annotations

import pytest

from dedup.reading.time_elements import time_elements


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('<h1>Dam</h1><time datetime="2024-03-08">8 March</time>', ["2024-03-08"]),
        ('<time datetime="2020-01-01">old</time><h1>Dam</h1><time datetime="2024-03-08">x</time>', ["2024-03-08"]),
        ('<h1>Dam</h1><time datetime="2024-03-09" class="updated"></time><time class=published datetime="2024-03-08">',
         ["2024-03-08"]),
        ('<h1>Dam</h1><time datetime="2024-03-07">x</time><time itemprop="datePublished" datetime="2024-03-08">',
         ["2024-03-08"]),
        ("<time>20:42</time>", []),
        ("<h1>Dam</h1>" + "x" * 7000 + '<time datetime="2024-03-08">comment</time>', []),
    ],
)  # fmt: skip
def test_the_time_of_the_article_is_read(source: str, found: list[str]) -> None:
    """One that is marked as a date of publication, else the first one near the headline."""
    assert [fact.value for fact in time_elements(source)] == found
