"""The program that compares results by their digests, on results of two lines."""

from __future__ import annotations

from hashlib import sha256
from importlib import import_module
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

digests = import_module("digests")


def test_the_version_does_not_count() -> None:
    """Two results that differ in the version alone have one digest: that of the other lines."""
    expected = sha256(b'{\n  "schema": "s",\n}\n').hexdigest()
    for version in (b"1", b"2"):
        assert digests.digest_of([b"{\n", b'  "schema": "s",\n', b'  "version": "%s",\n' % version, b"}\n"]) == expected


def test_two_sources_are_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Another checkout with the same source gives the same digest, and the time beside it is told."""
    text = tmp_path / "a.txt"
    text.write_text("a few words of text", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.argv", ["digests.py", str(text), "--against", str(digests.SOURCE)])
        digests.main()
    assert "all results are the same" in capsys.readouterr().out


def test_a_kept_digest_that_differs_fails(tmp_path: Path) -> None:
    """What differs from the file of kept digests is named."""
    text, kept = tmp_path / "a.txt", tmp_path / "kept.json"
    text.write_text("a few words of text", encoding="utf-8")
    kept.write_text('{"a.txt": "other"}', encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.argv", ["digests.py", str(text), "--kept", str(kept)])
        with pytest.raises(SystemExit, match=r"the results differ: a\.txt"):
            digests.main()
