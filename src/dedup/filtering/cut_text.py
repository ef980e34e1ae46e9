"""Words that are cut out of a text as characters, so that what is left can be read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from dedup.errors import UsageError
from dedup.reading.fields import layout_of
from dedup.words.locations import locate_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from dedup.documents import Collection
    from dedup.filtering.cuts import Cuts

_LAST_SPACE = re.compile(r"\s(?=\S*\Z)")


def text_field(names: Iterable[str], columns: Mapping[str, str]) -> str:
    """Return the name of the field in which a text can be cut, of the fields of a row; `columns` is that of the call.

    Raises `ValueError` where the text is that of a page or of a news item: places in it are none in its markup.
    """
    layout = layout_of(names, columns)
    if layout.text is None or layout.html:
        msg = "texts of pages and of news items are not cut, as they are markup"
        raise ValueError(msg)
    return layout.text


def in_utf8(row: bytes) -> str:
    """Return a row of which the text is to be cut; raises `UsageError` where it is not in UTF-8.

    What it was read as is known to the reader only, and where characters lie depends on it.
    """
    try:
        return row.decode()
    except UnicodeDecodeError as error:
        msg = "a text that is to be cut is not in UTF-8: convert the file"
        raise UsageError(msg) from error


def cut_spans(text: str, words: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the characters that go with words ``first <= w < end``, in order: half-open spans.

    Marks beside the words go with them, and so does the white space behind; whole lines go with their ends, and the
    ends of other lines stay.
    """
    places = locate_words(text)
    starts, ends = places.starts.tolist(), places.ends.tolist()
    spans: list[tuple[int, int]] = []
    for first, end in words:
        before = ends[first - 1] if first else 0
        behind = starts[end] if end < len(starts) else len(text)
        start = max(_start(text, before, starts[first]), spans[-1][1] if spans else 0)
        spans.append((start, max(_end(text, start, ends[end - 1], behind), start)))
    return spans


def spans_of_cuts(collection: Collection, cuts: Cuts) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return where each cut begins and ends in the text of its document, in characters."""
    spans: list[tuple[int, int]] = []
    documents, starts = np.unique(cuts.document, return_index=True)
    bounds = [*starts.tolist(), cuts.document.size]
    for document, low, high in zip(documents.tolist(), bounds, bounds[1:], strict=False):
        words = zip(cuts.first[low:high].tolist(), cuts.end[low:high].tolist(), strict=True)
        spans += cut_spans(collection.text(document), list(words))
    start, end = np.array(spans, np.int64).reshape(-1, 2).T
    return start, end


def _start(text: str, before: int, start: int) -> int:
    """Return where a cut begins whose first word begins at `start`; the word before it ends at `before`."""
    gap = text[before:start]
    if "\n" in gap:
        return before + gap.rindex("\n") + 1
    space = _LAST_SPACE.search(gap)
    return 0 if not before else before + space.end() if space else start


def _end(text: str, start: int, end: int, behind: int) -> int:
    """Return where a cut ends whose last word ends at `end`; the next word begins at `behind`."""
    gap = text[end:behind]
    whole_line = start == 0 or text[start - 1] == "\n"
    if "\n" in gap:
        return end + (gap.rindex("\n") + 1 if whole_line else gap.index("\n"))
    if behind == len(text):
        return behind
    space = _LAST_SPACE.search(gap)
    return end + space.end() if space else end


def without_spans(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return a text without some of its characters."""
    kept, at = [], 0
    for start, end in spans:
        kept.append(text[at:start])
        at = end
    return "".join([*kept, text[at:]])
