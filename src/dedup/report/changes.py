"""Where two versions of a passage differ, word by word.

Words are what white space parts, with their punctuation, because a reader wants to see every difference; in scripts
without spaces each character is one. White space itself is not compared. RapidFuzz finds the shortest list of
deletions and insertions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

LARGEST = 25_000 * 25_000
"""Words times words from which no shortest list is sought: it would take more than 100 MB."""

# Thai, Lao, Burmese, Khmer; kana; Han with its extensions.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_TOKEN = re.compile(rf"(\s*)([{_UNSPACED}]|[^\s{_UNSPACED}]+)")


class Token(NamedTuple):
    """A word as it stands in the text, and whether white space stands before it."""

    text: str
    spaced: bool


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of the two texts: the same words, or words of `a` in whose place `b` has others."""

    same: bool
    a: tuple[Token, ...]
    b: tuple[Token, ...]


def tokens(text: str) -> list[Token]:
    """Return the words of the text in order."""
    return [Token(match[2], bool(match[1])) for match in _TOKEN.finditer(text)]


def changes(a: str, b: str) -> list[Change]:
    """Return the two texts as stretches that are the same and stretches that are not, in turn."""
    left, right = tokens(a), tokens(b)
    found: list[Change] = []
    for tag, a_start, a_end, b_start, b_end in _operations([t.text for t in left], [t.text for t in right]):
        change = Change(tag, tuple(left[a_start:a_end]), tuple(right[b_start:b_end]))
        if found and found[-1].same == change.same:
            change = Change(tag, found[-1].a + change.a, found.pop().b + change.b)
        found.append(change)
    return found


def _operations(left: Sequence[str], right: Sequence[str]) -> list[tuple[bool, int, int, int, int]]:
    if len(left) * len(right) > LARGEST:
        return [(list(left) == list(right), 0, len(left), 0, len(right))]
    from rapidfuzz.distance import Indel  # noqa: PLC0415 - most reports show no two versions of a passage

    return [
        (block.tag == "equal", block.src_start, block.src_end, block.dest_start, block.dest_end)
        for block in Indel.opcodes(left, right)
    ]


def joined(words: Sequence[Token]) -> str:
    """Return the words as text on one line, with the space before the first if it has one."""
    return "".join((" " if word.spaced else "") + word.text for word in words)


def either(a: Sequence[Token], b: Sequence[Token]) -> tuple[Token, ...]:
    """Return words that are the same in both texts, each with a space before it if it has one in either."""
    return tuple(Token(one.text, one.spaced or other.spaced) for one, other in zip(a, b, strict=True))


def marked(change: Change) -> str:
    """Return a stretch as text, with ``[-what a has-]`` and ``{+what b has+}`` where they differ."""
    if change.same:
        return joined(_same(change))
    space = " " if (change.a or change.b)[0].spaced else ""
    gone = f"[-{joined(change.a).strip()}-]" if change.a else ""
    come = f"{{+{joined(change.b).strip()}+}}" if change.b else ""
    return space + gone + come


def excerpt(a: str, b: str, context: int = 3, most: int = 3) -> str:
    """Return the first differences with some words around: ``… the two [-sides-]{+sides'+} readiness to …``.

    Differences that stand close together are shown together, up to `most`; the others are counted.
    """
    stretches = changes(a, b)
    places = [index for index, change in enumerate(stretches) if not change.same]
    if not places:
        return ""
    first = last = places[0]
    while last + 2 in places[:most] and len(stretches[last + 1].a) <= 2 * context:
        last += 2
    before = _same(stretches[first - 1]) if first else ()
    after = _same(stretches[last + 1]) if last + 1 < len(stretches) else ()
    shown = (
        (" … " if len(before) > context else "")
        + joined(before[-context:]).strip()
        + "".join(map(marked, stretches[first : last + 1]))
        + joined(after[:context])
        + (" …" if len(after) > context else "")
    )
    rest = len(places) - (last - first) // 2 - 1
    return shown.strip() + (f" and {rest:,} more" if rest else "")


def _same(change: Change) -> tuple[Token, ...]:
    return either(change.a, change.b)
