"""Agencies that texts set in columns name as the senders of dispatches."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.origin.columns import (
    _ALONE,
    _LAST_WORD,
    _agencies_by_name,
    _agency_by_name,
    _last_word,
    _lines_alone,
    column_credits,
)
from dedup.origin.language import languages
from dedup.origin.vocabulary import vocabulary

PIECES = [
    "Laut",
    "laut",
    "DEPEſCHE DER",
    "Mıssion",
    "versıon of",
    "İ",
    "Dépéches\nde l'",
    "à l'agence",
    "Agence",
    "Havas",
    "Reuter",
    "the Agency",
    "Nachrichtenagentur",
    "learns",
    ":\n",
    "«",
    "1914",
    "newspaper",
    "outlaut",
    ".",
]


ENDS = [
    "\n",
    ".",
    " ",
    "/",
    "\u2003",
    "-",
    "_",
    "A",
    "ats",
    "afp-dpa",
    "Neuer Zuger Bote",
    "Agence-Havas/Reuters Lon",
    "7",
]


@given(st.lists(st.sampled_from(ENDS), max_size=12).map("".join))
def test_last_words_and_lines_alone_are_found_where_a_search_of_the_whole_text_finds_them(text: str) -> None:
    """Whatever stands before and behind the words, spaces and strokes in any number among it."""
    for pattern, tried in ((_LAST_WORD, _last_word), (_ALONE, _lines_alone)):
        assert [found.span() for found in tried(text)] == [found.span() for found in pattern.finditer(text)]


@given(st.lists(st.sampled_from(PIECES), max_size=12), st.sampled_from([" ", ""]))
def test_phrases_are_found_where_a_search_of_the_whole_text_finds_them(pieces: list[str], between: str) -> None:
    """Also in letters whose lower case is another one or two, and where phrases follow each other at once."""
    text, words = between.join(pieces), vocabulary()
    whole = [found.span() for found in _agency_by_name(words).finditer(text)]
    assert [found.span() for found in _agencies_by_name(text, words)] == whole


def test_the_agency_of_a_dispatch_is_a_claim() -> None:
    """In any case, with the accents that scanning confuses, broken over lines."""
    text = "On sait,\nd'après des DÉPÊCHES\nDE L'AGENCE Havas\nque le train est parti.\nDas ist, laut Reuter\nvorbei."
    assert [claim.value for claim in column_credits(text, languages())] == ["Havas", "Reuters"]


@pytest.mark.parametrize("line", ["{.app}", "::: {#et-info}", "- [Boats](/boats/exchange/)", "[Boats](exchange)"])
def test_attributes_of_blocks_and_addresses_of_links_are_no_credits(line: str) -> None:
    """Converters leave them in short lines, which look like those of a column."""
    text = f"The ferry stops\n{line}\nand nobody knows\nwhen it will go on.\n"
    assert list(column_credits(text, languages())) == []
