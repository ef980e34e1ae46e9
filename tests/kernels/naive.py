"""The textbook versions of the kernels: slow, plain, and independent of the shipped folding table."""

from __future__ import annotations

import unicodedata

import xxhash

from dedup.words import confusables
from dedup.words.folding import _INVISIBLE, _SINGLES

MASK = 2**64 - 1
BASE = 0x9E3779B97F4A7C15


def within(character: str, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(low <= ord(character) <= high for low, high in ranges)


ADDED = {
    *("COMBINING", "ARABIC", "HEBREW", "SYRIAC", "SAMARITAN", "MANDAIC", "ETHIOPIC"),
    *("COPTIC", "VEDIC", "IDEOGRAPHIC", "VIETNAMESE", "MUSICAL"),
}
VOICED, HALF_VOICED = "\u3099\u309b\uff9e", "\u309a\u309c\uff9f"
OTHER_LETTERS = {
    "\u0306": "йўӂӑӗ",
    "\u0308": "їӓӝӟӥӧӫӭӱӵӹӛ",
    "\u0304": "ӣӯ",
    "\u0301": "ѓќ",
    "\u030b": "ӳ",
}
"""Cyrillic letters that a mark makes of another letter."""
ARABIC = str.maketrans("یىکہەۃ", "ييكههة")


def dropped(character: str) -> bool:
    if character in VOICED + HALF_VOICED:
        return False
    mark = unicodedata.category(character) in ("Mn", "Mc") and unicodedata.combining(character) != 0
    added = unicodedata.name(character, "?").split()[0] in ADDED or 0x0951 <= ord(character) <= 0x0954
    return (mark and added) or unicodedata.category(character) == "Me" or within(character, _INVISIBLE)


def fold_one(character: str) -> str:
    if character in VOICED + HALF_VOICED:
        return "\u3099" if character in VOICED else "\u309a"
    if any(character.lower() in letters for letters in OTHER_LETTERS.values()):
        return unicodedata.normalize("NFD", character.lower())
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    plain = "".join("i" if c == "ı" else c for c in decomposed if not dropped(c)).translate(ARABIC)
    return "".join(str(unicodedata.digit(c)) if unicodedata.category(c) == "Nd" else c for c in plain)


def takes(letter: str, mark: str) -> bool:
    return unicodedata.normalize("NFC", letter.lower() + mark) in tuple(OTHER_LETTERS.get(mark, ""))


def fold(characters: str) -> str:
    """Return a word's folded form: signs in a row sorted by class, marks dropped that make no other letter."""
    units: list[tuple[int, str]] = []
    letter = ""
    for c in characters:
        if not is_mark(c):
            letter = c
            units.append((0, fold_one(c)))
        elif not dropped(c) and fold_one(c):
            order = unicodedata.combining(fold_one(c)[0])
            at = len(units)
            while order and at and units[at - 1][0] > order:
                at -= 1
            units.insert(at, (order, fold_one(c)))
        elif takes(letter, c):
            units.append((0, c))
    return "".join(text for _, text in units)


def is_letter(character: str) -> bool:
    letter = unicodedata.category(character)[0] in "LN" and not within(character, _INVISIBLE)
    return letter and not is_mark(character)


def is_mark(character: str) -> bool:
    empty = unicodedata.category(character)[0] in "LN" and fold_one(character) == ""
    mark = (unicodedata.category(character)[0] == "M" or empty) and not within(character, _INVISIBLE)
    return mark or character in VOICED + HALF_VOICED


def is_single(character: str) -> bool:
    return is_letter(character) and within(character, _SINGLES) and unicodedata.category(character) != "Nd"


def joins(text: str, at: int) -> int:
    """Return the index at which a word hyphenated at `at` goes on, or 0."""
    if text[at] not in "-\u2010\u00ad" or at == 0 or not (is_letter(text[at - 1]) or is_mark(text[at - 1])):
        return 0
    if is_single(text[at - 1]):
        return 0
    i, lines = at + 1, 0
    while i < len(text) and text[i].isspace():
        lines += text[i] == "\n"
        i += 1
    if i < len(text) and lines == 1 and unicodedata.category(text[i]) == "Ll" and not is_single(text[i]):
        return i
    return 0


def split_words(text: str) -> list[tuple[str, int, int]]:  # noqa: C901 - one plain walk, to be read beside the method
    """Return the words of a text with their character spans."""
    words: list[tuple[str, int, int]] = []
    letters: list[str] = []
    start = end = 0
    alone = False

    def close() -> None:
        if letters:
            words.append((disguise("".join(letters)), start, end))
            letters.clear()

    i = 0
    while i < len(text):
        c = text[i]
        if joins(text, i):
            i = joins(text, i)
            continue
        if within(c, _INVISIBLE):
            pass
        elif is_single(c):
            close()
            letters.append(c)
            start, end, alone = i, i + 1, True
        elif is_mark(c):
            if letters:
                letters.append(c)
                end = i + 1
        elif is_letter(c):
            if alone:
                close()
            if not letters:
                start, alone = i, False
            letters.append(c)
            end = i + 1
        else:
            close()
        i += 1
    close()
    return words


def disguise(word: str) -> str:
    """Return the folded word, its letters of other scripts that look like letters of its main script made these."""
    main = main_script(word)
    return fold("".join(in_script(c, main) if main else c for c in word))


def in_script(character: str, script: str) -> str:
    """Return the letter of a script that looks like a character, or the character."""
    if confusables.script(character) in ("", script) or not is_letter(character) or is_single(character):
        return character
    marks = unicodedata.normalize("NFKD", character)[1:]
    if any(not is_mark(mark) for mark in marks):
        return character
    for like in "".join(confusables.alike(bare(character))):
        if confusables.script(like) == script:
            whole = unicodedata.normalize("NFC", like + marks)
            return whole if len(whole) == 1 else like
    return character


def bare(character: str) -> str:
    return character if any(confusables.alike(character)) else unicodedata.normalize("NFKD", character)[0]


def main_script(word: str) -> str:
    """Return the script whose letters weigh most in a word of several, Latin if all can be that, or "" for none."""
    letters = [c for c in word if is_letter(c) and not is_single(c) and confusables.script(c)]
    scripts = {confusables.script(c) for c in letters}
    if not scripts:
        return ""
    small_latin = set("abcdefghijklmnopqrstuvwxyz")
    if all(
        confusables.script(c) == "LATIN" or small_latin & set(confusables.alike(bare(c).lower())[0]) for c in letters
    ):
        return "LATIN"
    weights = dict.fromkeys(scripts, 0)
    for c in letters:
        own = confusables.script(c)

        def elsewhere(letter: str, own: str = own) -> bool:
            return any(confusables.script(o) in scripts - {own} for o in confusables.alike(letter)[0])

        weights[own] += (1 if elsewhere(bare(c).lower()) else 2) if elsewhere(bare(c)) else 2**20
    best = [script for script in scripts if weights[script] == max(weights.values())]
    return best[0] if len(best) == 1 else ""


def word_hash(word: str) -> int:
    return xxhash.xxh64_intdigest(word.encode())


def finalize(value: int) -> int:
    value ^= value >> 33
    value = value * 0xFF51AFD7ED558CCD & MASK
    value ^= value >> 33
    value = value * 0xC4CEB9FE1A85EC53 & MASK
    return value ^ (value >> 33)


def shingle(words: list[int]) -> int:
    value = 0
    for word in words:
        value = (value * BASE + word) & MASK
    return finalize(value)


def shingles(words: list[int], size: int) -> list[int]:
    if 0 < len(words) < size:
        return [shingle(words)]
    return [shingle(words[i : i + size]) for i in range(len(words) - size + 1)]


def mix(value: int) -> int:
    """Return MurmurHash3's 32-bit finaliser."""
    value ^= value >> 16
    value = value * 0x85EBCA6B % 2**32
    value ^= value >> 13
    value = value * 0xC2B2AE35 % 2**32
    return value ^ (value >> 16)


def signature(keys: list[int], a: list[int], b: list[int]) -> list[int]:
    mixed = [mix(key % 2**32) for key in keys]
    return [
        min([2**32 - 1, *((factor * value + term) % 2**32 for value in mixed)])
        for factor, term in zip(a, b, strict=True)
    ]


def split_mix(value: int) -> int:
    """Return SplitMix64's finaliser."""
    value ^= value >> 30
    value = value * 0xBF58476D1CE4E5B9 & MASK
    value ^= value >> 27
    value = value * 0x94D049BB133111EB & MASK
    return value ^ (value >> 31)


def digest(words: list[int]) -> list[int]:
    placed = [(word + place * BASE) & MASK for place, word in enumerate(words, start=1)]
    return [sum(map(mixed, placed)) & MASK for mixed in (finalize, split_mix)]


def band_key(values: list[int]) -> int:
    key = 0
    for value in values:
        key = (key ^ value) * 0x9E3779B185EBCA87 & MASK
        key ^= key >> 29
    return key


def winnow(words: list[int], size: int, window: int) -> list[tuple[int, int]]:
    keys = [shingle(words[i : i + size]) for i in range(len(words) - size + 1)]
    chosen = set()
    for i in range(len(keys) - window + 1):
        least = min(keys[i : i + window])
        chosen.add(max(j for j in range(i, i + window) if keys[j] == least))
    return [(keys[i], i) for i in sorted(chosen)]


def runs(a: list[int], b: list[int], least: int) -> set[tuple[int, int, int]]:
    """All maximal runs of at least `least` equal words of two texts: (start in a, start in b, length)."""
    found = set()
    for i in range(len(a)):
        for j in range(len(b)):
            if i and j and a[i - 1] == b[j - 1]:
                continue
            length = 0
            while i + length < len(a) and j + length < len(b) and a[i + length] == b[j + length]:
                length += 1
            if length >= least:
                found.add((i, j, length))
    return found


def overlap(a: list[int], b: list[int], size: int) -> tuple[int, int, int, int, int]:
    """Shared and distinct shingles, and the words of each text inside a shared one."""
    common = set(shingles(a, size)) & set(shingles(b, size))

    def covered(words: list[int]) -> int:
        inside = set[int]()
        for i, key in enumerate(shingles(words, size)):
            if key in common:
                inside |= set(range(i, min(i + size, len(words))))
        return len(inside)

    return len(common), len(set(shingles(a, size))), len(set(shingles(b, size))), covered(a), covered(b)


def blocks(text: str) -> list[tuple[int, int]]:
    """Start and end of what stands between blank lines, rules too."""
    found: list[tuple[int, int]] = []
    at, opened = 0, False
    for line in text.split("\n"):
        bare = line.strip()
        if bare:
            end = at + len(line.rstrip())
            start = found.pop()[0] if opened else at + len(line) - len(line.lstrip())
            found.append((start, end))
        opened = bool(bare)
        at += len(line) + 1
    return found


def word_blocks(text: str) -> list[tuple[int, int, bool]]:
    """Start and end of the blocks that are no rules, and whether each continues the one before it."""
    found: list[tuple[int, int, bool]] = []
    after_rule, paragraph = True, 0
    for start, end in blocks(text):
        block = text[start:end]
        if not any(character.isalnum() for character in block):
            after_rule = True
            continue
        continuation = not after_rule and continues(text[paragraph : found[-1][1]], block)
        paragraph = paragraph if continuation else start
        found.append((start, end, continuation))
        after_rule = False
    return found


def continues(before: str, block: str) -> bool:
    """Whether running text breaks off in mid-sentence and another block continues it."""
    first, last = block.split(maxsplit=1)[0], before.rsplit(maxsplit=1)[-1]
    if not block[0].islower() or any(letter != letter.lower() for letter in first):
        return False
    if not (before[-1].isalnum() or before[-1] in ",-\u2013\u2014") or is_address(first) or is_address(last):
        return False
    closed = block
    while closed and closed[-1] in "\"'\u201d\u2019\u00bb)]*_":
        closed = closed[:-1]
    ends = not closed or closed[-1] in ".!?\u2026:;\u3002\uff01\uff1f\u061f\u0964"
    return words_in(before) >= 8 and (ends or words_in(block) >= 8)


def is_address(token: str) -> bool:
    """Whether a token holds an @ or ://, or a point between two letters, digits or low lines."""
    points = range(1, len(token) - 1)
    return (
        "@" in token
        or "://" in token
        or any(token[at] == "." and words_in(token[at - 1]) and words_in(token[at + 1]) for at in points)
    )


def words_in(text: str) -> int:
    """How many runs of letters, digits and low lines there are."""
    return len("".join(letter if letter.isalnum() or letter == "_" else " " for letter in text).split())
