"""Two blocks of UTF-8 → whether a page break went through one paragraph there, as parts of kernels.

The rules, and why they are what they are, stand in `dedup.kernels.seams`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dedup.kernels import characters as c
from dedup.kernels.compiled.machine import part
from dedup.kernels.compiled.spelling import decode
from dedup.kernels.seams import FEWEST_WORDS

if TYPE_CHECKING:
    from dedup.kernels.compiled.lanes import Pointer

_CONTINUES, _MARK = 0x80, 0xC0
"""A byte that continues a character, and the bits that show it."""
_AT, _COLON, _DOT, _LOW_LINE, _SLASH = 0x40, 0x3A, 0x2E, 0x5F, 0x2F


@part
def is_seam(raw: Pointer, before: int, before_end: int, start: int, end: int, kinds: Pointer) -> Any:
    """Return whether the block between two places goes on where the paragraph between two others breaks off."""
    code, _ = decode(raw, start, end)
    last, _ = decode(raw, last_character(raw, before, before_end), before_end)
    if not (kinds[code] & c.LOWER and kinds[last] & c.OPEN):
        return False
    return _goes_on(raw, start, end, kinds) and _breaks_off(raw, before, before_end, kinds)


@part
def _goes_on(raw: Pointer, start: int, end: int, kinds: Pointer) -> bool:
    if not _is_plain(raw, start, end, kinds, c.CASED):
        return False
    return _ends_a_sentence(raw, start, end, kinds) or _is_running(raw, start, end, kinds)


@part
def _breaks_off(raw: Pointer, start: int, end: int, kinds: Pointer) -> bool:
    first = end
    while first > start:
        at = last_character(raw, start, first)
        code, _ = decode(raw, at, first)
        if kinds[code] & c.SPACE:
            break
        first = at
    return _is_plain(raw, first, end, kinds, 0) and _is_running(raw, start, end, kinds)


@part
def _is_plain(raw: Pointer, at: int, end: int, kinds: Pointer, refused: int) -> bool:
    """Return whether what stands at a place, up to white space, is no address and holds nothing that is refused."""
    after_word = False
    while at < end:
        code, then = decode(raw, at, end)
        if kinds[code] & c.SPACE:
            break
        if kinds[code] & refused or code == _AT:
            return False
        if code == _COLON and then + 1 < end and raw[then] == _SLASH and raw[then + 1] == _SLASH:
            return False
        if code == _DOT and after_word and then < end:
            following, _ = decode(raw, then, end)
            if _is_word(following, kinds):
                return False
        after_word = _is_word(code, kinds)
        at = then
    return True


@part
def _ends_a_sentence(raw: Pointer, start: int, end: int, kinds: Pointer) -> bool:
    """Return whether a block's last character that closes nothing ends a sentence."""
    while end > start:
        at = last_character(raw, start, end)
        code, _ = decode(raw, at, end)
        if not kinds[code] & c.CLOSER:
            return bool(kinds[code] & c.END)
        end = at
    return True


@part
def _is_running(raw: Pointer, at: int, end: int, kinds: Pointer) -> bool:
    words, inside = 0, False
    while at < end:
        code, at = decode(raw, at, end)
        is_word = _is_word(code, kinds)
        if is_word and not inside:
            words += 1
            if words == FEWEST_WORDS:
                return True
        inside = is_word
    return False


@part
def _is_word(code: int, kinds: Pointer) -> bool:
    return kinds[code] & c.WORD != 0 or code == _LOW_LINE


@part
def last_character(raw: Pointer, start: int, end: int) -> int:
    """Return where the last character before a place begins."""
    at = end - 1
    while at > start and (raw[at] & _MARK) == _CONTINUES:
        at -= 1
    return at
