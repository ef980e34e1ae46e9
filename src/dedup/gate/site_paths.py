"""Which pages of a site are versions or translations of one page, and which are changelogs, by their paths.

Sites keep the documentation of each version in a folder of its own, pages that nobody has translated yet in the folders
of all languages, and lists of changes that say the same of several versions. None of these is a repost.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dedup.reading.formats import COMPRESSED

if TYPE_CHECKING:
    from dedup.gate.rules import Repeating

_VERSION = re.compile(
    r"(?:(?:version|release|docs?|v)[-_.]?)?v?\d+(?:\.(?:\d+|x))+(?:[-_.+]?[a-z]+[\d.]*)?|(?:version[-_]|v|release[-_])\d+|\d+\.x",
    re.IGNORECASE,
)
_MOVING = frozenset(
    {"next", "latest", "stable", "current", "master", "main", "edge", "nightly", "dev", "devel", "unreleased", "lts"}
)
"""Folders of a version that has no number, or not yet."""

_VERSION_FOLDERS = re.compile(r"(?:\w+_)?versioned_docs|_?versions|archived?[-_]?docs|archives?", re.IGNORECASE)
_LANGUAGE_FOLDERS = re.compile(
    r"_?i18n|l10n|locales?|translations?|langs?|languages?|docusaurus-(?:plugin|theme)-[\w-]+", re.IGNORECASE
)

_CODES = frozenset(
    {
        "af", "am", "ar", "az", "be", "bg", "bn", "bs", "ca", "cs", "cy", "da", "de", "el", "en",
        "eo", "es", "et", "eu", "fa", "fi", "fil", "fr", "ga", "gl", "gu", "he", "hi", "hr", "hu",
        "hy", "id", "is", "it", "ja", "ka", "kk", "km", "kn", "ko", "ky", "lb", "lo", "lt", "lv",
        "mg", "mk", "ml", "mn", "mr", "ms", "my", "nb", "ne", "nl", "nn", "no", "or", "pa", "pl",
        "ps", "pt", "ro", "ru", "rw", "sd", "si", "sk", "sl", "so", "sq", "sr", "sv", "sw", "ta",
        "te", "tg", "th", "tk", "tr", "tt", "ug", "uk", "ur", "uz", "vi", "xh", "yo", "zh", "zu",
    }
)  # fmt: skip
"""Codes of languages that sites are translated to (ISO 639)."""
_LANGUAGE = re.compile(r"(?P<code>[a-z]{2,3})(?:[-_](?:[A-Z][a-z]{3}|[a-z]{4}|[A-Za-z]{2}|\d{3})){0,2}")
_NAMED_LANGUAGE = re.compile(r"(?P<name>.+?)[._-](?P<language>[a-z]{2,3}(?:[-_][A-Za-z]{2,4})?)")

_CHANGELOG = re.compile(r"change[-_ ]?logs?|release[-_ ]?notes?|whats[-_ ]?new", re.IGNORECASE)
_MAYBE_CHANGELOG = re.compile(r"changes|history|news|releases?|versions", re.IGNORECASE)
_NUMBERED = re.compile(r"(?P<name>.*?)[-_. ]?v?\d+(?:[._]\d+|[._]x)*", re.IGNORECASE)
_HEADING = re.compile(
    r"^(?:\#+|=+|\*\*)?[ \t]*\[?(?:version|release|v)?[ \t]*v?\d+\.\d+(?:\.\d+)?", re.MULTILINE | re.IGNORECASE
)
_FEW = 3
"""Lines that begin with a version, from which a list of changes is one."""


@dataclass(frozen=True, slots=True)
class SitePath:
    """The path of a page, taken apart: folders of a version and of a language, and `rest`, what is left without them.

    `before` is the part of `rest` before the version, `after` the part behind the last folder that was taken out.
    `in_versions` and `in_languages` say that a folder above is one of versions or of languages by its name.
    """

    rest: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    version: str | None
    moving: str | None
    language: str | None
    in_versions: bool
    in_languages: bool

    @classmethod
    def of(cls, path: str) -> SitePath:
        """Take a path apart."""
        *folders, file = path.split("/")
        rest: list[str] = []
        before: tuple[str, ...] = ()
        version = moving = language = None
        in_versions = in_languages = False
        taken = 0
        for folder in folders:
            kept = len(rest)
            if version is None and _VERSION.fullmatch(folder):
                version, before = folder, tuple(rest)
            elif language is None and _is_language(folder):
                language = folder
            elif _VERSION_FOLDERS.fullmatch(folder):
                in_versions = True
            elif _LANGUAGE_FOLDERS.fullmatch(folder):
                in_languages = True
            elif moving is None and version is None and folder in _MOVING:
                moving, before = folder, tuple(rest)
            else:
                folder, language = _without_language(folder, language)  # noqa: PLW2901 - the rest of its name
                rest.append(folder)
            taken = taken if len(rest) > kept else kept
        stem, suffix = _split(file)
        stem, language = _without_language(stem, language)
        whole = (*rest, stem + suffix)
        return cls(whole, before, whole[taken:], version, moving, language, in_versions, in_languages)


def _is_language(name: str) -> bool:
    found = _LANGUAGE.fullmatch(name)
    return found is not None and found["code"] in _CODES


def _without_language(name: str, known: str | None) -> tuple[str, str | None]:
    """Return a name without the language at its end (``page.fr``, ``README_zh-CN``), and the language."""
    found = _NAMED_LANGUAGE.fullmatch(name) if known is None else None
    if found is None or not _is_language(found["language"]):
        return name, known
    return found["name"], found["language"]


def _split(file: str) -> tuple[str, str]:
    for suffix in COMPRESSED:
        file = file.removesuffix(suffix)
    stem, dot, suffix = file.rpartition(".")
    return (stem, dot + suffix) if stem else (file, "")


def site_kind_of_pair(path: str, other: str) -> Repeating | None:
    """Return what two pages are to each other, if they are versions or translations of one page.

    The folders above both say nothing of them.
    """
    one, two = (SitePath.of(each) for each in _without_common_folders(path, other))
    if one.language != two.language and _same_rest(one, two, anywhere=one.in_languages or two.in_languages):
        return "translations"
    if one.version and two.version:
        return "versions" if one.version != two.version and one.before == two.before else None
    if one.version or two.version or one.moving != two.moving:
        anywhere = one.in_versions or two.in_versions
        return "versions" if _same_rest(one, two, anywhere=anywhere) else None
    return None


def _without_common_folders(path: str, other: str) -> tuple[str, str]:
    one, two = (each.replace("\\", "/").removeprefix("./").split("/") for each in (path, other))
    pairs = zip(one[:-1], two[:-1], strict=False)
    common = next((place for place, (a, b) in enumerate(pairs) if a != b), min(len(one), len(two)) - 1)
    return "/".join(one[common:]), "/".join(two[common:])


def _same_rest(one: SitePath, two: SitePath, *, anywhere: bool) -> bool:
    """Return whether two paths are the same but for versions and languages; `anywhere`, their folders may differ."""
    short, long = sorted((one.after, two.after), key=len)
    return one.rest == two.rest or (anywhere and long[len(long) - len(short) :] == short)


def is_changelog(path: str, text: str) -> bool:
    """Return whether a page lists changes: by its name or its folder's, and, where that may mean more, by its lines."""
    *above, file = path.replace("\\", "/").split("/")
    folders = above[-1:] if path.startswith("/") else above[-2:]
    stem = _split(file)[0]
    numbered = _NUMBERED.fullmatch(stem)
    names = [stem, *([numbered["name"]] if numbered else [])]
    if any(_CHANGELOG.fullmatch(name) for name in (*names, *folders)):
        return True
    if numbered and any(_MAYBE_CHANGELOG.fullmatch(folder) for folder in folders):
        return True
    may_be = any(_MAYBE_CHANGELOG.fullmatch(name) for name in names)
    return may_be and sum(1 for _ in zip(_HEADING.finditer(text), range(_FEW), strict=False)) == _FEW
