"""Texts, names and ids that try to act in the page: none becomes markup, a program or a request."""

from __future__ import annotations

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest

from dedup.documents import Document, collection_of
from dedup.report.formats import RenderOptions, render
from dedup.walks.scan import scan
from tests.report.html.contents import Contents
from tests.report.html.family import LEAD, MASTER, family_page

if TYPE_CHECKING:
    from collections.abc import Callable

INJECTIONS = (
    "<script>alert(1)</script>",
    "</script><script>alert(2)</script>",
    "<!--<script>",
    "--><img src=x onerror=alert(3)>",
    "<img src=https://example.org/pixel.png>",
    "<svg onload=alert(4)>",
    "</title></style></textarea></main><h1>mine</h1>",
    '" onmouseover="alert(5)" x="',
    "' onfocus='alert(6)' autofocus='",
    "javascript:alert(7)",
    "<a href='javascript:alert(8)'>read on</a>",
    "<iframe srcdoc='<script>alert(9)</script>'></iframe>",
    "<base href=https://example.org/>",
    '<meta http-equiv="refresh" content="0;url=https://example.org/">',
    "<link rel=stylesheet href=https://example.org/x.css>",
    "{{ 7 * 7 }} {% raw %}",
    "${alert(10)}",
    "]]><![CDATA[",
    "&lt;b&gt; &amp; &#60;script&#62;",
    "\u2028alert(11)\u2029",
    "\u202egnirts\u202c",
    "\x00\x1b[31m\x07",
    "constructor __proto__ toString",
    "😀 \ufffd \ufeff",
)


@cache
def page(*, hide_names: bool = False) -> str:
    """Return a report in which every field of every document is an injection."""
    documents = []
    for number, injection in enumerate(INJECTIONS):
        text = "\n\n".join([injection, LEAD, injection + " " + MASTER, f"Source: {injection}", "By " + injection])
        documents.append(
            Document(
                f"{number} {injection}",
                text,
                path=f"folder/{injection}",
                title=injection,
                publisher=injection,
                author=injection,
                published="2020-01-01",
            )
        )
    return render(scan(collection_of(documents)), "html", RenderOptions(hide_names=hide_names))


@pytest.mark.parametrize("hide_names", [False, True])
def test_the_page_has_the_same_elements_as_without_injections(hide_names: bool) -> None:
    """Every tag is one that the template writes, and no attribute is a handler or leads anywhere."""
    contents = Contents(page(hide_names=hide_names))
    assert {tag for tag, _ in contents.tags} <= {tag for tag, _ in Contents(family_page()).tags}
    for tag, attributes in contents.tags:
        assert not [name for name in attributes if name.startswith("on")]
        assert not {"src", "srcdoc", "style", "action"} & set(attributes)
        assert (attributes.get("href") or "#").startswith("#")
        assert tag != "script" or attributes.get("type") in {None, "application/json", "text/plain"}
    assert sum(tag == "script" and "type" not in attributes for tag, attributes in contents.tags) == 1


def test_values_hold_every_text_as_it_was() -> None:
    """What is escaped for the page is decoded to the same text."""
    texts = Contents(page()).texts().values()
    for injection in INJECTIONS:
        assert any(text.startswith(injection + "\n\n") for text in texts)


def test_json_has_no_character_that_ends_a_script() -> None:
    """No ``<``, ``>``, ``&``, U+2028 or U+2029 stands in it."""
    contents = Contents(page())
    for name in ("values", "texts"):
        assert not re.search("[<>&\u2028\u2029]", contents.scripts[name])


def test_the_policy_names_the_program_and_the_style_sheet() -> None:
    """The hashes are those of the one program and the one sheet; nothing else may run or be loaded."""
    contents = Contents(page())
    policy = next(
        attributes["content"]
        for tag, attributes in contents.tags
        if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy"
    )
    rules = dict(rule.strip().split(" ", 1) for rule in (policy or "").split(";"))
    assert rules == {
        "default-src": "'none'",
        "script-src": _hash(contents.scripts[""]),
        "style-src": _hash(contents.styles[0]),
        "base-uri": "'none'",
        "form-action": "'none'",
    }


def _hash(content: str) -> str:
    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"


def test_the_program_never_makes_markup_of_a_text() -> None:
    """None of the ways in which a string becomes markup or a program is in it."""
    program = Contents(page()).scripts[""]
    for way in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function(", "DOMParser"):
        assert way not in program


def test_every_view_shows_injections_as_text(open_page: Callable[..., Any]) -> None:
    """No dialog, no error and no request in any view; the words of the injections are on the screen."""
    opened = open_page(page())
    assert "<svg onload=alert(4)>" in opened.page.content().replace("&lt;", "<").replace("&gt;", ">")
    for address in ("#clusters", "#origins", "#text", "#pair/1", "#pair/40", "#passage/1/1", "#cluster/1"):
        opened.page.goto(opened.page.url.split("#")[0] + address)
        opened.page.wait_for_timeout(150)
        assert opened.page.locator("#app script, #app img, #app iframe, #app base").count() == 0
    opened.page.get_by_role("button", name="Hide names").click()
    opened.page.fill("#search", "x") if opened.page.locator("#search").count() else None
