"""Bytes of any encoding become the text that was written."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.errors import InputError
from dedup.reading.decoding import decode

TEXTS = {
    "cp1252": "Le président de la République a déclaré que la coopération franco-allemande était « nécessaire ».",
    "cp1250": "Zażółć gęślą jaźń. Wczoraj minister spraw zagranicznych spotkał się z dziennikarzami w Łodzi.",
    "cp1251": "Министр иностранных дел России заявил, что отношения двух стран вступили в новую эпоху.",
    "cp932": "日本の首相は東京で会談した。両国の経済協力について話し合った。",
    "gb18030": "北京大学的学生在讨论经济问题，政府发布了新的政策。",
    "cp949": "대한민국 정부는 오늘 새로운 경제 정책을 발표했다고 밝혔다.",
    "cp1253": "Η Ελλάδα και η Κύπρος συζητούν για την ενέργεια στην ανατολική Μεσόγειο.",
}


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_utf8_is_taken_as_it_is(text: str) -> None:
    """Text in UTF-8 comes back unchanged and without a note; a leading mark is none of it."""
    plain = text.removeprefix("\ufeff")
    assert decode("x", plain.encode()) == (plain, None) or plain.startswith("\ufeff")
    assert decode("x", codecs.BOM_UTF8 + plain.encode())[1] is None


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_byte_order_mark_is_believed(encoding: str) -> None:
    """A mark names the encoding, is no part of the text, and is noted."""
    mark = "\ufeff".encode(encoding)
    text, note = decode("x", mark + "Zürich – 東京 😀".encode(encoding))
    assert text == "Zürich – 東京 😀"
    assert note == f"not UTF-8: read as {encoding}, by its byte order mark"


@pytest.mark.parametrize(("encoding", "text"), TEXTS.items())
def test_detected_encoding_loses_no_character(encoding: str, text: str) -> None:
    """Sentences in the common legacy encodings come out as they were written, with a note."""
    found, note = decode("x", text.encode(encoding))
    assert found == text
    assert note is not None


def test_short_western_text_is_windows_1252() -> None:
    """One accented letter tells nothing; then the commonest encoding is taken, not the first by name."""
    assert decode("x", "café".encode("cp1252")) == ("café", "not UTF-8: read as cp1252")
    assert decode("x", "El niño comió con la señora Muñoz.".encode("cp1252"))[0] == "El niño comió con la señora Muñoz."


def test_stray_bytes_do_not_spoil_utf8() -> None:
    """Mostly UTF-8 stays UTF-8; only the stray byte is read as windows-1252."""
    data = "Zürich, Genève, Łódź und ".encode() + b"Z\xfcrich"
    assert decode("x", data) == (
        "Zürich, Genève, Łódź und Zürich",
        "not UTF-8: read as UTF-8 with 1 stray byte as windows-1252",
    )


def test_named_encoding_is_not_second_guessed() -> None:
    """What the call says is taken, and bytes that break it are told with their place."""
    assert decode("x", "naïve".encode("cp1250", "replace"), "cp1250")[1] is None
    assert decode("x", "word".encode("utf-16"), "utf-16") == ("word", None)
    with pytest.raises(InputError, match="at byte 2"):
        decode("x", b"ab\xff", "ascii")


def test_charset_that_a_page_declares_is_believed() -> None:
    """For HTML the page's own charset comes before any guess, in the meaning that browsers give it."""
    page = '<html><head><meta charset="iso-8859-2"></head><body>Łódź</body></html>'
    assert decode("x", page.encode("iso-8859-2"), markup=True) == (
        page,
        "not UTF-8: read as iso-8859-2, as the page declares",
    )
    quoted = '<meta http-equiv="Content-Type" content="text/html; charset=ISO-8859-1"><p>“é”'
    assert decode("x", quoted.encode("cp1252"), markup=True)[0] == quoted


@pytest.mark.parametrize("data", [b"a\0b", b"\x89PNG\r\n", b"PK\x03\x04abc", b"\1\2\3\4\5\6", b"\xff\xfe\x00"])
def test_binary_is_refused(data: bytes) -> None:
    """Known file types, NUL bytes, control characters and half a UTF-16 character are no text."""
    with pytest.raises(InputError):
        decode("x", data)


@given(st.binary())
def test_any_bytes_decode_or_are_refused(data: bytes) -> None:
    """Whatever the bytes: valid Unicode comes out, or an `InputError`."""
    try:
        text, _ = decode("x", data)
    except InputError:
        return
    text.encode()


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("café au lait is what many people in the city order in the morning, déjà vu", "cp1252"),
        ("Der Bürgermeister sagte, dass die Straße für größere Fahrzeuge gesperrt würde.", "cp1252"),
        ("Le préfet a annoncé que l'école serait fermée à cause de la grève générale.", "cp1252"),
        ("Президент сообщил журналистам, что переговоры продолжатся в четверг.", "cp1251"),
        ("Prezydent powiedział dziennikarzom, że rozmowy będą kontynuowane w środę i później.", "cp1250"),
    ],
)
def test_a_sentence_in_a_common_legacy_encoding_is_read_as_it_was_written(text: str, encoding: str) -> None:
    """Rare encodings that measure slightly better on a few accents do not win over the common one."""
    assert decode("x", text.encode(encoding))[0] == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Das Orchester spielte für die Gäste,\rund draußen fiel über Nacht der erste Schnee.", "mac_roman"),
        ("La bibliothèque a été fermée à Noël\ret les élèves n’ont pas été prévenus.", "mac_roman"),
        ("Мост через реку был закрыт в среду,\rпотому что опора была повреждена.", "mac_cyrillic"),
        ("Das Orchester spielte für die Gäste,\nund draußen fiel über Nacht der erste Schnee.", "cp1252"),
    ],
)
def test_files_with_the_line_ends_of_classic_mac_os_are_in_its_encodings(text: str, encoding: str) -> None:
    """Their bytes alone would also be Greek or Central European."""
    assert decode("x", text.encode(encoding)) == (text.replace("\r", "\n"), f"not UTF-8: read as {encoding}")
