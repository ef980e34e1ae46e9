"""A news agency's credit, anchored: ``KABUL (AP) —`` where the body opens, ``(Reuters)`` or ``— dpa`` where it closes.

Anywhere else an agency's name is a mention: about half of the bare ``(agency)`` in real pages credit a photo or
abbreviate something else. Which agencies there are stands in ``publishers.toml``.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from dedup.origin.credits import claim_at
from dedup.origin.names import publishers

if TYPE_CHECKING:
    from dedup.origin.claims import Claim
    from dedup.origin.lines import Line

_LONGEST_PLACE = 60
_LONGEST_CLOSING = 40
_SIGNS = ("(", "-", "\u2013", "\u2014", ":")


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    marks = "|".join(re.escape(mark) for mark in sorted(publishers().marks, key=len, reverse=True))
    place = r"[^\W\d_][^()\n]{0,60}?"
    several = rf"(?P<agency>{marks})(?:/[\w .]+|\s*,[^()\n]{{1,30}})?"
    opening = re.compile(
        rf"(?:\W*{place})?\s*\({several}\)\s*(?:[-\u2013—:.]|-{{2}})"
        rf"|\W*[^\W\d_][\w .-]{{1,30}},\s[^\n()]{{1,30}}\((?P<agency2>{marks})\)"
        rf"|\W*{place}\s?[/-]\s?(?P<agency3>{marks})\s?[-\u2013—.:]\s"
    )
    closing = re.compile(
        rf"(?:\(|(?:^|[.!?\"”]\s*)[-\u2013—]+\s*|^(?:Source|Quelle|Fuente|Fonte)\s?:\s*)(?P<agency>{marks})\)?\W*$"
    )
    return opening, closing


def opening_credit(line: Line) -> list[Claim]:
    """Return the claim of a dateline that opens a body's first line, if there is one."""
    if "(" not in line.shown[: _LONGEST_PLACE + 30] and "/" not in line.shown[:_LONGEST_PLACE]:
        return []
    found = _patterns()[0].match(line.shown)
    if found is None:
        return []
    mark = next(value for value in found.groupdict().values() if value)
    return [claim_at(line, "wire", publishers().marks[mark], 0, found.end())]


def closing_credit(line: Line) -> list[Claim]:
    """Return the claim of an agency's mark that closes a body's last line, if there is one."""
    last = line.shown[-_LONGEST_CLOSING:]
    if not any(sign in last for sign in _SIGNS):
        return []
    found = _patterns()[1].search(line.shown)
    return (
        [claim_at(line, "wire", publishers().marks[found["agency"]], found.start("agency") - 1 if found.start() else 0)]
        if found
        else []
    )
