"""Where two texts differ → edits that change what is stated: numbers, dates, versions, names and negations.

Words that both texts have at a place are no edit there, so what is left of either text is looked at: a number, a word
of negation or a capital tells of which kind it is. Nothing is said of other words; they may matter just as much.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from dedup.matches import MATERIAL_KINDS, MaterialEdit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dedup.matches import MaterialKind

_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_NO_LETTERS = (
    r"\s\d!-/:-@\[-`{-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u2000-\u206f\u3000-\u303f"
    r"\u060c\u061b\u061f\u06d4\u0964\u0965\uff01-\uff0f\uff1a-\uff20"
)
_WORD, _NUMBER, _CHARACTER, _ADDRESS = (
    rf"[^{_NO_LETTERS}{_UNSPACED}]++(?:['\u2019][^{_NO_LETTERS}{_UNSPACED}]++)*+",
    r"\d+(?:[.,:/-]\d+)*",
    rf"[{_UNSPACED}]",
    r"(?:https?://|www\.)\S+|[\w.+-]++@[\w-]+\.[\w.-]+",
)
_NO_ADDRESS = re.compile(rf"({_WORD}|{_NUMBER}|{_CHARACTER})")
_TOKEN = re.compile(rf"({_ADDRESS}|{_WORD}|{_NUMBER}|{_CHARACTER})")
"""A token; in a text that has nothing of an address, `_NO_ADDRESS` finds the same tokens, twice as fast."""
_HAS_ADDRESS = re.compile(r"@|://|www\.")
"""What every address holds, and no other token."""
_IS_CHARACTER = re.compile(_CHARACTER)
_SENTENCE_END = re.compile(r"[.!?:\u2026]['\"\u201d\u2019)\]]*\s")
_THOUSANDS = re.compile(r"(?<=\d)[.,](?=\d{3}(?!\d))")
_DATE = re.compile(r"\d{4}([./-])\d{1,2}\1\d{1,2}|\d{1,2}([./-])\d{1,2}\2(?:\d{4}|\d\d)")
_YEAR = re.compile(r"(?:1[7-9]|20)\d\d")
_DAY = re.compile(r"0?[1-9]|[12]\d|3[01]")
_AFTER_DATE_PART = "年月日년월일"
_ROMAN = re.compile(r"(?=..)C{0,3}(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_LONGEST_ABBREVIATION = 3
_SHORTEST_STEM = 5
_LOOKS_ALIKE = 50
"""Likeness of characters, of 100, from which a word or number of a misread text may be one of the other."""
_FEWEST_LETTERS = 2
"""Characters of the shortest word or number of a misread text that is told: one is misread for any other."""
_EXCHANGED: tuple[tuple[MaterialKind, ...], ...] = (("number", "date", "version"), ("name",))
"""Kinds of which a misread text must have one where the other has one."""
_FEWEST_IN_CAPITALS = 4
_LONGEST_SHOWN = 60
_PLACES_KEPT = 1 << 10
"""Places whose edits are remembered: versions of one text differ from the others of their family in the same places."""
_TEXTS_KEPT = 1 << 8
"""Texts at places whose tokens are remembered: a version has the same words there, whatever the other one has."""


@dataclass(frozen=True, slots=True)
class EditWords:
    """Words of the languages of two texts, in lower case.

    `negations` deny something; `negation_parts` do so within words, or in scripts without spaces. A word that begins
    with one of `negation_prefixes` denies the rest of it. `versions` stand before the number of a version, `numbers`
    are numbers in words. `dates` are names of months and weekdays, `short_dates` their abbreviations, which only count
    beside a number; `capital_dates` are those of both that begin with a capital. `nouns_have_capitals`: a capital is no
    sign of a name.
    """

    negations: frozenset[str] = frozenset()
    negation_parts: tuple[str, ...] = ()
    negation_prefixes: tuple[str, ...] = ()
    versions: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    dates: frozenset[str] = frozenset()
    short_dates: frozenset[str] = frozenset()
    capital_dates: frozenset[str] = frozenset()
    nouns_have_capitals: bool = False


class DifferingTexts(NamedTuple):
    """What two texts have at a place where they differ, with a few words around that are the same.

    `is_misread`: letters of either text may be misread; words that are spelt otherwise may be the same.
    """

    a: str
    b: str
    is_misread: bool = False


class _Token(NamedTuple):
    kind: str
    form: str
    text: str
    before: str
    """The text between the token before and this one."""


class _Tokens:
    """The tokens of a text: `texts` as they stand there, `forms` as they are compared, values when they are asked for.

    The forms of words are made in one go, as no token holds a line end.
    """

    def __init__(self, text: str) -> None:
        has_addresses = bool(_HAS_ADDRESS.search(text))
        self._parts = (_TOKEN if has_addresses else _NO_ADDRESS).split(text)  # what is between tokens, and these
        self._starts = list(accumulate(map(len, self._parts)))[:-1:2]
        self.texts = self._parts[1::2]
        joined = "\n".join(self.texts)
        self.forms = _without_case(joined).split("\n") if joined else []
        if has_addresses or "," in joined or "." in joined:  # else no number has a separator
            for at, token in enumerate(self.texts):
                if not token.isalpha():
                    self.forms[at] = _form(token)
        self._made: dict[int, _Token] = {}

    def __len__(self) -> int:
        return len(self.texts)

    def __getitem__(self, at: int) -> _Token:
        token = self._made.get(at)
        if token is None:
            text = self.texts[at]
            kind = _kind_of_token(text)
            shown = _without_marks(text) if kind == "address" else text
            token = self._made[at] = _Token(kind, self.forms[at], shown, self._parts[2 * at])
        return token

    def may_be_stated(self, at: int, words: EditWords) -> bool:
        """Return whether a token may be of some kind; most words are of none, whatever stands beside them."""
        text, form = self.texts[at], self.forms[at]
        return (
            text[0].isupper()
            or not text.isalpha()
            or form in words.negations
            or form in words.dates
            or form in words.short_dates
            or form in words.numbers
        )

    def before(self, at: int) -> int:
        """Return how many tokens begin before a character."""
        return bisect_left(self._starts, at)

    def between(self, low: int, high: int) -> list[_Token]:
        """Return the tokens from one number to before another one, as far as there are any."""
        return [self[at] for at in range(max(low, 0), min(high, len(self)))]

    @cached_property
    def is_in_capitals(self) -> bool:
        """Whether the text is set in capitals, which then say nothing."""
        if 2 * sum(map(str.isupper, self.texts)) <= _FEWEST_IN_CAPITALS:
            return False
        listed = [text for text in self.texts if len(text) > 1 and _kind_of_token(text) == "word"]
        return len(listed) >= _FEWEST_IN_CAPITALS and 2 * sum(map(str.isupper, listed)) > len(listed)


def _kind_of_token(text: str) -> str:
    if _HAS_ADDRESS.search(text):
        return "address"
    if text[0].isdecimal():
        return "number"
    return "character" if _IS_CHARACTER.match(text) else "word"


def _without_marks(address: str) -> str:
    return address.rstrip(".,;:!?)]}>\"'")


def _form(text: str) -> str:
    """Return a token as it is compared: without case, with one sign for an apostrophe, numbers without separators."""
    kind = _kind_of_token(text)
    form = _without_case(_without_marks(text) if kind == "address" else text)
    return _THOUSANDS.sub("", form) if kind == "number" else form


def _without_case(text: str) -> str:
    return text.casefold().replace("\u2019", "'")


class _Differences(NamedTuple):
    """What one text has and the other lacks at a place: the words `lacking` (numbers of tokens), and their `forms`."""

    tokens: _Tokens
    lacking: list[int]
    forms: list[str]


def may_be_misreadings(a: str, b: str) -> bool:
    """Return whether two misread texts may say the same at a place, with the words `a` and `b`, at least one of them.

    They look alike, or one of them has neither a digit nor a capital. A word that one of them lacks may deny something.
    """
    from rapidfuzz.fuzz import partial_ratio  # noqa: PLC0415 - clean texts have no misread words

    if not a or not b:
        return False
    one, other = a.lower(), b.lower()
    is_plain = any(text == lower and not any(map(str.isdigit, text)) for text, lower in ((a, one), (b, other)))
    return is_plain or partial_ratio(one, other) >= _LOOKS_ALIKE


def material_edits(places: Iterable[DifferingTexts], words: EditWords) -> tuple[MaterialEdit, ...]:
    """Return the material edits of two texts by kind, each kind once, with its number of places and the first one."""
    found: dict[MaterialKind, list[tuple[str, str]]] = {}
    for place in places:
        for kind, sides in _edits_at(place, words).items():
            found.setdefault(kind, []).append(sides)
    return tuple(
        MaterialEdit(kind, len(found[kind]), *map(_shortened, found[kind][0]))
        for kind in MATERIAL_KINDS
        if kind in found
    )


@lru_cache(_PLACES_KEPT)
def _edits_at(place: DifferingTexts, words: EditWords) -> dict[MaterialKind, tuple[str, str]]:
    a, b = _differences(place)
    in_a, in_b = (_statements(*sides, words, is_misread=place.is_misread) for sides in ((a, b), (b, a)))
    if place.is_misread:
        _drop_one_sided(in_a, in_b)
    else:
        for denied, plain in _denied_words(a, b, words):
            in_a["negation"].append(denied)
            in_b["negation"].append(plain)
        for denied, plain in _denied_words(b, a, words):
            in_a["negation"].append(plain)
            in_b["negation"].append(denied)
        in_ascii = place.a.isascii() and place.b.isascii()
        for part in words.negation_parts:
            more = 0 if in_ascii and not part.isascii() else place.a.count(part) - place.b.count(part)
            if more:
                (in_a if more > 0 else in_b)["negation"].append(part)
    return {kind: (" ".join(in_a[kind]), " ".join(in_b[kind])) for kind in MATERIAL_KINDS if in_a[kind] or in_b[kind]}


def _statements(
    one: _Differences, other: _Differences, words: EditWords, *, is_misread: bool
) -> dict[MaterialKind, list[str]]:
    """Return by kind the words that one text states at a place, and the other text does not."""
    stated: dict[MaterialKind, list[str]] = {kind: [] for kind in MATERIAL_KINDS}
    tokens, letters = one.tokens, "".join(other.forms) if is_misread else ""
    for at in one.lacking:
        kind = _kind(tokens, at, words) if tokens.may_be_stated(at, words) else None
        if kind and not (is_misread and _may_be_misread(tokens[at], kind, letters)):
            stated[kind].append(tokens[at].text)
    return stated


def _differences(place: DifferingTexts) -> tuple[_Differences, _Differences]:
    """Return what either text lacks of the other; words in another order are not lacking."""
    from rapidfuzz.distance import Indel  # noqa: PLC0415 - most pairs do not differ

    first, same_after = _common_ends(place.a, place.b)
    a, b = _tokens(place.a), _tokens(place.b)
    (low_a, high_a), (low_b, high_b) = (
        (tokens.before(first), tokens.before(len(text) - same_after)) for tokens, text in ((a, place.a), (b, place.b))
    )
    steps = [step for step in Indel.opcodes(a.forms[low_a:high_a], b.forms[low_b:high_b]) if step.tag != "equal"]
    left_a = [low_a + at for step in steps for at in range(step.src_start, step.src_end)]
    left_b = [low_b + at for step in steps for at in range(step.dest_start, step.dest_end)]
    lacking_in_b, lacking_in_a = _surplus(a.forms, left_a, b.forms, left_b), _surplus(b.forms, left_b, a.forms, left_a)
    return (
        _Differences(a, lacking_in_b, [a.forms[at] for at in lacking_in_b]),
        _Differences(b, lacking_in_a, [b.forms[at] for at in lacking_in_a]),
    )


@lru_cache(_TEXTS_KEPT)
def _tokens(text: str) -> _Tokens:
    return _Tokens(text)


def _common_ends(a: str, b: str) -> tuple[int, int]:
    """Return the characters that two texts begin with, and those that they end with, up to white space in both.

    Where the next tokens are the same too, in other characters, the texts are given no common end: a word that one text
    has twice is then the second one that is more, as it is without this shortcut.
    """
    from rapidfuzz.distance import Postfix, Prefix  # noqa: PLC0415 - see `_differences`

    first = Prefix.similarity(a, b)
    while first and not a[first - 1].isspace():
        first -= 1
    next_a, next_b = (_TOKEN.search(text, first) for text in (a, b))
    if next_a and next_b and _form(next_a[0]) == _form(next_b[0]):
        return first, 0
    last = Postfix.similarity(a[first:], b[first:])
    while last and not a[-last].isspace():
        last -= 1
    return first, last


def _surplus(
    forms: Sequence[str], left: Sequence[int], other_forms: Sequence[str], other_left: Sequence[int]
) -> list[int]:
    """Return those of the tokens left in one text that are more than the tokens of the same form left in the other."""
    if not (left and other_left):
        return list(left)
    others = Counter(other_forms[at] for at in other_left)
    found = []
    for at in left:
        others[forms[at]] -= 1
        if others[forms[at]] < 0:
            found.append(at)
    return found


def _kind(tokens: _Tokens, at: int, words: EditWords) -> MaterialKind | None:
    token = tokens[at]
    if token.kind == "address":
        return "name"
    if token.kind == "number":
        return _kind_of_number(tokens, at, words)
    if token.form in words.negations or token.form.endswith("n't"):
        return "negation"
    if _is_of_a_date(tokens, at, words):
        return "date"
    if token.form in words.numbers or (_ROMAN.fullmatch(token.text) and not tokens.is_in_capitals):
        return "number"
    is_name = token.kind == "word" and not tokens.is_in_capitals and _is_name(tokens, at, words)
    return "name" if is_name else None


def _kind_of_number(tokens: _Tokens, at: int, words: EditWords) -> MaterialKind:
    token, before = tokens[at], tokens.between(at - 2, at)
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    is_date_part = after is not None and not after.before and after.text in _AFTER_DATE_PART
    if _DATE.fullmatch(token.text) or is_date_part:
        return "date"
    if any(other.form in words.versions for other in before) or token.form.count(".") > 1:
        return "version"
    if before and before[-1].kind == "word" and _is_version_of(tokens, at):
        return "version"
    if _YEAR.fullmatch(token.text):
        return "date"
    near = (*range(max(at - 2, 0), at), *range(at + 1, min(at + 3, len(tokens))))
    is_day = _DAY.fullmatch(token.text) and any(_is_of_a_date(tokens, place, words) for place in near)
    return "date" if is_day else "number"


def _is_version_of(tokens: _Tokens, at: int) -> bool:
    """Return whether a number is the version of the word before it: *GPLv3*, *Python 3.9*."""
    token, name = tokens[at], tokens[at - 1]
    if not token.before and name.form.endswith("v"):
        return True
    return token.text.count(".") == 1 and name.text[0].isupper() and not _begins_sentence(tokens, at - 1)


def _is_of_a_date(tokens: _Tokens, at: int, words: EditWords) -> bool:
    token = tokens[at]
    is_full = token.form in words.dates
    if not is_full and token.form not in words.short_dates:
        return False
    if token.form in words.capital_dates and not token.text[0].isupper():
        return False
    return is_full or any(other.kind == "number" for other in tokens.between(at - 1, at + 2))


def _is_name(tokens: _Tokens, at: int, words: EditWords) -> bool:
    token = tokens[at]
    if len(token.text) < 2 or not token.text[0].isupper():  # noqa: PLR2004 - a letter
        return False
    if token.text.isupper():
        return True
    if _begins_sentence(tokens, at):
        return False
    if not words.nouns_have_capitals:
        return True
    beside = [place for place in (at - 1, at + 1) if 0 <= place < len(tokens)]
    return any(tokens[place].text[0].isupper() and not _begins_sentence(tokens, place) for place in beside)


def _begins_sentence(tokens: _Tokens, at: int) -> bool:
    if at == 0:
        return True
    if "\n\n" in tokens[at].before:
        return True
    last = tokens[at - 1]
    is_abbreviation = len(last.text) <= _LONGEST_ABBREVIATION and last.text[0].isupper()
    return bool(_SENTENCE_END.search(tokens[at].before)) and not is_abbreviation


def _may_be_misread(token: _Token, kind: MaterialKind, letters: str) -> bool:
    """Return whether a word of a misread text may be what the other text has at its place, the `letters` there.

    One that denies something may be any other word; it is told where the other text has nothing.
    """
    from rapidfuzz.fuzz import partial_ratio  # noqa: PLC0415 - clean texts have no misread words

    if len(token.form) < _FEWEST_LETTERS:
        return True
    return bool(letters) if kind == "negation" else partial_ratio(token.form, letters) >= _LOOKS_ALIKE


def _drop_one_sided(in_a: dict[MaterialKind, list[str]], in_b: dict[MaterialKind, list[str]]) -> None:
    """Take out what one text states where the other states nothing of the kind: it may have been misread there."""
    for kinds in _EXCHANGED:
        if not all(any(sides[kind] for kind in kinds) for sides in (in_a, in_b)):
            for kind in kinds:
                in_a[kind], in_b[kind] = [], []


def _denied_words(one: _Differences, other: _Differences, words: EditWords) -> Iterator[tuple[str, str]]:
    """Yield words of one text that deny a word of the other: *unlawful*, *lawful*."""
    if not (one.lacking and other.lacking):
        return
    plain_at: dict[str, list[int]] = {}
    for at, form in zip(other.lacking, other.forms, strict=True):
        plain_at.setdefault(form, []).append(at)
    for at, denied in zip(one.lacking, one.forms, strict=True):
        if not denied.startswith(words.negation_prefixes):
            continue
        plain = [denied[len(prefix) :] for prefix in words.negation_prefixes if prefix and denied.startswith(prefix)]
        for other_at in sorted(at for form in plain if len(form) >= _SHORTEST_STEM for at in plain_at.get(form, ())):
            yield one.tokens[at].text, other.tokens[other_at].text


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1].rstrip() + "…"
