"""A copyright line → its holders, each a claim; a picture's credit is none.

``Copyright © [Stop NATO](#), [Daily Times](#), 2012`` has two holders. Linked words are one holder each; else commas
and bars part them, but not from the legal form that belongs to a name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dedup.origin.credits import claim_at, clean_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dedup.origin.claims import Claim
    from dedup.origin.language import Language
    from dedup.origin.lines import Line

_SIGN = re.compile(
    r"©|\(c\)(?=\s*(?:copyright|\d{4}))|\bcopyright\b(?!\s+(?:infring|law|owner|holder|act|office|claim))",
    re.IGNORECASE,
)
_YEARS = re.compile(r"\b(?:19|20)\d\d(?:\s*[-\u2013/,]\s*(?:(?:19|20)\d\d|\d\d))*\b")
_BREAK = re.compile(
    r"\s*(?:,(?!\s*(?:LLC|Inc|Ltd|L\.L\.C|Co\b|Corp|GmbH|S\.?A|plc|LP|Pty))|\||;|\s/\s|\s[-\u2013—]\s)\s*"
)
_SENTENCE = re.compile(r"(?<!\b[A-Z])(?<!Inc)(?<!Ltd)(?<!Co)(?<!Corp)\.(?:\s+|$)")
_LONGEST_LINE = 220
_LONGEST_HOLDER = 70
_FURTHEST_SIGN = 40


def copyright_claims(line: Line, languages: Sequence[Language]) -> list[Claim]:
    """Return a claim for each holder that a copyright line names; none for another line."""
    shown = line.shown
    if not any(mark in shown for mark in ("©", "opyright", "OPYRIGHT", "(c)", "(C)")):
        return []
    sign = _SIGN.search(shown)
    if sign is None or len(shown) > _LONGEST_LINE:
        return []
    if not _begins_a_notice(shown, sign.start()):
        return []
    return [claim_at(line, "copyright", holder, sign.start()) for holder in _holders(line, sign.start(), languages)]


def _begins_a_notice(shown: str, at: int) -> bool:
    """Return whether the sign opens the line or a sentence of it; in "Image copyright Getty" it does not."""
    before = shown[:at].strip(" *_|\u2013—-(")
    return (
        not before
        or before.endswith((".", "!", "?", ":", "|"))
        or bool(_SIGN.search(before) and len(before) < _FURTHEST_SIGN)
    )


def _holders(line: Line, at: int, languages: Sequence[Language]) -> list[str]:
    linked = [link.words for link in line.links if link.start >= line.start + at]
    named = linked or _BREAK.split(_names_part(line.shown[at:], languages))
    cleaned = (clean_name(_YEARS.sub(" ", name)) for name in named)
    return list(dict.fromkeys(name for name in cleaned if _may_be_a_holder(name)))


def _may_be_a_holder(name: str) -> bool:
    return (
        1 < len(name) <= _LONGEST_HOLDER
        and name[0].isalnum()
        and any(letter.isupper() or letter == "." for letter in name)
    )


def _names_part(words: str, languages: Sequence[Language]) -> str:
    """Return what is left of a copyright line without its sign, its years and its formulas."""
    rest = _YEARS.sub(" , ", _SIGN.sub(" , ", words))
    for formula in sorted((formula for language in languages for formula in language.copyright), key=len, reverse=True):
        rest = re.sub(rf"(?<!\w){re.escape(formula)}(?!\w)\.?", " , ", rest, flags=re.IGNORECASE)
    rest = re.sub(r"^[\s,.:|\u2013—-]+", "", rest)
    return _SENTENCE.split(rest, maxsplit=1)[0]
