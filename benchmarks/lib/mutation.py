"""Makes damaged and hostile inputs of sound ones, always the same for the same number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.report.hostile import PIECES

from lib.sound_inputs import rewritten

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Mapping

_LARGEST = 1 << 17
_WITHIN = 0.7
"""The share of compressed inputs and archives whose content is changed: a change outside only shows as damage."""

TOKENS: tuple[bytes, ...] = (
    *(piece.encode() for piece in PIECES),
    *(b"\xff", b"\xfe\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\\ud83d", b"\\u0000", b"&#1114112;", b"&#xD800;"),
    *(b"---\n", b"+++\n", b"!!python/object:a", b"&a", b"*a", b"<<: *a\n", b": |\n", b"[[[[", b"{{{{", b"]]", b"}}"),
    *(b"<p>", b"</p>", b"<!--", b"<![CDATA[", b"<script>", b"<table>", b"<ruby>", b"<rt>", b"1e999", b"NaN", b"null"),
    *(b"9" * 400, b"\n\n", b"\r", b",", b";", b"\t", b'"a""', b"{{< x >}}", b"::: a\n", b".. a::\n", b"----\n"),
    *(b"PAR1", b"ARROW1", b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", b"WARC/1.0", b"From: a@b\n", b"<?xml ", b"\x00" * 8),
    *(b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"&b;", b"=?utf-8?b?4pyT", b"=?x?q?=FF?=", b"%PDF-1.4\n", b"<</Kids[2 0 R]>>"),
    *(b"\r\n\r\n", b"Content-Type: message/rfc822\n\n", b"boundary=a", b"--a\n", b"=\n", b"{\\rtf1 ", b"\\u-9 "),
    *(b"\\bin9 ", b"../", b"/", b"-1", b"0", b"99999999999", b"2 0 R", b"00:00:01,000 --> 00:00:02,000\n"),
    *(b"WEBVTT\n", b"\nFrom a\n"),
)  # fmt: skip


def mutated(sound: bytes, others: Mapping[str, bytes], chance: random.Random) -> bytes:
    """Return an input with one to some dozen changes; a piece of one of the `others` may be put in."""
    pieces = list(others.values())
    if chance.random() < _WITHIN:
        return rewritten(sound, lambda data: _changed(data, pieces, chance), lambda names: [chance.choice(names)])
    return _changed(sound, pieces, chance)


def _changed(sound: bytes, pieces: list[bytes], chance: random.Random) -> bytes:
    data = bytearray(sound)
    for _ in range(chance.choice((1, 1, 2, 3, 6, 20))):
        at = chance.randrange(len(data) + 1)
        end = min(at + chance.choice((0, 1, 1, 2, 4, 16, 100)), len(data))
        data[at:end] = _piece(bytes(data[at:end]), chance.choice(pieces), chance)
    if chance.randrange(20) == 0:
        del data[chance.randrange(len(data) + 1) :]
    return bytes(data[:_LARGEST])


def _piece(before: bytes, other: bytes, chance: random.Random) -> bytes:
    """Return what takes the place of some bytes of an input."""
    start = chance.randrange(len(other))
    choices: tuple[Callable[[], bytes], ...] = (
        lambda: b"",
        lambda: chance.randbytes(len(before)),
        lambda: bytes(byte ^ 1 << chance.randrange(8) for byte in before),
        lambda: before * chance.choice((2, 10, 100)),
        lambda: chance.choice(TOKENS),
        lambda: before + chance.choice(TOKENS),
        lambda: chance.choice(TOKENS) * chance.choice((2, 50, 1000)),
        lambda: other[start : start + chance.choice((4, 40, 400))],
    )
    return chance.choice(choices)()
