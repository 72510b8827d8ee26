"""A file of named arrays and a header with their digest: written whole, checked when it is read.

It is a .safetensors file, which has no checksum and lets values through that are none. So nothing
of it is believed before its sizes, its names and its digest are right. Models and moments are such
files, and this is their one reader.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import stat
import struct
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, BinaryIO, Literal, TypeVar

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from safetensors import SafetensorError
from safetensors.numpy import load as parse_safetensors

from lstm_gui.core.errors import CheckpointError
from lstm_gui.core.files import free_enough, open_at_once, shown, write_atomically
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP
from lstm_gui.core.outputs import output_errors

__all__ = [
    "DIGEST",
    "FileKind",
    "MAX_HEADER_BYTES",
    "NamedArrays",
    "StoredArray",
    "StoredShapes",
    "brief",
    "damaged",
    "digest_of",
    "has_arrays",
    "read_sealed",
    "refuse_newer",
    "write_sealed",
]

T = TypeVar("T")
NamedArrays = Mapping[str, NDArray[Any]]  # of any of the kinds of numbers below

MAX_HEADER_BYTES = 2**20
DIGEST = "sha256"
_PIECE_BYTES = 2**20
_KINDS = {"float32": "F32", "float16": "F16", "float64": "F64", "int32": "I32", "uint8": "U8"}
_OF_THE_SYSTEM = (  # what it gives as reasons, so that they can be read in every language
    QT_TRANSLATE_NOOP("Errors", "Input/output error"),
    QT_TRANSLATE_NOOP("Errors", "No space left on device"),
    QT_TRANSLATE_NOOP("Errors", "No such file or directory"),
    QT_TRANSLATE_NOOP("Errors", "Is a directory"),
    QT_TRANSLATE_NOOP("Errors", "Not a directory"),
    QT_TRANSLATE_NOOP("Errors", "Disk quota exceeded"),
    QT_TRANSLATE_NOOP("Errors", "File name too long"),
    QT_TRANSLATE_NOOP("Errors", "Invalid argument"),
    QT_TRANSLATE_NOOP("Errors", "Operation not permitted"),
    QT_TRANSLATE_NOOP("Errors", "Too many levels of symbolic links"),
    QT_TRANSLATE_NOOP("Errors", "Permission denied"),
    QT_TRANSLATE_NOOP("Errors", "Read-only file system"),
)
_DAMAGED = QT_TRANSLATE_NOOP(
    "Errors", "{file} is damaged ({reason}). Use another copy of it, or train the model again."
)


@dataclass(frozen=True, slots=True)
class FileKind:
    """What a file is meant as.

    Attributes:
        key: Where its header stands.
        most: How many bytes its arrays may take.
        foreign: What is said of a file that is none; it names `{file}`.
    """

    key: str
    most: int
    foreign: str


class StoredArray(BaseModel):
    """What a file says of one of its arrays."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    dtype: Literal["F32", "F16", "F64", "I32", "U8"]
    shape: Annotated[list[Annotated[int, Field(gt=0, lt=2**40)]], Field(max_length=4)]
    data_offsets: Annotated[list[int], Field(min_length=2, max_length=2)]


_ARRAYS = TypeAdapter(dict[str, StoredArray])


@dataclass(frozen=True, slots=True)
class StoredShapes:
    """How many bytes the arrays of a file take, and its word for what these are."""

    nbytes: int
    arrays: Mapping[str, StoredArray]

    def of(self, dtype: str) -> dict[str, tuple[int, ...]]:
        """Return the shapes of the arrays of a kind of number, such as "F32"."""
        kept = self.arrays.items()
        return {name: tuple(array.shape) for name, array in kept if array.dtype == dtype}


def write_sealed(path: Path, kind: FileKind, header: str, arrays: NamedArrays) -> None:
    """Write such a file; on failure an older one of that name stays as it was.

    Raises:
        OutputError: The disk is full, or the place cannot be written.
    """
    metadata = {kind.key: header, DIGEST: digest_of(header, arrays)}
    size = sum(array.nbytes for array in arrays.values())
    with output_errors(path):
        if not free_enough(path.resolve().parent, size):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        write_atomically(path, *_parts(arrays, metadata))


def read_sealed(
    path: Path, kind: FileKind, expect: Callable[[str, StoredShapes], T]
) -> tuple[T, dict[str, NDArray[Any]]]:
    """Read such a file.

    Args:
        path: Where it lies.
        kind: What it is meant as.
        expect: Called with its header and the shapes of its arrays, before these take any memory;
            it returns what the header says, or raises a `CheckpointError`.

    Raises:
        CheckpointError: The file is missing, foreign, damaged or too large.
    """
    with _opened(path, kind) as (file, size):
        metadata, stored, length = _head(path, kind, file.read(8 + MAX_HEADER_BYTES))
        header = expect(metadata[kind.key], StoredShapes(size - 8 - length, stored))
        file.seek(0)
        arrays = _parse_arrays(path, file.read(size))
    if digest_of(metadata[kind.key], arrays) != metadata[DIGEST]:
        raise damaged(path, QT_TRANSLATE_NOOP("Errors", "its checksum does not match"))
    return header, arrays


def has_arrays(path: Path, kind: FileKind) -> bool:
    """Tell by its first bytes whether a file is meant as one like these, whatever it is called."""
    try:
        with _opened(path, kind) as (file, size):
            start = file.read(9)
    except CheckpointError:
        return False
    return start[8:] == b"{" and int.from_bytes(start[:8], "little") <= min(size, MAX_HEADER_BYTES)


def damaged(path: Path, reason: str) -> CheckpointError:
    """Return what is said of a damaged file."""
    return CheckpointError(_DAMAGED, file=shown(path.name), reason=reason)


def brief(error: Exception) -> str:
    """Return why something was not readable, in one short line."""
    return (str(error).splitlines() or [type(error).__name__])[0][:120]


def refuse_newer(path: Path, header: str, schema: int) -> None:
    """Raise a `CheckpointError` if a header says that a newer version has written it.

    Raises:
        ValueError: It is no JSON.
    """
    found = json.loads(header)
    version = found.get("schema_version") if isinstance(found, dict) else None
    if isinstance(version, int) and version > schema:
        template = QT_TRANSLATE_NOOP(
            "Errors",
            "{file} was saved by a newer version of the playground. Update the program to open it.",
        )
        raise CheckpointError(template, file=shown(path.name))


def digest_of(header: str, arrays: NamedArrays) -> str:
    """Return the SHA-256 of a header and of all arrays, with their names and shapes."""
    digest = hashlib.sha256(header.encode())
    for name in sorted(arrays):
        array = arrays[name]
        digest.update(f"{name}{array.dtype}{array.shape}".encode())
        digest.update(np.ascontiguousarray(array).data)
    return digest.hexdigest()


def _parse_arrays(path: Path, data: bytes) -> dict[str, NDArray[Any]]:
    try:
        return parse_safetensors(data)
    except (SafetensorError, KeyError, ValueError, TypeError) as error:
        raise damaged(path, brief(error)) from error


def _parts(arrays: NamedArrays, metadata: Mapping[str, str]) -> Iterator[bytes | memoryview]:
    """Yield the file piece by piece: safetensors' own writer copies everything twice, and holds
    the interpreter's lock meanwhile, so that with a large model the window would stand still.
    """
    places: dict[str, object] = {"__metadata__": dict(metadata)}
    end = 0
    for name, array in arrays.items():
        start, end = end, end + array.nbytes
        kind = _KINDS[array.dtype.name]
        places[name] = {"dtype": kind, "shape": array.shape, "data_offsets": (start, end)}
    head = json.dumps(places, ensure_ascii=False, separators=(",", ":")).encode()
    head += b" " * (-len(head) % 8)
    yield struct.pack("<Q", len(head)) + head
    for array in arrays.values():
        little = array.astype(array.dtype.newbyteorder("<"), copy=False).reshape(-1)
        count = _PIECE_BYTES // little.itemsize
        for start in range(0, little.size, count):
            yield little[start : start + count].view(np.uint8).data


@contextlib.contextmanager
def _opened(path: Path, kind: FileKind) -> Iterator[tuple[BinaryIO, int]]:
    """Open what may be such a file, with its size; what is no file is refused unopened."""
    try:
        _require_file(path, kind, path.stat())
        with open(path, "rb", opener=open_at_once) as file:
            yield file, _require_file(path, kind, os.fstat(file.fileno()))
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise CheckpointError(
            QT_TRANSLATE_NOOP(
                "Errors", "{file} could not be read ({reason}). Check the name and try again."
            ),
            file=shown(path.name or str(path)),
            reason=getattr(error, "strerror", None) or str(error),
        ) from error


def _require_file(path: Path, kind: FileKind, found: os.stat_result) -> int:
    """Return the size of a file that may be one of this kind."""
    name = shown(path.name or str(path))
    if stat.S_ISDIR(found.st_mode):
        template = QT_TRANSLATE_NOOP(
            "Errors", "{file} is a folder. Choose a file that the playground has saved."
        )
        raise CheckpointError(template, file=name)
    if not stat.S_ISREG(found.st_mode):
        template = QT_TRANSLATE_NOOP(
            "Errors",
            "{file} is a device or a pipe. Choose a file that the playground has saved.",
        )
        raise CheckpointError(template, file=name)
    if found.st_size < 8:  # also what the system makes up, such as /proc/kmsg, which would wait
        raise CheckpointError(kind.foreign, file=name)
    if found.st_size > kind.most + MAX_HEADER_BYTES:
        template = QT_TRANSLATE_NOOP(
            "Errors",
            "{file} is larger than any file of the playground ({size} MB). Choose another file.",
        )
        raise CheckpointError(template, file=name, size=found.st_size // 2**20)
    return found.st_size


def _head(
    path: Path, kind: FileKind, data: bytes
) -> tuple[dict[str, str], dict[str, StoredArray], int]:
    """Read safetensors' own header by hand: its length first, before it is trusted.

    Returns:
        What it says of the file and of its arrays, and its length.
    """
    foreign = CheckpointError(kind.foreign, file=shown(path.name))
    if len(data) < 8:
        raise foreign
    (length,) = struct.unpack("<Q", data[:8])
    if length > min(MAX_HEADER_BYTES, len(data) - 8):
        raise foreign
    try:
        header = json.loads(data[8 : 8 + length].decode("utf-8"), object_pairs_hook=_without_twins)
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise foreign from error
    metadata = header.pop("__metadata__", None) if isinstance(header, dict) else None
    if not isinstance(metadata, dict) or not {kind.key, DIGEST} <= metadata.keys():
        raise foreign
    if not all(isinstance(value, str) for value in metadata.values()):
        raise foreign
    try:
        return metadata, _ARRAYS.validate_python(header), length
    except ValidationError as error:
        raise damaged(path, brief(error)) from error


def _without_twins(pairs: list[tuple[str, object]]) -> dict[str, object]:
    # Readers differ in which of two equal names they believe.
    names = dict(pairs)
    if len(names) < len(pairs):
        raise ValueError("a name stands there twice")
    return names
