"""What stands beside the text of a page is no text: readings, deleted words, marks of notes."""

from __future__ import annotations

import pytest
from lxml import html

from dedup.reading.annotations import drop_annotations
from dedup.reading.html import page_of
from dedup.reading.html_tags import plain_text
from dedup.reading.visible_lines import VisibleLines


def shown(source: str) -> str:
    """Return the text of a page without its annotations."""
    tree = html.document_fromstring(f"<html><body>{source}</body></html>")
    drop_annotations(tree)
    return " ".join(tree.text_content().split())


@pytest.mark.parametrize(
    "ruby",
    [
        "<ruby>山<rt>やま</rt></ruby><ruby>道<rt>みち</rt></ruby>",
        "<ruby>山<rt>やま</rt>道<rt>みち</rt></ruby>",
        "<ruby><rb>山</rb><rp>（</rp><rt>やま</rt><rp>）</rp></ruby><ruby><rb>道</rb><rt>みち</rt></ruby>",
        "<ruby><rb>山</rb><rb>道</rb><rt>やま</rt><rt>みち</rt></ruby>",
        "<ruby><rb>山<rb>道<rt>やま<rt>みち</ruby>",
        "<ruby><rb>山<rt>やま<rb>道<rt>みち</ruby>",
        "<ruby>山道<rp>(<rt>やまみち<rp>)</ruby>",
        "<ruby><rb>山</rb><rb>道</rb><rtc><rt>やま</rt><rt>みち</rt></rtc><rtc>mountain path</rtc></ruby>",
        "<ruby><ruby>山<rt>やま</rt>道<rt>みち</rt></ruby><rt>path</rt></ruby>",
        '<a href="/x"><ruby><b>山道</b><rt class="r"><span>やまみち</span></rt></ruby></a>',
        "<RUBY>山道<RT>やまみち</RT></RUBY>",
    ],
)
def test_ruby_is_its_base_text(ruby: str) -> None:
    """With and without rb, rp and end tags, nested, and with several readings."""
    assert shown(f"<p>細い{ruby}を行く。</p>") == "細い山道を行く。"


def test_what_is_named_like_a_reading_outside_of_ruby_is_text() -> None:
    """A browser shows it in the line."""
    assert shown("<p>One <rt>two</rt> three.</p>") == "One two three."


@pytest.mark.parametrize("element", ["del", "s", "strike"])
def test_deleted_words_are_no_text(element: str) -> None:
    """What took their place is."""
    source = f"<p>The bridge opens in <{element}>April</{element}> <ins>May</ins>.</p>"
    assert shown(source) == "The bridge opens in May."


def test_a_deletion_may_hold_paragraphs_and_a_struck_line_does_not() -> None:
    """Where ``s`` holds one, its end was forgotten, and the page is not crossed out."""
    assert shown("<del><p>Old.</p></del><ins><p>New.</p></ins>") == "New."
    assert shown("<div><s>All of <div>this</div> stays.</div>") == "All of this stays."


@pytest.mark.parametrize(
    "marked",
    [
        "bridge<sup>1</sup>",
        "bridge.<sup>12</sup>",
        "bridge”<sup>3, 4</sup>",
        "bridge <sup>5</sup>",
        "bridge<sup>*</sup>",
        "bridge<sup>††</sup>",
        "bridge<sup>[6]</sup>",
        "bridge<sup>[<i>citation needed</i>]</sup>",
        "<b>bridge</b><sup>7</sup>",
        'bridge<sup><a href="#fn8">8</a></sup>',
        'bridge<a href="#fn8"><sup>b</sup></a>',
        'bridge<sup class="reference"><a href="#cite_note-3">[note 3]</a></sup>',
        'bridge<a href="#_ftn1">[1]</a>',
        'bridge<a role="doc-noteref" href="notes.html">2</a>',
    ],
)
def test_marks_of_notes_are_no_text(marked: str) -> None:
    """Numbers, symbols and letters that lead to a note, raised or not."""
    found = shown(f"<p>They crossed the {marked} at dawn</p>")
    assert found.replace(".", "").replace("”", "") == "They crossed the bridge at dawn"


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("x<sup>2</sup>", "x2"),
        ("10<sup>6</sup>", "106"),
        ("5 km<sup>2</sup>", "5 km2"),
        ("(a + b)<sup>2</sup>", "(a + b)2"),
        ("sin<sup>2</sup> x", "sin2 x"),
        ("mc<sup>2</sup>", "mc2"),
        ("1<sup>st</sup>", "1st"),
        ("n<sup>o</sup> 5", "no 5"),
        ("M<sup>lle</sup>", "Mlle"),
        ("<sup>14</sup>C", "14C"),
        ("<i>r</i><sup>3</sup>", "r3"),
        ('<a href="#squares">x<sup>2</sup></a>', "x2"),
        ('<a href="#part">2<sup>e</sup> partie</a>', "2e partie"),
        ('<a href="#page2">2</a>', "2"),
        ("CO<sub>2</sub>", "CO2"),
    ],
)
def test_powers_ordinals_and_links_stay_text(source: str, text: str) -> None:
    """What is raised for another reason belongs to its word."""
    assert shown(f"<p>{source}</p>") == text


def test_a_page_with_annotations_is_the_page_without() -> None:
    """Main text and title are the same, and no line of the text is taken for one outside of it."""
    sentence = "The old ferry was sold to a company from the north, which is going to use it on the lake of the islands"
    plain_page = f"<html><title>山道</title><body><article><p>{sentence}.</p><p>{sentence}!</p></article></body></html>"
    source = plain_page.replace("ferry", "ferry<sup>1</sup>").replace("lake", "<del>sea</del><ins>lake</ins>")
    source = source.replace("山道", "<ruby>山道<rp>(</rp><rt>やまみち</rt><rp>)</rp></ruby>")
    page = page_of("x", source)
    assert page.text == page_of("x", plain_page).text
    assert plain_text("<ruby>山<rt>やま<rt></ruby>道") == "山道"
    assert VisibleLines(source).facts(page.text) == []


def test_the_lines_around_a_text_lose_readings_and_deletions_too() -> None:
    """The place of a line stays that of the whole source."""
    source = "<p>First printed in <ruby>朝<rt>あさ</ruby> <del>Evening</del> Valley Paper</p>"
    (fact,) = VisibleLines(source).facts("")
    assert fact.value == "First printed in 朝 Valley Paper"
    assert fact.text == source.removeprefix("<p>").removesuffix("</p>")


@pytest.mark.parametrize(("before", "kept"), [("word", "word "), ("<b></b>", ""), ("cm", "cm1 ")])
def test_thousands_of_raised_numbers_take_no_square_of_them(before: str, kept: str) -> None:
    """All text before each of them was looked through, for 15 seconds in these."""
    marked = f"{before}<sup>1</sup> " * 4000
    assert shown(f"<p>A word{marked}</p>").split()[2:] == (f"{kept}" * 4000).split()[1:]
