"""The implementations that the tests compare, and generated texts and numbers for them."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import strategies as st

from dedup import kernels
from tests import reference

if TYPE_CHECKING:
    from types import ModuleType

IMPLEMENTATIONS: list[ModuleType] = [reference, kernels]
"""NumPy and C: each test runs both."""

SCRIPTS = (
    "abcXYZ éÉßﬁ½²ªİıſ ΣςσΩ Ѐабвгде АВСорх 漢字仮名かがガｶﾞー กิน้ำ ລາວ ខ្មែរ မြန်မာ हिन्दी עִבְרִית العَرَبِيّة ـ가나다각 0١٣Ⅷ"
    "oоοօOОΟMМTТвжñïїйўё ΛϲᎠDꓮꓐ ی ک"
    " \u0306\u0308\u0304\u093c\u094d\u1037\u103a\u3099\uff9e\u0e38\u0e48\u0f71\u0f72\u0f73"
    " \u0301\u0300 \u200b\u200d\ufeff\ufe0f \u00ad- ‐\n\r\t '’_–.,;!?()[]#*\u200b \U0001f600 \U00020000 𝐀𝒃"
)
texts = st.text(alphabet=st.one_of(st.sampled_from(SCRIPTS), st.characters(codec="utf-8")), max_size=60)
pieces = st.one_of(
    st.from_regex(r"[A-Za-z0-9]{1,20}", fullmatch=True),
    st.sampled_from(
        [" ", ", ", "\n", "-", "-\n", " - ", "-\r\n  ", "\u2019", "\u00ad", "\u0301", ". ", "x" * 31, "Y" * 70]
    ),
    st.sampled_from(SCRIPTS),
)
prose = st.lists(pieces, max_size=120).map("".join)
"""Texts of hundreds of bytes, most of them ASCII: enough for kernels that read many bytes at a time."""
numbers = st.lists(st.integers(0, 3), max_size=80)


def packed(documents: list[str]) -> tuple[np.ndarray, np.ndarray]:
    raw = [d.encode() for d in documents]
    return np.frombuffer(b"".join(raw), np.uint8), np.cumsum([0, *map(len, raw)]).astype(np.int64)


def joined(documents: list[list[int]]) -> tuple[np.ndarray, np.ndarray]:
    flat = np.array([w for d in documents for w in d], np.uint64)
    return flat, np.cumsum([0, *map(len, documents)]).astype(np.int64)


def assigned(text: str) -> bool:
    """Return whether the textbook, which asks this Python, and the shipped table know the same of all characters."""
    known = unicodedata if unicodedata.unidata_version == "14.0.0" else unicodedata.ucd_3_2_0
    return all(known.category(c) != "Cn" for c in text)
