"""Versions and translations of a page, and lists of changes, are known by their paths."""

from __future__ import annotations

import pytest

from dedup.gate.site_paths import is_changelog, site_kind_of_pair


@pytest.mark.parametrize(
    ("path", "other", "kind"),
    [
        ("docs/cli.md", "website/versioned_docs/version-1.2/cli.md", "versions"),
        ("versioned_docs/version-1.0/a.md", "versioned_docs/version-2.0/moved/b.md", "versions"),
        ("docs/v1/a.md", "docs/v2/a.md", "versions"),
        ("docs/2.x/a.md", "docs/3.x/a.md", "versions"),
        ("docs/latest/a.md", "docs/1.2/a.md", "versions"),
        ("docs/a.md", "docs/next/a.md", "versions"),
        ("docs/1.2/a.md", "docs/1.2/b.md", None),
        ("docs/1.2/a.md", "blog/1.3/a.md", None),
        ("posts/2019/a.md", "posts/2020/a.md", None),
        ("content/de/a.md", "content/fr/a.md", "translations"),
        ("content/a.md", "content/pt_BR/a.md", "translations"),
        ("content/a.md", "content/zh-hans/a.md", "translations"),
        ("content.fr/a.md", "content/a.md", "translations"),
        ("a.de.md", "a.md", "translations"),
        ("README.md", "README.zh-CN.md", "translations"),
        ("docs/a.md", "i18n/fr/docusaurus-plugin-content-docs/current/a.md", "translations"),
        ("de/content/fr/a.md", "de/content/es/a.md", "translations"),
        ("content/de/a.md", "content/fr/b.md", None),
        ("content/go/a.md", "content/js/a.md", None),
        ("content/a.md", "content/b.md", None),
        ("published/a.md", "content/a.md", None),
    ],
)
def test_pages_that_are_one_page(path: str, other: str, kind: str | None) -> None:
    """Both ways round: folders and endings of versions and languages, where the rest of the path is the same."""
    assert site_kind_of_pair(path, other) == kind
    assert site_kind_of_pair(other, path) == kind


@pytest.mark.parametrize(
    ("path", "by_name"),
    [("CHANGELOG.md", True), ("docs/release-notes.md", True), ("changelog/2.1.md", True), ("doc/changes/0.5.rst", True),
     ("docs/history.md", False), ("content/news/a.md", False), ("/srv/changelog/content/a.md", False)],
)  # fmt: skip
def test_changelogs_by_name(path: str, by_name: bool) -> None:
    """A name that means nothing else is enough; the folder above a site is not."""
    assert is_changelog(path, "Words.\n") == by_name


def test_a_history_lists_changes_if_its_lines_begin_with_versions() -> None:
    """Three headings with versions make a page named *history* one; a story of a company is none."""
    assert is_changelog("docs/history.md", "## 1.2.0\n\na\n\n## 1.1.0\n\nb\n\n## 1.0.0\n")
    assert not is_changelog("docs/history.md", "## 1912\n\na\n\n## 1945\n\nb\n\n## 1990\n")
