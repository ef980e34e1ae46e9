"""Paragraphs: blocks between blank lines, joined again where a page break went through one."""

from __future__ import annotations

from itertools import accumulate

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.documents import Document, batch_of
from dedup.kernels import paragraphs as p
from dedup.words.paragraphs import character_flags, count_paragraphs, find_paragraphs, split_paragraphs

FIRST = "The minister told the press on Monday evening that his country was"
SECOND = "against any solution that is imposed from outside and not owned by the people."


def blocks(text: str) -> list[str]:
    return [text[paragraph.start : paragraph.end] for paragraph in split_paragraphs(text)]


def test_blank_lines_separate_blocks_with_their_white_space_left_out() -> None:
    """Lines of spaces are blank, one line break is not a separator."""
    assert blocks("  one\ntwo  \n \t\n\n three\n") == ["one\ntwo", "three"]


@pytest.mark.parametrize("rule", ["====", "---", "* * *", "___", "~~~~"])
def test_a_rule_is_a_separator_and_no_paragraph(rule: str) -> None:
    """Whatever it is drawn with; and nothing is joined across it."""
    assert blocks(f"One.\n\n{rule}\n\nTwo.") == ["One.", "Two."]
    assert len(blocks(f"{FIRST}\n\n{rule}\n\n{SECOND}")) == 2


def test_a_sentence_that_a_page_break_cut_is_one_paragraph_with_a_seam() -> None:
    """The seam is the gap of white space between the halves."""
    text = f"{FIRST}\n\n{SECOND}"
    (paragraph,) = split_paragraphs(text)
    (seam,) = paragraph.seams
    assert text[seam.start : seam.end] == "\n\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"{FIRST} here.", SECOND),
        (FIRST, SECOND.capitalize()),
        ("Region: Asia", "by Dr Rashid Ahmad Khan"),
        (f"{FIRST} at example.org", SECOND),
        (FIRST, "www.example.org contains copyrighted material that is not always authorized."),
        (FIRST, "iPhone sales went up again in the last quarter of the year."),
        ("Two words", SECOND),
    ],
    ids=["sentence ends", "capital", "heading and byline", "address ends", "address begins", "name", "too short"],
)
def test_whole_sentences_headings_bylines_and_addresses_are_not_joined(before: str, after: str) -> None:
    """A seam needs running text that breaks off, and running text that goes on."""
    assert blocks(f"{before}\n\n{after}") == [before, after]


def test_a_text_without_words_has_no_paragraph() -> None:
    """Nothing, white space, rules."""
    assert blocks("") == blocks(" \n\n ") == blocks("====") == []


sentences = st.sampled_from([FIRST, f"{FIRST},", f"{FIRST} —", f"{FIRST}.", SECOND, SECOND.capitalize(), "it", "**"])
gaps = st.sampled_from(["\n\n", "\r\n\r\n", "\n\u2003\n", " \n\n\n ", "\n", "\u2028", " "])
documents = st.lists(st.one_of(sentences, gaps, st.text(max_size=5)), max_size=20).map("".join)


@given(batches=st.lists(st.lists(documents, max_size=4), max_size=3))
@settings(max_examples=200, deadline=None)
def test_paragraphs_are_counted_as_they_are_split(batches: list[list[str]]) -> None:
    """The pass over the bytes of a collection counts what splitting each text finds, seams and all."""
    tables = [batch_of([Document(id=str(i), text=text) for i, text in enumerate(batch)]) for batch in batches]
    expected = [len(split_paragraphs(text)) for batch in batches for text in batch]
    assert [number for table in tables for number in count_paragraphs(table.column("text"), 2**30).tolist()] == expected


@pytest.mark.parametrize("size", [1, 2**30])
@given(batch=st.lists(documents, max_size=4))
@settings(max_examples=200, deadline=None)
def test_paragraphs_of_many_texts_stand_where_each_is_split(size: int, batch: list[str]) -> None:
    """In the bytes of all texts side by side; with few bytes of text no table of characters is made for it."""
    raw = [text.encode() for text in batch]
    offsets = np.cumsum([0, *map(len, raw)]).astype(np.int64)
    found = find_paragraphs(np.frombuffer(b"".join(raw), np.uint8), offsets, size)
    paragraphs = [split_paragraphs(text) for text in batch]
    assert found.offsets.tolist() == [0, *accumulate(map(len, paragraphs))]
    places = zip(found.starts.tolist(), found.ends.tolist(), strict=True)
    assert list(places) == [
        tuple(begin + len(text[:at].encode()) for at in (paragraph.start, paragraph.end))
        for begin, text, own in zip(offsets.tolist(), batch, paragraphs, strict=False)
        for paragraph in own
    ]


def test_few_paragraphs_are_counted_without_a_kernel() -> None:
    """A small collection gives the same count, and no table of characters is made for it."""
    table = batch_of([Document(id="1", text=f"{FIRST}\n\n{SECOND}\n\nMore."), Document(id="2", text="")])
    assert np.array_equal(count_paragraphs(table.column("text"), 99), [2, 0])


def test_the_table_says_of_every_code_point_what_this_python_says() -> None:
    """White space, letters and digits, lower case, and what a sentence may break off, end and close with."""
    expected = bytes(
        p.IS_SPACE * character.isspace()
        | p.IS_ALPHANUMERIC * character.isalnum()
        | p.IS_LOWER * character.islower()
        | p.BREAKS_OFF * (character.isalnum() or character in ",-–—")
        | p.IS_CLOSER * (character in "\"'”’»)]*_")
        | p.ENDS_SENTENCE * (character in ".!?…:;。！？؟।")
        | p.IS_UPPER * (character != character.lower())
        for character in map(chr, range(0x110000))
    )
    assert character_flags().tobytes() == expected
