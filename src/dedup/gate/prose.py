"""What of a text is not prose: code, tables, tags, template tags, comments, addresses, front matter, with their places.

`MARKUPS` is the table: for each markup the function that finds its blocks by lines, and rules for what stands inside
lines. The text of a page comes without tags; which parts of it are code and tables was noted when it was read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from dedup.documents import PAGE_PART
from dedup.gate import asciidoc, markdown, restructuredtext
from dedup.reading.formats import suffix_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from dedup.documents import Document
    from dedup.gate.rules import NotProse


class Part(NamedTuple):
    """A part of a text that is not prose: the characters ``start <= i < end``, and its kind."""

    start: int
    end: int
    kind: str


class Rule(NamedTuple):
    """What `find` finds in a text, as first and end character, is of this kind."""

    kind: NotProse
    find: Callable[[str], Iterable[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class Markup:
    """A markup: its blocks that are not prose, as first line, end line and kind, and the rules behind them, in order.

    What a block or an earlier rule has taken is blank for the later rules.
    """

    blocks: Callable[[str], Iterable[tuple[int, int, str]]] | None
    rules: tuple[Rule, ...]


def _rule(kind: NotProse, pattern: str, flags: int = 0) -> Rule:
    """Return the rule of a pattern; where it has a group ``part``, only that is meant."""
    compiled = re.compile(pattern, re.VERBOSE | re.MULTILINE | flags)
    group = "part" if "part" in compiled.groupindex else 0
    return Rule(kind, lambda text: (found.span(group) for found in compiled.finditer(text)))


def _between(kind: NotProse, opening: str, closing: str) -> Rule:
    """Return the rule of what stands between two patterns; ``{t}`` in the second is the group ``t`` of the first.

    Where nothing closes, nothing is found, and the rest of a text is searched for each closing pattern only once.
    """
    opens = re.compile(opening, re.VERBOSE | re.MULTILINE | re.IGNORECASE)

    def find(text: str) -> Iterator[tuple[int, int]]:
        at, absent = 0, set()
        while found := opens.search(text, at):
            at = found.end()
            close = closing.replace("{t}", found["t"].lower()) if "t" in opens.groupindex else closing
            if close in absent:
                continue
            end = re.compile(close, re.MULTILINE | re.IGNORECASE).search(text, at)
            if end is None:
                absent.add(close)
                continue
            yield found.start(), end.end()
            at = end.end()

    return Rule(kind, find)


_BRACE = re.compile(r"[{}]|\n[ \t]*\n")


def _expressions(text: str) -> Iterator[tuple[int, int]]:
    """Yield what stands in braces that match within a paragraph: expressions of MDX."""
    starts: list[int] = []
    for found in _BRACE.finditer(text):
        if found[0] == "{":
            starts.append(found.start())
        elif found[0] != "}":
            starts.clear()
        elif starts:
            start = starts.pop()
            if not starts:
                yield start, found.end()


_IN_PARAGRAPH = r"(?:[^\n{0}]|\n(?![ \t]*\n))"
"""One character of a paragraph, but none of those in the place of ``{0}``."""

_FRONT_MATTER = _rule("front-matter", r"\A(?P<mark>---|\+\+\+)(?:json)?[ \t]*\n(?:.*\n)*?(?P=mark)[ \t]*$")
_URL = _rule("links", r"(?:\b[a-z][a-z0-9+.-]{0,30}://|\bwww\.|\bmailto:)[^\s<>\[\]\"|\\^`{}]+", re.IGNORECASE)

_TEMPLATE_RULES = (
    _between("comments", r"\{%-?\s*comment\b", r"\{%-?\s*endcomment\s*-?%\}"),
    _between("comments", r"\{\#(?!\w)", r"#\}"),
    _between("comments", r"\{\{[-<%]?\s*/\*", r"\*/\s*[->%]?\}\}"),
    _between("code", r"\{%-?\s*(?P<t>highlight|raw|codeblock|code)\b", r"\{%-?\s*end{t}\s*-?%\}"),
    _between("code", r"\{\{[<%]\s*(?P<t>highlight|code\w*|mermaid)\b", r"\{\{[<%]\s*/\s*{t}\s*[>%]\}\}"),
    _between("templates", r"\{%", r"%\}"),
    _between("templates", r"\{\{", r"\}\}+"),
    _between("templates", r"<%", r"%>"),
    _between("templates", r"\{\*", r"\*\}"),
)
_COMMENT = _between("comments", r"<!--", r"-->|\Z")
_TAG_RULES = (
    _between("code", r"<(?P<t>pre|script|style|svg|code|kbd|samp|math)\b[^<>]*>", r"</{t}\s*>"),
    _between("tables", r"<table\b", r"</table\s*>"),
)
_TAG = _rule(
    "tags",
    r"""</?[a-z][\w:.-]{0,100}
        (?:(?:\s+|(?<=["'}]))
           (?:[\w:@.\#*-]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|\{(?:[^{}]|\{[^{}]{0,2000}\}){0,2000}\}|[^\s"'<>{}]+))?
             |\{[^{}]{0,2000}\}))*
        \s*/?>
      | </?> | <!doctype[^>]*>""",
    re.IGNORECASE,
)
_CODE_SPANS = (
    _rule("code", r"(?<!`)(?P<t>``|(?<=[^\n`])```+)(?!`)(?:(?!(?P=t))" + _IN_PARAGRAPH.format("") + r")+(?P=t)(?!`)"),
    _rule("code", r"(?<![`\\])`(?!`)" + _IN_PARAGRAPH.format("`") + r"+`(?!`)"),
    _between("code", r"^[ \t]*\$\$", r"\$\$"),
    _between("code", r"^[ \t]*\\\[", r"\\\]"),
)
_IMPORT_RULES = (
    _between("comments", r"\{\s*/\*", r"\*/\s*\}"),
    _rule("code", r"^import\s[^;\n{]{0,200}(?:\{[^{}]{0,2000}\})?[^;\n'\"]{0,200}['\"][^'\"\n]+['\"];?[ \t]*$"),
)
_MARKDOWN_RULES = (
    _FRONT_MATTER,
    *_IMPORT_RULES,
    *_TEMPLATE_RULES,
    _COMMENT,
    _rule("comments", r"^[ ]{0,3}\[(?://|comment)\]:[ ]*(?:\#|<>)[ ]*[(\"'].*[)\"'][ \t]*$", re.IGNORECASE),
    *_TAG_RULES,
    *_CODE_SPANS,
    _rule("links", r"""^[ \t>]*(?:[-*+]|\d+[.)])[ ]+(?:\[[ x]\][ ]+)?     # an item of a list that is only a link
                       [*_]{0,2}\[[^\[\]\n]{1,500}\](?:\([^()\n]{0,500}\)|\[[^\]\n]{0,500}\])[*_]{0,2}[.,;]?[ \t]*$"""),
    _rule("links", r"\](?P<part>\(\s*+(?:<[^<>\n]*>|(?:[^\s()]|\((?:[^\s()]|\([^\s()]*\))*\))*)"
          r"(?:\s++(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?\s*+\))"),
    _rule("links", r"^[ >]*\[(?!\^)[^\]\n]{1,500}\]:[ \t]*\n?[ \t]*\S+(?:[ \t]+(?:\".*\"|'.*'|\(.*\)))?[ \t]*$"),
    _rule("links", r"\](?P<part>\[[^\]\n]{0,500}\])"),
    _rule("links", r"<(?:[a-z][a-z0-9+.-]*:[^\s<>]*|[^\s<>@]+@[^\s<>@]+)>", re.IGNORECASE),
    _TAG,
    _rule("tags", r"\{:?[ ]*[.\#:][^{}\n]{0,300}\} | \{:[^{}\n]{0,300}\}"),  # attributes
    _rule("tags", r"""^[ \t]*(?:!!!|\?\?\?\+?|===[+!]*|:::+|///+)[ ]*\{?[\w-]*\}?     # the head of a container
                    | \[![\w-]+\][+-]? | \[TOC\] | :[a-z0-9_+-]{2,}:"""),
    _URL,
)  # fmt: skip
_MDX_EXPORT = _rule("code", r"^export\s(?:.*\n)*?(?=[ \t]*$)")
_MDX_EXPRESSION = Rule("templates", _expressions)

_CODE_ROLES = r"""(?:\w{1,30}:)?(?:func|class|meth|mod|attr|data|exc|obj|const|macro|type|member|enum|enumerator|struct
    |var|code|literal|file|command|program|option|envvar|samp|kbd|math|confval|makevar|mailheader|mimetype|regexp|token
    |keyword|sup|sub|rst|dir|role|cpp|expr|texpr|source|code-\w{1,30}|\w{1,30}-py)"""
_RST_RULES = (
    _rule("front-matter", r"\A---[ \t]*\n(?:.*\n)*?---[ \t]*$"),
    _between("templates", r"\{\{", r"\}\}+"),
    _rule("code", r"``(?:(?!``)" + _IN_PARAGRAPH.format("") + r")+``"),
    _rule("code", r":" + _CODE_ROLES + r":`" + _IN_PARAGRAPH.format("`") + r"+`"),
    _rule("links", r"`[^`<>]{0,500}?(?P<part><[^`<>]+>)`"),
    _rule("tags", r":[\w+.-]{1,50}(?::[\w+.-]{1,50}){0,2}:(?=`)"),
    _rule("tags", r"^[ \t]*:(?:[^:\n`]|:(?=\w))+:(?=[ \t]|$)"),  # the name of a field
    _rule("tags", r"\|[^\s|](?:[^|\n]{0,200}[^\s|])?\|_{0,2} | ^[ \t]*\.\.[ ]+[\w:.+-]+::"),
    _URL,
)
_ASCIIDOC_RULES = (
    _FRONT_MATTER,
    _rule("code", r"(?<![`\w])(?P<t>``?)(?!\s)(?:(?!(?P=t))" + _IN_PARAGRAPH.format("") + r")+?(?P=t)(?![`\w])"),
    _rule("code", r"""\b(?:kbd|btn|menu|pass|stem|latexmath|asciimath):[\w,]*\[[^\]\n]{0,500}\](?:\[[^\]\n]{0,500}\])?
                    | \+\+\+?[^+\n]+\+\+\+?"""),
    _rule("links", r"""(?P<part>\b(?:link|xref|mailto|image|icon|anchor|include|video|audio):{1,2}+
                       [^\s\[\]]{0,2000}+)(?=\[)"""),
    _rule("links", r"\{[\w-]+\}/[^\s\[\]]{0,2000}+(?=\[)"),
    _rule("links", r"<<[^,<>\n]+(?:,|>>)"),
    _URL,
    _rule("tags", r"\{[\w-]+(?::[^}\n]{0,300})?\} | \[\[[^\]\n]{0,500}\]\] | \[[.\#%][^\]\n]{0,500}\](?=[\#*_`])"),
    _rule("tags", r"^(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION):(?=[ ]) | (?<=\s)<(?:\d+|\.)>(?=\s|$) | ^<(?:\d+|\.)>"),
)  # fmt: skip

MARKUPS: dict[str, Markup] = {
    "markdown": Markup(markdown.blocks, _MARKDOWN_RULES),
    "mdx": Markup(
        partial(markdown.blocks, indented_code=False),
        (*_IMPORT_RULES, _MDX_EXPORT, *_MARKDOWN_RULES[:-4], _TAG, _MDX_EXPRESSION, *_MARKDOWN_RULES[-3:]),
    ),
    "rst": Markup(restructuredtext.blocks, _RST_RULES),
    "asciidoc": Markup(asciidoc.blocks, _ASCIIDOC_RULES),
    "template": Markup(None, (*_TEMPLATE_RULES, *_MARKDOWN_RULES)),
    "html": Markup(None, (*_TEMPLATE_RULES, _URL)),
    "text": Markup(None, (_URL,)),
}
"""Every markup, by name."""

_BY_SUFFIX = {
    **dict.fromkeys((".md", ".markdown", ".qmd"), "markdown"),
    ".mdx": "mdx",
    ".rst": "rst",
    **dict.fromkeys((".adoc", ".asciidoc"), "asciidoc"),
    **dict.fromkeys((".njk", ".liquid", ".hbs", ".mustache", ".ejs", ".webc"), "template"),
    **dict.fromkeys((".html", ".htm", ".xhtml"), "html"),
    **dict.fromkeys((".txt", ".text"), "text"),
}


def markup_of(path: str | None) -> str | None:
    """Return the name of the markup of a file by the suffix of its name, or None for what is no file of text."""
    return _BY_SUFFIX.get(suffix_of(path)) if path else None


def not_prose(document: Document) -> list[Part]:
    """Return what of a document is not prose, in order; no two parts overlap."""
    name = markup_of(document.path)
    noted = [
        Part(int(low), int(high), fact.kind.removeprefix(PAGE_PART))
        for fact in document.markup
        if fact.kind.startswith(PAGE_PART)
        for low, _, high in [fact.value.partition("-")]
    ]
    return sorted([*noted, *(parts_of(document.text, MARKUPS[name], noted) if name else ())])


def parts_of(text: str, markup: Markup, known: Iterable[Part] = ()) -> Iterator[Part]:
    """Yield what of a text is not prose by the rules of a markup; `known` parts are blank for them."""
    rest = blanked(text, known)
    if markup.blocks is not None:
        starts = [0, *accumulate(len(line) + 1 for line in rest.split("\n"))]
        found = [Part(starts[first], starts[end] - 1, kind) for first, end, kind in _merged(markup.blocks(rest))]
        yield from found
        rest = blanked(rest, found)
    for rule in markup.rules:
        found = [Part(start, end, rule.kind) for start, end in rule.find(rest)]
        yield from found
        rest = blanked(rest, found)


def code_spans(text: str, markup: str | None) -> Iterator[tuple[int, int]]:
    """Yield the inline code of a text, also within tables, if its markup writes inline code as Markdown does."""
    if markup in {None, "markdown", "mdx", "template"}:
        for rule in _CODE_SPANS:
            yield from rule.find(text)


def _merged(blocks: Iterable[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """Yield blocks in order without those that lie in the one before."""
    reached = 0
    for first, end, kind in sorted(blocks, key=lambda block: (block[0], -block[1])):
        if end > reached:
            yield max(first, reached), end, kind
            reached = end


def blanked(text: str, parts: Iterable[Part]) -> str:
    """Return a text in which the parts (in order) are spaces; its lines stay."""
    pieces, at = [], 0
    for part in parts:
        pieces += [text[at : part.start], re.sub(r"[^\n]", " ", text[part.start : part.end])]
        at = part.end
    return "".join([*pieces, text[at:]]) if pieces else text
