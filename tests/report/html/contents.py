"""What an HTML report holds, read as a browser would: its elements, its values, and its texts."""

from __future__ import annotations

import json
import zlib
from base64 import b64decode
from html.parser import HTMLParser
from typing import Any


class Contents(HTMLParser):
    """The tags of a page with their attributes, the contents of its scripts by their ids, and its visible words."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: dict[str, str] = {}
        self.styles: list[str] = []
        self.words: list[str] = []
        self._open = ("", "")
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._open = (tag, dict(attrs).get("id") or "")

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - the parser calls it so
        self._open = ("", "")

    def handle_data(self, data: str) -> None:
        tag, name = self._open
        if tag == "script":
            self.scripts[name] = self.scripts.get(name, "") + data
        elif tag == "style":
            self.styles.append(data)
        else:
            self.words.append(data)

    def values(self) -> dict[str, Any]:
        """Return the values that the program reads."""
        decoded: dict[str, Any] = json.loads(self.scripts["values"])
        return decoded

    def texts(self) -> dict[str, str]:
        """Return the carried texts by the numbers of their documents."""
        places: dict[str, list[int]] = json.loads(self.scripts["texts"])["places"]
        return {number: self._text(*place) for number, place in places.items()}

    def _text(self, block: int, start: int, length: int) -> str:
        packed = b64decode(self.scripts[f"block-{block}"])
        units = zlib.decompress(packed, -zlib.MAX_WBITS).decode().encode("utf-16-le")
        return units[2 * start : 2 * (start + length)].decode("utf-16-le")
