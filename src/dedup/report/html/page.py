"""A result → one HTML file, which needs nothing else: no network, no other file, and for reading no JavaScript.

The page holds the report as plain text and tables, then the values of `view_model` as JSON, the program and the
compressed texts. Nothing of a document can become markup or a program: Jinja escapes texts, JSON has no ``<``, the
program sets text content only, and the page's Content-Security-Policy lets no other program run than the one whose hash
it names.
"""

from __future__ import annotations

import json
from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from dedup.documents import well_formed
from dedup.report.display_text import clean
from dedup.report.escaping import inert_html, inert_json
from dedup.report.hidden_names import DOCUMENT, hide_names, name_table
from dedup.report.html.graph_view import graph_values
from dedup.report.html.heaviest_pairs import heaviest_as_text
from dedup.report.html.text_blocks import MOST_BYTES
from dedup.report.html.view_model import ViewModel
from dedup.report.number_format import counted, number
from dedup.report.sections.scan import scan_sections
from dedup.report.word_diff import join_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from jinja2 import Template

    from dedup.report.formats import RenderOptions
    from dedup.report.name_table import NameTable
    from dedup.results import ScanResult

_SPARE_BYTES = 300_000
"""Room for the places of the carried texts in their blocks."""

SCRIPTS = (
    "values",
    "elements",
    "names",
    "word_diff",
    "filters",
    "histogram",
    "virtual_table",
    "origin_graph",
    "clusters",
    "overview",
    "text_pane",
    "pair_view",
    "passage_view",
    "start",
)
"""The parts of the page's program, in order; each is one file of the folder ``scripts``."""

_JSON_ESCAPES = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}


def html_report(result: ScanResult, options: RenderOptions) -> str:
    """Return the page of a result. Texts come from the result itself or, for a saved one, from `options.texts`."""
    names = name_table(result)
    shown = hide_names(result, names) if options.hide_names else result
    model = ViewModel(result, shown, names, _texts(result, options), hidden=options.hide_names)
    values = model.values() | {
        "hidden": options.hide_names,
        "names": [] if options.hide_names else _replacements(names, model),
    }
    head, encoded = _head(shown, model, options.max_rows), as_json(values)
    blocks = model.texts.blocks
    blocks.keep_within(MOST_BYTES - _SPARE_BYTES - len(head.encode()) - len(encoded) - len(program()))
    texts = as_json(blocks.carried_values(model.numbers) | _missing(result, model))
    return "".join((head, *_tail(encoded, texts, blocks.blocks)))


def _texts(result: ScanResult, options: RenderOptions) -> Callable[[str], str | None]:
    """Return what gives the text of a document of the result, or None where the text is not at hand."""
    if options.texts is not None:
        return options.texts
    return result.text if result.has_texts else lambda _document: None


def _head(shown: ScanResult, model: ViewModel, max_rows: int) -> str:
    """Return the page up to its program: all that can be read without it."""
    page = _template().render(
        policy=_policy(),
        style=style(),
        opening=model.opening(),
        heaviest=heaviest_as_text(model),
        graph=graph_values(shown.provenance),
        sections=scan_sections(shown, max_rows),
    )
    return inert_html(page)


def _missing(result: ScanResult, model: ViewModel) -> dict[str, Any]:
    """Return in sentences which findings and texts the page does not have, and how to see them."""
    texts = model.texts
    sentences = [
        f"Of {counted(found, noun)}, the first {number(len(listed))} are listed; dedup scan --format json holds all."
        for noun, listed, found in (
            ("pair", model.pairs, len(result.copies)),
            ("repetition", model.repetitions, len(result.repetitions)),
        )
        if len(listed) < found
    ]
    if texts.missing:
        sentences.append(
            f"The texts of {counted(texts.missing, 'document')} are not in this file, because a saved result does not "
            "hold them: tables, clusters and origins are shown, but no passages side by side. dedup scan --texts "
            "FOLDER writes the texts, and dedup render --texts FOLDER takes them."
        )
    if texts.not_fitting:
        sentences.append(
            f"The texts of {counted(texts.not_fitting, 'document')} are shorter than the places of this result: they "
            "are other texts, and are not shown."
        )
    if texts.blocks.left_out:
        sentences.append(
            f"The texts of {counted(texts.blocks.left_out, 'document')} did not fit into a file of 20 MB; those of the "
            "findings that come first are here. dedup compare shows any other pair."
        )
    return {"missing": sentences}


def _replacements(names: NameTable, model: ViewModel) -> list[list[str]]:
    """Return what the page's switch shows in place of names: what is shown, and the words of the name."""
    listed = {names.ids[document] for document in model.numbers}
    return [
        [shown, " ".join(words)]
        for words, shown in names.names.items()
        if shown in listed or not shown.startswith(DOCUMENT)
    ]


def as_json(values: Any) -> str:
    """Return values as JSON that can stand in a script element: it has no character that could end one."""
    encoded = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    return inert_json(well_formed(encoded).translate(_JSON_ESCAPES).encode()).decode()


def _tail(values: str, texts: str, blocks: Sequence[str]) -> Iterator[str]:
    yield f'<script type="application/json" id="values">{values}</script>\n'
    yield f'<script type="application/json" id="texts">{texts}</script>\n'
    yield f"<script>{program()}</script>\n"
    for place, block in enumerate(blocks):
        yield f'<script type="text/plain" id="block-{place}">{block}</script>\n'
    yield "</body>\n</html>\n"


@cache
def program() -> str:
    """Return the page's program."""
    folder = files("dedup.report.html").joinpath("scripts")
    parts = [folder.joinpath(f"{name}.js").read_text("utf-8") for name in SCRIPTS]
    return '"use strict";\n(() => {\n' + "\n".join(parts) + "})();\n"


@cache
def style() -> str:
    """Return the page's style sheet."""
    return files("dedup.report.html").joinpath("style.css").read_text("utf-8")


def _policy() -> str:
    """Return the policy under which a browser runs this program, draws by this style sheet, and loads nothing."""
    script, sheet = (b64encode(sha256(part.encode()).digest()).decode() for part in (program(), style()))
    return (
        f"default-src 'none'; script-src 'sha256-{script}'; style-src 'sha256-{sheet}'; base-uri 'none'; "
        "form-action 'none'"
    )


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("dedup.report.html"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"words": join_words, "clean": clean, "counted": counted}
    return environment.get_template("report.html.j2")
