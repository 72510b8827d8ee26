"""The kernels as the program has them: shared libraries that are shipped, called by their C names.

Each library is built from `source/` for one level of the x86-64 processors; what is faster here is
taken. A program has two arguments, the number of the thread and the address of a table, whose rows
say where each array lies and what shape it has. So a call costs microseconds, nothing is compiled
on the user's machine, and processors of a level compute the same bits.
"""

from __future__ import annotations

import ctypes
import functools
import hashlib
import json
import os
import platform
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from lstm_gui.core.processor import processor_says
from lstm_gui.engine.kernels.layout import CELL, Buffers, Weights

__all__ = [
    "LEVELS",
    "CHOICE",
    "COLUMNS",
    "Kernels",
    "Kind",
    "LIBRARIES",
    "MADE",
    "PROGRAMS",
    "SOURCE",
    "Level",
    "Program",
    "Table",
    "fitting_level",
    "kernels",
    "source_digest",
]

_HERE = Path(__file__).parent
SOURCE, LIBRARIES = _HERE / "source", _HERE / "libraries"
MADE = LIBRARIES / "made.json"
"""The digests of the source and of the libraries that were built from it."""

CHOICE = "LSTM_GUI_KERNELS"
"""The environment variable that chooses a level by its name, for tests and comparisons."""


Table = np.ndarray[tuple[int, ...], np.dtype[np.int64]]  # (rows, COLUMNS)


class Level(NamedTuple):
    """A level of processors, and the tile of a product that fits its registers."""

    name: str
    flags: tuple[str, ...]
    """What Linux calls the instructions that this level adds."""
    rows: int
    vectors: int
    """A tile has so many rows of so many times 16 floats."""

    @property
    def width(self) -> int:
        """The columns of a panel."""
        return 16 * self.vectors

    @property
    def path(self) -> Path:
        """Where the library is shipped."""
        return LIBRARIES / f"{self.name}.so"


_V3 = ("avx2", "fma", "bmi1", "bmi2", "f16c", "movbe")
_V4 = (*_V3, "avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl")
LEVELS = (Level("x86-64-v4", _V4, 8, 2), Level("x86-64-v3", _V3, 6, 1))
"""The quickest first."""

COLUMNS = 5
"""Of a table: an address, and up to four lengths."""


class Kind(NamedTuple):
    """What one argument of a program is."""

    of: str | type
    """The numbers of an array, or the class of a tuple of arrays."""
    dimensions: int = 0
    """Of an array; 0 is a single integer."""
    parts: tuple[Any, ...] = ()
    """Of a tuple."""


_INT, _IDS, _ROWS, _WORK = Kind("int64"), Kind("int32", 1), Kind("int64", 1), Kind("int64", 2)
_FLOATS, _MATRIX, _DOUBLES = Kind("float32", 1), Kind("float32", 2), Kind("float64", 1)
_WEIGHTS = Kind(Weights, parts=tuple(Kind("float32", n) for n in (2, 3, 3, 2, 2, 2, 1, 2)))
_BUFFERS = Kind(
    Buffers, parts=tuple(Kind("float32", n) for n in (3, 3, 3, 3, 2, 2, 2, 4, 4, 4, 4, 3, 3, 3))
)

PROGRAMS: dict[str, tuple[Kind, ...]] = {
    "train": (_WORK, _INT, _INT, _IDS, _IDS, _ROWS, _WEIGHTS, _BUFFERS, _WEIGHTS, _DOUBLES),
    "read": (_INT, _IDS, _WEIGHTS, _BUFFERS, _INT),
    "sgd": (_WORK, _MATRIX, _ROWS, _FLOATS, _FLOATS, _DOUBLES, _DOUBLES),
    "adam": (_WORK, _FLOATS, _FLOATS, _FLOATS, _FLOATS, _DOUBLES, _DOUBLES),
}
"""What each program takes after the thread's number, in order."""


_NOTHING = (0,) * (COLUMNS - 1)


def address_of(array: np.ndarray[Any, Any]) -> int:
    """Return where the array's first number lies."""
    return int(array.__array_interface__["data"][0])


class Program:
    """A compiled program.

    Args:
        function: Its C function, `void (int64 thread, int64 table)`.
        kinds: What it takes.
    """

    def __init__(self, function: Any, kinds: Sequence[Kind]) -> None:  # Any: ctypes has no types
        function.argtypes, function.restype = (ctypes.c_int64, ctypes.c_int64), None
        self._function = function
        rows = [row for kind in kinds for row in kind.parts or (kind,)]
        self._rows = [(np.dtype(numbers), dimensions) for numbers, dimensions, _ in rows]

    def table(self, *arguments: Any) -> Table:
        """Return the table of these arguments; its arrays must live for as long as it is used.

        Raises:
            TypeError: An array is not what the program takes, which would read other memory.
        """
        flat: list[Any] = []
        for one in arguments:
            flat.extend(one if isinstance(one, tuple) else (one,))
        table = []
        for one, (numbers, dimensions) in zip(flat, self._rows, strict=True):
            if not dimensions:
                table.append((int(one), 0, 0, 0, 0))
                continue
            if one.dtype != numbers or one.ndim != dimensions or not one.flags.c_contiguous:
                raise TypeError(f"{one.dtype}, {one.ndim}-d, instead of {numbers}, {dimensions}-d")
            table.append((address_of(one), *one.shape, *_NOTHING[dimensions:]))
        return np.array(table, np.int64)

    def __call__(self, thread: int, table: Table) -> None:
        """Run it in this thread, whose number it is given, without the interpreter's lock."""
        self._function(thread, address_of(table))


def source_digest() -> str:
    """Return a digest of all that the libraries are built from."""
    layout = Weights._fields, Buffers._fields, CELL
    digest = hashlib.sha256(repr((LEVELS, PROGRAMS, layout)).encode())
    for path in sorted(SOURCE.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


class Kernels(NamedTuple):
    """The programs for one level of processors."""

    train: Program
    read: Program
    sgd: Program
    adam: Program
    width: int
    """The columns of a panel in the buffers that they take."""


def fitting_level() -> Level | None:
    """Return the quickest level that this processor has, or None."""
    if sys.platform != "linux" or platform.machine() != "x86_64":
        return None
    flags = set(processor_says("flags").split())
    wanted = os.environ.get(CHOICE)
    usable = [level for level in LEVELS if flags.issuperset(level.flags)]
    return next((level for level in usable if wanted in (None, level.name)), None)


@functools.cache
def kernels() -> Kernels:
    """Load the programs for this processor.

    Raises:
        OSError: None are shipped for it, or the library is missing or damaged.
        RuntimeError: They are older than the source that lies beside them.
    """
    level = fitting_level()
    if level is None:
        raise OSError("none are shipped for this processor")
    made = json.loads(MADE.read_text())
    if made["source"] != source_digest():
        raise RuntimeError(
            "The kernels are older than their source. Build them: "
            "python -m lstm_gui.engine.kernels.source.build"
        )
    if hashlib.sha256(level.path.read_bytes()).hexdigest() != made.get(level.name):
        raise OSError(f"{level.path} is damaged")
    library = ctypes.CDLL(str(level.path))
    programs = {name: Program(library[name], kinds) for name, kinds in PROGRAMS.items()}
    return Kernels(**programs, width=level.width)
