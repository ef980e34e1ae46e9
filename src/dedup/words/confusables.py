"""Letters of different scripts that look alike, and which script each letter is of.

The sets are those of the Unicode confusables (UTS #39, ``confusables.txt``), version 13.0, for letters of seven
scripts that resemble one another. What the standard also takes for alike and no reader does is left out: letters and
digits (O, 0), letters of one script (I, l), small letters and small capitals (in, ɪɴ). Three are added: k beside к
and κ, which the standard holds against the rare ĸ; ӏ beside l, which it holds against the dotless ı; and the capital
of ԛ. The tests hold the sets to the standard's file.
"""

from __future__ import annotations

import unicodedata
from functools import cache

VERSION = "13.0"
"""The version of UTS #39 whose data the sets are taken from."""

SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "LISU")

# ruff: noqa: RUF001, RUF002 - look-alikes are what this file is about
SETS = """
A Α А Ꭺ ꓮ
B Β В Ᏼ ꓐ
C Ϲ С Ꮯ Ⲥ ꓚ
D Ꭰ ꓓ
E Ε Е Ꭼ ꓰ
F Ϝ ꓝ
G Ԍ Ꮐ ꓖ
H Η Н Ꮋ Ⲏ ꓧ
I Ι І Ӏ Ⲓ ꓲ
J Ϳ Ј Ꭻ ꓙ
K Κ К Ꮶ Ⲕ ꓗ
L Ꮮ Ⳑ ꓡ
M Μ М Ꮇ Ⲙ ꓟ
N Ν Ⲛ ꓠ
O Ο О Օ Ⲟ ꓳ
P Ρ Р Ꮲ Ⲣ ꓑ
Q Ԛ
R Ꭱ ꓣ
S Ѕ Տ Ꮪ ꓢ
T Τ Т Ꭲ Ⲧ ꓔ
U Ս ꓴ
V Ѵ Ꮩ ꓦ
W Ԝ Ꮃ ꓪ
X Χ Х Ⲭ ꓫ
Y Υ У Ү Ꮍ Ⲩ ꓬ
Z Ζ Ꮓ ꓜ
Γ Г Ꮁ Ⲅ
Δ Ⲇ
Π П Ⲡ
Φ Ф Ⲫ | Փ
Ψ Ѱ Ⲯ
Λ | Л ꓥ
Ш Ⲽ
a а | α
b | Ь Ꮟ
c с ϲ ⲥ
d ԁ | Ꮷ ꓒ
e е | ҽ
f | ք
g | ց
h һ հ | Ꮒ
i і | ι Ꭵ
j ј ϳ
l ӏ
n ո
o ο о օ ⲟ | σ
p р ⲣ | ρ
q ԛ | գ զ
r | г ⲅ
s ѕ
u ս | υ
v ν ѵ
w ԝ | ѡ ա
x х
y у ү | γ
κ к ⲕ | k
π п
φ ф ⲫ
χ ⲭ
ψ ѱ
ω | ꙍ ⲱ
ε | є ⲉ
τ т
ш ⲽ
"""
"""One set a line. Before the bar, letters that upright print draws alike; after it, those that look like them in some
typefaces only. Of letters of one script, the first stands for the set."""
ADDED = "kӏԚ"
"""Letters that stand in a set which is not theirs in the standard."""


def alike(letter: str) -> tuple[str, str]:
    """Return the letters that look exactly like one, and those that look somewhat like it: of any script."""
    return _alike().get(letter, ("", ""))


def script(letter: str) -> str:
    """Return which of `SCRIPTS` a letter is of, by its name in the Unicode Character Database, or ""."""
    first = unicodedata.name(unicodedata.normalize("NFKD", letter)[0], "").split(" ")[0]
    return first if first in SCRIPTS else ""


@cache
def _alike() -> dict[str, tuple[str, str]]:
    sets = {}
    for line in SETS.strip().splitlines():
        exact, _, loose = (part.split() for part in line.partition("|"))
        for letter in exact:
            sets[letter] = ("".join(exact).replace(letter, ""), "".join(loose))
        for letter in loose:
            sets[letter] = ("", "".join(exact + loose).replace(letter, ""))
    return sets
