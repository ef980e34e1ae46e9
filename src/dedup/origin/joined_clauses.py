"""A name in a sentence of a script without spaces → whether it is part of prose, and not of a credit.

In such a script neither capitals nor blanks show where a name begins, so that any words between two parts of a credit
may look like one: 我们希望本文能为您的团队提供思路 (*we hope that this article gives your team ideas*). A credit
consists of its parts and the name; prose goes on.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from dedup.origin.credit_evidence import Evidence
from dedup.origin.credit_parts import without_note
from dedup.origin.linked_names import link_at
from dedup.origin.name_forms import HIRAGANA, is_caseless
from dedup.origin.vocabulary import vocabulary

if TYPE_CHECKING:
    from dedup.origin.credit_evidence import Name
    from dedup.origin.credit_parts import Sentence
    from dedup.origin.credit_words import CreditWords
    from dedup.origin.language import Language

_MOST_OTHER_LETTERS = 1
"""Letters of a clause, without hiragana, that may be no part of a credit where the name shows that it is one."""
_END = re.compile(r"[,，;；。！？!?\n]|\s/\s|(?<=[\u3041-\u309f])、|—{2}")
_COLON = re.compile(r"[\s」』》]*[:：][\s\[「《]*")
_BRACKETED = re.compile(r"[（(][^（()）]*[)）]")
_OPENING, _CLOSING = re.compile(r"[（(【\[]"), re.compile(r"[）)】\]]")
_KATAKANA = re.compile("[\u30a0-\u30ff\\W\\d_a-zA-Z]+")
_OF_NO_WEIGHT = re.compile("[\u3041-\u309f年月日号號期第\\W\\d_]+")
_OPEN_BEHIND = ("again", "taken", "first_published")
"""The lists of words with which *taken from* is said."""
_ROLES = (*_OPEN_BEHIND, "published", "provided", "original", "source", "via", "tip", "closing")
_SMALL_WORDS = ("fillers", "own_work", "this", "the", "work", "text", "first", "also", "in_", "by", "from_", "behind")
PARTS = (*_ROLES, *_SMALL_WORDS, "edition", "issue", "permission", "our", "authored")


def is_part_of_prose(sentence: Sentence, name: Name) -> bool:
    """Return whether, in a script without spaces, the clause of a name holds more than the parts of a credit.

    Where *taken from* stands right beside a link, an address or a quotation, anything may stand on its other side:
    本文翻译自 [X](…) 并添加了自己的示例, 解説サイト [X](…) からの転載です.
    """
    return sentence.words.joined and not _is_whole_credit(sentence, name)


def _is_whole_credit(sentence: Sentence, name: Name) -> bool:
    words, shown = sentence.words, sentence.line.shown
    begin, end = _clause_around(shown, name, sentence.start, max(sentence.end, name.end))
    before, behind = without_note(shown[begin : name.start]), shown[name.end : end]
    if _leads_to_a_link(sentence, name):
        behind = ""
    label = shown[name.start : name.end] if name.linked else ""
    if not words.stand_in(f"{before}\n{label}\n{behind}", *_ROLES) or _is_object(words, before):
        return False
    is_marked = _is_marked(sentence, name)
    if not is_marked and (words.stand_in(name.value, "phrase") or not _may_be_unmarked(name.value, shown)):
        return False
    letters = 0
    if not (is_marked and _begins_with(words, behind)):
        letters += _other_letters(before, sentence.language)
    if not (is_marked and _ends_with(words, before)):
        letters += _other_letters(_BRACKETED.sub("", behind), sentence.language)
    return letters <= (_MOST_OTHER_LETTERS if is_marked else 0)


def _leads_to_a_link(sentence: Sentence, name: Name) -> bool:
    """Return whether a colon and the linked headline of the text follow a name."""
    colon = _COLON.match(sentence.line.shown, name.end)
    return colon is not None and link_at(sentence.line, colon.end()) is not None


def _clause_around(shown: str, name: Name, start: int, end: int) -> tuple[int, int]:
    """Return the begin and the end of the clause of a name, or of the brackets in the clause in which it stands."""
    begin = max((found.end() for found in _END.finditer(shown, start, name.start)), default=start)
    stop = _END.search(shown, name.end, end)
    end = stop.start() if stop else end
    opened = [found.end() for found in _OPENING.finditer(shown, begin, name.start)]
    closed = len(_CLOSING.findall(shown, begin, name.start))
    if len(opened) > closed:
        begin = opened[-1]
        stop = _CLOSING.search(shown, name.end, end)
        end = stop.start() if stop else end
    return begin, end


def _is_marked(sentence: Sentence, name: Name) -> bool:
    """Return whether a name shows that it is one: a link, letters of another script, or what calls it a publication.

    What stands in quotation marks may be a phrase; titles have marks of their own.
    """
    if name.linked or not any(map(is_caseless, name.value)) or name.value.endswith(vocabulary().outlets.endings):
        return True
    is_title = sentence.line.shown[: name.start].rstrip().endswith(("《", "『"))
    return name.evidence is Evidence.CALLED and (is_title or not sentence.words.stand_in(name.value, "phrase"))


def _may_be_unmarked(value: str, shown: str) -> bool:
    """Return whether words may be a name although nothing marks it: in Japanese only those in katakana."""
    return _KATAKANA.fullmatch(value) is not None or not HIRAGANA.search(shown)


def _is_object(words: CreditWords, before: str) -> bool:
    """Return whether a name is what is provided, and not who provides it."""
    found = [one.end() for one in words.pattern("provided").finditer(before)]
    return bool(found) and not (":" in before or "：" in before or words.stand_in(before[found[-1] :], "by", "from_"))


def _ends_with(words: CreditWords, before: str) -> bool:
    """Return whether *taken from* stands right before a name."""
    before = before.rstrip(" 《『「“[（(*_")
    found = [one.end() for one in words.pattern(*_OPEN_BEHIND).finditer(before)]
    if not found:
        return False
    return not _OF_NO_WEIGHT.sub("", words.pattern("in_", "from_", "edition").sub("", before[found[-1] :]))


def _begins_with(words: CreditWords, behind: str) -> bool:
    """Return whether *taken from*, which ends a sentence, stands right behind a name: からの転載です."""
    found = words.pattern("again").search(behind)
    return found is not None and not _OF_NO_WEIGHT.sub("", _BRACKETED.sub("", behind[: found.start()]))


def _other_letters(said: str, language: Language) -> int:
    """Return the number of letters that are no part of a credit or a date."""
    return len(_OF_NO_WEIGHT.sub("", _parts(language).sub("", said)))


@cache
def _parts(language: Language) -> re.Pattern[str]:
    dated = "|".join(map(re.escape, language.calendar.weekdays))
    return re.compile(f"{language.credit.pattern(*PARTS).pattern}|{dated or '(?!)'}", re.IGNORECASE)
