"""PDFs of a few hundred bytes that take a reader without end, or all memory."""

from __future__ import annotations

import zlib

_FORM = "/Type/XObject/Subtype/Form/BBox[0 0 612 792]"


def _pdf(*objects: bytes) -> bytes:
    """Return a PDF of one page, whose contents are the fourth object; the first three are made here."""
    first = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>>",
    )
    made, places = b"%PDF-1.4\n", list[int]()
    for number, content in enumerate((*first, *objects), start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(places) + 1
    trailer = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, len(made))
    return b"%bxref\n0 %d\n0000000000 65535 f \n%b%b" % (made, size, rows, trailer)


def _stream(facts: str, content: bytes) -> bytes:
    return b"<<%b/Length %d>>\nstream\n%b\nendstream" % (facts.encode(), len(content), content)


def _form(drawn: int, times: int = 2) -> bytes:
    """Return a form that draws another one, or itself, by its number."""
    return _stream(f"{_FORM}/Resources<</XObject<</F {drawn} 0 R>>>>", b"/F Do " * times)


def drawing_itself() -> bytes:
    """Return a PDF with a form that draws itself twice."""
    return _pdf(_stream("", b"/F Do"), _form(5))


def drawing_each_other() -> bytes:
    """Return a PDF with two forms, each of which draws the other one twice."""
    return _pdf(_stream("", b"/F Do"), _form(6), _form(5))


def drawing_the_next() -> bytes:
    """Return a PDF with nine forms, each of which draws the next one fifty times: nothing draws itself."""
    return _pdf(_stream("", b"/F Do"), *(_form(number, 50) for number in range(6, 14)), _stream(_FORM, b"BT ET"))


def unpacking() -> bytes:
    """Return a PDF whose page becomes 900 MB in three steps, each a thousand times as large."""
    packer = zlib.compressobj(9)
    once = b"".join(packer.compress(bytes(1 << 20)) for _ in range(900)) + packer.flush()
    thrice = zlib.compress(zlib.compress(once, 9), 9)
    return _pdf(_stream("/Filter[/FlateDecode/FlateDecode/FlateDecode]", thrice))
