"""A line that opens with a label → the claim of the name behind it: *Source: X*, *Via X*, *Original article: X*."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dedup.origin.agency_marks import agency_marks
from dedup.origin.credit_evidence import Evidence, Name, evidence_of
from dedup.origin.credit_names import name_after
from dedup.origin.credit_parts import (
    AROUND,
    LONGEST_LINE,
    LONGEST_OPENING,
    is_of_a_picture,
    says_only_when,
    without_label,
)
from dedup.origin.credit_refusals import NEAR, is_acceptable, is_of_another_work
from dedup.origin.credit_sources import behind_preposition, claim_of, only_link
from dedup.origin.hosts import host_of, is_profile, leads_to_a_writer, path_of
from dedup.origin.joined_clauses import is_part_of_prose
from dedup.origin.lines import claim_at
from dedup.origin.linked_names import addresses_in, host_of_link, link_at, linked_name, without_headline
from dedup.origin.name_forms import is_caseless
from dedup.origin.names import is_agency, is_known
from dedup.origin.vocabulary import vocabulary

if TYPE_CHECKING:
    from dedup.origin.claims import Claim
    from dedup.origin.credit_parts import Parts, Sentence

_BEHIND_NAME = ("in_", "by", "from_", "permission", "published", "also", "fillers", "edition")
"""The lists of words that are no part of a name in small letters."""
_FEW_WORDS = re.compile(r"[^\s\d,.;:!?|/()]+(?:\s[^\s\d,.;:!?|/()]+){0,3}")
_SIGNS_BEFORE_TRANSLATED = 8
"""Letters between a link and the words that its target was translated, such as an ending or *the article*."""
_GOES_ON = re.compile(r"\s*,\s")
_DASHES = ("\u2013", "\u2014", "\u2212", "--")
_SMALL_WORDS = re.compile(r"((?:\s[^\W\d_][\w'’-]*){1,3})[\s.*_)\]]*")


def labelled(sentence: Sentence, parts: Parts) -> Claim | None:
    """Read a line that opens with a label: *Source: X*, *Via X*, *Original article: X*, 转载自 X."""
    for kind, lists in _LABELS:
        claim = _label(sentence, parts, kind, lists)
        if claim:
            return claim
    return _translation(sentence, parts)


def _translation(sentence: Sentence, parts: Parts) -> Claim | None:
    """Read *This is a translation of [the title](address)*: the host of the article's address is the source."""
    found = sentence.find("translation")
    if found is None or not sentence.edge or not _opens(sentence, parts, found):
        return _translated(sentence)
    line, words = sentence.line, found[0].split()
    ahead = (link for link in line.links if found.start() <= link.start - line.start < sentence.end)
    behind = [link for link in ahead if "//" in link.target and not is_profile(link.target)]
    if len(words) == 1 and not sentence.words.joined and not (behind and _is_linked(sentence, found.end())):
        return None  # *Translation: Jo Roe*
    articles = [link for link in behind if not leads_to_a_writer(link.target)]
    linked = (host_of_link(line, link) for link in articles or (behind if len(words) > 1 else []))
    hosts = filter(None, (*linked, *addresses_in(line, found.end(), sentence.end)))
    named = next(hosts, None)
    return claim_of(sentence, "reprint", named) if named else None


def _translated(sentence: Sentence) -> Claim | None:
    """Read *[The title](address)の翻訳です*: the link right before such words leads to what was translated."""
    found, line = sentence.find("translated"), sentence.line
    if found is None or not sentence.edge:
        return None
    before = [
        link for link in line.links if sentence.start < link.end - line.start <= found.start() and "//" in link.target
    ]
    between = line.shown[before[-1].end - line.start : found.start()] if before else ""
    if not before or len(between.strip(AROUND)) > _SIGNS_BEFORE_TRANSLATED or leads_to_a_writer(before[-1].target):
        return None
    name = host_of_link(line, before[-1])
    return claim_of(sentence, "reprint", name) if name else None


_LABELS = (
    ("attribution", "original"),
    ("reprint", "taken"),
    ("source-line", "source"),
    ("via", "via"),
    ("tip", "tip"),
)


def _label(sentence: Sentence, parts: Parts, kind: str, lists: str) -> Claim | None:
    shown, words = sentence.line.shown, sentence.words
    found = sentence.find(lists)
    if (
        found is None
        or not sentence.edge
        or len(shown) > LONGEST_LINE
        or not _may_be_label(sentence, parts, kind, found)
    ):
        return None
    if link := link_at(sentence.line, found.start()):
        name = linked_name(sentence.line, link, words) if kind in ("attribution", "source-line", "reprint") else None
        if name and host_of(name.value) and link.start <= sentence.line.start + found.start():
            is_list = path_of(link.target).lower().endswith(f"/{found[0].lower()}")  # *[Sources](…/sources)*
            in_brackets = kind == "source-line" and _is_in_brackets(shown, name)
            refused = is_list or in_brackets or is_part_of_prose(sentence, name)
            firm = kind == "source-line" and _is_firm_source(sentence, name)
            return None if refused else claim_of(sentence, "reprint" if firm else kind, name)
    at = _place_of_name(sentence, parts, kind, found)
    if at is not None and (claim := _finished(sentence, kind, at, found)):
        return claim
    name = only_link(sentence, found.span()) if kind == "attribution" and words.joined else None
    return claim_of(sentence, kind, name) if name and host_of(name.value) else None


def _may_be_label(sentence: Sentence, parts: Parts, kind: str, found: re.Match[str]) -> bool:
    """Return whether a word stands where a label of its kind does, and not in the credit of a picture."""
    if is_of_a_picture(sentence, parts, found.start()):
        return False
    if kind == "via":  # in a heading it is the name of a thing
        opens = not sentence.line.shown[: found.start()].strip(AROUND)
        return not sentence.line.raw.startswith("#") and (opens or _is_byline(sentence, found))
    return kind == "tip" or _opens(sentence, parts, found)


def _is_in_brackets(shown: str, name: Name) -> bool:
    """Return whether brackets open right before a name: *([source](…))* is that of a picture or of what precedes."""
    return shown[: name.start].rstrip().endswith(("(", "（"))


def _place_of_name(sentence: Sentence, parts: Parts, kind: str, found: re.Match[str]) -> int | None:
    """Return where the name may begin behind a label: behind a colon, or *of this article is*, or without either."""
    if kind == "attribution" and _GOES_ON.match(sentence.line.shown, found.end()):
        return None  # *The original article, written in haste, …*
    colon = re.match(r"[\s*_\])】）」]*[:：｜丨]", sentence.line.shown[found.end() :])
    at = found.end() + (colon.end() if colon else 0)
    if (behind := _behind_subject(sentence, parts, at)) is not None:
        return behind
    return at if colon else _name_without_colon(sentence, kind, at, found)


def _name_without_colon(sentence: Sentence, kind: str, at: int, found: re.Match[str]) -> int | None:
    """Return where the name may begin behind a label without a colon: behind a preposition, or a link."""
    shown, words = sentence.line.shown, sentence.words
    if words.joined and not _needs_colon(sentence, found):
        return behind_preposition(sentence, at)
    blanks = len(shown[at:]) - len(shown[at:].lstrip())
    if prep := words.pattern("in_", "from_", "by").match(shown, at + blanks):
        return prep.end()
    wanted = kind in ("source-line", "attribution") or _needs_colon(sentence, found)
    return at if not wanted or _is_linked(sentence, at) else None


def _behind_subject(sentence: Sentence, parts: Parts, at: int) -> int | None:
    """Return the place behind *of this article is*, where that follows a label: the name stands there."""
    if parts.subject is None or not 0 <= parts.subject_start - at <= NEAR // 4:
        return None
    found = re.compile(rf"(?:\s*{sentence.words.pattern('fillers').pattern})*\s*[:：]?", re.IGNORECASE).match(
        sentence.line.shown, parts.subject
    )
    return found.end() if found else parts.subject


def _finished(sentence: Sentence, kind: str, at: int, found: re.Match[str]) -> Claim | None:
    """Return the claim of a label whose name stands at a place."""
    shown = sentence.line.shown
    if kind in ("source-line", "reprint"):
        rest = shown[at:].strip(" .*_()[]（）【】|")
        marks = agency_marks(frozenset({sentence.language.code, "en"}))
        if named := marks.agencies_in(rest):
            return claim_at(sentence.line, "wire", named[0], sentence.start, sentence.end)
    name = _rest_as_name(sentence, at) or name_after(
        sentence.line, at, sentence.words, sentence.language, found.start() if kind in ("tip", "via") else 0
    )
    name = name and _with_small_words(sentence, name)
    if kind not in ("tip", "via") and name and name.linked:
        name = without_headline(sentence.line, name)
    if name is None or not is_acceptable(sentence, name) or (kind == "via" and not name.sure):
        return None
    if kind == "reprint" and is_of_another_work(sentence, found[0], name):
        return None
    if sentence.words.joined and not name.linked and sentence.words.pattern("taken", "text").match(shown, at):
        return None  # the credit itself follows its label
    ends = says_only_when(shown[name.end :], sentence.language) or name.linked
    if not ends and (kind in ("via", "source-line") or (kind == "attribution" and name.evidence < Evidence.CALLED)):
        return None  # *Original: The boat by Jo Roe*
    return claim_of(sentence, _kind_of_label(sentence, kind, found, name), name)


def _kind_of_label(sentence: Sentence, kind: str, found: re.Match[str], name: Name) -> str:
    """Return the kind of a label's claim: how sure it is that it names a source, by its place and its name."""
    shown = sentence.line.shown
    if kind == "via" and ("(" in shown[: name.start] or not _is_firm_way(sentence, found, name)):
        return "tip"
    if kind == "reprint" and sentence.words.joined and not says_only_when(shown[: sentence.start], sentence.language):
        kind = "source-line"  # behind a sentence, as under a picture
    return "reprint" if kind == "source-line" and _is_firm_source(sentence, name) else kind


def _rest_as_name(sentence: Sentence, at: int) -> Name | None:
    """Return the few words that fill a line behind a label, in a script with spaces and without capitals."""
    rest = sentence.line.shown[at:].strip(AROUND)
    if sentence.words.joined or not rest or not is_caseless(rest[0]) or not _FEW_WORDS.fullmatch(rest):
        return None
    begin = sentence.line.shown.index(rest, at)
    if edition := re.match(rf"{sentence.words.pattern('edition').pattern}\s+", rest, re.IGNORECASE):
        begin, rest = begin + edition.end(), rest[edition.end() :]
    return None if link_at(sentence.line, begin) else Name(rest, begin, begin + len(rest), Evidence.WORDS)


def _with_small_words(sentence: Sentence, name: Name) -> Name:
    """Return a name with the few words in small letters that fill its line: *Українська правда*."""
    found = _SMALL_WORDS.fullmatch(sentence.line.shown, name.end)
    if name.linked or sentence.words.joined or not found or sentence.words.stand_in(found[1], *_BEHIND_NAME):
        return name
    value = f"{name.value} {' '.join(found[1].split())}"
    return Name(value, name.start, found.end(1), max(name.evidence, evidence_of(value)))


def _is_firm_source(sentence: Sentence, name: Name) -> bool:
    """Return whether *Source: X* names a publication, of which a text and not only its facts may come."""
    before = sentence.line.shown[: sentence.start]
    if is_agency(name.value) or not says_only_when(before, sentence.language):  # behind the words of a picture
        return False
    if is_known(name.value) or sentence.language.code == "en":  # English ones cite figures as often
        return is_known(name.value)
    if any(word in name.value.casefold() for word in vocabulary().lines.authorities):
        return False
    if sentence.line.raw.startswith(_DASHES):  # under a quotation or a picture
        return False
    if name.linked:  # in Latin letters, links lead to where the facts stand
        return not sentence.line.shown[: name.start].isascii()
    return evidence_of(name.value) >= Evidence.WORDS


def _is_firm_way(sentence: Sentence, found: re.Match[str], name: Name) -> bool:
    """Return whether *via X* says through whom the text came: lists of links thank for each of them so.

    It does behind a writer, with a colon, and where X is known.
    """
    has_colon = sentence.line.shown[found.end() :].lstrip(" *_").startswith((":", "："))
    return has_colon or is_known(name.value) or _is_byline(sentence, found)


def _is_linked(sentence: Sentence, at: int) -> bool:
    begin = at + len(re.match(r"[\s*_\-–—|>(\[（]*", sentence.line.shown[at:])[0])  # type: ignore[index]
    if link := link_at(sentence.line, begin):
        return link.start >= sentence.line.start + at - 1
    return bool(re.match(r"https?://|www\.", sentence.line.shown[begin:]))


def _needs_colon(sentence: Sentence, found: re.Match[str]) -> bool:
    """Return whether a label needs a colon before its name: in joined scripts, if no preposition or edition ends it."""
    words, label = sentence.words, found[0]
    ends = words.pattern("from_").search(label[-1]) or words.pattern("edition").search(label)
    return words.joined and not ends


def _is_byline(sentence: Sentence, found: re.Match[str]) -> bool:
    """Return whether a line begins with who wrote or submitted it: *Submitted by Jo via X*."""
    before = sentence.line.shown[: found.start()]
    by = sentence.words.pattern("by").search(before)
    return bool(
        (by and len(before) <= LONGEST_OPENING // 2 and sentence.words.small_words.fullmatch(before[: by.start()]))
        or (by and re.match(r"\W*\w+\s*$", before[: by.start()]))
    )


def _opens(sentence: Sentence, parts: Parts, found: re.Match[str]) -> bool:
    before = without_label(sentence.line.shown[sentence.start : found.start()])
    return parts.begins_line and (not before.strip(AROUND) or sentence.words.small_words.fullmatch(before) is not None)
