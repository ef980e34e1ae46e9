"""A text with little markup (headings, paragraphs, lists, links) becomes the blocks of it that are main text.

resiliparse makes such a text of an element. What names of elements do not tell, their content does: most of a block or
list of teasers are links, the headline of a teaser is followed by the next one, and a line that stands in no paragraph
is a label, a button or a notice where the others stand in paragraphs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from dedup.reading.html_tags import unescape
from dedup.reading.visible_lines import letters_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_ATTRIBUTES = r"""\b(?:[^<>"]|"[^"]*")*>"""
_BLOCK_TAG = re.compile(rf"<(?P<close>/?)(?P<name>p|h[1-6]|pre|ul|ol|li){_ATTRIBUTES}")
_ANY_TAG = re.compile(rf"</?(?:a|br){_ATTRIBUTES}")
_LINK = re.compile(rf"<a{_ATTRIBUTES}(.*?)(?:</a>|\Z)", re.DOTALL)
_LINE_BREAK = "<br>"
_BARE, _ROW, _PARAGRAPH, _ITEM = "", "tr", "p", "li"
"""Kinds of blocks, beside the names of elements: one in no element of its own, and of these the row of a table, whose
cells have tabs between them."""
_LISTS = ("ul", "ol")
_MOST_LINKED = 0.8
"""Share of the letters of a block, or of a list, that are links, from which it leads elsewhere."""
_MANY_LETTERS = 750
"""Characters of paragraphs from which lines outside of any are no text."""
_LONG_LINE = 80
_END_OF_SENTENCE = re.compile(r"[.!?\u2026\u3002\uff01\uff1f\u00bb\u201d\"'\u2019)\]]\Z")


@dataclass(slots=True)
class _Block:
    kind: str
    text: str
    linked: int
    """Characters of the text that are links."""
    list_number: int
    """Which list the block is part of, lists within lists not counted; 0 outside of lists."""

    @property
    def is_heading(self) -> bool:
        return self.kind.startswith("h")


def main_blocks(marked: str, elsewhere: str) -> list[str]:
    """Return the blocks of a text with little markup that are main text, in order.

    `elsewhere` are the letters of other lines of the page; sentences among them are text outside of paragraphs too.
    """
    blocks = [block for block in _without_linked_lists(_blocks(marked)) if not _is_linked(block.linked, block.text)]
    if sum(len(block.text) for block in blocks if block.kind == _PARAGRAPH) >= _MANY_LETTERS:
        blocks = [one for one in blocks if one.kind != _BARE or _is_sentence(one, elsewhere)]
    return [block.text for block in _without_empty_headings(blocks)]


def _is_sentence(block: _Block, elsewhere: str) -> bool:
    if block.linked or len(block.text) < _LONG_LINE or not _END_OF_SENTENCE.search(block.text):
        return False
    return letters_of(block.text) in elsewhere


def _is_linked(linked: int, text: str) -> bool:
    return linked > _MOST_LINKED * len(text)


def _without_linked_lists(blocks: Iterable[_Block]) -> Iterator[_Block]:
    for number, group in groupby(blocks, key=lambda block: block.list_number):
        members = list(group)
        if not number or not _is_linked(sum(one.linked for one in members), "".join(one.text for one in members)):
            yield from members


def _without_empty_headings(blocks: Iterable[_Block]) -> list[_Block]:
    """Leave out headings with nothing below them before the next one of their rank or a higher one, or the end."""
    kept: list[_Block] = []
    for block in blocks:
        while block.is_heading and kept and kept[-1].is_heading and kept[-1].kind >= block.kind:
            kept.pop()
        kept.append(block)
    while kept and kept[-1].is_heading:
        kept.pop()
    return kept


def _blocks(marked: str) -> Iterator[_Block]:
    kind, depth, number, at = _BARE, 0, 0, 0
    for tag in _BLOCK_TAG.finditer(marked):
        yield from _made_of(marked[at : tag.start()], kind, number if depth else 0)
        at, name, closes = tag.end(), tag["name"], bool(tag["close"])
        if name in _LISTS:
            depth = max(depth + (-1 if closes else 1), 0)
            number += depth == 1 and not closes
        kind = (_ITEM if depth else _BARE) if closes or name in _LISTS else name
    yield from _made_of(marked[at:], kind, 0)


def _made_of(marked: str, kind: str, list_number: int) -> Iterator[_Block]:
    """Yield the block that one element makes; in none that is a block by itself, and in an item, each line is one."""
    if not marked or marked.isspace():
        return
    if kind in {_BARE, _ITEM}:
        for line in marked.split("\n"):
            if text := _plain(line):
                yield _Block(_ROW if kind == _BARE and "\t" in line else kind, text, _linked(line), list_number)
    elif text := "\n".join(filter(None, map(_plain, marked.split(_LINE_BREAK)))):
        yield _Block(kind, text, _linked(marked), list_number)


def _linked(marked: str) -> int:
    """Return how many characters of a line are links."""
    return sum(len(_plain(link)) for link in _LINK.findall(marked)) if "<a" in marked else 0


def _plain(marked: str) -> str:
    if "<" in marked:
        marked = _ANY_TAG.sub("", marked)
    return " ".join((unescape(marked) if "&" in marked else marked).split())
