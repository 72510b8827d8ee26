"""Encodings: found without help, chosen by a person, previewed, and refused."""

from __future__ import annotations

import codecs
import random
import re
from pathlib import Path
from typing import get_args

import pytest

from lstm_gui.core.corpus.decoding import ENCODINGS, How, decode, preview
from lstm_gui.core.corpus.source import Source
from lstm_gui.core.corpus.text import make_corpus
from lstm_gui.core.errors import CorpusError

ZH = "想要有直升机\n想要和你飞到宇宙去\n想要和你融化在一起\n融化在宇宙里\n我每天每天在想着你\n"
ZH_TW = "想要有直升機\n想要和你飛到宇宙去\n想要和你融化在一起\n融化在宇宙裡\n我每天每天在想著你\n"
JA = "僕は君を愛してる\n今日も明日もずっと\nさよならは言わない\n"
EN = "the night is long and the café is closed\nthe lights are “burning” low\n"
RTL_AND_EMOJI = "שלום עולם\nمرحبا بالعالم\n👩‍🚀 🎵 love\n"


def source_of(raw: bytes) -> Source:
    return Source("words.txt", Path("words.txt"), raw)


def refusal(raw: bytes, encoding: str | None = None) -> str:
    with pytest.raises(CorpusError) as caught:
        decode(source_of(raw), encoding)
    sentence = str(caught.value)
    assert "words.txt" in sentence
    assert 1 <= len(re.findall(r"[.?!](?=\s|$)", sentence)) <= 2
    return sentence


@pytest.mark.parametrize("text", [ZH, ZH_TW, JA, EN, RTL_AND_EMOJI])
@pytest.mark.parametrize(
    ("mark", "codec", "named"),
    [
        (codecs.BOM_UTF8, "utf-8", "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16"),
        (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32"),
        ("\ufeff".encode("gb18030"), "gb18030", "gb18030"),
    ],
)
def test_byte_order_marks(text: str, mark: bytes, codec: str, named: str) -> None:
    decoded = decode(source_of(mark + text.encode(codec)))

    assert (decoded.text, decoded.encoding, decoded.how) == (text, named, "bom")


@pytest.mark.parametrize("text", [ZH, ZH_TW, JA, EN, RTL_AND_EMOJI, "a", "é"])
def test_utf8(text: str) -> None:
    decoded = decode(source_of(text.encode()))

    assert (decoded.text, decoded.encoding, decoded.how) == (text, "utf-8", "utf-8")


@pytest.mark.parametrize(
    ("text", "codec", "named"),
    [
        (ZH, "gbk", "gb18030"),
        (ZH, "gb18030", "gb18030"),
        (ZH_TW, "big5", "big5"),
        (ZH, "utf-16-le", "utf-16-le"),
        (ZH, "utf-16-be", "utf-16-be"),
        (EN, "utf-16-le", "utf-16-le"),
        (EN, "utf-16-be", "utf-16-be"),
        ("plain words only\n" * 5, "utf-16-le", "utf-16-le"),
        (EN, "utf-32-le", "utf-32-le"),
        (JA, "shift_jis", "cp932"),
        (EN, "cp1252", "cp1252"),
        ("words\n" * 50_000 + ZH * 20, "gb18030", "gb18030"),
    ],
)
def test_guesses(text: str, codec: str, named: str) -> None:
    decoded = decode(source_of(text.encode(codec)))

    assert decoded.text == text
    assert (decoded.encoding, decoded.how) == (named, "guess")


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_offered_encoding_can_be_chosen(encoding: str) -> None:
    text = "plain words\n"

    decoded = decode(source_of(text.encode(encoding)), encoding)

    assert (decoded.text, decoded.encoding, decoded.how) == (text, encoding, "chosen")
    assert codecs.lookup(encoding).name == encoding  # as `Decoded.encoding` spells it


def test_a_chosen_encoding_may_be_spelled_another_way() -> None:
    assert decode(source_of(ZH.encode("gbk")), "GB2312").encoding in ("gb2312", "gb18030")
    assert decode(source_of(ZH.encode()), "UTF8").encoding == "utf-8"


def test_characters_beyond_a_standard_are_read_by_its_wider_form() -> None:
    decoded = decode(source_of("①裏恒".encode("big5hkscs")), "big5")

    assert (decoded.text, decoded.encoding) == ("①裏恒", "big5hkscs")


@pytest.mark.parametrize(
    ("codec", "chosen"),
    [("gb18030", "utf-8"), ("utf-8", "big5"), ("utf-8", "gb18030"), ("gb18030", "shift_jis")],
)
def test_a_wrong_choice_is_refused(codec: str, chosen: str) -> None:
    assert f"not written in {chosen}" in refusal((ZH * 20).encode(codec), chosen)


@pytest.mark.parametrize("encoding", ["klingon", "hex", "rot13", "nul\0", "", "idna", "undefined"])
def test_what_is_no_encoding_is_refused(encoding: str) -> None:
    sentence = refusal("é".encode(), encoding)

    assert "encoding" in sentence


def test_a_cut_utf8_file_is_still_utf8() -> None:
    decoded = decode(source_of((ZH * 20).encode()[:-2]))

    assert (decoded.encoding, decoded.unreadable) == ("utf-8", 1)
    assert decoded.text == (ZH * 20)[:-1] + "\ufffd" or decoded.text.startswith(ZH * 19)


@pytest.mark.parametrize("place", [3, 400, 401, -100])
@pytest.mark.parametrize(("text", "codec"), [(ZH, "gb18030"), (ZH_TW, "big5"), (ZH, "utf-8")])
def test_one_bad_byte_in_a_long_text_is_borne(text: str, codec: str, place: int) -> None:
    raw = (text * 20).encode(codec)

    decoded = decode(source_of(raw[:place] + b"\xff" + raw[place:]))

    assert decoded.encoding == codec
    assert 1 <= decoded.unreadable <= 4


def test_mostly_replacement_characters() -> None:
    assert "More than 5 %" in refusal(("锟\ufffd\ufffd" * 30 + ZH).encode())
    assert decode(source_of((ZH * 9 + "\ufffd").encode())).text.endswith("\ufffd")


def test_nul_bytes() -> None:
    assert "NUL" in refusal((ZH + "\0" + ZH).encode())
    assert "NUL" in refusal(ZH.encode() + b"\0")
    assert "NUL" in refusal("words\n".encode("utf-16-le"), "utf-8")


@pytest.mark.parametrize(
    "raw",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0",
        b"\0" * 500,
        bytes(range(256)) * 4,
        random.Random(1).randbytes(5000),
        b"\x7fELF\2\1\1" + bytes(40),
        b"\1\2\3\4\5\6\7",
        b"%PDF-1.4\n\xe2\xe3\xcf\xd3\n1 0 obj",
    ],
)
def test_binary(raw: bytes) -> None:
    assert re.search("not a text|NUL|could not be recognised", refusal(raw))


def test_binary_is_called_so() -> None:
    assert "is not a text" in refusal(bytes(range(256)) * 4)
    assert "is not a text" in refusal(b"\1\2\3\4\5\6\7words")


def test_preview_shows_the_beginning() -> None:
    source = source_of((ZH * 100).encode("gb18030"))

    assert preview(source, "gb18030") == (ZH * 100)[:300]
    assert preview(source, "gb18030", characters=7) == ZH[:7]
    assert "\ufffd" in preview(source, "utf-8")
    with pytest.raises(CorpusError, match=r"words\.txt"):
        preview(source, "klingon")


@pytest.mark.parametrize("encoding", [*ENCODINGS, "hex", "idna"])
@pytest.mark.parametrize("raw", [b"", b"\0\xff\xfe", random.Random(2).randbytes(3000)])
def test_preview_of_anything(raw: bytes, encoding: str) -> None:
    text = preview(source_of(raw), encoding)

    assert len(text) <= 300
    assert "\0" not in text


def test_a_split_character_does_not_show_in_a_preview() -> None:
    for characters in range(1, 12):
        assert preview(source_of(ZH.encode()), "utf-8", characters) == ZH[:characters]


def test_ways_of_finding_are_four() -> None:
    assert get_args(How) == ("bom", "utf-8", "guess", "chosen")


def test_the_corpus_remembers_how_it_was_read() -> None:
    corpus = make_corpus(decode(source_of(ZH.encode("gb18030"))), "words.txt")

    assert (corpus.encoding, corpus.how) == ("gb18030", "guess")
