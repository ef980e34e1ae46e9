"""trafilatura's rules find the same elements whether they are tested for each element or for each set of attributes."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pytest
from lxml import etree, html
from trafilatura import bare_extraction, external, xpaths

from dedup.reading.extractor_rules import drop_unread, faster_rule, faster_rules

_RULES = [
    pytest.param(rule.path, id=f"{name}-{number}")
    for name, rules in vars(xpaths).items()
    if isinstance(rules, list)
    for number, rule in enumerate(rules)
    if hasattr(rule, "path")
]
_NAMES = ("div", "p", "section", "article", "span", "list", "item", "ol", "ul", "aside", "details", "main", "h1", "td")
_REGEXP = {"re": xpaths.REGEXP_NS}


def _page_of(path: str) -> Any:
    """Return a page whose elements have attributes of the words that stand in an expression."""
    words = sorted(set(re.findall(r"[A-Za-z][\w-]+", path)))
    attributes = sorted(set(re.findall(r"@([\w-]+)", path)) | {"class", "id"})
    elements = [
        f'<{name} {attribute}="{before}{word}{behind}">{number}<b>{word}</b></{name}>'
        for number, word in enumerate(words)
        for name in (_NAMES[number % len(_NAMES)], "div")
        for attribute in attributes
        for before, behind in (("", ""), ("x ", " x"), ("x", "x"))
    ]
    both = [f'<div class="{one}" id="{two}"><h1>{one}</h1></div>' for one, two in pairwise(words)]
    return html.document_fromstring("<html><body><div>" + "".join(elements + both) + "</div></body></html>")


@pytest.mark.parametrize("path", _RULES)
def test_a_faster_rule_finds_the_same_elements(path: str) -> None:
    """Where only the first element is wanted, it is the first one of the expression."""
    rule = etree.XPath(path, namespaces=_REGEXP)
    faster = faster_rule(rule)
    tree = _page_of(path)
    for _ in range(2):  # once more with what is known by then
        expected, found = rule(tree), faster(tree)
        assert found == (expected[:1] if getattr(faster, "only_first", False) else expected)


def test_the_rules_of_main_text_are_faster_ones_within_a_block() -> None:
    """The shape of the expressions is that of the installed trafilatura, whose own ones are back when a page fails."""
    lists = (xpaths.OVERALL_DISCARD_XPATH, xpaths.REMOVE_COMMENTS_AND_LISTS_XPATH, xpaths.RAW_TREE_PRUNE_XPATH)
    own = [list(rules) for rules in lists]
    with faster_rules():
        assert not any(isinstance(rule, etree.XPath) for rules in lists for rule in rules)
    with pytest.raises(RecursionError), faster_rules():
        raise RecursionError
    assert [list(rules) for rules in lists] == own
    assert all(isinstance(rule, etree.XPath) for rules in lists for rule in rules)


def test_stop_words_keep_their_hash(monkeypatch: pytest.MonkeyPatch) -> None:
    """4,045 pages of 25 characters took 33 seconds, half of them for the hash of a tuple of 154,000 words."""
    monkeypatch.setattr(external, "JT_STOPLIST", None)
    looked_up: list[Any] = []
    monkeypatch.setattr(external, "classify_paragraphs", lambda *given: looked_up.append(given[1]))
    for _ in range(3):
        with faster_rules():
            external.try_justext(html.document_fromstring("<p>Some words.</p>"), None, None)
    first, second, third = looked_up
    assert isinstance(second, frozenset)
    assert second is third
    assert second == set(first)
    assert {"the", "und", "och"} <= second


@pytest.mark.parametrize(
    "path",
    [
        ".//header",
        ".//*[self::div][text()='a']",
        ".//*[self::div][.//h1]",
        ".//*[self::div][@id='a'] | .//p",
        ".//*[self::div][position()=2]",
        "//div[@class='a']//a[@href]",
        "(.//*[self::div][@class='a'])[2]",
    ],
)
def test_an_expression_that_looks_at_more_than_attributes_stays_what_it_is(path: str) -> None:
    """It is not understood, so it is not made faster."""
    rule = etree.XPath(path)
    assert faster_rule(rule) is rule


def test_what_no_rule_reads_makes_no_difference() -> None:
    """Pictures, addresses and metadata are removed, with what stands behind them kept."""
    source = (
        "<html><head><meta charset=utf-8><link rel=a href=b><title>t</title></head><body><article class=post>"
        + "".join(
            f"<p onclick=x title=y>Sentence {number} has<svg><path d=M1/></svg> enough words to be a paragraph.</p>"
            for number in range(9)
        )
        + "</article></body></html>"
    )
    whole, fewer = html.document_fromstring(source), html.document_fromstring(source)
    drop_unread(fewer)
    assert not fewer.xpath("//svg | //meta | //link | //@onclick | //@title")
    assert fewer.xpath("string(//p[1])") == "Sentence 0 has enough words to be a paragraph."
    assert fewer.xpath("//article/@class") == ["post"]
    texts = [getattr(bare_extraction(tree), "text", None) for tree in (whole, fewer)]
    assert texts[0] == texts[1]
    assert texts[0]
