"""Where two texts differ → edits that change what is stated: numbers, dates, versions, names and negations.

Words that both texts have at a place are no edit there, so what is left of either text is looked at: a number, a word
of negation or a capital tells of which kind it is. Nothing is said of other words; they may matter just as much.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from dedup.matches import MATERIAL_KINDS, MaterialEdit
from dedup.reuse.edit_kinds import kind_of, may_be_stated
from dedup.reuse.edit_tokens import tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dedup.matches import MaterialKind
    from dedup.reuse.edit_kinds import EditWords
    from dedup.reuse.edit_tokens import Token, Tokens

_SHORTEST_STEM = 5
_LOOKS_ALIKE = 50
"""Likeness of characters, of 100, from which a word or number of a misread text may be one of the other."""
_FEWEST_LETTERS = 2
"""Characters of the shortest word or number of a misread text that is told: one is misread for any other."""
_EXCHANGED: tuple[tuple[MaterialKind, ...], ...] = (("number", "date", "version"), ("name",))
"""Kinds of which a misread text must have one where the other has one."""
_LONGEST_SHOWN = 60
_PLACES_KEPT = 1 << 10
"""Places whose edits are remembered: versions of one text differ from the others of their family in the same places."""


class DifferingTexts(NamedTuple):
    """What two texts have at a place where they differ, with a few words around that are the same.

    `is_misread`: letters of either text may be misread; words that are spelt otherwise may be the same.
    """

    a: str
    b: str
    is_misread: bool = False


class _Differences(NamedTuple):
    """What one text has and the other lacks at a place: the words `lacking` (numbers of tokens), and their `forms`."""

    tokens: Tokens
    lacking: Sequence[int]
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
    in_a = _statements(a, b, words, is_misread=place.is_misread)
    in_b = _statements(b, a, words, is_misread=place.is_misread)
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
        for part in filter(str.isascii, words.negation_parts) if in_ascii else words.negation_parts:
            if more := place.a.count(part) - place.b.count(part):
                (in_a if more > 0 else in_b)["negation"].append(part)
    return {kind: (" ".join(in_a[kind]), " ".join(in_b[kind])) for kind in (*in_a, *in_b)}


def _statements(
    one: _Differences, other: _Differences, words: EditWords, *, is_misread: bool
) -> defaultdict[MaterialKind, list[str]]:
    """Return by kind the words that one text states at a place, and the other text does not."""
    stated: defaultdict[MaterialKind, list[str]] = defaultdict(list)
    tokens, letters = one.tokens, "".join(other.forms) if is_misread else ""
    for at in one.lacking:
        kind = kind_of(tokens, at, words) if may_be_stated(tokens, at, words) else None
        if kind and not (is_misread and _may_be_misread(tokens[at], kind, letters)):
            stated[kind].append(tokens[at].text)
    return stated


def _differences(place: DifferingTexts) -> tuple[_Differences, _Differences]:
    """Return what either text lacks of the other; words in another order are not lacking."""
    from rapidfuzz.distance import Indel  # noqa: PLC0415 - most pairs do not differ

    a, b = tokens_of(place.a), tokens_of(place.b)
    same_before = _common_start(place.a, place.b)
    low_a, low_b = a.before(same_before), b.before(same_before)
    # If the next words are the same too, in other characters, the texts are given no common end: a word that one text
    # has twice is then the second one that is more, as it is without this shortcut.
    is_same_word = a.forms[low_a : low_a + 1] == b.forms[low_b : low_b + 1]
    same_after = 0 if is_same_word else _common_end(place.a[same_before:], place.b[same_before:])
    high_a, high_b = a.before(len(place.a) - same_after), b.before(len(place.b) - same_after)
    forms_a, forms_b = a.forms[low_a:high_a], b.forms[low_b:high_b]
    if not set(forms_a).isdisjoint(forms_b):
        steps = [step for step in Indel.opcodes(forms_a, forms_b) if step.tag != "equal"]
        left_a = [low_a + at for step in steps for at in range(step.src_start, step.src_end)]
        left_b = [low_b + at for step in steps for at in range(step.dest_start, step.dest_end)]
        return _surplus(a, left_a, b, left_b), _surplus(b, left_b, a, left_a)
    return _Differences(a, range(low_a, high_a), forms_a), _Differences(b, range(low_b, high_b), forms_b)


def _common_start(a: str, b: str) -> int:
    """Return the characters that two texts begin with, up to white space."""
    from rapidfuzz.distance import Prefix  # noqa: PLC0415 - see `_differences`

    first = Prefix.similarity(a, b)
    while first and not a[first - 1].isspace():
        first -= 1
    return first


def _common_end(a: str, b: str) -> int:
    """Return the characters that two texts end with, from white space on."""
    from rapidfuzz.distance import Postfix  # noqa: PLC0415 - see `_differences`

    last = Postfix.similarity(a, b)
    while last and not a[-last].isspace():
        last -= 1
    return last


def _surplus(tokens: Tokens, left: list[int], other: Tokens, other_left: list[int]) -> _Differences:
    """Return those of the tokens left in one text that are more than the tokens of the same form left in the other."""
    others = Counter(other.forms[at] for at in other_left)
    found = []
    for at in left:
        others[tokens.forms[at]] -= 1
        if others[tokens.forms[at]] < 0:
            found.append(at)
    return _Differences(tokens, found, [tokens.forms[at] for at in found])


def _may_be_misread(token: Token, kind: MaterialKind, letters: str) -> bool:
    """Return whether a word of a misread text may be what the other text has at its place, the `letters` there.

    One that denies something may be any other word; it is told where the other text has nothing.
    """
    from rapidfuzz.fuzz import partial_ratio  # noqa: PLC0415 - clean texts have no misread words

    if len(token.form) < _FEWEST_LETTERS:
        return True
    return bool(letters) if kind == "negation" else partial_ratio(token.form, letters) >= _LOOKS_ALIKE


def _drop_one_sided(in_a: defaultdict[MaterialKind, list[str]], in_b: defaultdict[MaterialKind, list[str]]) -> None:
    """Take out what one text states where the other states nothing of the kind: it may have been misread there."""
    for kinds in _EXCHANGED:
        if not all(any(kind in sides for kind in kinds) for sides in (in_a, in_b)):
            for kind in kinds:
                in_a.pop(kind, None)
                in_b.pop(kind, None)


def _denied_words(one: _Differences, other: _Differences, words: EditWords) -> Iterator[tuple[str, str]]:
    """Yield words of one text that deny a word of the other: *unlawful*, *lawful*."""
    denying = [pair for pair in zip(one.lacking, one.forms, strict=True) if pair[1].startswith(words.negation_prefixes)]
    if not (denying and other.lacking):
        return
    plain_at: dict[str, list[int]] = {}
    for at, form in zip(other.lacking, other.forms, strict=True):
        plain_at.setdefault(form, []).append(at)
    for at, denied in denying:
        plain = [denied[len(prefix) :] for prefix in words.negation_prefixes if prefix and denied.startswith(prefix)]
        for other_at in sorted(at for form in plain if len(form) >= _SHORTEST_STEM for at in plain_at.get(form, ())):
            yield one.tokens[at].text, other.tokens[other_at].text


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1].rstrip() + "…"
