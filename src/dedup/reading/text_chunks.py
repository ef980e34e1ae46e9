"""A page's tree whose text stands in several elements of one class becomes one with the text in the first of them.

Some sites divide an article where they place ads, and trafilatura takes the first part for the whole. The parts have a
class in common, and each holds several sentences, which teasers of further articles do not. A further article has a
headline (``h1``) or an ``article`` element of its own, so parts that these separate are no parts of one text.
"""

from __future__ import annotations

from collections import defaultdict
from copy import copy
from typing import Any

from dedup.reading.visible_lines import letters_of

_LONG = 60
"""Letters of a paragraph of a text."""
_LARGE = 400
"""Letters of a part of a text."""


def with_joined_chunks(tree: Any, text: str) -> Any:
    """Return a copy of a page's tree in which the parts of its text are one; None where `text` lacks no such part."""
    joined = copy(tree)
    parts = _parts(joined, letters_of(text))
    if not parts:
        return None
    first, *others = parts
    for other in others:
        first.extend(list(other))
    return joined


def _is_one_text(tree: Any, parts: list[Any]) -> bool:
    """Return whether no part holds another, and no headline or beginning of an article stands between them."""
    if any(one in parts for part in parts for one in part.iterancestors()):
        return False
    if len({part if part.tag == "article" else next(part.iterancestors("article"), None) for part in parts}) > 1:
        return False
    between = False
    for element in tree.iter("h1", *{part.tag for part in parts}):
        if element is parts[-1]:
            return True
        between = between or element is parts[0]
        if between and element.tag == "h1":
            return False
    return True


def _parts(tree: Any, letters: str) -> list[Any]:
    """Return the elements of the class that holds most of the text, of which some are in it and others are not."""
    sizes: defaultdict[Any, int] = defaultdict(int)
    inside = set()
    for paragraph in tree.iter("p"):
        content = letters_of(paragraph.text_content())
        parent = paragraph.getparent()
        if parent is not None and len(content) >= _LONG:
            sizes[parent] += len(content)
            if content in letters:
                inside.add(parent)
    classes: defaultdict[str, list[Any]] = defaultdict(list)
    for parent, size in sizes.items():
        if size >= _LARGE:
            for name in dict.fromkeys((parent.get("class") or "").split()):
                classes[name].append(parent)
    divided = [
        parts
        for parts in classes.values()
        if not inside.isdisjoint(parts) and not inside.issuperset(parts) and _is_one_text(tree, parts)
    ]
    return max(divided, key=lambda parts: sum(sizes[part] for part in parts), default=[])
