"""Texts that claim things, made of the phrases of all languages: the prefilter is tried with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from dedup.origin.language import ROLES, languages
from dedup.origin.phrase_patterns import TOKENS, alternatives, closing
from dedup.origin.publisher_lists import agencies

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hypothesis.strategies import DrawFn

    from dedup.origin.language import Language
    from dedup.origin.phrase_patterns import Expander

NAMES = (
    "Valley Times",
    "the Daily Herald",
    "AP",
    "Reuters",
    "L'Écho",
    "example.org",
    "[Stop Noise](https://x.org/a_b)",
)
FILLER = ("in a way", "last week, it seems,", "quietly (as ever)", "mit Bedacht", "über alles", "à la fin")
DATES = (
    "May 3, 2012",
    "3 May 2012",
    "2012-05-03",
    "3. Mai 2012",
    "22/10/2012",
    "5 de mayo de 2012",
    "Mon, 4 March 2013",
)
_PARAGRAPHS = """
Farmers of the valley said on Monday that they would not leave, and that the water had been theirs for as long as
anybody there could remember, whatever the engineers in the capital had drawn on their maps of the river.

The review will take six months, said the minister, who was an editor before; nobody believed her in the square.

Der Minister sagte, dass das nicht der Plan von gestern ist und dass eine neue Karte für die Dörfer mit dem Fluss auf
dem Tisch liegt, die sich niemand zu erklären weiß, obwohl im Tal alle davon sprechen und keiner schläft.

El ministro dijo que una reunión con los vecinos del valle fue más larga de lo previsto, y que se hablará por última vez
en un mes; su plan es conocido para todos, pero no se sabe quién pagará la obra del río.
"""
BODY = tuple(" ".join(paragraph.split()) for paragraph in _PARAGRAPHS.split("\n\n"))
OTHER_LINES = (
    *("Copyright © 2012 Valley Times", "© AP", "(c) 2010, Herald Inc.", "Advertisement", "Photo: Reuters", "By"),
    *("KABUL (AP) — The talks began.", "(Reuters)", "— dpa", "[Home](/), [About](/b)", "<https://x.org/>", "* * *"),
    *("Global Research, October 22, 2012", "# A title that is none", "The Canadian Press", "PARIS / AFP - It rained."),
    *("John Smith is a professor of law", "> Subscribe", "Note: Click here", "![a photo](p.png) Via Herald", "", " "),
)
SPACES = (" ", " ", " ", "  ", "\u00a0", "\t", "\u2009", " **", "** ", " _", "_ ", " *", " \\-", " > ", "\f", "\u2028")
LOOKALIKES = {"k": "\u212a", "i": "\u0131", "s": "\u017f", "'": "\u2019", "I": "\u0130"}


_MARKS = sorted({mark for agency in agencies() for mark in agency.marks})
_CREDITS = (
    *(("this", "work", "first", "published", "in_", "NAME"), ("the", "own_work", "published", "first", "in_", "NAME")),
    *(
        ("first", "published", "in_", "NAME"),
        ("this", "work", "in_", "NAME", "first", "published"),
        ("original", ":", "NAME"),
    ),
    *(("again", "permission", "from_", "NAME"), ("this", "work", "provided", "by", "NAME"), ("provided", "by", "NAME")),
    *(
        ("source", ":", "NAME"),
        ("via", "NAME"),
        ("tip", "NAME"),
        ("taken", "NAME"),
        ("also", "published", "in_", "NAME"),
    ),
    *(("text", "NAME", "behind", "published"), ("this", "work", "first", "NAME", "behind", "published")),
    *(("text", "first_published", "in_", "NAME"), ("NAME", "where", "this", "work", "first", "published")),
    *(("this", "work", "again", "in_", "NAME"), ("published", "DATE", "by", "NAME"), ("NAME", "part_of", "NAME")),
    *(("photo", "provided", "by", "NAME"), ("this", "work", "first", "published", "DATE", "edition", "NAME")),
)


@st.composite
def credit_lines(draw: DrawFn, language: Language) -> str:
    """Return the parts of a credit in some order, each a word of its list."""
    words = []
    for part in draw(st.sampled_from(_CREDITS)):
        choices = {"NAME": NAMES, "DATE": DATES, ":": (":", " :", "")}.get(part) or getattr(language.credit, part)
        words += [draw(st.sampled_from(choices)).replace("*", "")] if choices else []
    separators = [draw(st.sampled_from(SPACES)) for _ in words]
    return "".join(word + gap for word, gap in zip(words, separators, strict=True)).strip()


@st.composite
def instances(draw: DrawFn, language: Language, role: str) -> str:
    """Return a phrase of a role, with its choices made and its slots filled."""
    phrases = language.phrases[role]
    pattern = draw(st.sampled_from(phrases.patterns))
    words = _filled(draw, TOKENS.findall(pattern), phrases.expander)
    separators = draw(st.lists(st.sampled_from(SPACES), min_size=len(words), max_size=len(words)))
    plain = draw(st.booleans())
    return "".join(word + (" " if plain else gap) for word, gap in zip(words, separators, strict=True)).strip()


def _filled(draw: DrawFn, pieces: Sequence[str], expander: Expander) -> list[str]:
    words: list[str] = []
    choices = alternatives(pieces)
    if len(choices) > 1:
        return _filled(draw, draw(st.sampled_from(choices)), expander)
    at = 0
    while at < len(pieces):
        piece = pieces[at]
        if piece in "[(":
            end = closing(pieces, at)
            if piece == "(" or draw(st.booleans()):
                words += _filled(draw, pieces[at + 1 : end], expander)
            at = end
        elif piece.startswith("{"):
            words += _slot(draw, piece[1:-1], expander)
        elif piece not in "^$":
            words.append(piece)
        at += 1
    return words


def _slot(draw: DrawFn, name: str, expander: Expander) -> list[str]:
    fillings = {"source": NAMES, "names": NAMES, "earlier-source": NAMES, "date": DATES, "rest": ("",)}
    if name in fillings:
        return [draw(st.sampled_from(fillings[name]))]
    choices = expander._words.get(name)
    if choices is None:
        return draw(st.sampled_from(FILLER)).split()
    return _filled(draw, TOKENS.findall(draw(st.sampled_from(choices))), expander)


@st.composite
def lines(draw: DrawFn) -> str:
    """Return a line that claims something, perhaps disguised, or one that claims nothing."""
    if draw(st.integers(0, 3)) == 0:
        return draw(st.sampled_from((*OTHER_LINES, *BODY)))
    language = draw(st.sampled_from(languages()))
    roles = [role for role in ROLES if language.phrases[role].patterns]
    role = draw(st.sampled_from(["credit", "credit", *roles]))
    line = draw(credit_lines(language) if role == "credit" else instances(language, role))
    case = draw(st.sampled_from(["lower", "as it is", "upper", "capitalize", "title"]))
    line = line if case == "as it is" else str(getattr(line, case)())
    before = draw(
        st.sampled_from(["", "", "", "Editor's note: ", "It rained. ", "- ", "## ", "**", "(", "“", "3 May 2012, "])
    )
    after = draw(st.sampled_from(["", "", ".", " and more of it", "**", ")", " " + BODY[0], " [x](y)"]))
    line = before + line + after
    if draw(st.integers(0, 5)) == 0:
        letter = draw(st.sampled_from(sorted(LOOKALIKES)))
        line = line.replace(letter, LOOKALIKES[letter], draw(st.integers(1, 3)))
    if draw(st.integers(0, 9)) == 0:
        mark = draw(st.sampled_from(_MARKS))
        line = draw(
            st.sampled_from([f"OSLO ({mark}) — {line}", f"{line} ({mark})", f"{line} - {mark}.", f"{mark} / {line}"])
        )
    return line


@st.composite
def texts(draw: DrawFn) -> str:
    """Return a text of some lines, most of them with a few paragraphs between."""
    parts = draw(st.lists(lines(), min_size=1, max_size=8))
    if draw(st.booleans()):
        at = draw(st.integers(0, len(parts)))
        parts[at:at] = draw(st.lists(st.sampled_from(BODY), min_size=1, max_size=4))
    return draw(st.sampled_from(["\n", "\n\n", "\r\n", "\n \n", " "])).join(parts)
