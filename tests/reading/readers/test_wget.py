"""A web archive that wget makes of a site becomes the pages of the site."""

from __future__ import annotations

import shutil
import subprocess
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from dedup.reading.inputs import read_paths
from tests.reading.readers.samples import FERRY, PUMP, page

if TYPE_CHECKING:
    from pathlib import Path


class _Silent(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.mark.skipif(shutil.which("wget") is None, reason="wget is not installed")
def test_crawl_of_a_site_becomes_its_pages(tmp_path: Path) -> None:
    """A missing page, the requests, and what wget says of itself are counted, and are no documents."""
    site = tmp_path / "site"
    site.mkdir()
    linked = page(PUMP).replace("href='/'", "href='/ferry.html'").replace("</nav>", "<a href='/gone.html'>x</a></nav>")
    (site / "index.html").write_text(linked)
    (site / "ferry.html").write_text(page(FERRY, "The ferry"))
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Silent, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/"
    try:
        options = ["--quiet", "--recursive", "--level=1", "--no-proxy", f"--warc-file={tmp_path / 'crawl'}"]
        subprocess.run(["wget", *options, f"--directory-prefix={tmp_path / 'copy'}", address], check=False)
    finally:
        server.shutdown()
        server.server_close()
    found = read_paths([tmp_path / "crawl.warc.gz"])
    assert not found.unreadable
    assert {each.url: each.text for each in found} == {
        address: f"The pump\n\n{PUMP}",
        f"{address}ferry.html": f"The ferry\n\n{FERRY}",
    }
    assert "responses that are redirects or errors" in found.notes[0].note
