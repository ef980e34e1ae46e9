"""Dates in the names of posts."""

from __future__ import annotations

import pytest

from dedup.documents import Document
from dedup.reading.post_dates import date_of_name, dated


@pytest.mark.parametrize(
    ("path", "date"),
    [
        ("_posts/2024-05-01-new.md", "2024-05-01"),
        ("_posts/2024-5-1-new.md", "2024-05-01"),
        ("content/blog/2024-05-01_title.md", "2024-05-01"),
        ("content/blog/2013-06-02T14:00:00Z-title.md", "2013-06-02"),
        ("blog/2024-05-01-title/index.md", "2024-05-01"),
        ("blog/2024-05-01.md", "2024-05-01"),
        ("blog/2019/05/28/title.md", "2019-05-28"),
        ("blog/2019/05/28-title.md", "2019-05-28"),
        ("blog/2019/05/28-title/index.mdx", "2019-05-28"),
        ("blog/2024-13-01-title.md", None),
        ("blog/2024-05-012-title.md", None),
        ("blog/2019/05/title.md", None),
        ("blog/title-2024-05-01.md", None),
    ],
)
def test_date_of_a_name(path: str, date: str | None) -> None:
    """Names of Jekyll, Zola and Docusaurus; a number that is no day is no date."""
    assert date_of_name(path) == date


def test_a_stated_date_is_kept() -> None:
    """The front matter outweighs the name of the file."""
    document = Document("a", "Text.", "2024-05-01-a.md", published="2020-01-01")
    assert dated(document) is document
    assert dated(Document("a", "Text.", "2024-05-01-a.md")).published == "2024-05-01"
