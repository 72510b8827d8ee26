"""The bytes of a text: a file, or the one text in a zip; what cannot be one is refused."""

from __future__ import annotations

import codecs
import io
import os
import re
import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from lstm_gui.core.errors import CorpusError
from lstm_gui.core.files import open_at_once, shown
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP

__all__ = ["Source", "read_source"]

_MEGABYTE = 1 << 20
MAX_BYTES = 256 * _MEGABYTE
_BEGINNING = 4096  # so much of a file tells what kind it is
_MAX_MEMBERS = 64
_MAX_RATIO = 200
"""How many bytes a compressed byte may become: a text of real words stays far below it."""

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


# What files that are no plain text begin with, and what makes a text of them.
_EXPORT = QT_TRANSLATE_NOOP(
    "Errors",
    "{file} is {kind}, not a plain text. Open it in the program it is made with, save it as plain "
    "text (.txt, UTF-8), and choose that.",
)
_UNPACK = QT_TRANSLATE_NOOP(
    "Errors", "{file} is {kind}. Unpack it, and choose the .txt file that is in it."
)
_NO_WORDS = QT_TRANSLATE_NOOP(
    "Errors", "{file} is {kind}, and has no text to learn from. Choose a .txt file."
)
_OPEN = QT_TRANSLATE_NOOP(
    "Errors",
    "{file} is {kind}, not a text. To write with it, choose Open model in the window, or use "
    "lstm-gui generate on the command line.",
)
_WORD = QT_TRANSLATE_NOOP("Errors", "a Word document (.docx)")
_OLD_OFFICE = QT_TRANSLATE_NOOP("Errors", "an old Office document (.doc, .xls or .ppt)")
_OPEN_DOCUMENT = QT_TRANSLATE_NOOP("Errors", "an OpenDocument file (.odt, .ods or .odp)")
_SHEET = QT_TRANSLATE_NOOP("Errors", "an Excel workbook (.xlsx)")
_SLIDES = QT_TRANSLATE_NOOP("Errors", "a PowerPoint presentation (.pptx)")
_BOOK = QT_TRANSLATE_NOOP("Errors", "an e-book (.epub)")
_RICH = QT_TRANSLATE_NOOP("Errors", "a rich text document (.rtf)")
_PAGE = QT_TRANSLATE_NOOP("Errors", "a web page (.html)")
_ARCHIVE = QT_TRANSLATE_NOOP("Errors", "an archive of another kind (.tar, .gz, .7z or the like)")
_PICTURE = QT_TRANSLATE_NOOP("Errors", "a picture")
_SOUND = QT_TRANSLATE_NOOP("Errors", "a sound or a film")
_PROGRAM = QT_TRANSLATE_NOOP("Errors", "a program")
_DATABASE = QT_TRANSLATE_NOOP("Errors", "a database")
_MODEL = QT_TRANSLATE_NOOP("Errors", "a model that this program has saved")
_OTHER_MODEL = QT_TRANSLATE_NOOP("Errors", "a model of another program")

_KINDS: tuple[tuple[bytes, str, str], ...] = (
    (rb"%PDF-", "PDF", _EXPORT),
    (rb"\{\\rtf", _RICH, _EXPORT),
    (rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _OLD_OFFICE, _EXPORT),
    (
        rb"(?i)\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*(<!doctype html|<html|<head|<body)",
        _PAGE,
        _EXPORT,
    ),
    (rb"\x1f\x8b|\x1f\x9d|BZh[1-9]|\xfd7zXZ\0|7z\xbc\xaf\x27\x1c|Rar!\x1a\x07", _ARCHIVE, _UNPACK),
    (rb"\x28\xb5\x2f\xfd|MSCF\0|LZIP|.{257}ustar", _ARCHIVE, _UNPACK),
    (rb"\x89PNG|GIF8[79]a|\xff\xd8\xff|II\*\0|MM\0\*|RIFF....WEBP|8BPS\0", _PICTURE, _NO_WORDS),
    (rb"ID3[\x02-\x04]|\xff[\xf2\xf3\xfb]|OggS\0|fLaC\0|RIFF....(WAVE|AVI )", _SOUND, _NO_WORDS),
    (rb"....ftyp|\x1aE\xdf\xa3|MThd\0\0", _SOUND, _NO_WORDS),
    (rb"\x7fELF|MZ.\0|\xca\xfe\xba\xbe|\xcf\xfa\xed\xfe", _PROGRAM, _NO_WORDS),
    (rb"SQLite format 3\0", _DATABASE, _NO_WORDS),
    (rb'.{4}\0{4}\{"__metadata__":\{"lstm-playground":', _MODEL, _OPEN),
    (rb".{4}\0{4}\{", _OTHER_MODEL, _NO_WORDS),
)
_MEMBER_KINDS = (
    ("word/", _WORD),
    ("xl/", _SHEET),
    ("ppt/", _SLIDES),
    ("META-INF/container.xml", _BOOK),
    ("content.xml", _OPEN_DOCUMENT),
)


def _require_plain(raw: bytes, name: str) -> None:
    """Refuse a file that begins like one of another kind, and name that kind."""
    for pattern, kind, template in _KINDS:
        if re.match(pattern, raw, re.DOTALL) is None:
            continue
        # A text may begin with a few of these letters; what is text throughout begins with many.
        if kind in (_PAGE, _RICH, "PDF") or not _is_utf8(raw):
            raise CorpusError(template, file=name, kind=kind)


def _is_utf8(raw: bytes) -> bool:
    """Tell whether this is text; it may be cut off within a character."""
    try:
        return "\0" not in codecs.getincrementaldecoder("utf-8")().decode(raw)
    except UnicodeDecodeError:
        return False


def _looks_like_zip(raw: bytes, name: str) -> bool:
    """Tell by content or by name whether a file is meant as a zip."""
    return raw.startswith(_MAGIC) or (bool(raw) and name.lower().endswith(".zip"))


def _read_member(raw: bytes, name: str) -> tuple[str, bytes]:
    """Return the name and the bytes of the only text in the zip `raw`, called `name`.

    Raises:
        CorpusError: There is not exactly one text, or the zip is damaged or not to be trusted.
    """
    # Each member has such a header. zipfile makes an object of each before anyone can count them.
    if raw.count(_CENTRAL_HEADER) > _MAX_MEMBERS:
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
    for start, kind in _MEMBER_KINDS:
        if any(member.filename.startswith(start) for member in members):
            raise CorpusError(_EXPORT, file=name, kind=kind)
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
    if member.file_size > _MAX_RATIO * max(member.compress_size, 1):
        raise _unpacks_too_large(name)


def _stream(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> bytes:
    """Read one member; its announced sizes are claims, so the bytes are counted as they come."""
    allowed = min(MAX_BYTES, _MAX_RATIO * max(member.compress_size, 1))
    chunks: list[bytes] = []
    with archive.open(member) as file:  # at its end zipfile compares the CRC
        while chunk := file.read(_MEGABYTE):
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
    return CorpusError(template, file=name, limit=_MAX_MEMBERS)


def _unpacks_too_large(name: str) -> CorpusError:
    template = QT_TRANSLATE_NOOP(
        "Errors",
        "{file} would unpack to more than {limit} MB or {ratio} times its size. Choose a zip that "
        "holds one text only.",
    )
    return CorpusError(template, file=name, limit=MAX_BYTES // _MEGABYTE, ratio=_MAX_RATIO)


@dataclass(frozen=True, slots=True)
class Source:
    """The bytes of a text; `member` is its name inside `path` when that is a zip."""

    name: str
    path: Path
    raw: bytes
    member: str | None = None


def read_source(path: str | os.PathLike[str], *, beginning: bool = False) -> Source:
    """Read the text at `path`, or the only text inside it if it is a zip.

    Args:
        path: Where it lies.
        beginning: Read a few thousand bytes at most; of a zip, all.

    Raises:
        CorpusError: The file cannot be opened, is of another kind, is too large, is empty, or is a
            zip that does not hold exactly one text.
    """
    path = Path(path)
    name = shown(path.name or str(path))
    raw = _read_file(path, name, beginning=beginning)
    if _looks_like_zip(raw, path.name):
        member, raw = _read_member(raw, name)
        _require_plain(raw, member)
        return Source(name, path, _not_empty(raw, name), member)
    _require_plain(raw, name)
    return Source(name, path, _not_empty(raw, name))


def _read_file(path: Path, name: str, *, beginning: bool) -> bytes:
    try:
        # Looked at before opening: to open a device can do things, to open a FIFO waits.
        _require_file(path.stat(), name)
        with open(path, "rb", buffering=0, opener=open_at_once) as file:
            status = os.fstat(file.fileno())
            _require_file(status, name)
            if status.st_size > MAX_BYTES:  # of a film, that is not what is wrong with it
                _require_plain(_read_up_to(file.fileno(), _BEGINNING), name)
                raise _too_large(name)
            raw = _read_up_to(file.fileno(), _BEGINNING) if beginning else b""
            if beginning and not _looks_like_zip(raw, path.name):
                return raw
            # All of it at once, so that it is not in memory twice; more if it grows meanwhile.
            raw += _read_up_to(file.fileno(), MAX_BYTES + 1, at_once=status.st_size + 1)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise _not_opened(error, name) from error
    if len(raw) > MAX_BYTES:  # it grew in the meantime
        raise _too_large(name)
    return raw


def _read_up_to(descriptor: int, limit: int, at_once: int = _MEGABYTE) -> bytes:
    chunks: list[bytes] = []
    while limit > 0 and (chunk := os.read(descriptor, min(limit, at_once))):
        chunks.append(chunk)
        limit -= len(chunk)
    return b"".join(chunks)


def _require_file(status: os.stat_result, name: str) -> None:
    if stat.S_ISDIR(status.st_mode):
        template = QT_TRANSLATE_NOOP(
            "Errors", "{file} is a folder. Choose a .txt file, or a .zip with one inside."
        )
        raise CorpusError(template, file=name)
    if not stat.S_ISREG(status.st_mode):
        template = QT_TRANSLATE_NOOP(
            "Errors", "{file} is a device or a pipe, not a file. Choose a .txt or .zip file."
        )
        raise CorpusError(template, file=name)


def _too_large(name: str) -> CorpusError:
    template = QT_TRANSLATE_NOOP(
        "Errors", "{file} is larger than {limit} MB. Choose a shorter text, or a part of it."
    )
    return CorpusError(template, file=name, limit=MAX_BYTES // _MEGABYTE)


def _not_opened(error: OSError | ValueError, name: str) -> CorpusError:
    if isinstance(error, (FileNotFoundError, NotADirectoryError)):
        template = QT_TRANSLATE_NOOP(
            "Errors", "{file} does not exist. Check the name and the folder, or choose another."
        )
        return CorpusError(template, file=name)
    if isinstance(error, PermissionError):
        template = QT_TRANSLATE_NOOP(
            "Errors",
            "{file} may not be read by you. Change its permissions, or choose another file.",
        )
        return CorpusError(template, file=name)
    template = QT_TRANSLATE_NOOP(
        "Errors", "{file} cannot be opened ({reason}). Choose another file."
    )
    reason = getattr(error, "strerror", None) or str(error)
    return CorpusError(template, file=name, reason=reason)


def _not_empty(raw: bytes, name: str) -> bytes:
    if raw:
        return raw
    template = QT_TRANSLATE_NOOP("Errors", "{file} is empty. Choose a file with text in it.")
    raise CorpusError(template, file=name)
