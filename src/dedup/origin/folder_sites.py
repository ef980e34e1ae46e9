"""Files whose heads name the pages that are the real ones → the site that a folder of such files is made for.

In the sources of a site nearly every file names its own page as the canonical one. A text that was taken over names the
page of another publisher, and is one among others that do not.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from os.path import commonprefix
from typing import TYPE_CHECKING

from dedup.origin.names import identity

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dedup.origin.traced_documents import TracedDocument

_CANONICAL = "front-matter:canonical"
_FEWEST = 5
"""Files of the smallest folder of which a site can be told."""
_LEAST_SHARE = 0.9
"""The share of a folder's files that name a page of its site."""


def with_sites_of_folders(documents: Sequence[TracedDocument], ids: Iterable[str]) -> list[TracedDocument]:
    """Return the documents, those of a site's folder with the address of their page; `ids` are those of all files."""
    found = list(documents)
    stated: dict[str, dict[int, str]] = defaultdict(dict)
    for number, document in enumerate(found):
        if document.url is None and (address := _canonical(document)):
            stated[identity(address)][number] = address
    sites = [addresses for addresses in stated.values() if len(addresses) >= _FEWEST]
    listed = list(ids) if sites else []
    for addresses in sites:
        shared = commonprefix([found[number].id for number in addresses])  # noqa: RUF071 - cut at a stroke below
        folder = shared[: shared.rfind("/") + 1]
        if len(addresses) >= _LEAST_SHARE * sum(name.startswith(folder) for name in listed):
            for number, address in addresses.items():
                found[number] = replace(found[number], url=address)
    return found


def _canonical(document: TracedDocument) -> str | None:
    return next((claim.value for claim in document.claims if claim.kind == _CANONICAL), None)
