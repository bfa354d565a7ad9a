# ruff: noqa: E501  (samples are kept whole)
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.extraction.encoding import decode, legacy_font, mend, mojibake_share, not_text

HINDI = "<html><p>सेना ने ठंड में अभ्यास किया। रक्षा मंत्री ने कहा कि तैयारी पूरी है।</p></html>"


def twice(text: str) -> str:
    """`text` as UTF-8 taken for windows-1252, as browsers do it."""
    return text.encode().decode("sloppy-windows-1252")


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (HINDI.encode(), None),
        (HINDI.encode(), "text/html; charset=iso-8859-1"),
        (b'<meta charset="windows-1252">' + HINDI.encode(), "text/html"),
        (b"\xef\xbb\xbf" + HINDI.encode(), "text/html; charset=utf-16"),
        (HINDI.encode("utf-16"), "text/html; charset=utf-8"),
        (HINDI.encode("utf-16-le"), None),
        (HINDI.encode("utf-16-be"), None),
        (HINDI.encode("utf-32"), None),
        (twice(HINDI).encode(), "text/html; charset=utf-8"),
    ],
    ids=[
        "plain",
        "http lies",
        "meta lies",
        "mark beats http",
        "utf-16",
        "le no mark",
        "be no mark",
        "utf-32",
        "twice",
    ],
)
def test_the_text_is_found_whatever_is_declared(body: bytes, content_type: str | None) -> None:
    assert "सेना ने ठंड में अभ्यास किया।" in decode(body, content_type).text


def test_a_page_cut_within_a_character_stays_utf_8() -> None:
    cut = (HINDI * 20).encode()[:-25]
    decoded = decode(cut, "text/html; charset=windows-1252")
    assert decoded.encoding == "utf-8"
    assert decoded.text.startswith("<html><p>सेना")


def test_latin_1_is_read_as_browsers_do() -> None:
    body = b"<p>\x93quoted\x94 caf\xe9 \xe0\xe1\xe2\xe3 and more text</p>"
    assert "“quoted” café" in decode(body, "text/html; charset=iso-8859-1").text


@pytest.mark.parametrize(
    "text", ["ठंड में ठाकुर का ठिकाना", "एस-400 की पाँच स्क्वाड्रन; “बड़ी” ख़रीद", "नेपालको सेना २०८१ सालमा"]
)
def test_double_encoding_is_undone(text: str) -> None:
    assert mend(f"<b>{twice(text)}</b>")[0] == f"<b>{text}</b>"


def test_bytes_kept_as_control_characters_and_a_third_layer() -> None:
    text = "नौसेना को मिला दूसरा पोत, ठंड में अभ्यास"
    latin = text.encode().decode("latin-1")
    assert mend(latin)[0] == text
    assert mend(twice(twice(text)))[0] == text


def test_a_broken_word_does_not_keep_its_neighbours_from_being_read() -> None:
    good, bad = twice("सेना ने"), twice("कहा")[:-1]
    assert mend(f"{good} {bad}")[0].startswith("सेना ने")


def test_what_cannot_be_repaired_is_measured() -> None:
    lost = twice("सेना ने कहा कि वह तैयार है").replace("\x81", "").replace("\x8d", "").replace("\xb8", "")
    assert mojibake_share(mend(lost)[0]) > 0.05
    assert mojibake_share("à la carte और हिंदी") == 0


@pytest.mark.parametrize("text", ["café à la carte", "naïve façade — “ok”", "हिंदी à हिंदी", ""])
def test_text_without_the_signs_of_double_encoding_is_left_alone(text: str) -> None:
    assert mend(text) == (text, 0)


@given(st.text())
def test_mending_is_idempotent(text: str) -> None:
    once = mend(text)[0]
    assert mend(once)[0] == once


@given(st.binary())
def test_decoding_never_fails(body: bytes) -> None:
    assert "\x00" not in decode(body, None).text


def test_kruti_dev_is_recognised() -> None:
    text = (
        "Hkkjr ljdkj us dgk gS fd lsuk ds tokuksa dh la[;k esa deh ugha gksxh vkSj ;g ckr jkT; ds fy, Hkh lgh gS"
        * 3
    )
    assert legacy_font(text) is not None
    assert "Kruti Dev" in str(legacy_font(text, '<font face="Kruti Dev 010">'))


def test_menus_in_devanagari_do_not_hide_a_legacy_font() -> None:
    line = (
        "ubZ fnYyhA j{kk ea=h us dgk gS fd ukSlsuk ds csM+s esa u;k iksr 'kkfey fd;k x;k gS vkSj ;g vPNk gS"
    )
    assert legacy_font("\n".join(["होम देश विदेश", "सेना को मिली नई तोप"] * 20 + [line] * 3)) is not None


def test_another_legacy_font_is_recognised_by_its_name() -> None:
    text = (
        "ÙæñâðÙæ ·¤ô ç×Üæ ÎêâÚUæ çß×æÙßæã·¤ ÂôÌÐ ÚUÿææ ×¢˜æè Ùð ·¤ãæ ç·¤ Øã Îðàæ ·ð¤ çÜ° »ßü ·¤è ÕæÌ ãñÐ " * 3
    )
    assert "Chanakya" in str(legacy_font(text, "<p style='font-family:Chanakya'>"))
    assert legacy_font(text, "<p>") is None


@pytest.mark.parametrize(
    "text",
    [
        "The defence minister told us that the ministry has no such plan, and the army said so too. " * 5,
        "सेना ने कहा gS esa ds vkSj dks us ls",
        "",
    ],
)
def test_other_text_is_no_legacy_font(text: str) -> None:
    assert legacy_font(text, "font-family: Mangal") is None


def test_documents_that_are_no_text() -> None:
    assert not_text(b"%PDF-1.7 ...") == "a PDF document"
    assert not_text(b"<html>") is None
