"""The text at a place where two texts differ → its tokens: words, numbers, addresses, characters of other scripts."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import NamedTuple

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
_WITHOUT_ADDRESSES = re.compile(rf"({_WORD}|{_NUMBER}|{_CHARACTER})")
_TOKEN = re.compile(rf"({_ADDRESS}|{_WORD}|{_NUMBER}|{_CHARACTER})")
"""A token; in a text that has nothing of an address, `_WITHOUT_ADDRESSES` finds the same tokens, twice as fast."""
_HAS_ADDRESS = re.compile(r"@|://|www\.")
"""What every address holds, and no other token."""
_IS_CHARACTER = re.compile(_CHARACTER)
_THOUSANDS = re.compile(r"(?<=\d)[.,](?=\d{3}(?!\d))")
_FEWEST_IN_CAPITALS = 4
_TEXTS_KEPT = 1 << 8
"""Texts at places whose tokens are remembered: a version has the same words there, whatever the other one has."""


class Token(NamedTuple):
    """A token: its `kind` is word, number, character or address; its `form` is compared, its `text` is shown."""

    kind: str
    form: str
    text: str
    before: str
    """The text between the token before and this one."""


class Tokens:
    """The tokens of a text: `texts` as they stand there, `forms` as they are compared, values when they are asked for.

    The forms of words are made in one go, as no token holds a line end.
    """

    def __init__(self, text: str) -> None:
        has_addresses = bool(_HAS_ADDRESS.search(text))
        self._parts = (_TOKEN if has_addresses else _WITHOUT_ADDRESSES).split(text)  # what is between tokens, and these
        self._starts = list(accumulate(map(len, self._parts)))[:-1:2]
        self.texts = self._parts[1::2]
        joined = "\n".join(self.texts)
        self.forms = _without_case(joined).split("\n") if joined else []
        if has_addresses or "," in joined or "." in joined:  # else no number has a separator
            for at, token in enumerate(self.texts):
                if not token.isalpha():
                    self.forms[at] = form_of(token)
        self._made: dict[int, Token] = {}

    def __len__(self) -> int:
        return len(self.texts)

    def __getitem__(self, at: int) -> Token:
        token = self._made.get(at)
        if token is None:
            text = self.texts[at]
            kind = _kind_of_token(text)
            shown = _without_marks(text) if kind == "address" else text
            token = self._made[at] = Token(kind, self.forms[at], shown, self._parts[2 * at])
        return token

    def before(self, at: int) -> int:
        """Return how many tokens begin before a character."""
        return bisect_left(self._starts, at)

    def between(self, low: int, high: int) -> list[Token]:
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


def form_of(text: str) -> str:
    """Return a token as it is compared: without case, with one sign for an apostrophe, numbers without separators."""
    kind = _kind_of_token(text)
    form = _without_case(_without_marks(text) if kind == "address" else text)
    return _THOUSANDS.sub("", form) if kind == "number" else form


def _without_case(text: str) -> str:
    return text.casefold().replace("\u2019", "'")


@lru_cache(_TEXTS_KEPT)
def tokens_of(text: str) -> Tokens:
    """Return the tokens of a text."""
    return Tokens(text)
