"""Web pages become their main text and what their markup says."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from dedup.errors import InputError
from dedup.reading.html import page_of
from dedup.reading.inputs import read_paths

if TYPE_CHECKING:
    from pathlib import Path

FIRST = "The first paragraph of the article has enough words in it to be taken for main text by any judge of text."
SECOND = "The second paragraph follows the first one, and it also has enough words in it to be taken for main text."
ITEM = "An item of a list that stands in the article and belongs to its main text as well as its paragraphs do"


def page(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html lang='en'><head><title>T</title>{head}</head><body>{body}</body></html>"


def test_paragraphs_are_separated_by_blank_lines() -> None:
    """Blocks of the page are paragraphs of the text, list items too."""
    found = page_of(
        "x", page(f"<article><h1>Head line</h1><p>{FIRST}</p><p>{SECOND}</p><ul><li>{ITEM}</li></ul></article>")
    )
    assert [part for part in found.text.split("\n\n") if part != "Head line"] == [FIRST, SECOND, ITEM]


def test_line_breaks_stay_line_breaks_and_white_space_is_one_space() -> None:
    """A break inside a paragraph separates lines; the source's own line ends mean nothing."""
    found = page_of(
        "x", page(f"<article><p>{FIRST.replace(' ', chr(10) + '  ')}</p><p>{SECOND}<br>{ITEM}</p></article>")
    )
    assert found.text == f"{FIRST}\n\n{SECOND}\n{ITEM}"


def test_repeated_paragraphs_are_kept() -> None:
    """What a page repeats is what dedup looks for, so the extractor must not drop it."""
    found = page_of("x", page(f"<article><p>{FIRST}</p><p>{SECOND}</p><p>{FIRST}</p><p>{SECOND}</p></article>"))
    assert found.text.split("\n\n") == [FIRST, SECOND, FIRST, SECOND]


def test_inline_markup_does_not_break_words() -> None:
    """Emphasis and links are part of their sentence."""
    body = FIRST.replace("article", "<b>art</b>icle").replace("words", '<a href="https://a.example/">words</a>')
    assert FIRST in page_of("x", page(f"<article><p>{body}</p><p>{SECOND}</p></article>")).text


def test_xml_declaration_is_no_trouble() -> None:
    """XHTML begins with a declaration that lxml refuses in text."""
    source = '<?xml version="1.0" encoding="iso-8859-1"?>' + page(f"<p>{FIRST} é</p><p>{SECOND}</p>")
    assert "é" in page_of("x", source).text


@pytest.mark.parametrize("source", ["", "  \n", page(""), page("<script>var text = 1;</script>"), "<html>", "<!---->"])
def test_page_without_main_text_is_told(source: str) -> None:
    """A page that holds no text is unreadable, with a reason."""
    with pytest.raises(InputError, match=r"no main text|empty"):
        page_of("x", source)


@pytest.mark.parametrize("depth", [200, 3000, 200_000])
def test_deep_pages_do_not_crash(depth: int) -> None:
    """However deep the elements are nested, there is a text or a reason."""
    source = page("<div>" * depth + f"<p>{FIRST}</p><p>{SECOND}</p>" + "</div>" * depth)
    try:
        assert FIRST in page_of("x", source).text
    except InputError as error:
        assert error.reason  # noqa: PT017 - both outcomes are right, a crash is not


def test_large_page_is_read_whole() -> None:
    """Text nodes beyond libxml2's usual 10 MB are read."""
    long = "word " * 2_200_000
    assert len(page_of("x", page(f"<article><p>{long}</p><p>{SECOND}</p></article>")).text) > 10_900_000


def test_files_in_legacy_encodings_are_read_by_what_they_declare(tmp_path: Path) -> None:
    """The declared charset decodes the page, and a note says so."""
    path = tmp_path / "a.html"
    source = page(f"<p>{FIRST} Łódź</p><p>{SECOND}</p>", '<meta charset="iso-8859-2">')
    path.write_bytes(source.encode("iso-8859-2"))
    found = read_paths([path])
    assert "Łódź" in found[0].text
    assert found[0].title == "T"
    assert found.notes[0].note == "not UTF-8: read as iso-8859-2, as the page declares"


def test_canonical_link_never_becomes_the_url(tmp_path: Path) -> None:
    """A repost that names its original as canonical is not relabelled as it."""
    path = tmp_path / "a.html"
    path.write_text(page(f"<p>{FIRST}</p><p>{SECOND}</p>", '<link rel="canonical" href="https://a.example/">'))
    document = read_paths([path])[0]
    assert document.url is None
    facts = [(fact.kind, fact.value) for fact in document.markup if fact.kind not in ("lang", "title")]
    assert facts == [("canonical", "https://a.example/")]


def test_extractor_does_not_speak_to_standard_error(capfd: pytest.CaptureFixture[str]) -> None:
    """What cannot be read is told by dedup, once, and not by a library as well."""
    with pytest.raises(InputError):
        page_of("x", page(""))
    assert capfd.readouterr().err == ""


def test_trafilatura_is_not_imported_for_text(tmp_path: Path) -> None:
    """Reading plain text does not pay for reading pages."""
    (tmp_path / "a.txt").write_text("text")
    program = (
        "import sys; from dedup.reading.inputs import read_paths; read_paths([sys.argv[1]]);"
        "print([name for name in ('trafilatura', 'lxml', 'charset_normalizer', 'yaml') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
