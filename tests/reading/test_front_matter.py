"""Front matter becomes fields and facts, and blanks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.reading.front_matter import front_matter_of
from dedup.reading.inputs import read_paths

if TYPE_CHECKING:
    from pathlib import Path

YAML = """---
title: "A: title"
author: [Ann, Bob]
date: 2012-10-22
canonical_url: https://a.example/original
lang: en
layout: post
---

The text on line 10.
"""

TOML = """+++
title = "A: title"
author = ["Ann", "Bob"]
date = 2012-10-22
canonical = "https://a.example/original"
language = "en"
+++
The text.
"""


@pytest.mark.parametrize("source", [YAML, TOML, YAML.replace("\n", "\r\n")])
def test_keys_become_fields_and_facts(source: str) -> None:
    """YAML and TOML say the same; the canonical address is a fact, never the document's url."""
    front = front_matter_of(source)
    assert front.fields == {"title": "A: title", "author": "Ann, Bob", "published": "2012-10-22", "language": "en"}
    facts = {fact.kind: fact for fact in front.facts}
    assert facts["front-matter:canonical"].value == "https://a.example/original"
    assert facts["front-matter:canonical"].line == 5
    for fact in front.facts:
        assert source[fact.start : fact.end] == fact.text


def test_an_author_is_a_name_without_by() -> None:
    """A byline that was copied as it stood gives the name in it."""
    assert front_matter_of("---\nauthor: By Ann Author\n---\nText.\n").fields == {"author": "Ann Author"}


def test_blanks_keep_offsets_and_lines(tmp_path: Path) -> None:
    """What follows the front matter stands where it stands in the file."""
    path = tmp_path / "a.md"
    path.write_text(YAML)
    text = read_paths([path])[0].text
    assert len(text) == len(YAML)
    assert text.index("The text") == YAML.index("The text")
    assert [at for at, character in enumerate(text) if character == "\n"] == [
        at for at, character in enumerate(YAML) if character == "\n"
    ]
    assert text[: YAML.index("The text")].strip() == ""


@pytest.mark.parametrize(
    "source", ["---\n\nA paragraph between rules.\n\n---\nMore.\n", "text\n---\ntitle: a\n---\n", "---\ntitle: a\n"]
)
def test_rules_are_not_front_matter(source: str) -> None:
    """A rule, a block further down and a block that never ends are text."""
    front = front_matter_of(source)
    assert (front.text, front.fields, front.facts, front.note) == (source, {}, (), None)


@pytest.mark.parametrize(
    "source", ["---\ntitle: &a [*a]\n---\nText.\n", "---\ntitle: [a\n---\nText.\n", "+++\ntitle = \n+++\nText.\n"]
)
def test_broken_front_matter_stays_text_and_is_noted(source: str) -> None:
    """Nothing is blanked that was not understood."""
    front = front_matter_of(source)
    assert front.text == source
    assert front.note is not None


def test_path_is_no_url() -> None:
    """Site generators mean the path of their own page by url; only an address can have been fetched."""
    assert "url" not in front_matter_of("---\nurl: /2012/post\n---\n").fields
    assert front_matter_of("---\nurl: https://a.example/\n---\n").fields["url"] == "https://a.example/"


def test_plain_text_has_no_front_matter(tmp_path: Path) -> None:
    """Only Markdown is read so; a text file keeps every character."""
    path = tmp_path / "a.txt"
    path.write_text(YAML)
    assert read_paths([path])[0].text == YAML


def test_front_matter_without_text_is_empty(tmp_path: Path) -> None:
    """A page that is all front matter has no text in it."""
    path = tmp_path / "a.md"
    path.write_text("---\ntitle: a\n---\n")
    assert [one.reason for one in read_paths([path]).unreadable] == ["empty: there is no text in it"]


@given(st.text(st.sampled_from("-+: \n[]{}&*!#'\"a=1")))
def test_any_front_matter_keeps_the_length(block: str) -> None:
    """Whatever stands between the rules, no character moves."""
    for rule in ("---", "+++"):
        source = f"{rule}\n{block}\n{rule}\nText.\n"
        assert len(front_matter_of(source).text) == len(source)


@pytest.mark.parametrize(
    "block",
    [
        '---json\n{"title": "A: title", "dedup": {"accept": "why"}}\n---\n',
        '{\n"title": "A: title",\n"dedup": {"accept": "why"}\n}\n',
    ],
    ids=["Eleventy", "Hugo"],
)
def test_json_front_matter_is_read(block: str) -> None:
    """JSON between marks or in braces of its own lines gives fields like the others, and blanks."""
    found = front_matter_of(f"{block}The text.\n")
    assert found.fields == {"title": "A: title"}
    assert found.text.strip() == "The text."
    assert found.text.count("\n") == block.count("\n") + 1


@pytest.mark.parametrize(
    "text", ["{not JSON\n}\nText.", "{\n[1]\n}\nText.", '{"a": 1} is a set.\n', "{% liquid %}\n\n}\n"]
)
def test_braces_that_hold_no_json_stay_text(text: str) -> None:
    """Templates and sentences may begin with a brace."""
    assert front_matter_of(text).text == text


def test_what_is_accepted_is_a_fact() -> None:
    """The key dedup is kept whole, as JSON, with its line."""
    (fact,) = front_matter_of("---\nlayout: post\ndedup: {accept: why, from: [a, b]}\n---\nText.\n").facts
    assert (fact.kind, fact.value, fact.line) == ("front-matter:dedup", '{"accept": "why", "from": ["a", "b"]}', 3)


def test_pages_have_front_matter_too(tmp_path: Path) -> None:
    """A page of a static site begins with front matter; none of it is taken for text, and the page adds to it."""
    (tmp_path / "a.html").write_text(
        "---\ntitle: A title\nlayout: post\n---\n<!-- dedup: accept: why -->\n<p>The main text of this page.</p>\n"
    )
    (document,) = read_paths([tmp_path])
    assert (document.title, document.text) == ("A title", "The main text of this page.")
    assert [(fact.kind, fact.value, fact.line) for fact in document.markup] == [("comment:dedup", "accept: why", 5)]
