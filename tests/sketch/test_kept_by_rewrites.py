"""What a rewrite keeps of a text: numbers, names, quotations and links, and nothing else."""

from __future__ import annotations

import pyarrow as pa
import pytest

from dedup import kernels
from dedup.sketch.kept_by_rewrites import KINDS, find_kept
from dedup.words import folding
from dedup.words.text_buffers import text_buffers


def kept(*texts: str) -> list[list[tuple[str, str]]]:
    """Return for each text the kind of everything kept, with its first word as it stands there."""
    column = pa.array(texts, pa.large_string())
    buffer, bounds = text_buffers(column)
    words = kernels.split_words(buffer, bounds, folding.load())
    found = find_kept(column)
    listed = []
    for number in range(len(texts)):
        rows = slice(found.offsets[number], found.offsets[number + 1])
        at = found.words[rows] + words.offsets[number]
        shown = [buffer[words.starts[word] : words.ends[word]].tobytes().decode() for word in at.tolist()]
        listed.append([(KINDS[kind], word) for kind, word in zip(found.kinds[rows].tolist(), shown, strict=True)])
    return listed


def names(text: str) -> list[str]:
    return [word for kind, word in kept(text)[0] if kind == "name"]


def test_numbers_and_names_are_kept() -> None:
    """Of a sentence, its two names and its number are kept; its first word is none of them."""
    found = kept("Yesterday the mayor of Oldham met 40 farmers near Lake Vane.")
    assert found == [[("name", "Oldham"), ("number", "40"), ("name", "Lake"), ("name", "Vane")]]


def test_a_name_at_the_beginning_of_a_sentence_is_known_from_elsewhere() -> None:
    """*Oldham* begins the second sentence and stands within the first; *Rain* only begins one."""
    assert names("They came to Oldham. Oldham was wet. Rain fell.") == ["Oldham", "Oldham"]


def test_a_word_that_is_also_written_small_is_no_name() -> None:
    """*House* in a title is the word *house* of the next sentence."""
    assert names("She saw the White House, which is a house in Washington.") == ["White", "Washington"]


def test_an_abbreviation_ends_no_sentence() -> None:
    """After *Mr.* a name goes on; after *rain.* a sentence begins."""
    assert names("We met Mr. Quist in the rain. Later it stopped.") == ["Mr", "Quist"]


@pytest.mark.parametrize("text", ["THE MAYOR OF OLDHAM MET FORTY FARMERS", "The Mayor Of Oldham Met Forty Farmers"])
def test_texts_set_in_capitals_have_no_names(text: str) -> None:
    """Where most words have a capital, it says nothing."""
    assert names(text) == []


def test_capitals_of_other_scripts_count() -> None:
    """Greek, Cyrillic and Vietnamese names are names."""
    assert names("we met Ελένη and Анна and Ấn there") == ["Ελένη", "Анна", "Ấn"]


def test_a_quotation_is_one_thing() -> None:
    """A quotation of four words is kept as a whole, whatever its marks; one of two words is not."""
    for before, after in ('""', "“”", "«»"):
        found = kept(f"he said {before}it was not me{after} and {before}no thanks{after} to us")
        assert found == [[("quotation", "it")]]


def test_marks_of_another_line_or_text_do_not_pair() -> None:
    """A mark without its partner ends with its line, and with its text."""
    assert kept('he said "it was not me\nand she said "no it was', 'and so" it was') == [[], []]


def test_a_link_is_one_thing() -> None:
    """The numbers and words in a link are part of it."""
    assert kept("see https://Example.org/2019/Report-7 now") == [[("link", "https")]]


def test_texts_do_not_touch_each_other() -> None:
    """Each text has what it has by itself, also an empty one between two."""
    texts = ["They saw Oldham. 7 left", "", "we saw 8 of Vane"]
    assert kept(*texts) == [kept(text)[0] for text in texts]


def test_the_same_thing_has_the_same_key() -> None:
    """A quotation has one key wherever it stands; other words have another one."""
    column = pa.array(['x "it was not me" y', "and «It was not me» z", 'x "it was not you" y'], pa.large_string())
    one, two, other = find_kept(column).keys.tolist()
    assert one == two != other
