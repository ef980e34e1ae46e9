"""Of two readings of a page's main text, the better one is taken."""

import pytest

from dedup.reading import main_text
from dedup.reading.main_text import MainText, main_text_of
from dedup.reading.page_tree import parsed_page
from dedup.reading.visible_lines import VisibleLines

SENTENCES = [
    f"Paragraph {word} of the page tells at some length what the council decided on the bridge over the river."
    for word in ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
]
SOURCE = "<html><body><ul><li>Short entry</li></ul>" + "".join(f"<p>{one}</p>" for one in SENTENCES) + "</body></html>"


def taken(monkeypatch: pytest.MonkeyPatch, first: str, second: str, source: str = SOURCE) -> tuple[str, int]:
    """Return the text that is taken of two readings, and how many readings there were."""
    readings: list[bool] = []

    def reading(_name: str, _tree: object, *, compared: bool) -> MainText:
        readings.append(compared)
        return MainText(second if compared else first)

    monkeypatch.setattr(main_text, "_reading", reading)
    return main_text_of("page.html", parsed_page("page.html", source), VisibleLines(source)).text, len(readings)


def test_a_reading_that_holds_most_paragraphs_is_the_only_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Eight of twelve paragraphs are enough, so that a second reading costs nothing."""
    first = "\n\n".join(SENTENCES[:8])
    assert taken(monkeypatch, first, "\n\n".join(SENTENCES)) == (first, 1)


def test_the_second_reading_is_taken_where_it_holds_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """Six paragraphs of twelve put a page in doubt."""
    second = "\n\n".join(SENTENCES[:9])
    assert taken(monkeypatch, "\n\n".join(SENTENCES[:6]), second) == (second, 2)


def test_the_second_reading_of_a_short_text_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a page without long lines, nothing tells which reading is the better one."""
    source = "<body><p>One line.<p>Another line.</body>"
    assert taken(monkeypatch, "One line.", "One line.\n\nAnother line.", source) == ("One line.\n\nAnother line.", 2)


def test_the_first_reading_stays_where_the_second_holds_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the second adds here is no paragraph of the page, but entries of menus."""
    first = "\n\n".join(SENTENCES[:6])
    assert taken(monkeypatch, first, first + "\n\n" + "Short entry\n\n" * 50) == (first, 2)


def test_a_long_text_is_not_made_twice_as_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever doubles a long text appends further articles."""
    first = "\n\n".join(SENTENCES[:2]) + "\n\n" + "words that no long line of the page holds " * 40
    second = "\n\n".join(SENTENCES) + "\n\n" + "further " * 400
    assert taken(monkeypatch, first, second) == (first, 2)


def test_a_page_of_very_many_paragraphs_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What trafilatura compares its reading with takes the square of their number."""
    source = SOURCE.replace("<ul>", "<p>Short entry</p>" * 2_500 + "<ul>")
    assert taken(monkeypatch, SENTENCES[0], "\n\n".join(SENTENCES), source) == (SENTENCES[0], 1)


def test_letters_of_paragraphs_are_those_of_long_lines() -> None:
    """The entry of the list counts nowhere; spaces, points and digits are no letters."""
    lines = VisibleLines(SOURCE)
    letters = [sum(map(str.isalpha, one)) for one in SENTENCES]
    assert lines.letters_of_paragraphs == sum(letters)
    assert lines.letters_held(SENTENCES[1] + " Short entry") == letters[1]
    assert lines.letters_held("") == 0


def test_a_usual_page_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twelve paragraphs and a short list are no page in doubt."""
    readings: list[bool] = []
    once = main_text._reading

    def reading(name: str, tree: object, *, compared: bool) -> MainText:
        readings.append(compared)
        return once(name, tree, compared=compared)

    monkeypatch.setattr(main_text, "_reading", reading)
    text = main_text_of("page.html", parsed_page("page.html", SOURCE), VisibleLines(SOURCE)).text
    assert all(one in text for one in SENTENCES)
    assert readings == [False]
