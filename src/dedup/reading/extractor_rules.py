"""What trafilatura's rules look at: faster rules that find the same elements, and a page's tree without all else.

trafilatura finds what to keep and what to leave out by XPath expressions of one shape: elements of some names whose
attributes pass a test of many words and patterns. libxml2 and lxml take some microseconds for each element, which was
half of its time. Most elements have the attributes of another one, on the same page or on one before, so each
combination of attributes is tested once. An expression of another shape stays what it is, so that another version of
trafilatura is read as before, if slower. trafilatura's lists hold the faster rules only while a page is read, so that
whoever else uses the library in this process has it as it is; a thread that does so meanwhile finds the same elements.

trafilatura copies the tree five times, so what none of its rules reads is removed before.

jusText looks its 154,000 stop words up by their tuple, whose hash Python makes anew for each page, in some
milliseconds. A frozen set keeps its hash; it replaces the tuple once jusText has read the words.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAMES = r"\[(?:self::\w+\s+or\s+)*self::\w+\]"
_SHAPE = re.compile(
    rf"\s*(?P<first>\()?\s*\.//\*(?P<names>{_NAMES})?\s*(?P<predicates>\[.*\])\s*(?(first)\)\s*\[1\])\s*", re.DOTALL
)
"""``.//*[self::div or self::p][…][…]``; in brackets with ``[1]`` behind them, the first of these."""
_LOOKS_ELSEWHERE = re.compile(r"self::|\.//|text\(|position\(|last\(|\.\.|\bname\(|//|\.\s*=|node\(")
"""What a predicate holds that looks at more than attributes; in a pattern in quotes it stands for nothing."""
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_ATTRIBUTE = re.compile(r"@([\w-]+)")
_ONLY_FIRST = re.compile(r"\[1\]")
_MOST_KNOWN = 20_000
"""Combinations of attributes whose answers are kept."""

_WITHOUT_TEXT = (
    "svg", "path", "link", "meta", "base", "style", "input", "source", "track", "param", "embed", "area", "canvas",
    "iframe",
)  # fmt: skip
"""Elements that hold no text of a page."""
_READ = frozenset(
    {
        "class", "id", "style", "role", "type", "itemprop", "lang", "aria-hidden", "alttext", "display", "rend",
        "data-component", "data-testid", "data-lp-replacement-content", "data-preloaded",
    }
)  # fmt: skip
"""Attributes that rules or functions of trafilatura read where neither links nor pictures are wanted."""


def drop_unread(tree: Any) -> None:
    """Remove the elements and attributes from a page's tree that trafilatura does not read, in place."""
    from lxml import etree  # noqa: PLC0415 - see `_swaps`

    etree.strip_elements(tree, *_WITHOUT_TEXT, with_tail=False)
    names = {name for element in tree.iter() for name in element.attrib}
    # "{" in broken markup is the name of an attribute too; lxml takes it for a namespace, and removes none.
    etree.strip_attributes(tree, *(name for name in names - _READ if not name.startswith("{")))


@contextmanager
def faster_rules() -> Iterator[None]:
    """Let trafilatura use the faster rules within a block; before and behind it, its lists hold its own."""
    swaps = _swaps()
    for rules, _, faster in swaps:
        rules[:] = faster
    try:
        yield
    finally:
        for rules, own, _ in swaps:
            rules[:] = own
        _freeze_stop_words()


@lru_cache(maxsize=1)
def _swaps() -> list[tuple[list[Any], list[Any], list[Any]]]:
    """Return trafilatura's lists of rules, which its functions share, each with its own rules and the faster ones."""
    from trafilatura import xpaths  # noqa: PLC0415 - it takes long to import, and only pages need it

    lists = (rules for rules in vars(xpaths).values() if isinstance(rules, list))
    return [(rules, list(rules), [faster_rule(rule) for rule in rules]) for rules in lists]


def _freeze_stop_words() -> None:
    from trafilatura import external  # noqa: PLC0415 - see `_swaps`

    words = getattr(external, "JT_STOPLIST", None)
    if isinstance(words, tuple):  # jusText has read them, for the page before
        vars(external)["JT_STOPLIST"] = frozenset(words)


def faster_rule(rule: Any) -> Any:
    """Return what finds the same elements as an XPath expression; the expression itself where it has another shape.

    Of a rule of which trafilatura takes the first element only (``[1]``), that one is found.
    """
    found = _SHAPE.fullmatch(getattr(rule, "path", ""))
    predicates = _predicates(found["predicates"]) if found else []
    if found is None or not predicates or _LOOKS_ELSEWHERE.search(_QUOTED.sub("", predicates[0])):
        return rule
    only_first = bool(found["first"]) or predicates[-1] == "[1]"
    return _Rule(
        names=tuple(re.findall(r"self::(\w+)", found["names"] or "")),
        attributes=tuple(dict.fromkeys(_ATTRIBUTE.findall(_QUOTED.sub("", predicates[0])))),
        test=_test(predicates[0]),
        further=_test("".join(each for each in predicates[1:] if each != "[1]")),
        only_first=only_first,
    )


def _predicates(source: str) -> list[str]:
    """Return the predicates of ``[…][…]``; none where something else stands between them."""
    found, depth, start, quote = [], 0, 0, ""
    for place, character in enumerate(source):
        if quote:
            quote = "" if character == quote else quote
        elif character in "'\"":
            quote = character
        elif character == "[":
            start = place if depth == 0 else start
            depth += 1
        elif character == "]":
            depth -= 1
            if depth == 0:
                found.append("".join(source[start : place + 1]).strip())
        elif depth == 0 and not character.isspace():
            return []
    return ["[1]" if re.fullmatch(r"\[\s*1\s*\]", each) else each for each in found]


def _test(predicates: str) -> Any:
    from lxml import etree  # noqa: PLC0415 - see `_swaps`

    namespaces = {"re": "http://exslt.org/regular-expressions"}
    return etree.XPath(f"boolean(self::*{predicates})", namespaces=namespaces) if predicates else None


@dataclass(slots=True)
class _Rule:
    """Elements of some names (of any, where there are none) whose attributes pass a test, and then a further one."""

    names: tuple[str, ...]
    attributes: tuple[str, ...]
    test: Any
    further: Any
    only_first: bool
    known: dict[tuple[str | None, ...], bool] = field(default_factory=dict)

    def __call__(self, tree: Any) -> list[Any]:
        """Return the elements below a tree that the rule finds, in their order."""
        found = []
        attributes, known = self.attributes, self.known
        for element in tree.iterdescendants(*(self.names or ("*",))):
            values = tuple(map(element.get, attributes))
            passes = known.get(values)
            if passes is None:
                if len(known) >= _MOST_KNOWN:
                    known.clear()
                passes = known[values] = self.test(element)
            if passes and (self.further is None or self.further(element)):
                found.append(element)
                if self.only_first:
                    break
        return found
