"""A place in a line of a script without capitals → the name that begins or ends there.

Such a script has no sign of a name but its place, so a name is what stands between the parts of the credit: up to a
sign, a word that ends names, or a date.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from dedup.origin.credit_evidence import Evidence, named
from dedup.origin.linked_names import host_of_link
from dedup.origin.name_forms import is_caseless
from dedup.origin.names import is_known
from dedup.origin.vocabulary import vocabulary

if TYPE_CHECKING:
    from dedup.origin.credit_evidence import Name
    from dedup.origin.credit_words import CreditWords
    from dedup.origin.language import Language
    from dedup.origin.lines import Line
    from dedup.origin.vocabulary import Vocabulary

QUOTED = re.compile(r"[“„»«\"《『「‹〈＜<]\s*+([^“”„»«\"《》『』「」〈〉＜＞<>\n]{2,60}?)\s*+[”“«»\"》』」›〉＞>]")
_LONGEST, _MOST_WORDS = 24, 5
"""Characters of a name in a script without spaces, a third of those in one with spaces, and words there."""
_BLANK = re.compile(r"(?<=[\u3040-\u9fff])\s+")
"""A blank behind a letter of East Asia, where nothing but signs and line ends parts words."""
_END = re.compile(r"[\s]*[,.;:!?،؛。、，；：！？।()（）\[\]【】|\"“”«»《》「」『』〈〉<>＜＞\n–—]|\s{3}")
DATE_IN_DIGITS = re.compile(
    r"(?:\d{2,4}\s*[年년./-]\s*)?\d{1,2}\s*[月월./-]\s*\d{1,2}\s*[日일号號]?\s*(?:に|에|付|刊)?|\d{4}\s*[年년]"
)
_ISSUE = re.compile(
    r"(?<=[^\d\s])\s*(?:\d{4}\s*[年년]?\s*)?(?:[春夏秋冬]|봄|여름|가을|겨울|\d{1,2}\s*[月월](?:\s*\d{1,2}\s*[日일])?|(?i:vol\.?|no\.?|第|제)?\s?\d{1,4})\s*"
    r"[号號호期][)）]?\s*$"
)
"""The issue behind the name of a magazine, before what says that a text stood in it: 『航海』2019年5月号."""


def caseless_after(line: Line, at: int, words: CreditWords, language: Language) -> Name | None:
    """Return the name that begins at a place: up to a sign or a word that ends names.

    The words before a link may say that it leads to the writer's own page: 我的 [部落格](https://…).
    """
    if words.joined and line.shown.startswith(tuple(language.not_names), at):
        return None
    stop = _END.search(line.shown, at)
    end = stop.start() if stop else len(line.shown)
    if link := next((one for one in line.links if at < one.start - line.start < end), None):
        before = line.shown[at : link.start - line.start].strip(" [")
        if words.pattern("our", "my").fullmatch(before) or words.pattern("my").fullmatch(before + link.words):
            return host_of_link(line, link)
    if words.joined and (blank := _BLANK.search(line.shown, at, end)):
        end = blank.start()
    whole = line.shown[at:end].rstrip()
    is_outlet = is_known(whole) or (words.joined and whole.endswith(vocabulary().outlets.endings))
    if not is_outlet and (found := words.pattern("stops").search(line.shown, at + 1, end)):
        end = found.start()
    run = line.shown[at : min(end, at + (_LONGEST if words.joined else 3 * _LONGEST))].rstrip()
    if not words.joined and len(run.split()) > _MOST_WORDS:
        run = " ".join(run.split()[:3])
    return named(run, at, at + len(run)) if run else None


def caseless_before(line: Line, at: int, near: int, language: Language) -> Name | None:
    """Return the name that ends at a place, not before `near`, without the number of an issue."""
    words = language.credit
    if (issue := _ISSUE.search(line.shown, near, at)) and issue.start() > near:
        at = issue.start()
        if quoted := [one for one in QUOTED.finditer(line.shown, near, at) if one.end() == at]:
            return named(quoted[-1][1], *quoted[-1].span(1), Evidence.CALLED)
    signs = [found.end() for found in _END.finditer(line.shown, near, at)]
    stops = [found.end() for found in words.pattern("stops").finditer(line.shown, near, at) if found.end() < at]
    dates = [found.end() for found in DATE_IN_DIGITS.finditer(line.shown, near, at)]
    start = max((near, *signs, *stops, *dates))
    start += len(line.shown[start:at]) - len(line.shown[start:at].lstrip())
    if words.joined and (by := words.pattern("by").match(line.shown, start, at)):
        start = by.end()
    run = line.shown[start:at]
    if run in language.not_names or run.endswith(_titles_behind(vocabulary())):
        return None
    if not run or len(run) > 3 * _LONGEST or len(run.split()) > _MOST_WORDS:
        return None
    return named(run, start, at)


@cache
def _titles_behind(words: Vocabulary) -> tuple[str, ...]:
    """Return the titles of persons that stand behind a name, in scripts without capitals: ノイマン博士."""
    return tuple(title for title in words.persons.titles if is_caseless(title[0]))
