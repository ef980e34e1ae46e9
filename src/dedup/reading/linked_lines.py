"""A visible line of a page's source → the line with its links as Markdown: *originally posted on [my blog](https://…)*.

Main texts lose the addresses of links. A credit that says *here* or *my blog* names its source by nothing else.
"""

from __future__ import annotations

import re
from html import unescape

_LINK = re.compile(
    r"""<a\s[^<>]*?\bhref\s*=\s*["']?((?:https?:)?//[^"'\s<>()]+)["']?[^<>]*>(.*?)(?:</a\s*>|\Z)""",
    re.IGNORECASE | re.DOTALL,
)
"""A link to an address that names its host."""
_MARKDOWN_LINK = re.compile(r"\[[^\[\]]*\]\([^()]*\)")
_TAG = re.compile(r"<[^<>]*>")
_BRACKETS = str.maketrans("[]", "()")
_TAGS_BEFORE, _LONGEST_TAG = 4, 500
"""Tags before a line that may begin a link of it, and characters of one."""


def with_links(source: str, start: int, end: int) -> str | None:
    """Return the line ``source[start:end]`` of a page with its links as Markdown; None without any to a host."""
    for _ in range(_TAGS_BEFORE):  # a link may begin with the line
        before = source.rfind("<", max(start - _LONGEST_TAG, 0), start)
        if before < 0 or not source[before:start].rstrip().endswith(">"):
            break
        start = before
    whole = source[start:end]
    if "href" not in whole and "HREF" not in whole:
        return None
    linked, count = _LINK.subn(_as_markdown, whole)
    return _without_tags(linked) if count else None


def without_links(line: str) -> str:
    """Return the words of such a line that stand outside its links."""
    return _MARKDOWN_LINK.sub("", line)


def _as_markdown(link: re.Match[str]) -> str:
    return f"[{_without_tags(link[2]).translate(_BRACKETS)}]({link[1]})"


def _without_tags(source: str) -> str:
    return " ".join(unescape(_TAG.sub("", source)).split())
