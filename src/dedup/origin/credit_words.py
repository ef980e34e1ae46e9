"""The table ``[credit]`` of a language file → the words of which its credits are made, as patterns.

A credit has parts: what it speaks of (*this article*), a word for what happened to it (*originally published*,
*reprinted*), and a name behind a preposition or before an ending. The table lists the words of each part. A word that
ends with ``*`` has several endings. How a credit is read from its parts is in `dedup.origin.credits`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Words = tuple[str, ...]

KEYS_OF_FIELDS = {"in_": "in", "from_": "from"}
"""The keys of the table that are words of Python."""
_SHORT = 3
_SIGNS = "\u064b-\u0652\u0900-\u0903\u093a-\u094f"
"""Vowel signs, which are parts of words and no letters."""
_MOST_WORDS_BETWEEN = 3
"""Words between *this* and *article*."""


@dataclass(eq=False, repr=False)
class CreditWords:
    """The words of one language's credits.

    `this` and `work` together are the text itself (*this article*), and so is `text` (*本文*); `the` does for `this`
    where a sentence begins, before one of `own_work`. `fillers` are small words that may stand before the other parts.
    `first` and `published` together say where a text stood first, `first_published` says it in one word. `again` says
    that it was taken over, `provided` that somebody sent it, `also` that it stands somewhere else as well. `authored`
    are those words of `published` that say what a writer does: *written by*. A name follows one of `in`, `by` and
    `from`, or stands before one of `behind`. `edition` are words between a preposition and a name, `issue` those before
    the number of an issue (*no. 45*), `newsletter` those behind a name that is as a rule the page's own: *the Opinion
    section*. `seems` are words on what a text looks like (*appears to be*): such a sentence names no source. The labels
    `original`, `source`, `taken`, `via` and `tip` have their name right behind them, `translation` the title of what
    was translated, and `translated` has that right before it; `where` has it right before it, and so has `closing`,
    which ends the line. `permission` leads to who permits, or follows who was permitted. `our` marks the page's own
    name, `photo` a picture's credit, `my` a link to the writer's own page. `part_of` stands between a newsroom and its
    network. `another` are words for another text (*a study*), `book` those behind the name of a publisher of books, and
    `excerpt` open a reference to a book. `stops` end a name in scripts that have no capitals, and one of `phrase` shows
    that words are no name in scripts without spaces.

    `attached` says that the words of `behind` are written together with a name, `capital_nouns` that a capital is no
    sign of a name, `joined` that words are written without spaces between them, `verb_last` that a name may stand
    before the verb.
    """

    this: Words = ()
    the: Words = ()
    work: Words = ()
    own_work: Words = ()
    text: Words = ()
    fillers: Words = ()
    first: Words = ()
    published: Words = ()
    authored: Words = ()
    first_published: Words = ()
    again: Words = ()
    provided: Words = ()
    also: Words = ()
    in_: Words = ()
    by: Words = ()
    from_: Words = ()
    behind: Words = ()
    edition: Words = ()
    issue: Words = ()
    newsletter: Words = ()
    seems: Words = ()
    original: Words = ()
    source: Words = ()
    taken: Words = ()
    translation: Words = ()
    translated: Words = ()
    via: Words = ()
    tip: Words = ()
    where: Words = ()
    closing: Words = ()
    permission: Words = ()
    our: Words = ()
    photo: Words = ()
    another: Words = ()
    book: Words = ()
    excerpt: Words = ()
    my: Words = ()
    part_of: Words = ()
    stops: Words = ()
    phrase: Words = ()
    attached: bool = False
    capital_nouns: bool = False
    joined: bool = False
    verb_last: bool = False
    _patterns: dict[tuple[str, ...], re.Pattern[str]] = field(default_factory=dict, init=False, repr=False)
    _literals: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict, init=False, repr=False)

    def pattern(self, *lists: str) -> re.Pattern[str]:
        """Return the pattern of a word of some lists, the longest first; of empty lists, what matches nothing."""
        if lists not in self._patterns:
            self._patterns[lists] = re.compile(
                self._one_of(self._listed(lists), attached=self.attached and lists == ("behind",)), re.IGNORECASE
            )
        return self._patterns[lists]

    def _listed(self, lists: Sequence[str]) -> list[str]:
        return [word for name in lists for word in getattr(self, name)]

    def _one_of(self, words: Iterable[str], *, attached: bool = False) -> str:
        """Return the pattern of one of some words; what must not stand beside a word is asked once for all of them."""
        before = "" if attached else rf"(?<![\w{_SIGNS}])"
        whole: list[str] = []
        others: list[str] = []
        for word in sorted(words, key=len, reverse=True):
            plain = word[0].isalnum() and (_is_letter(word[-1]) or word[-1] == "*") and not self.joined
            (whole if plain else others).append(self._word(word))
        listed = [rf"{before}(?:{'|'.join(whole)})(?![\w{_SIGNS}])"] if whole else []
        return "(?:" + ("|".join([*listed, *others]) or "(?!)") + ")"

    def _word(self, word: str) -> str:
        stem = word.removesuffix("*")
        between = r"\s*" if self.joined else r"\s+"
        return between.join(map(re.escape, stem.split())) + (r"\w*" if word.endswith("*") else "")

    def literals(self, *lists: str) -> tuple[str, ...]:
        """Return of each entry of some lists a string, in lower case, that stands wherever the entry does."""
        if lists not in self._literals:
            entries = [entry.lower() for entry in self._listed(lists)]
            found = (entry.removesuffix("*") if self.joined else _rarest_part(entry) for entry in entries)
            self._literals[lists] = tuple(dict.fromkeys(found))
        return self._literals[lists]

    def may_stand_in(self, lowered: str, *lists: str) -> bool:
        """Return whether words in lower case may hold a word of some lists; their pattern need not be compiled else."""
        # A plain loop: this runs a dozen times for every sentence, and a generator takes as long as the comparisons.
        for word in self.literals(*lists):  # noqa: SIM110 - see above
            if word in lowered:
                return True
        return False

    def stand_in(self, words: str, *lists: str) -> bool:
        """Return whether a word of some lists stands in some words."""
        return self.may_stand_in(words.lower(), *lists) and self.pattern(*lists).search(words) is not None

    @cached_property
    def is_of_another_script(self) -> bool:
        """Whether all its words for what happened have letters beyond ASCII, so that a plain line holds none."""
        return bool(self.first) and not any(word.isascii() for word in (*self.first, *self.again))

    @cached_property
    def is_of_east_asia(self) -> bool:
        """Whether each of its words for what happened has a character of U+3000 or above."""
        return bool(self.first) and all(max(word) >= "\u3000" for word in (*self.first, *self.again))

    @cached_property
    def subject(self) -> re.Pattern[str]:
        """The pattern of the text itself, wherever it stands: *this [long] article*."""
        return re.compile(self._determined(self.this, self.work) + "|" + self._one_of(self.text), re.IGNORECASE)

    @cached_property
    def opening_subject(self) -> re.Pattern[str]:
        """The pattern of the text itself where a sentence begins: *the article*, *article*."""
        bare = self._one_of(self.own_work)
        return re.compile(rf"\W*(?:{self._determined(self.the, self.own_work)}|{bare})", re.IGNORECASE)

    def _determined(self, determiners: Words, works: Words) -> str:
        if not determiners or not works:
            return "(?!)"
        between = r"\s*" if self.joined else rf"(?:\s+|(?<='))(?:[\w'-]{{1,30}}\s+){{0,{_MOST_WORDS_BETWEEN}}}?"
        return self._one_of(determiners) + between + self._one_of(works)

    @cached_property
    def small_words(self) -> re.Pattern[str]:
        """The pattern of all that may stand before the other parts of a credit that has no subject."""
        known = self._listed(("fillers", "own_work", "this", "the", "text"))
        return re.compile(rf"(?:[\W\d_]|{self._one_of(known)})*", re.IGNORECASE)


def _is_letter(sign: str) -> bool:
    return sign.isalnum() or re.match(f"[{_SIGNS}]", sign) is not None


def _rarest_part(entry: str) -> str:
    """Return the longest word of an entry; the whole of one that has only short words: *hat tip*."""
    longest = max(parts_of_entry(entry), key=len)
    return longest if len(longest) > _SHORT else entry.removesuffix("*")


def parts_of_entry(entry: str) -> list[str]:
    """Return the words of an entry; a short one with a sign in it is one word: *h/t*."""
    return re.findall(r"[^\W_]+(?:/[^\W_]+)*", entry)


def credit_words(table: Mapping[str, Any]) -> CreditWords:
    """Return the words of a table; an unknown list, or a value of another form, is a `ValueError`."""
    keys = {KEYS_OF_FIELDS.get(one.name, one.name): one.name for one in fields(CreditWords) if one.init}
    if unknown := set(table) - set(keys):
        msg = f"[credit] has no list {min(unknown)!r}; its lists are {', '.join(keys)}"
        raise ValueError(msg)
    values: dict[str, Any] = {}
    for key, value in table.items():
        name = keys[key]
        if name in ("attached", "capital_nouns", "joined", "verb_last"):
            values[name] = bool(value)
        elif isinstance(value, list) and all(isinstance(word, str) and word.strip("* ") for word in value):
            values[name] = tuple(value)
        else:
            msg = f"{key!r} in [credit] is no list of words"
            raise ValueError(msg)
    return CreditWords(**values)
