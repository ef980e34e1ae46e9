"""The environments of the peers: made below a folder when that is asked for, and asked for their versions."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from peers.catalogue import HOMES, Home

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

TOOL = "installer"
"""The environment of uv, which makes the others: it settles in seconds what some versions of pip try for an hour."""
MINUTES = 15


def python_of(home: str, folder: Path) -> Path:
    """Return the interpreter of an environment."""
    return folder / home / "bin" / "python"


def install(names: Iterable[str], folder: Path) -> dict[str, str]:
    """Make the environments that are not there, or of other packages, and return of those that cannot be made why."""
    failed = {}
    folder.mkdir(parents=True, exist_ok=True)
    if not python_of(TOOL, folder).exists():
        _run([sys.executable, "-m", "venv", folder / TOOL])
        _run([python_of(TOOL, folder), "-m", "pip", "install", "--quiet", "uv"])
    for name in names:
        home = HOMES[name]
        made_of = folder / name / "made-of.txt"
        if not _packages(home) or (lacking(name, folder) is None and _read(made_of) == _packages(home)):
            continue
        try:
            _make(home, folder / name, folder / TOOL / "bin" / "uv")
            made_of.write_text(_packages(home), encoding="utf-8")
        except subprocess.SubprocessError as exc:
            shutil.rmtree(folder / name, ignore_errors=True)
            failed[name] = f"it could not be installed: {_last_line(exc)}"
    return failed


def _packages(home: Home) -> str:
    return "".join(f"{package}\n" for package in (*home.python, *home.npm))


def _read(file: Path) -> str | None:
    return file.read_text(encoding="utf-8") if file.exists() else None


def _make(home: Home, place: Path, uv: Path) -> None:
    if home.python:
        _run([uv, "venv", "--quiet", "--clear", "--python", sys.executable, place])
        _run([uv, "pip", "install", "--quiet", "--python", place / "bin" / "python", *home.python])
    if home.npm:
        place.mkdir(exist_ok=True)
        _run(["npm", "install", "--silent", "--no-fund", "--no-audit", "--prefix", place, *home.npm])


def _run(command: list[str | Path]) -> str:
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60 * MINUTES)
    return done.stdout + done.stderr


def _last_line(exc: subprocess.SubprocessError) -> str:
    said = str(getattr(exc, "stderr", None) or exc).strip().splitlines()
    return said[-1].strip() if said else type(exc).__name__


def lacking(name: str, folder: Path | None) -> str | None:
    """Return why a peer's home cannot be used, or None where it can."""
    home = HOMES[name]
    for program in home.programs:
        if shutil.which(program) is None:
            return f"there is no {program} here; Debian has it in {home.debian}"
    if not home.python and not home.npm:
        return None
    if folder is None:
        return "the peers' folder was not named (--folder)"
    there = python_of(name, folder) if home.python else folder / name / "node_modules"
    return None if there.exists() else "it is not installed; --install does that"


def version_of(name: str, folder: Path | None) -> str:
    """Return the version of the peer in a home."""
    home = HOMES[name]
    try:
        if home.asked and folder is not None:
            told = f"import importlib.metadata as all; print(all.version({home.asked!r}))"
            return _run([python_of(name, folder), "-c", told]).strip()
        if home.npm and folder is not None:
            return _run([folder / name / "node_modules" / ".bin" / name, "--version"]).split()[-1]
        return _run(["dpkg-query", "--show", "--showformat=${Version}", home.debian]).strip()
    except (OSError, subprocess.SubprocessError, IndexError) as exc:
        return f"unknown ({type(exc).__name__})"
