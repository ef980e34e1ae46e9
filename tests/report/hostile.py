"""Texts that would act in a terminal, a log, a page or a comment, and what no report may hold."""

from __future__ import annotations

import re

from hypothesis import strategies as st

PIECES = (
    "::error file=a::b", "::", " ::set-output", "##[error]a]", "##vso[task.setvariable]", "##teamcity[x]", "##[", "#",
    "\x1b[31m", "\x1b]8;;http://a\x07", "\x9b31m", "\x85", "\x7f", "\r", "\n", "\r\n", "\t", "\v", "\0", "\u2028",
    "\u202e", "\u202a", "\u2066", "\u2069", "\u200e", "\u200f", "\u061c", "\ufeff", "\u200b", "\u200d", "\ufffe",
    "http://a.example/b", "HTTPS://a.example", "ftp://a.example", "www.a.example", "WWW.A.example", "mailto:a@b.c",
    "xmpp:a@b.example", "a.b@c.example", "@name", " @org/team", "(@a", "#123", " #1", "GH-12", "gh-1", "org/repo#12",
    "a.jsonl#12", "!12", "<b>", "</td>", "<script>", "<!--", "-->", "]]>", "&amp;", "&#64;name", "&lt;", "&", "|", "\\",
    "\\|", "`", "```", "*a*", "_a_", "~~a~~", "[a](b)", "![a](b)", "[^1]", "[x]: y", "# a", "> a", "- a", "+ a", "1. a",
    "12) a", "===", "---", "***", "$a$", ":tada:", "'", '"', ",", "%0A", "%", "=1+1", "é",
    "中", "\U0001f600", "a", "b", " ",
)  # fmt: skip

TEXTS = st.lists(st.sampled_from(PIECES) | st.characters(codec="utf-8"), max_size=8).map("".join)

_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f\ufeff]")
_COMMAND = re.compile(r"##(?:vso|teamcity)?\[")


def acts(report: str, *, commands: bool = False) -> list[str]:
    """Return what of a report acts in a terminal or a log; `commands` says that lines may be workflow commands."""
    lines = [line for line in re.split(r"[\r\n\x85\u2028\u2029]", report) if line.lstrip().startswith("::")]
    return [*_UNSAFE.findall(report), *_COMMAND.findall(report), *([] if commands else lines)]
