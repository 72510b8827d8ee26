"""Files that are no text to train on, by name: each is refused with a sentence."""

from __future__ import annotations

import os
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

from lstm_gui.core.corpus import source
from tests.core.corpus.test_corpus_reading import (
    BOMBS,
    LYRICS,
    LYRICS_ZIP,
    OLE,
    packed,
    safetensors,
    tar_of,
    with_sizes,
    zip_of,
)

__all__ = ["BYTES", "PLACES"]

UTF8 = LYRICS.encode()


def _locked() -> bytes:
    raw = bytearray(LYRICS_ZIP)
    raw[6] |= 1
    raw[raw.index(b"PK\1\2") + 8] |= 1
    return bytes(raw)


def _link(kind: int) -> bytes:
    link = zipfile.ZipInfo("lyrics.txt")
    link.create_system = 3
    link.external_attr = (kind | 0o777) << 16
    return zip_of((link, b"/etc/passwd"))


def _outside(member: str) -> bytes:
    return zip_of(("lyrics.txt", UTF8), (member, b"x"))


BYTES: dict[str, Callable[[], bytes]] = {
    "empty": lambda: b"",
    "one blank": lambda: b" ",
    "only new lines": lambda: b"\n" * 5000,
    "only a mark of UTF-8": lambda: b"\xef\xbb\xbf",
    "only a mark of UTF-16": lambda: b"\xff\xfe",
    "only zeros": lambda: bytes(5000),
    "NUL in the middle": lambda: UTF8 + b"\0" + UTF8,
    "NUL at the end of much": lambda: UTF8 * 100_000 + b"\0",
    "half UTF-8": lambda: (UTF8 * 9)[:200] + b"\xff\xfe\xfa" * 60,
    "mostly no characters": lambda: "\ufffd".encode() * 500 + UTF8,
    "lone surrogates": lambda: b"\xed\xa0\x80" * 200 + UTF8,
    "bytes at random": lambda: bytes((7 * i * i + 3 * i) % 256 for i in range(5000)),
    **{f"zip cut at {size}": lambda size=size: LYRICS_ZIP[:size] for size in (4, 30, 60, 99)},
    "zip cut by a byte": lambda: LYRICS_ZIP[:-1],
    "zip with a wrong checksum": lambda: zip_of(("a.txt", b"the night is long"), method=0).replace(
        b"night", b"light"
    ),
    "zip with a password": _locked,
    "zip packed by bzip2": lambda: zip_of(("a.txt", UTF8), method=zipfile.ZIP_BZIP2),
    "zip packed by LZMA": lambda: zip_of(("a.txt", UTF8), method=zipfile.ZIP_LZMA),
    "zip without a text": lambda: zip_of(("a.png", b"x")),
    "zip of nothing": lambda: zip_of(),
    "zip with an empty text": lambda: zip_of(("a.txt", b"")),
    "zip with two texts": lambda: zip_of(("one.txt", b"x"), ("b/two.txt", b"y")),
    "zip of 65 members": lambda: zip_of(*[(f"{number}.txt", b"") for number in range(65)]),
    "zip of 100,000 members": lambda: b"PK\3\4" + b"PK\1\2" * 100_000,
    **{
        f"zip with {member!r}": lambda member=member: _outside(member)
        for member in ("../up.txt", "a/../../up.txt", "/etc/up.txt", "\\up.txt", "C:\\up.txt")
    },
    "zip with a NUL in a name": lambda: _outside("lyricsX.txt").replace(b"lyricsX", b"lyrics\0"),
    "zip with a link": lambda: _link(stat.S_IFLNK),
    "zip with a pipe": lambda: _link(stat.S_IFIFO),
    **{f"bomb, {name}": lambda name=name: BOMBS[name] for name in ("large", "dense")},
    **{
        f"bomb that says {size}": lambda size=size: with_sizes(BOMBS["dense"], size=size)
        for size in (10, 20_000, 2**20 + 1)
    },
    "zip that announces more": lambda: with_sizes(LYRICS_ZIP, size=len(UTF8) + 5),
    "zip in a zip": lambda: zip_of(("inner.zip", LYRICS_ZIP)),
    "zip in a zip as a text": lambda: zip_of(("inner.txt", LYRICS_ZIP)),
    "a Word document": lambda: packed("[Content_Types].xml", "word/document.xml"),
    "an e-book": lambda: packed("mimetype", "META-INF/container.xml", "a.txt"),
    "an old Word document": lambda: OLE,
    "rich text": lambda: b"{\\rtf1\\ansi words\\par}",
    "a PDF": lambda: b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj",
    "a web page": lambda: b"<!DOCTYPE html>\n<html><body>words</body></html>",
    "a tar": lambda: tar_of("w"),
    "a tar in gzip": lambda: tar_of("w:gz"),
    "a 7z": lambda: b"7z\xbc\xaf\x27\x1c\0\x04" + bytes(40),
    "a PNG": lambda: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "a JPEG": lambda: b"\xff\xd8\xff\xe0\0\x10JFIF\0",
    "a song": lambda: b"ID3\x03\0\0\0\0\0\x00\xff\xfb\x90",
    "a program": lambda: b"\x7fELF\2\1\1" + bytes(40),
    "a database": lambda: b"SQLite format 3\0" + bytes(40),
    "a model of ours": lambda: safetensors("lstm-playground"),
    "a model of others": lambda: safetensors("format"),
}


def _folder(path: Path) -> None:
    path.mkdir()


def _sparse(path: Path) -> None:
    path.write_bytes(UTF8)
    os.truncate(path, source.MAX_BYTES + 1)


PLACES: dict[str, Callable[[Path], None]] = {
    "nothing": lambda path: None,
    "a folder": _folder,
    "a pipe": os.mkfifo,
    "a link to itself": lambda path: path.symlink_to(path),
    "more than the most": _sparse,
}
