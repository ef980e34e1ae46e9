"""What texts, names and markup of documents must not do in a report: one function for each kind of output.

A report is shown in terminals, logs of builds, comments on changes and browsers. What documents say may neither steer
a terminal, nor be a command to whatever reads a log, nor be markup, a link or a mention of somebody. JSON and XML keep
every character, as an escape; what people read drops or replaces some (`dedup.report.display_text.clean`).

Runners of builds take for a command what begins a line with ``::`` (GitHub), and ``##[``, ``##vso[`` (Azure) and
``##teamcity[`` anywhere in a line. In texts, a zero-width space within them ends that.
"""

from __future__ import annotations

import re
from html import escape

from dedup.report.display_text import DIRECTION_MARKS, clean
from dedup.report.spreadsheets import without_formula

_BREAK = "\u200b"
"""A zero-width space: no white space for those who trim lines."""
_COMMAND = re.compile(r"##(?=(?:vso|teamcity)?\[)")
_COMMAND_LINE = re.compile(r"^((?:[^\S\n]|\x1b\[[0-9;]*m)*+):(?=:)", re.MULTILINE)

_UNSAFE_TEXT = re.compile(f"[\x7f-\x9f\u2028\u2029{DIRECTION_MARKS}]")
"""Characters that JSON and XML may hold, and that a terminal obeys or that change the direction of writing."""
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold, not even escaped (2.2)."""

_MARKDOWN = re.compile(
    r"""(?P<entity> [&<>])
      | (?P<address> (?<=[a-z]):(?=//) | (?<=mailto): | (?<=xmpp): | (?<=www)\. )
      | (?P<mention> @(?=\w) | [\#!](?=\d) | (?<=\bgh)-(?=\d) )
      | (?P<special> [\\`*_\[\]|~$\#!])
    """,
    re.IGNORECASE | re.VERBOSE,
)
_WORD_JOINER = "\u2060"
"""A character without width, which stands between others and lets no markup be found there."""

_SIGN = re.compile(r"(?!\b[.](?:\s|\d|$))([!-+\--/:<-@\[-`{-~])")
"""A sign of ASCII that may be markup somewhere: all but commas, semicolons, and dots in numbers and after words."""

_LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "$": r"\$",
        "&": r"\&",
        "#": r"\#",
        "%": r"\%",
        "_": r"\_",
        "^": r"\^{}",
        "~": r"\textasciitilde{}",
        "<": r"\ensuremath{<}",
        ">": r"\ensuremath{>}",
    }
)

_SUFFIX = 9
_FILE = re.compile(r"\.[a-z][a-z0-9]{1,7}\Z", re.IGNORECASE)
"""What stands before the number of a row, as in ``news.jsonl#12``: a name that people copy."""
_BLOCK = re.compile(r"\A(\s*)(?:(\d{1,9})(?=[.)])|(?=[-+=:]))")
"""What begins a list or underlines a heading where it begins a line."""


def inert_lines(report: str) -> str:
    """Return a text report, or a part of one, of which no line is a command to what reads the log of a build."""
    if "::" in report:
        report = _COMMAND_LINE.sub(rf"\1{_BREAK}:", report)
    return _COMMAND.sub(f"##{_BREAK}", report) if "##" in report else report


def markdown_text(text: str) -> str:
    """Return a line of text that Markdown shows as it is: no markup, no link, no mention of a person or an issue.

    Mentions are searched for in what Markdown has become, so a zero-width space parts their sign from their name.
    """
    return _BLOCK.sub(r"\1\2\\", _MARKDOWN.sub(_escaped, clean(text)))


def _escaped(found: re.Match[str]) -> str:
    sign = found[0]
    match found.lastgroup:
        case "entity":
            return escape(sign)
        case "address":
            return f"&#{ord(sign)};"
        case "mention":
            names_row = sign == "#" and _FILE.search(found.string, max(found.start() - _SUFFIX, 0), found.start())
            return ("\\" if sign in "#!" else "") + sign + ("" if names_row else _BREAK)
        case _:
            return f"\\{sign}"


def inert_json(document: bytes) -> bytes:
    """Return JSON, or a part of it, that says the same and can be shown in a terminal and in the log of a build."""
    if not document.isascii():
        text = document.decode()
        document = _UNSAFE_TEXT.sub(lambda found: f"\\u{ord(found[0]):04x}", text).encode()
    elif b"\x7f" in document:
        document = document.replace(b"\x7f", b"\\u007f")
    if b"##" in document:
        document = re.sub(rb"##(?=(?:vso|teamcity)?\[)", rb"#\\u0023", document)
    return document


def xml_text(text: str) -> str:
    """Return a text that XML can hold; what it cannot is U+FFFD."""
    return _NOT_XML.sub("\ufffd", text)


def inert_xml(document: str) -> str:
    """Return an XML document that says the same and can be shown in a terminal and in the log of a build."""
    document = _UNSAFE_TEXT.sub(lambda found: f"&#{ord(found[0])};", document).replace("\r", "&#13;")
    document = _COMMAND_LINE.sub(r"\1&#58;", document)
    return _COMMAND.sub("#&#35;", document)


def inert_html(page: str) -> str:
    """Return a page that looks the same and can be shown in a terminal and in the log of a build."""
    return _COMMAND.sub("#&#35;", _UNSAFE_TEXT.sub("\ufffd", xml_text(page.replace("\r", " "))))


def workflow_text(text: str) -> str:
    """Return a line of text as the data of a workflow command of GitHub Actions."""
    return _COMMAND.sub(f"##{_BREAK}", clean(" ".join(text.split()))).replace("%", "%25")


def html_text(text: str) -> str:
    """Return a line of text that HTML shows as it is, outside of tags."""
    return escape(clean(text), quote=False)


def latex_text(text: str) -> str:
    """Return a line of text that LaTeX sets as it is, outside of tables: in these, tabulate escapes it."""
    return clean(text).translate(_LATEX)


def character_references(text: str) -> str:
    """Return a line of text in which each sign that may be markup is ``&#NN;``: wikis and AsciiDoc show the sign."""
    return _SIGN.sub(lambda sign: f"&#{ord(sign[0])};", clean(text))


def backslashed(text: str) -> str:
    """Return a line of text in which each sign has a backslash before it, which takes its meaning in reST."""
    return _SIGN.sub(r"\\\1", clean(text))


def org_text(text: str) -> str:
    """Return a line of text in which Org finds no markup: nothing escapes it there, so signs are held apart."""
    return _SIGN.sub(rf"{_WORD_JOINER}\1{_WORD_JOINER}", clean(text)).replace("|", r"\vert{}")


def separated_text(text: str) -> str:
    """Return a line of text for a cell of a spreadsheet, where it becomes no formula."""
    return without_formula(clean(text))
