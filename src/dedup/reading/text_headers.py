"""The header of an AsciiDoc or reStructuredText file becomes fields and facts, and its characters become spaces.

Both have a title, which stays text, and below it what a page does not show as text: an author line, a revision line and
attributes in AsciiDoc, a field list in reStructuredText (or comments of the form ``.. date: 2020-01-01``, which Nikola
reads). Comments stay. The keys are those of `dedup.reading.front_matter`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dedup.documents import MarkupFact
from dedup.reading.front_matter import FACT_KINDS, FrontMatter, blanked, fields_of, folded_key, front_matter_of
from dedup.spans import Lines, Span

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST_HEADER = 1 << 16
"""Characters in which a header ends."""
_OTHER_NAMES = {
    "revdate": "date", "docdate": "date", "publishedat": "published", "doctitle": "title",
    "pageauthor": "author", "pagedate": "date", "pagerevdate": "date", "jbakeauthor": "author", "jbakedate": "date",
}  # fmt: skip
"""Keys of AsciiDoc, of Antora's and JBake's pages, and those of front matter that mean the same."""

_ATTRIBUTE = re.compile(r":!?(?P<key>\w[\w-]*)!?:(?:[ \t]+(?P<value>.*))?\s*\Z")
_CONDITION = re.compile(r"(?:ifdef|ifndef|ifeval|endif)::")
_TITLE = re.compile(r"[=#][ \t]+(?P<title>\S.*)")
_AUTHOR = re.compile(r"(?P<name>\w[\w.'\u2019-]*(?:[ \t]+\w[\w.'\u2019-]*){0,2})(?P<address>[ \t]+<[^<>]+>)?\Z")
_REVISION = re.compile(
    r"(?:v?\d[\w.-]*,[ \t]*)?(?P<date>[^:,]*\b\d{4}\b[^:,]*|\w+ \d\d?, \d{4})(?::[ \t].*)?\Z|v\d[\w.]*\Z"
)
_FIELD = re.compile(r":(?P<key>[^\s:`][^:`\n]{0,60}):(?:[ \t]+(?P<value>.*))?\s*\Z")
_COMMENT_FIELD = re.compile(r"\.\.[ \t]+(?P<key>[a-z_]+):[ \t]+(?P<value>\S.*)")
_SHOWN_FIELDS = frozenset({"abstract", "dedication"})
"""Fields that hold text of the page."""
_UNDERLINE = re.compile(r"([!-/:-@\[-`{-~])\1{2,}\s*\Z")
_LONGEST_REVISION = 200


@dataclass(slots=True)
class _Header:
    """What is read of a header so far: entries by their key, with their places, and spans that are no text."""

    entries: list[tuple[str, str, Span]] = field(default_factory=list)
    blank: list[Span] = field(default_factory=list)

    def add(self, key: str, value: str, span: Span) -> None:
        """Add an entry whose line is no text."""
        name = folded_key(key)
        value = _value_of(value.strip())
        self.blank.append(span)
        if value:
            self.entries.append((_OTHER_NAMES.get(name, name), value, span))

    def of(self, text: str) -> FrontMatter:
        """Return the header of a text, as front matter; of several values of a field the first one counts."""
        lines = Lines(text[:_LONGEST_HEADER])
        facts = tuple(
            MarkupFact(
                f"front-matter:{FACT_KINDS[key]}", value, span.start, span.end, lines.line(span.start), span.of(text)
            )
            for key, value, span in self.entries
            if key in FACT_KINDS
        )
        values = {key: value for key, value, _ in reversed(self.entries)}
        return FrontMatter(blanked(text, self.blank), fields_of(values), facts)


def _value_of(value: str) -> str:
    """Return a value without what a version control system writes around it: ``$Date: 2012/03/04 $``."""
    framed = value[:1] == value[-1:] == "$" and ":" in value
    return value[1:-1].partition(":")[2].strip() if framed else value


def asciidoc_header_of(text: str) -> FrontMatter:
    """Return the header of an AsciiDoc text; the front matter of Markdown before it counts more."""
    front = front_matter_of(text)
    header = _Header()
    titled, behind_title = False, 0
    lines = list(_lines(front.text))
    at = 0
    while at < len(lines):
        span = lines[at]
        line = span.of(front.text).rstrip()
        at += 1
        if attribute := _ATTRIBUTE.match(line):
            value, span, at = _continued(front.text, attribute["value"] or "", lines, at)
            header.add(attribute["key"], value, span)
        elif _CONDITION.match(line):
            header.blank.append(span)
        elif line.startswith("//"):
            at = _end_of_comment(front.text, line, lines, at)
        elif not titled and (title := _TITLE.match(line)):
            titled = True
            header.entries.append(("title", title["title"], span))
        elif line or titled:
            behind_title += 1
            if not titled or not _read_below_title(header, behind_title, line, span):
                break
    return _joined(front, header.of(front.text))


def _read_below_title(header: _Header, number: int, line: str, span: Span) -> bool:
    """Add the author line, which is the first one below a title, or the revision line below it; False for others."""
    if number == 1 and (names := _authors(line)):
        header.add("author", names, span)
        return True
    revision = _REVISION.match(line) if number == 2 and len(line) <= _LONGEST_REVISION else None  # noqa: PLR2004
    if revision:
        header.add("date", revision["date"] or "", span)
    return revision is not None


def _end_of_comment(text: str, line: str, lines: list[Span], at: int) -> int:
    """Return the number of the line behind a comment, which may be a block."""
    if line != "////":
        return at
    return next((place + 1 for place in range(at, len(lines)) if lines[place].of(text).rstrip() == line), at)


def _authors(line: str) -> str:
    """Return the names of an author line; none where it is no such line: a single word may be a text."""
    found = [_AUTHOR.match(part.strip()) for part in line.split(";")]
    if not all(found) or (len(found) == 1 and found[0] and " " not in line.strip()):
        return ""
    return ", ".join(one["name"].replace("_", " ") for one in found if one)


def _continued(text: str, value: str, lines: list[Span], at: int) -> tuple[str, Span, int]:
    r"""Return the value of an attribute whose lines end with `` \``, their span, and the number of the next line."""
    first = at - 1
    while value.endswith(" \\") and at < len(lines):
        value = f"{value[:-2].rstrip()} {lines[at].of(text).strip()}"
        at += 1
    return value, Span(lines[first].start, lines[at - 1].end), at


def restructuredtext_header_of(text: str) -> FrontMatter:
    """Return the header of a reStructuredText file: its title, its field list, and fields in comments."""
    front = front_matter_of(text)
    header, titled = _Header(), False
    lines = list(_lines(front.text))
    at = 0
    while at < len(lines):
        span = lines[at]
        line = span.of(front.text).rstrip()
        following = lines[at + 1].of(front.text).rstrip() if at + 1 < len(lines) else ""
        if not line:
            at += 1
        elif fields := _FIELD.match(line):
            end = _end_of_item(front.text, lines, at)
            whole = Span(span.start, lines[end - 1].end)
            if fields["key"].lower() not in _SHOWN_FIELDS:
                header.add(
                    fields["key"], " ".join(whole.of(front.text).split()).removeprefix(f":{fields['key']}:"), whole
                )
            at = end
        elif line.startswith(".."):
            if comment := _COMMENT_FIELD.match(line):
                header.add(comment["key"], comment["value"], span)
            at = _end_of_item(front.text, lines, at)
        elif not titled and _UNDERLINE.match(line) and not _UNDERLINE.match(following) and following:
            at += 1  # the line above a title
        elif not titled and _UNDERLINE.match(following):
            titled = True
            header.entries.append(("title", line.strip(), span))
            at += 2
        else:
            break
    return _joined(front, header.of(front.text))


def _end_of_item(text: str, lines: list[Span], at: int) -> int:
    """Return the number of the line behind a field or a comment: those that go on with it are indented."""
    at += 1
    end = at
    while at < len(lines):
        line = lines[at].of(text)
        at += 1
        if line[:1] in " \t" and line.strip():
            end = at
        elif line.strip():
            break
    return end


def _lines(text: str) -> Iterable[Span]:
    """Yield the lines of a header, without their ends."""
    at = 0
    for line in text[:_LONGEST_HEADER].split("\n"):
        yield Span(at, at + len(line))
        at += len(line) + 1


def _joined(front: FrontMatter, header: FrontMatter) -> FrontMatter:
    """Return front matter and the header behind it as one; fields of the front matter count more."""
    return FrontMatter(header.text, {**header.fields, **front.fields}, (*front.facts, *header.facts), front.note)
