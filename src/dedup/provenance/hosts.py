"""An address → the house it belongs to: the registered domain by the public suffix list that tldextract carries.

The list is the snapshot inside the package, so that nothing is fetched and the same address gives the same answer.
tldextract is imported when the first address comes, because many texts have none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from tldextract import TLDExtract

_ADDRESS = re.compile(
    r"(?:https?://|//)?(?:[^\s/@]+@)?([^\s/:@?#]+\.[^\s/:@?#.]{2,})\.?(?::\d+)?(?:[/?#]\S*)?", re.IGNORECASE
)


_RESERVED = frozenset({"example", "test", "invalid", "local", "internal"})
"""Last labels that no registry gives out (RFC 2606, RFC 6762), so that the public suffix list has none of them."""


@dataclass(frozen=True, slots=True)
class Host:
    """A host taken apart: ``blogs.dailytimes.com.pk`` is ``blogs``, ``dailytimes``, ``com.pk``."""

    subdomain: str
    label: str
    suffix: str

    @property
    def domain(self) -> str:
        """The registered domain."""
        return f"{self.label}.{self.suffix}"


@cache
def _extract() -> TLDExtract:
    from tldextract import TLDExtract  # noqa: PLC0415 - its import takes longer than a small scan

    return TLDExtract(cache_dir=None, suffix_list_urls=(), fallback_to_snapshot=True)


@cache
def host_of(address: str) -> Host | None:
    """Return the host of an address, with or without ``https://``; None for what is no address."""
    found = _ADDRESS.fullmatch(address.strip())
    if found is None:
        return None
    host = _readable(found[1])
    if (last := host.rsplit(".", 1)[-1]) in _RESERVED:
        return _taken_apart(host, last)
    parts = _extract()(host)
    return Host(parts.subdomain, parts.domain, parts.suffix) if parts.domain and parts.suffix else None


def _taken_apart(host: str, suffix: str) -> Host:
    subdomain, _, label = host.removesuffix(f".{suffix}").rpartition(".")
    return Host(subdomain, label, suffix)


def _readable(host: str) -> str:
    """Return a host in one spelling: lower case, and ``xn--`` labels as the letters they stand for."""
    return ".".join(_label(label) for label in host.lower().split("."))


def _label(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label.encode("ascii").decode("idna")
    except UnicodeError:
        return label


def path_of(address: str) -> str:
    """Return the path of an address without its query, its fragment and a closing slash."""
    try:
        return urlsplit(address).path.rstrip("/")
    except ValueError:
        return ""
