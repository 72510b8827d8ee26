"""Bytes as text: byte order mark, strict UTF-8, then a guess."""

from __future__ import annotations

import codecs
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from lstm_gui.core.clean_text import PIECE, clean, count_unseen
from lstm_gui.core.corpus.source import Source
from lstm_gui.core.errors import CorpusError, EncodingError
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP

__all__ = ["Decoded", "ENCODINGS", "How", "decode", "preview"]

How = Literal["bom", "utf-8", "guess", "chosen"]
"""How an encoding was found: by its mark, by being valid UTF-8, by chardet, by a person."""

ENCODINGS = (
    *("utf-8", "gb18030", "big5", "big5hkscs", "utf-16", "utf-16-le", "utf-16-be", "utf-32"),
    *("shift_jis", "euc_jp", "iso2022_jp", "euc_kr", "cp949"),
    *("cp1252", "iso8859-1", "iso8859-15", "cp1250", "iso8859-2", "cp1257", "iso8859-13"),
    *("cp1251", "koi8-r", "koi8-u", "iso8859-5", "cp1253", "iso8859-7", "cp1254", "iso8859-9"),
    *("cp1255", "iso8859-8", "cp1256", "iso8859-6", "cp874", "tis-620", "cp1258"),
    *("cp437", "cp850", "cp852", "cp866", "mac-roman", "mac-cyrillic"),
)
"""The encodings that the window offers; `Decoded.encoding` may be yet another one."""

_MARKS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_NARROW = {"big5hkscs": "big5", "euc_jis_2004": "euc_jp", "iso2022_jp_2": "iso2022_jp"}
_WIDER = {
    "big5": "big5hkscs",
    "euc_jp": "euc_jis_2004",
    "euc_kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso2022_jp": "iso2022_jp_2",
    "shift_jis": "cp932",
}

_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_CONTROL_BYTES = bytes((*range(0x09), *range(0x0E, 0x20), 0x7F))

# A wrong encoding spoils 1 % of a text and more (measured on lyrics in four languages), a
# damaged file far less.
MAX_DAMAGE = 1 / 200
MAX_REPLACED = 1 / 20
MAX_CONTROLS = 1 / 20


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text as its encoding gives it; `unreadable` counts what became U+FFFD."""

    text: str
    encoding: str
    how: How
    unreadable: int = 0


def decode(source: Source, encoding: str | None = None) -> Decoded:
    """Read the bytes of `source` as text, in `encoding` if a person has chosen one.

    Raises:
        CorpusError: It is not text, or not in this encoding.
    """
    decoded = _found(source) if encoding is None else _chosen(source, encoding)
    _require_text(decoded.text, source.name)
    return decoded


def preview(source: Source, encoding: str, characters: int = 300) -> str:
    """Show how the beginning of `source` reads in `encoding`, with U+FFFD for what does not.

    Raises:
        CorpusError: There is no such encoding.
    """
    beginning = source.raw[: 4 * characters + 4]
    text = _decode(beginning, _codec(encoding, source.name), "replace") or ""
    if len(beginning) < len(source.raw):  # the cut may have split a character
        text = text.rstrip(_REPLACEMENT)
    return clean(text)[:characters]


def _chosen(source: Source, encoding: str) -> Decoded:
    codec = _codec(encoding, source.name)
    decoded = _read_as(source.raw, codec, "chosen")
    if decoded is None:
        template = QT_TRANSLATE_NOOP(
            "Errors", "{file} is not written in {encoding}. Choose another encoding."
        )
        raise EncodingError(source.path, template, file=source.name, encoding=encoding)
    return decoded


def _found(source: Source) -> Decoded:
    raw = source.raw
    for mark, codec in _MARKS:
        if raw.startswith(mark) and (decoded := _read_as(raw, codec, "bom")):
            return decoded
    if raw.isascii() and (decoded := _escaped(raw)):
        return decoded
    text = _decode(raw, "utf-8", "strict")
    # UTF-16 without a mark can be valid UTF-8, but then it is full of NUL bytes.
    if text is not None and b"\0" not in raw:
        return Decoded(text, "utf-8", "utf-8")
    return _damaged_utf8(raw) or _guessed(source)


def _has_many_controls(raw: bytes) -> bool:
    few = MAX_CONTROLS * len(raw)
    if len(raw) - len(raw.translate(None, _CONTROL_BYTES)) <= few:  # quick, and usual
        return False
    return count_unseen(raw.decode("latin-1"), _CONTROL) > few


def _escaped(raw: bytes) -> Decoded | None:
    """Read ASCII that stands for other characters by its escapes."""
    from lstm_gui.core.corpus.guessing import escaped

    code = escaped(raw)
    return _read_as(raw, code, "guess") if code else None


def _damaged_utf8(raw: bytes) -> Decoded | None:
    """Recognise UTF-8 with a few bad bytes, such as a file that was cut inside a character."""
    decoded = _read_as(raw, "utf-8", "utf-8") if b"\0" not in raw else None
    if decoded is None:
        return None
    ascii_only = len(decoded.text.encode("ascii", "ignore"))
    valid = len(decoded.text) - ascii_only - decoded.unreadable
    # Other encodings hardly ever form a valid sequence of UTF-8 by chance.
    return decoded if decoded.unreadable * 20 <= valid else None


def _guessed(source: Source) -> Decoded:
    from lstm_gui.core.corpus.guessing import candidates, mixed_with_utf8  # few texts need chardet

    raw = source.raw
    binary = b"\0" in raw or _has_many_controls(raw)
    if not binary and mixed_with_utf8(raw):
        template = QT_TRANSLATE_NOOP(
            "Errors",
            "{file} is written in UTF-8 in some places and in another encoding in others. Save all "
            "of it as UTF-8, or choose an encoding by hand.",
        )
        raise EncodingError(source.path, template, file=source.name)
    for encoding in candidates(raw):
        if decoded := _read_as(raw, _NARROW.get(encoding, encoding), "guess"):
            return decoded
    if binary:
        raise _not_text(raw.decode("latin-1"), source.name)
    template = QT_TRANSLATE_NOOP(
        "Errors",
        "The encoding of {file} could not be recognised. Choose it by hand, or save the text "
        "as UTF-8.",
    )
    raise EncodingError(source.path, template, file=source.name)


def _read_as(raw: bytes, codec: str, how: How) -> Decoded | None:
    """Decode strictly, or with little damage, or not at all."""
    for candidate in dict.fromkeys((codec, _WIDER.get(codec, codec))):
        text = _decode(raw, candidate, "strict")
        if text is not None:
            return Decoded(text, candidate, how)
    text = _decode(raw, codec, "replace", most_unreadable=MAX_DAMAGE * len(raw))
    if text is None:
        return None
    unreadable = text.count(_REPLACEMENT)
    if unreadable > MAX_DAMAGE * len(text):
        return None
    return Decoded(text, codec, how, unreadable)


def _decode(raw: bytes, codec: str, errors: str, most_unreadable: float = math.inf) -> str | None:
    """Decode without the byte order mark; None if it cannot be, or too much is unreadable."""
    text, unreadable = "", 0
    try:
        for piece in _decoded_pieces(raw, codec, errors):
            # A string that nobody else holds grows where it is; see `clean_text.by_pieces`.
            text += piece if text else piece.removeprefix(_MARK)
            unreadable += piece.count(_REPLACEMENT)
            if unreadable > most_unreadable:
                return None
    except (LookupError, ValueError):  # LookupError: a codec that is not for text, such as hex
        return None
    return text


def _decoded_pieces(raw: bytes, codec: str, errors: str) -> Iterator[str]:
    """Decode a piece at a time: while Python decodes, no other thread runs."""
    if len(raw) <= PIECE:
        yield raw.decode(codec, errors)
        return
    raw[:1].decode(codec, "replace")  # raises for a codec that is not for text
    decoder = codecs.getincrementaldecoder(codec)(errors)
    for start in range(0, len(raw), PIECE):
        part = raw[start : start + PIECE]
        yield decoder.decode(part, start + PIECE >= len(raw))


def _codec(encoding: str, name: str) -> str:
    try:
        return codecs.lookup(encoding).name
    except (LookupError, ValueError):  # ValueError: a NUL in the name
        template = QT_TRANSLATE_NOOP(
            "Errors",
            "{file} cannot be read as {encoding}, which is not the name of an encoding. Use one "
            "such as utf-8, gb18030 or big5.",
        )
        raise CorpusError(template, file=name, encoding=encoding) from None


def _require_text(text: str, name: str) -> None:
    if "\0" in text:
        raise _not_text(text, name)
    if count_unseen(text, _CONTROL) > MAX_CONTROLS * len(text):
        raise _binary(name)
    if text.count(_REPLACEMENT) > MAX_REPLACED * len(text):
        template = QT_TRANSLATE_NOOP(
            "Errors",
            "More than {percent} % of {file} is unreadable (U+FFFD), as after a wrong conversion. "
            "Get the text from its source again, or choose another file.",
        )
        raise CorpusError(template, file=name, percent=round(100 * MAX_REPLACED))


def _not_text(text: str, name: str) -> CorpusError:
    """Tell a text with NUL bytes in it from a file that is no text at all."""
    without = text.replace("\0", "")
    if len(without) == len(text) or len(_CONTROL.findall(without)) > MAX_CONTROLS * len(without):
        return _binary(name)
    template = QT_TRANSLATE_NOOP(
        "Errors", "{file} contains NUL bytes, which no text has. Save it again as plain UTF-8 text."
    )
    return CorpusError(template, file=name)


def _binary(name: str) -> CorpusError:
    template = QT_TRANSLATE_NOOP(
        "Errors", "{file} is not a text. Choose a .txt file, or a .zip with one inside."
    )
    return CorpusError(template, file=name)
