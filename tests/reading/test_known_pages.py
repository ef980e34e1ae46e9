"""Pages with the same bytes are read once, whatever they are called."""

from __future__ import annotations

import pytest

from dedup.errors import NoTextError
from dedup.reading import html
from dedup.reading.html import known_page_of, page_of
from dedup.reading.inputs import read_contents
from dedup.reading.options import CAREFUL, FAST


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of the pages that are read from now on; none is remembered."""
    names: list[str] = []

    def page(name: str, source: str, url: str | None = None, *, extractor: str = CAREFUL) -> html.Page:
        names.append(name)
        return page_of(name, source, url, extractor=extractor)

    monkeypatch.setattr(html, "page_of", page)
    html._known.clear()
    return names


def test_files_with_the_same_bytes_are_read_once(read: list[str]) -> None:
    """Each is a document of its own, with its own name and the same text and facts."""
    pages = [(f"{place}.html", b"<title>T</title><p>The words of a page.</p>") for place in ("a/1", "b/1", "c/1")]
    documents = list(read_contents([*pages, ("d.html", b"<p>Other words.</p>")]))
    assert read == ["a/1.html", "d.html"]
    assert [one.id for one in documents] == ["a/1.html", "b/1.html", "c/1.html", "d.html"]
    assert len({(one.text, one.title, one.markup) for one in documents[:3]}) == 1


def test_another_address_or_extractor_is_another_page(read: list[str]) -> None:
    """What is a tracker, and which date is guessed, depends on the address."""
    for name, url, extractor in (
        ("a", None, CAREFUL),
        ("b", "https://a.example/", CAREFUL),
        ("c", None, FAST),
        ("d", None, CAREFUL),
    ):
        known_page_of(name, "<p>The words of a page.</p>", url, extractor)
    assert read == ["a", "b", "c"]


def test_the_page_that_was_not_seen_for_the_longest_time_is_forgotten(
    read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first page is asked for again before the third one comes, so the second one goes."""
    monkeypatch.setattr(html, "_MOST_KNOWN", 2)
    for word in ("one", "two", "one", "three", "one", "two"):
        known_page_of(word, f"<p>The {word} words of a page.</p>", None, CAREFUL)
    assert read == ["one", "two", "three", "two"]


def test_a_page_without_text_is_told_by_each_name(read: list[str]) -> None:
    """The reason names the file at hand."""
    for name in ("a.html", "b.html"):
        with pytest.raises(NoTextError, match=name):
            known_page_of(name, "<html></html>", None, CAREFUL)
    assert read == ["a.html", "b.html"]
