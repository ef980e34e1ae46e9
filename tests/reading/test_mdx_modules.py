"""Imports and exports of MDX are no text; all that only looks like them is."""

import pytest

from dedup.reading.inputs import read_contents
from dedup.reading.mdx_modules import without_modules
from dedup.reading.options import ReadingOptions

PUMP = "The pump in the harbour has stopped again."


@pytest.mark.parametrize(
    "module",
    [
        "import {Chart} from '../components/chart.js'",
        'import "./style.css"',
        "import React, {useState} from 'react'\nimport * as all from 'all'",
        "import {\n  One,\n  Two\n} from './numbers.js'",
        "export const year = 2018",
        "export const info = {\n  author: 'Ann',\n\n  note: 'a } in quotes'\n}",
        "export {default} from './layout.js'",
        "export default function Layout({children}) {\n  return <main>{children}</main>\n}",
    ],
)
def test_a_statement_is_no_text(module: str) -> None:
    """It is blank up to the first blank line outside of brackets, and what is behind it keeps its place."""
    source = f"{module}\n\n# A title\n\n{PUMP}\n\n{module}\n\n{PUMP}\n"
    text = without_modules(source)
    assert text.split() == f"# A title {PUMP} {PUMP}".split()
    assert text.index(PUMP) == source.index(PUMP)
    assert text.count("\n") == source.count("\n")


@pytest.mark.parametrize(
    "text",
    [
        "import duties were raised in May, the minister said",
        "export of grain from 'the coast' fell",
        f"{PUMP}\nimport x from 'y'",
        "```js\n\nimport x from 'y'\n\n```",
        "~~~~\n```\n\nexport const a = 1\n~~~~",
    ],
)
def test_what_begins_no_statement_stays(text: str) -> None:
    """A sentence, a line within a paragraph, and code that a page shows are text."""
    assert without_modules(text) == text


def test_brackets_that_never_close_cost_one_block() -> None:
    """The next statement ends at its blank line, too."""
    broken = "export const a = {\n\n"
    assert without_modules(broken * 2 + PUMP).split() == PUMP.split()


def test_a_site_keeps_its_code_as_code() -> None:
    """A check can be asked to judge the code of a site; a scan reads text only. Front matter is read before."""
    source = f"---\ntitle: Pumps\n---\nimport x from 'y'\n\n{PUMP}\n".encode()
    (read,) = read_contents([("a.mdx", source)])
    assert (read.title, read.text.strip()) == ("Pumps", PUMP)
    (kept,) = read_contents([("a.mdx", source)], ReadingOptions(site=True))
    assert kept.text.split() == ["import", "x", "from", "'y'", *PUMP.split()]
