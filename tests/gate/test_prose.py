"""What of a text is not prose, in every markup; the texts are made for this."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest

from dedup.documents import PAGE_PART, Document, MarkupFact
from dedup.gate.prose import MARKUPS, Part, blanked, markup_of, not_prose, parts_of


def prose(text: str, markup: str) -> str:
    """Return the prose of a text, its white space collapsed."""
    return " ".join(blanked_by(text, markup).split())


def blanked_by(text: str, markup: str) -> str:
    return blanked(text, sorted(parts_of(text, MARKUPS[markup])))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("One.\n\n```sh\nrun it\n```\n\nTwo.", "One. Two."),
        ("One.\n\n~~~\nrun it\n~~~\n\nTwo.", "One. Two."),
        ("One.\n\n```\nnever closed", "One."),
        ("One.\n\n    indented code\n\nTwo.", "One. Two."),
        ("- Item.\n\n      code in it\n\n  More of it.", "- Item. More of it."),
        ("- Item.\n\n  ```\n  code in it\n  ```\n", "- Item."),
        ("> Said.\n> ```\n> code\n> ```\n", "> Said."),
        ("Use `a b` now, or ``c ` d``.", "Use now, or ."),
        ("| a | b |\n|---|---|\n| c | d |\n\nEnd.", "End."),
        ("Name | Use\n--- | ---\na | b\n\nEnd.", "End."),
        ('A [link](http://x.org/a-b "Title") here.', "A [link] here."),
        ("A [link](a/(b)/c) here.", "A [link] here."),
        ("A [link][ref] here.\n\n[ref]: http://x.org/a 'Title'\n", "A [link] here."),
        ("See <http://x.org/a-b> or http://y.org/c/d.", "See or"),
        ("- [Only a link](a.md)\n- Words with [a link](b.md).\n", "- Words with [a link] ."),
        ('One <b class="x y">two</b> <br/> three.', "One two three."),
        ("<div>\nProse in a block.\n</div>\n", "Prose in a block."),
        ("<pre>\ncode\n\nmore code\n</pre>\n\nEnd.", "End."),
        ("<table><tr><td>cell words</td></tr></table>\n\nEnd.", "End."),
        ("One <!-- a comment\n\nof two paragraphs --> two.", "One two."),
        ('One {{< figure src="a b" >}} two {% include x.html y=z %} three {{ page.title }}.', "One two three ."),
        ("{% highlight ruby %}\nputs 1\n\nputs 2\n{% endhighlight %}\nEnd.", "End."),
        ("{{< highlight go >}}\nx := 1\n{{< /highlight >}}\nEnd.", "End."),
        ("{% comment %}\nnot shown\n{% endcomment %}\nEnd.", "End."),
        ("{# not shown #} End.", "End."),
        ("$$\na + b\n$$\n\nEnd.", "End."),
        ('!!! note "Title words"\n\n    Prose in it.\n\n        code\n\nEnd.', '"Title words" Prose in it. End.'),
        ('=== "Tab"\n\n    Prose in it.\n', '"Tab" Prose in it.'),
        ("Term\n:   What it is.\n\n    More of it.\n", "Term : What it is. More of it."),
        ("```{note}\nProse of a directive.\n```\n", "```{note} Prose of a directive. ```"),
        ("```{code-block} python\nx = 1\n```\nEnd.", "End."),
        ("::: package.module.Name\n    options:\n      members: a\n\nEnd.", "End."),
        ("---\ntitle: [unclosed\n---\n\nText.", "Text."),
        ("import Tabs from '@theme/Tabs';\n\nText.", "Text."),
    ],
)  # fmt: skip
def test_markdown(text: str, left: str) -> None:
    """Code, tables, tags, template tags, comments, addresses are no prose of Markdown; what they stand in is."""
    assert prose(text, "markdown") == left


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("import {A, B} from 'x';\nimport C from 'y'\n\nText.", "Text."),
        ("export const a = {\n  b: 'words here',\n};\n\nText.", "Text."),
        ("{/* not shown */}\nText.", "Text."),
        ("Text {props.value} and {fn({a: 1})} on.", "Text and on."),
        ("<Tabs items={['a', 'b']} {...rest}>\n\n  <Tab>\n\n    Text in it.\n\n  </Tab>\n</Tabs>", "Text in it."),
    ],
)
def test_mdx(text: str, left: str) -> None:
    """MDX has imports, exports, expressions, and no code by indentation."""
    assert prose(text, "mdx") == left


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Do this::\n\n   some code\n\n   more code\n\nEnd.", "Do this:: End."),
        ("One.\n\n.. code-block:: python\n   :linenos:\n\n   x = 1\n\nEnd.", "One. End."),
        (".. note::\n\n   Prose of a note.\n", "Prose of a note."),
        (".. note:: Prose beside it.\n", "Prose beside it."),
        (".. py:function:: name(a,\n                  b)\n   :module: m\n\n   What it does.\n", "What it does."),
        (".. versionadded:: 1.2\n   Words on it.\n", "1.2 Words on it."),
        (".. a comment\n   that goes on\n\nEnd.", "End."),
        (".. _target: http://x.org/a\n\nEnd.", "End."),
        (".. [1] The words of a note.\n", ".. [1] The words of a note."),
        ("+---+---+\n| a | b |\n+---+---+\n\nEnd.", "End."),
        ("=== ===\n a   b\n=== ===\n c   d\n=== ===\n\nEnd.", "End."),
        (".. list-table::\n\n   * - a\n     - b\n\nEnd.", "End."),
        (">>> run(it)\n'shown'\n\nEnd.", "End."),
        ("Use ``a b`` and :func:`name` of :doc:`the page <path/to>`.", "Use and of `the page `."),
        ("See `the site <http://x.org/a>`_ and http://y.org/b now.", "See `the site `_ and now."),
        ("Words.\n\n:param name: What it is.\n\nText :term:`word`.", "Words. What it is. Text `word`."),
        ("Title\n=====\n\n:Author: Somebody\n:Date: Today\n\nText.", "Title ===== Text."),
    ],
)
def test_restructuredtext(text: str, left: str) -> None:
    """Literal blocks, directives, comments, tables, roles and targets are no prose of reStructuredText."""
    assert prose(text, "rst") == left


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("= Title\n:toc: left\n\nText.", "= Title Text."),
        ("One.\n\n[source,sh]\n----\nrun it\n----\n\nEnd.", "One. End."),
        ("One.\n\n....\nliteral\n....\nEnd.", "One. End."),
        ("One.\n\n literal paragraph\n goes on\n\nEnd.", "One. End."),
        ("[source]\ncode of a paragraph\ngoes on\n\nEnd.", "End."),
        ("|===\n|a |b\n\n|c |d\n|===\n\nEnd.", "End."),
        ("====\nProse of an example.\n====\n", "==== Prose of an example. ===="),
        ("////\nnot shown\n////\n// nor this\nEnd.", "End."),
        ("* Item.\n+\n----\ncode\n----\n", "* Item. +"),
        ("Use `code words` and kbd:[Ctrl+C].", "Use and ."),
        ("See https://x.org/a[the site] and xref:path/to.adoc[a page] or <<id,this part>>.",
         "See [the site] and [a page] or this part>>."),
        ("include::other.adoc[]\nThe {product-name} works.", "The works."),
    ],
)  # fmt: skip
def test_asciidoc(text: str, left: str) -> None:
    """Delimited and literal blocks, tables, comments, attributes and macros are no prose of AsciiDoc."""
    assert prose(text, "asciidoc") == left


def test_a_template_is_prose_between_its_tags() -> None:
    """Nunjucks: tags of both kinds go, and the words between them stay."""
    text = '{% extends "base" %}\n<p class="a">Words {{ here }} stay.</p>\n{# this goes #}\n'
    assert prose(text, "template") == "Words stay."


def test_parts_do_not_overlap_and_lines_stay() -> None:
    """Each part begins behind the one before, and a blanked text has the lines of the text."""
    text = "One `a` [b](c).\n\n```\n`d` <e>\n```\n\n| f `g` |\n|---|\n| h |\n"
    parts = sorted(parts_of(text, MARKUPS["markdown"]))
    assert all(one.end <= two.start for one, two in pairwise(parts))
    assert [len(line) for line in blanked(text, parts).split("\n")] == [len(line) for line in text.split("\n")]


def test_code_and_tables_of_a_page_are_those_that_were_noted() -> None:
    """The text of a page has no tags: reading notes which of its parts are code."""
    document = Document(
        "a", "Words code words", "a.html", markup=(MarkupFact(PAGE_PART + "code", "6-10", 0, 0, 1, ""),)
    )
    assert not_prose(document) == [Part(6, 10, "code")]


@pytest.mark.parametrize(
    ("path", "markup"),
    [("a/B.MD", "markdown"), ("a.mdx", "mdx"), ("a.rst.gz", "rst"), ("a.adoc", "asciidoc"), ("a.njk", "template"),
     ("a.htm", "html"), ("a.txt", "text"), ("a.jsonl", None), (None, None)],
)  # fmt: skip
def test_markup_is_known_by_the_suffix(path: str | None, markup: str | None) -> None:
    """Texts in tables have no markup."""
    assert markup_of(path) == markup


@pytest.mark.parametrize("markup", sorted(MARKUPS))
@pytest.mark.parametrize("piece", ["{{", "{%", "<a ", "<pre>", "<!--", "`a``", "](", "[", ":a", "{* ", "|a", "a::\n\n"])
def test_what_is_never_closed_takes_no_long_time(piece: str, markup: str) -> None:
    """Ten thousand openings in a row are searched in linear time; a search for each end took minutes."""
    begin = time.process_time()
    list(parts_of(piece * 10_000, MARKUPS[markup]))
    assert time.process_time() - begin < 5
