"""Take the only text out of a zip, streaming, with every promise of the zip distrusted.

Nothing is ever unpacked to disk, so unsafe names could do no harm; they are refused all the same,
because a zip that has one was not made by somebody who wanted to share a text.
"""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
import zlib
from pathlib import PurePosixPath

from lstm_gui.core.corpus.limits import MAX_BYTES, MAX_MEMBERS, MAX_RATIO, MEGABYTE, shown
from lstm_gui.core.errors import CorpusError
from lstm_gui.core.words import QT_TRANSLATE_NOOP

__all__ = ["looks_like_zip", "read_member"]

_MAGIC = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_CENTRAL_HEADER = b"PK\x01\x02"
_ENCRYPTED = 0x1
_UTF8_NAME = 0x800
_FILE_KINDS = (0, stat.S_IFREG, stat.S_IFDIR)  # 0: made on a system without kinds

# bzip2 and LZMA turn a few bytes into any number of them before a counter could look.
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)

# What zipfile raises on damaged input, as its documentation and its source have it.
_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
    LookupError,
    OverflowError,
)


def looks_like_zip(raw: bytes, name: str) -> bool:
    """Tell by content or by name whether a file is meant as a zip."""
    return raw.startswith(_MAGIC) or (bool(raw) and name.lower().endswith(".zip"))


def read_member(raw: bytes, name: str) -> tuple[str, bytes]:
    """Return the name and the bytes of the only text in the zip `raw`, called `name`.

    Raises:
        CorpusError: There is not exactly one text, or the zip is damaged or not to be trusted.
    """
    # Each member has such a header. zipfile makes an object of each before anyone can count them.
    if raw.count(_CENTRAL_HEADER) > MAX_MEMBERS:
        raise _too_many(name)
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            info = _only_text(archive.infolist(), name)
            _require_readable(info, name)
            return shown(_name_of(info)), _stream(archive, info, name)
    except _FAULTS as error:
        template = QT_TRANSLATE_NOOP(
            "Errors", "{file} is a damaged zip. Fetch or make it again, or choose another file."
        )
        raise CorpusError(template, file=name) from error


def _only_text(members: list[zipfile.ZipInfo], name: str) -> zipfile.ZipInfo:
    for member in members:
        _require_safe(member, name)
    if sum(member.file_size for member in members) > MAX_BYTES:
        raise _unpacks_too_large(name)
    texts = [member for member in members if _is_text(member)]
    if not texts:
        template = QT_TRANSLATE_NOOP(
            "Errors", "{file} has no .txt file in it. Choose a zip that holds one."
        )
        raise CorpusError(template, file=name)
    if len(texts) > 1:
        template = QT_TRANSLATE_NOOP(
            "Errors",
            "{file} holds {count} texts, {first} and {second} among them. Unpack it and choose "
            "the one you want.",
        )
        first, second = (shown(_name_of(text)) for text in texts[:2])
        raise CorpusError(template, file=name, count=len(texts), first=first, second=second)
    return texts[0]


def _require_safe(member: zipfile.ZipInfo, name: str) -> None:
    written = member.orig_filename  # `filename` has been tidied up already
    parts = re.split(r"[/\\]", written)
    outside = written.startswith(("/", "\\")) or re.match(r"[A-Za-z]:", written) or ".." in parts
    if outside or "\0" in written or stat.S_IFMT(member.external_attr >> 16) not in _FILE_KINDS:
        template = QT_TRANSLATE_NOOP(
            "Errors",
            "{file} holds an unsafe entry ({member}), a link or a path that leads outside. "
            "Choose a zip that you trust.",
        )
        raise CorpusError(template, file=name, member=shown(written))


def _is_text(member: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(member.filename)
    hidden = any(part.startswith(".") or part == "__MACOSX" for part in path.parts)
    return not member.is_dir() and not hidden and path.suffix.lower() == ".txt"


def _require_readable(member: zipfile.ZipInfo, name: str) -> None:
    if member.flag_bits & _ENCRYPTED:
        template = QT_TRANSLATE_NOOP(
            "Errors", "{file} is protected by a password. Unpack it and choose the .txt file."
        )
        raise CorpusError(template, file=name)
    if member.compress_type not in _METHODS:
        template = QT_TRANSLATE_NOOP(
            "Errors",
            "{file} is compressed in an unusual way. Unpack it and choose the .txt file.",
        )
        raise CorpusError(template, file=name)
    if member.file_size > MAX_RATIO * max(member.compress_size, 1):
        raise _unpacks_too_large(name)


def _stream(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> bytes:
    """Read one member; its announced sizes are claims, so the bytes are counted as they come."""
    allowed = min(MAX_BYTES, MAX_RATIO * max(member.compress_size, 1))
    chunks: list[bytes] = []
    with archive.open(member) as file:  # at its end zipfile compares the CRC
        while chunk := file.read(MEGABYTE):
            chunks.append(chunk)
            allowed -= len(chunk)
            if allowed < 0:
                raise _unpacks_too_large(name)
    raw = b"".join(chunks)
    if len(raw) != member.file_size:
        raise zipfile.BadZipFile("the text ends early")
    return raw


def _name_of(member: zipfile.ZipInfo) -> str:
    """Read a member's name; without the UTF-8 mark, Chinese systems write GBK into it."""
    if member.flag_bits & _UTF8_NAME:
        return member.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return member.filename.encode("cp437").decode(encoding)
        except UnicodeError:
            continue
    return member.filename


def _too_many(name: str) -> CorpusError:
    template = QT_TRANSLATE_NOOP(
        "Errors", "{file} holds more than {limit} files. Unpack it and choose the .txt file."
    )
    return CorpusError(template, file=name, limit=MAX_MEMBERS)


def _unpacks_too_large(name: str) -> CorpusError:
    template = QT_TRANSLATE_NOOP(
        "Errors",
        "{file} would unpack to more than {limit} MB or {ratio} times its size. Choose a zip that "
        "holds one text only.",
    )
    return CorpusError(template, file=name, limit=MAX_BYTES // MEGABYTE, ratio=MAX_RATIO)
