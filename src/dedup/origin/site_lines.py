"""A line of a head or tail → what it is if it is no text: copyright line, licence, notice of the site, author note.

Such lines are claims, so that their words are marked when shared words are counted.

``Copyright © [Stop NATO](#), [Daily Times](#), 2012`` has two holders. Linked words are one holder each; otherwise
commas and bars part the holders, but not a name from its legal form. A picture's credit has no holder. The terms of a
licence are one short word each, so that a rule can ask for them.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from dedup.origin.lines import claim_at, sentence_around
from dedup.origin.name_forms import begins_with_person, clean_name, is_person, names_a_licence
from dedup.origin.phrases import LineText
from dedup.origin.vocabulary import one_of, vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dedup.origin.claims import Claim
    from dedup.origin.language import Language
    from dedup.origin.lines import Line
    from dedup.origin.phrases import Phrases
    from dedup.origin.vocabulary import Vocabulary

_CREATIVE_COMMONS = re.compile(r"\bcc[\s-](by(?:[\s-](?:nc|nd|sa))*|0|zero)\b", re.IGNORECASE)

FORBIDDEN = "forbidden"
RESERVED = "reserved"
PERMITTED = "permitted"
ON_REQUEST = "on request"
_LONGEST_NOTE = 600
_LONGEST_OPENED = 400
"""Characters of a line after which only its first sentence is a notice, if a notice is only what it begins like."""
_YEARS = re.compile(r"\b(?:19|20)\d\d(?:\s*[-\u2013/,]\s*(?:(?:19|20)\d\d|\d\d))*\b")
_BREAK = re.compile(
    r"\s*(?:,(?!\s*(?:LLC|Inc|Ltd|L\.L\.C|Co\b|Corp|GmbH|S\.?A|plc|LP|Pty))|\||;|\s/\s|\s[-\u2013—]\s)\s*"
)
_SENTENCE = re.compile(r"(?<!\b[A-Z])(?<!Inc)(?<!Ltd)(?<!Co)(?<!Corp)\.(?:\s+|$)")
_LONGEST_LINE = 220
_LONGEST_HOLDER = 70
_FURTHEST_SIGN = 40


def site_claims(line: Line, languages: Sequence[Language]) -> list[Claim]:
    """Return the claim of an author note, a licence or a notice; none for a line of text."""
    searched = LineText(line.shown)
    for role in ("licence", "notice", "author-note"):
        if role == "author-note" and len(line.words) > _LONGEST_NOTE:
            continue  # before its phrases are searched for
        phrases = [language.phrases[role] for language in languages if language.phrases[role].stands_in(searched)]
        if phrases:
            return _claim(line, role, phrases, searched)
    return []


def _claim(line: Line, role: str, phrases: Sequence[Phrases], searched: LineText) -> list[Claim]:
    if role == "licence":
        return [claim_at(line, "licence", terms_of(line.words))]
    if role == "author-note" and not _is_note(line, phrases, searched):
        return []
    end = None
    if role == "notice" and len(line.words) > _LONGEST_OPENED and not _stand_anywhere(phrases, searched):
        _, end = sentence_around(line.shown, 0, 1)
    return [claim_at(line, role, clean_name(_subject(line)), end=end)]


def _is_note(line: Line, phrases: Sequence[Phrases], searched: LineText) -> bool:
    """Return whether a line is about a writer: if it begins with what may be a name, with one.

    "There was a plan, said an editor" has the form of a phrase about a person, and is none.
    """
    nameless = any(each.stands_in(searched, lambda phrase: phrase.after_names is None) for each in phrases)
    return nameless or begins_with_person(line.shown)


def _stand_anywhere(phrases: Sequence[Phrases], searched: LineText) -> bool:
    """Return whether a phrase stands in a line that need not begin it."""
    return any(each.stands_in(searched, lambda phrase: not phrase.anchored) for each in phrases)


def _subject(line: Line) -> str:
    """Return the words that a notice is about: its link, else its beginning."""
    return line.links[0].words if len(line.links) == 1 else " ".join(line.words.split()[:6])


def terms_of(words: str) -> str:
    """Return the terms of a licence line: ``cc-by-nd``, ``forbidden``, ``reserved``, ``permitted``, ``on request``."""
    if terms := _creative_commons(words):
        return terms
    known, lowered = vocabulary().licences, " ".join(words.lower().split()) + " "
    for terms, strings in (
        (FORBIDDEN, known.forbidden),
        (RESERVED, known.reserved),
        (PERMITTED, known.permitted),
        (ON_REQUEST, known.on_request),
    ):
        if any(string in lowered for string in strings):
            return terms
    return PERMITTED


def _creative_commons(words: str) -> str:
    if found := _CREATIVE_COMMONS.search(words):
        return "cc-" + re.sub(r"[\s-]+", "-", found[1].lower())
    lowered, known = words.lower(), vocabulary().licences
    if "creative commons" not in lowered and "creativecommons" not in lowered:
        return ""
    parts = (("nc", known.noncommercial), ("nd", known.no_derivatives), ("sa", known.share_alike))
    return "-".join(["cc-by", *(part for part, strings in parts if any(string in lowered for string in strings))])


def copyright_claims(line: Line, languages: Sequence[Language]) -> list[Claim]:
    """Return a claim for each holder that a copyright line names; none for another line.

    A holder who permitted the copy is a source.
    """
    shown = line.shown
    if not any(mark in shown for mark in ("©", "opyright", "OPYRIGHT", "(c)", "(C)")):
        return []
    sign = _sign(vocabulary()).search(shown)
    if sign is None or len(shown) > _LONGEST_LINE:
        return []
    if not _begins_a_notice(shown, sign.start()):
        return []
    holders = _holders(line, sign.start(), languages)
    permitted = len(holders) == 1 and not is_person(holders[0]) and _is_by_permission(shown, languages)
    return [claim_at(line, "reprint" if permitted else "copyright", holder, sign.start()) for holder in holders]


def _is_by_permission(shown: str, languages: Sequence[Language]) -> bool:
    """Return whether a copyright line says that its holder permitted the copy: *© X, reprinted with permission*."""
    lowered = shown.lower()
    formulas = (formula for language in languages for formula in language.copyright if formula in lowered)
    return any(language.credit.stand_in(formula, "permission") for formula in formulas for language in languages)


@cache
def _sign(words: Vocabulary) -> re.Pattern[str]:
    """Return the pattern of the sign of a copyright line; "copyright law" is none."""
    return re.compile(
        rf"©|\(c\)(?=\s*(?:copyright|\d{{4}}))|\bcopyright\b(?!\s+(?:{one_of(words.lines.after_copyright)}))",
        re.IGNORECASE,
    )


def _begins_a_notice(shown: str, at: int) -> bool:
    """Return whether the sign opens the line or a sentence of it; in "Image copyright Getty" it does not."""
    before = shown[:at].strip(" *_|\u2013—-(")
    return (
        not before
        or before.endswith((".", "!", "?", ":", "|"))
        or bool(_sign(vocabulary()).search(before) and len(before) < _FURTHEST_SIGN)
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
        and not names_a_licence(name)
        and any(letter.isupper() or letter == "." for letter in name)
    )


def _names_part(words: str, languages: Sequence[Language]) -> str:
    """Return what is left of a copyright line without its sign, its years and its formulas."""
    rest = _YEARS.sub(" , ", _sign(vocabulary()).sub(" , ", words))
    for formula in sorted((formula for language in languages for formula in language.copyright), key=len, reverse=True):
        rest = re.sub(rf"(?<!\w){re.escape(formula)}(?!\w)\.?", " , ", rest, flags=re.IGNORECASE)
    rest = re.sub(r"^[\s,.:|\u2013—-]+", "", rest)
    return _SENTENCE.split(rest, maxsplit=1)[0]
