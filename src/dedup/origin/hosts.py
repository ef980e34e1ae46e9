"""An address → the house it belongs to: the registered domain by the public suffix list that publicsuffixlist carries.

The list is the copy inside that package, so that nothing is fetched and the same address gives the same answer. Of its
two parts the registries' own is taken: who writes at blogspot.com has no house there. The list is read when the first
address comes, because many texts have none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

_ADDRESS = re.compile(
    r"(?:https?://|//)?(?:[^\s/@]+@)?([^\s/:@?#]+\.[^\s/:@?#.]{2,})\.?(?::\d+)?(?:[/?#]\S*)?", re.IGNORECASE
)


PROFILES = frozenset(
    {
        "facebook.com",
        "github.com",
        "gitlab.com",
        "google.com",
        "instagram.com",
        "linkedin.com",
        "t.me",
        "twitter.com",
        "vk.com",
        "x.com",
    }
)
"""Domains of sites whose addresses of one part are those of a person's or a house's profile."""
_LONGEST_HOST = 253
"""Characters of the longest name that a host can have (RFC 1035, 2.3.4)."""
_RESERVED = frozenset({"example", "test", "invalid", "local", "internal"})
"""Last labels that no registry gives out (RFC 2606, RFC 6762), so that the public suffix list has none of them."""
_DOTS = str.maketrans(dict.fromkeys("\u3002\uff0e\uff61", "."))
"""What is a dot in a host too (RFC 3490, 3.1): the full stops of Chinese and Japanese."""


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
def _suffixes() -> PublicSuffixList:
    from publicsuffixlist import PublicSuffixList  # noqa: PLC0415 - reading the list takes 10 ms, and many need none

    # Hosts are asked for as they are read, never as `xn--` labels: encoding the list takes longer than reading it.
    return PublicSuffixList(accept_unknown=False, accept_encoded_idn=False, only_icann=True)


@cache
def host_of(address: str) -> Host | None:
    """Return the host of an address, with or without ``https://``; None for what is no address."""
    found = _ADDRESS.fullmatch(address.strip())
    if found is None or len(found[1]) > _LONGEST_HOST:
        return None
    if found[1].startswith("["):  # a number of IPv6, or the text of a link
        return None
    host = _readable(found[1])
    suffix = _suffix(host)
    if not suffix or suffix == host:
        return None
    subdomain, _, label = host.removesuffix(f".{suffix}").rpartition(".")
    return Host(subdomain, label, suffix) if label else None


def _suffix(host: str) -> str:
    """Return the labels of a host that a registry gives names out under; an empty string where there are none."""
    last = host.rpartition(".")[2]
    if last in _RESERVED:
        return last
    # Dots that stand side by side come from prose, where an ellipsis runs into an address.
    return _suffixes().publicsuffix(host.rpartition("..")[2].lstrip(".")) or ""


def _readable(host: str) -> str:
    """Return a host in one spelling: lower case, dots of one kind, ``xn--`` labels as the letters they stand for."""
    return ".".join(_label(label) for label in host.lower().translate(_DOTS).rstrip(".").split("."))


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


def leads_to_a_writer(address: str) -> bool:
    """Return whether an address is that of a home page or a profile, where no single article stands."""
    path = [part for part in path_of(address).split("/") if part]
    return not path or (len(path) == 1 and (path[0].startswith(("@", "~")) or is_profile(address)))


def is_profile(address: str) -> bool:
    """Return whether an address is that of a profile on a site where people write to each other."""
    host = host_of(address)
    return host is not None and host.domain in PROFILES and path_of(address).strip("/").count("/") == 0
