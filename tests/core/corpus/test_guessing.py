"""Guessed encodings: a language is read rightly or refused, and never read as another text."""

from __future__ import annotations

from pathlib import Path

import pytest

from lstm_gui.core.corpus.decoding import Decoded, decode
from lstm_gui.core.corpus.source import Source
from lstm_gui.core.errors import CorpusError

VERSES = {
    "cs": "Měsíc svítí nad řekou\nšel jsem tiše k tobě\n"
    "žluťásek spí v trávě\núplněk dýchá za oknem\n",
    "pl": "Księżyc świeci nad rzeką\nszedłem cicho do ciebie\n"
    "żółty motyl śpi w trawie\nźrebię pije\n",
    "hu": "A hold fénye a folyó fölött\nhalkan mentem hozzád\nőszi fűben alszik a lepke\ngyűrű\n",
    "ru": "Ночь длинна и звёзды падают в море\nспой мне песню до рассвета\nЯ жду тебя у реки\n",
    "uk": "Ніч довга і зорі падають у море\n"
    "заспівай мені пісню до світанку\nЇжак спить у траві є\n",
    "el": "Το βράδυ πέφτει στην πόλη\nη θάλασσα με περιμένει, ήσυχη και βαθιά\nΆκου το τραγούδι\n",
    "tr": "Gece uzun ve yıldızlar denize düşüyor\n"
    "bana şafağa kadar bir şarkı söyle\nçiçeğim, ağla\n",
    "fr": "La nuit est longue et les étoiles tombent à la mer\n"
    "chante-moi où naît l'été, ma bien-aimée\n",
    "de": "Die Nacht ist schön und die Träume fließen\n"
    "süße Lieder über den Flüssen, grün und kühl\n",
    "th": "คืนนี้ฝนตกลงมาที่เมืองเก่า\nฉันเดินคนเดียวบนถนนที่คุ้นเคย\n",
    "ko": "밤바다를 바라보고 있었어\n파도 소리만 들려오네\n너의 노래를 기억해\n",
    "ja": "僕は君を愛してる\n今日も明日もずっと\nさよならは言わない\n",
    "zh": "灯火在窗前摇\n雨声落进河里\n我把歌轻轻唱\n唱给远方听\n",
    "zh_TW": "燈火在窗前搖\n雨聲落進河裡\n我把歌輕輕唱\n唱給遠方聽\n",
}


def read(raw: bytes) -> Decoded:
    return decode(Source("words.txt", Path("words.txt"), raw))


@pytest.mark.parametrize("times", [1, 12])
@pytest.mark.parametrize(
    ("language", "codec"),
    [
        ("cs", "iso8859-2"),
        ("cs", "cp1250"),
        ("pl", "iso8859-2"),
        ("pl", "cp1250"),
        ("hu", "iso8859-2"),
        ("ru", "iso8859-5"),
        ("ru", "koi8-r"),
        ("ru", "cp1251"),
        ("uk", "koi8-u"),
        ("el", "iso8859-7"),
        ("el", "cp1253"),
        ("tr", "iso8859-9"),
        ("fr", "iso8859-15"),
        ("de", "cp1252"),
        ("th", "cp874"),
        ("ko", "euc_kr"),
        ("ja", "shift_jis"),
        ("ja", "euc_jp"),
        ("ja", "iso2022_jp"),
        ("zh", "gb18030"),
        ("zh", "hz"),
        ("zh_TW", "big5"),
    ],
)
def test_languages_are_read_rightly(language: str, codec: str, times: int) -> None:
    text = VERSES[language] * times

    decoded = read(text.encode(codec))

    assert (decoded.text, decoded.how, decoded.unreadable) == (text, "guess", 0)


@pytest.mark.parametrize(
    ("language", "codec"),
    [
        ("ru", "cp866"),
        ("ru", "mac-cyrillic"),
        ("cs", "cp852"),
        ("de", "cp850"),
        ("de", "cp273"),
        ("fr", "mac-roman"),
        ("el", "cp737"),
        ("tr", "cp857"),
    ],
)
def test_pages_that_fit_any_byte_are_no_guess(language: str, codec: str) -> None:
    with pytest.raises(CorpusError, match="could not be recognised"):
        read((VERSES[language] * 8).encode(codec))


@pytest.mark.parametrize(
    ("first", "second"),
    [("gbk", "utf-8"), ("utf-8", "gbk"), ("utf-8", "big5"), ("big5", "utf-8")],
)
def test_texts_that_are_utf8_in_part_are_refused_as_such(first: str, second: str) -> None:
    text = VERSES["zh" if "gbk" in (first, second) else "zh_TW"] * 10

    with pytest.raises(CorpusError, match="UTF-8 in some places and in another"):
        read(text.encode(first) + text.encode(second))


@pytest.mark.parametrize("place", [0.1, 0.5, 0.9])
@pytest.mark.parametrize(
    ("language", "codec"),
    [("fr", "latin-1"), ("ru", "cp1251"), ("zh", "gb18030"), ("pl", "cp1250")],
)
def test_mixed_texts_are_never_read_as_another_text(
    language: str, codec: str, place: float
) -> None:
    text = VERSES[language] * 12
    cut = int(place * len(text))
    before, after = text[:cut], text[cut:]

    for raw in (
        before.encode() + after.encode(codec),
        before.encode(codec) + after.encode(),
    ):
        try:
            decoded = read(raw)
        except CorpusError:
            continue
        assert decoded.encoding == "utf-8"
        assert decoded.unreadable > 0


def test_two_old_encodings_in_one_text_are_refused() -> None:
    for language, first, second in [("ru", "cp1251", "koi8-r"), ("ru", "iso8859-5", "cp1251")]:
        text = VERSES[language] * 10
        with pytest.raises(CorpusError, match="could not be recognised"):
            read(text.encode(first) + text.encode(second))


def test_repeated_characters_are_big5_or_refused() -> None:
    raw = "".join(f"{c * 4}\n" * 6 for c in "啦啦哇哈嘿呀喔耶勁愛你我").encode("big5")

    try:
        assert read(raw).encoding == "big5"
    except CorpusError as error:
        assert "could not be recognised" in str(error)


def test_colours_of_a_terminal_do_not_hide_the_encoding() -> None:
    text = f"\x1b[32m《夜》\x1b[m\n{VERSES['zh']}" * 3

    assert read(text.encode("gb18030")).text == text
