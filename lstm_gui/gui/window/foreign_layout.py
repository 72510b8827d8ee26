"""Whether a layout of docks from somebody else's file may be given to Qt.

Qt reads a layout in native code, where a wrong number ends the process. One that this window has
written has a digest in the preferences; here nobody can vouch for it, so it is read by hand first.
It must be complete, name only docks that there are, each once, and have no number that a screen
cannot have. The form is that of QMainWindow::saveState in Qt 6.
"""

from __future__ import annotations

import struct
from collections.abc import Collection
from typing import Any

__all__ = ["is_sound_layout"]

_DOCKS, _TABS, _DOCK, _ROW, _TOOLBARS = 0xFD, 0xFA, 0xFB, 0xFC, 0xFC
_FARTHEST = 2**15  # on any screen
_LARGEST = 2**24 + 2**16  # what Qt means by no limit, and frames around it
_AREAS, _CORNERS, _ORIENTATIONS = range(4), (1, 2, 4, 8), (1, 2)
_DEEPEST = 8


def is_sound_layout(
    state: bytes, version: int, docks: Collection[str], bars: Collection[str]
) -> bool:
    """Tell whether Qt may restore this.

    Args:
        state: What `QMainWindow.saveState` is said to have returned.
        version: The version of layouts that the window understands.
        docks: The names of the docks that there are.
        bars: Those of the toolbars.
    """
    try:
        _Reading(state, docks, bars).layout(version)
    except (ValueError, struct.error):
        return False
    return True


class _Reading:
    """Reads a layout from its beginning to its end; what is not as it should be is a ValueError."""

    def __init__(self, state: bytes, docks: Collection[str], bars: Collection[str]) -> None:
        self._state, self._at = state, 0
        self._docks, self._bars = set(docks), set(bars)
        self._most = 2 * len(docks)

    def layout(self, version: int) -> None:
        self._require(self._int() == 0xFF and self._int() == version)
        self._require(self._byte() == _DOCKS)
        areas = [self._area() for _ in range(self._count(len(_AREAS)))]
        self._require(len(set(areas)) == len(areas))
        self._sizes(2)  # of what is in the middle
        self._require(all(self._int() in _CORNERS for _ in range(4)))
        self._require(self._byte() == _TOOLBARS)
        for _ in range(self._count(4 * len(self._bars))):
            self._toolbars()
        self._require(self._at == len(self._state))

    def _area(self) -> int:
        area = self._int()
        self._require(area in _AREAS)
        self._sizes(2)
        self._group(_DEEPEST)
        return area

    def _group(self, deepest: int) -> None:
        """Read docks that stand in a row, or behind each other as tabs."""
        kind = self._byte()
        self._require(kind in (_ROW, _TABS) and deepest > 0)
        chosen = self._int() if kind == _TABS else 0
        self._require(self._byte() in _ORIENTATIONS)
        count = self._count(self._most)
        self._require(count > 0 and -1 <= chosen < count)
        for _ in range(count):
            inner = self._byte()
            if inner == _DOCK:
                self._dock()
            else:
                self._require(inner == _ROW)
                self._place()
                self._group(deepest - 1)

    def _dock(self) -> None:
        name = self._name()
        self._require(name in self._docks)
        self._docks.discard(name)
        flags = self._byte()
        self._require(flags in range(16))  # the higher bits tell where it stood
        if flags & 2:  # it floats
            self._sizes(4)
        else:
            self._place()

    def _place(self) -> None:
        self._sizes(3)
        self._require(0 <= self._int() <= _LARGEST)

    def _toolbars(self) -> None:
        self._require(self._int() in _AREAS)
        for _ in range(self._count(len(self._bars))):
            name = self._name()
            self._require(name in self._bars)
            self._bars.discard(name)
            self._require(self._byte() in (0, 1))
            self._sizes(2)
            self._require(self._int() == self._int() == 0)  # it floats nowhere

    def _sizes(self, count: int) -> None:
        self._require(all(-_FARTHEST < self._int() < _FARTHEST for _ in range(count)))

    def _count(self, most: int) -> int:
        count = self._int()
        self._require(0 <= count <= most)
        return count

    def _name(self) -> str:
        length = self._int()
        self._require(0 < length <= 100)
        (raw,) = self._take(f">{length}s")
        return bytes(raw).decode("utf-16-be")

    def _int(self) -> int:
        return int(self._take(">i")[0])

    def _byte(self) -> int:
        return int(self._take(">B")[0])

    def _take(self, form: str) -> tuple[Any, ...]:  # as the form says
        found = struct.unpack_from(form, self._state, self._at)
        self._at += struct.calcsize(form)
        return found

    def _require(self, sound: bool) -> None:
        if not sound:
            raise ValueError("this is no layout")
