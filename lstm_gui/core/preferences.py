"""What the program remembers about its user: look, language, layout, recent files, last settings.

A JSON file, written atomically. A damaged one is set aside and said, and defaults are used.

Qt reads the window's layout in native code, where a wrong number ends the process. So a digest
stands beside it, and a mark on disk while it is being restored: a start that finds the mark of one
that has ended does without the layout.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from lstm_gui.core.errors import OutputError
from lstm_gui.core.file_reading import AS_FOUND, FileReading
from lstm_gui.core.files import DATA_VARIABLE, alone_in, set_aside, write_atomically
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP, languages
from lstm_gui.core.outputs import require_place
from lstm_gui.core.process import is_gone, is_here, myself

__all__ = [
    "MAX_RECENT",
    "Preferences",
    "PreferencesFile",
    "folder_refusal",
    "has_own_folder",
    "use_data_folder",
]

MAX_RECENT = 8
MAX_OPENED = 12
MAX_OVERLAYS = 200
MAX_FILE_BYTES = 2**20

_BY_PREFERENCE = "LSTM_GUI_DATA_CHOSEN"

_log = logging.getLogger(__name__)

_RunId = Annotated[str, Field(max_length=32)]


def _known(language: str) -> str:
    if language not in ("system", *languages()):
        raise ValueError("no such language")
    return language


class Preferences(BaseModel):
    """The values remembered from one session to the next."""

    model_config = ConfigDict(frozen=True, extra="ignore", validate_default=True)

    version: int = 1
    theme: Literal["system", "light", "dark"] = "system"
    palette: Literal["standard", "cividis", "purple", "grey"] = "standard"
    text_size: Annotated[int, Field(ge=100, le=200)] = 100
    """In percent of the system's."""
    motion: Literal["full", "reduced"] = "full"
    language: Annotated[str, AfterValidator(_known)] = "system"
    geometry: Annotated[str, Field(max_length=100_000)] = ""
    layout: Annotated[str, Field(max_length=100_000)] = ""
    seal: Annotated[str, Field(max_length=64)] = ""
    """The digest of geometry and layout; versions that wrote none wrote layouts nobody checks."""
    recent: Annotated[tuple[str, ...], Field(max_length=MAX_RECENT)] = ()
    readings: Annotated[dict[str, FileReading], Field(max_length=MAX_RECENT)] = {}
    opened: Annotated[tuple[str, ...], Field(max_length=MAX_OPENED)] = ()
    """Texts, models and moments, the last one first."""
    welcomed: bool = False
    """Whether the welcome was seen."""
    at_start: Literal["ask", "always", "never"] = "ask"
    """Whether the run of the last session goes on at the next start."""
    last_run: _RunId = ""
    data_folder: Annotated[str, Field(max_length=4096)] = ""
    """Where runs, models and texts are kept; empty for the usual place."""
    sound: bool = False
    """Whether the perplexity is heard."""
    sticks: bool = True
    sample_changes: bool = False
    plot_axis: Literal["epoch", "batch", "time"] = "epoch"
    smoothing: Annotated[int, Field(ge=1, le=1000)] = 1
    overlays: Annotated[tuple[_RunId, ...], Field(max_length=MAX_OVERLAYS)] = ()
    threads: Annotated[int, Field(ge=0, le=256)] = 0

    def with_recent(self, path: str, reading: FileReading = AS_FOUND) -> Preferences:
        """Return preferences with `path` as the most recent file, to be read so again."""
        others = tuple(other for other in self.recent if other != path)
        recent = (path, *others)[:MAX_RECENT]
        chosen = {**self.readings, path: reading}
        kept = {one: chosen[one] for one in recent if chosen.get(one, AS_FOUND) != AS_FOUND}
        return self.model_copy(update={"recent": recent, "readings": kept})

    def with_opened(self, path: str) -> Preferences:
        """Return preferences with `path` as what was opened last."""
        others = tuple(other for other in self.opened if other != path)
        return self.model_copy(update={"opened": (path, *others)[:MAX_OPENED]})

    def reading_of(self, path: str) -> FileReading:
        """Return how a recent file was read last."""
        return self.readings.get(path, AS_FOUND)

    def with_layout(self, geometry: str, layout: str) -> Preferences:
        """Return preferences with the window's place and layout, and their digest."""
        seal = _digest(geometry, layout) if geometry or layout else ""
        return self.model_copy(update={"geometry": geometry, "layout": layout, "seal": seal})

    @property
    def is_sealed(self) -> bool:
        """Tell whether place and layout are as the program wrote them, or there are none."""
        return self == self.with_layout(self.geometry, self.layout)


def _digest(*texts: str) -> str:
    return hashlib.sha256("\n".join(texts).encode("utf-8", "surrogatepass")).hexdigest()


class PreferencesFile:
    """Reads and writes `Preferences` at one place.

    Attributes:
        set_aside: Where a file went that was not used as it stood; None if it was.
        layout_dropped: Only its layout was not used.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.set_aside: Path | None = None
        self._known = Preferences()
        """What this window has loaded or saved last; what differs from it was changed here."""
        self.layout_dropped = False
        self._mark = path.with_name(f"{path.name}.restoring")

    def load(self) -> Preferences:
        """Return what is stored, or defaults; `set_aside` then names a damaged file's new place."""
        stored = self._stored()
        if stored.is_sealed and not self._a_start_failed():
            return stored
        kept = stored.with_layout("", "")
        if stored.seal:  # without one it comes from a version before seals, and nothing is wrong
            self.layout_dropped = True
            self._set_aside()
            with contextlib.suppress(OSError):
                self.save(kept)
        self.end_restoring()
        return kept

    def begin_restoring(self, preferences: Preferences) -> None:
        """Mark on disk that the window is about to take its layout from these preferences."""
        if not preferences.seal or self._mark.exists():  # another window is starting just now
            return
        try:
            self._mark.write_text(json.dumps(myself()), "utf-8")
        except OSError as error:  # such a folder cannot have been given a bad layout either
            _log.info("no mark for the layout: %s", error)

    def end_restoring(self) -> None:
        """Take the mark away: the window stands."""
        with contextlib.suppress(OSError):
            self._mark.unlink(missing_ok=True)

    def _a_start_failed(self) -> bool:
        """Tell whether a process that has ended left its mark."""
        try:
            owner = json.loads(self._mark.read_text("utf-8"))
        except OSError:
            return False
        except (ValueError, RecursionError):
            return True
        return not (isinstance(owner, dict) and is_here(owner) and not is_gone(owner))

    def _stored(self) -> Preferences:
        try:
            self._known = self._read()
        except OSError:
            self._known = Preferences()
        except (ValidationError, ValueError, RecursionError):
            self._set_aside()
            self._known = Preferences()
        return self._known

    def save(self, preferences: Preferences) -> None:
        """Write what was changed here; the rest stays as another window may have left it.

        Raises:
            OSError: The folder cannot be written.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with alone_in(self.path.parent):  # or another window could save between the two
            merged = _merged(self._known, preferences, self._theirs())
            write_atomically(self.path, merged.model_dump_json(indent=1).encode())
        self._known = preferences

    def _theirs(self) -> Preferences:
        try:
            return self._read()
        except (OSError, ValueError, RecursionError):  # not there, or of no use
            return self._known

    def _read(self) -> Preferences:
        if self.path.exists() and not self.path.is_file():  # to open a pipe would wait
            return Preferences()
        if self.path.stat().st_size > MAX_FILE_BYTES:
            raise ValueError("too large")
        return Preferences.model_validate(json.loads(self.path.read_text("utf-8")))

    def _set_aside(self) -> None:
        self.set_aside = set_aside(self.path)


def use_data_folder(preferences: Preferences) -> None:
    """Keep what is kept where the preferences say, unless the environment names a folder."""
    if preferences.data_folder and DATA_VARIABLE not in os.environ:
        os.environ[DATA_VARIABLE] = preferences.data_folder
        os.environ[_BY_PREFERENCE] = "1"


def has_own_folder() -> bool:
    """Tell whether the environment names the data folder, and not the preferences."""
    return DATA_VARIABLE in os.environ and _BY_PREFERENCE not in os.environ


def folder_refusal(folder: Path) -> OutputError | None:
    """Tell why runs, models and texts cannot be kept in a folder; None if they can."""
    try:
        require_place(folder / ".lstm-gui")
    except OutputError:
        template = QT_TRANSLATE_NOOP(
            "Errors",
            "Nothing can be kept in {folder}, because it cannot be written. Choose another.",
        )
        return OutputError(template, folder=str(folder))
    return None


_SEALED = ("geometry", "layout", "seal")


def _merged(before: Preferences, ours: Preferences, theirs: Preferences) -> Preferences:
    """Return `theirs` with what has become of `before` here."""
    changed = {
        name: getattr(ours, name)
        for name in Preferences.model_fields
        if getattr(ours, name) != getattr(before, name)
    }
    if changed.keys() & set(_SEALED):  # a seal fits nothing but its own layout
        changed |= {name: getattr(ours, name) for name in _SEALED}
    if changed.keys() & {"recent", "readings"}:
        recent = _merged_recent(before.recent, ours.recent, theirs.recent)
        elsewhere = {
            path: theirs.readings[path] for path in theirs.readings if path not in ours.recent
        }
        readings = {**elsewhere, **ours.readings}
        kept = {path: reading for path, reading in readings.items() if path in recent}
        changed |= {"recent": recent, "readings": kept}
    if "opened" in changed:
        opened = _merged_recent(before.opened, ours.opened, theirs.opened, MAX_OPENED)
        changed["opened"] = opened
    return theirs.model_copy(update=changed)


def _merged_recent(
    before: tuple[str, ...],
    ours: tuple[str, ...],
    theirs: tuple[str, ...],
    most: int = MAX_RECENT,
) -> tuple[str, ...]:
    """Put what was opened here before what was opened elsewhere; what was cleared stays away."""
    opened = next(
        ours[:count]
        for count in range(len(ours) + 1)
        if ours[count:] == tuple(p for p in before if p not in ours[:count])[: len(ours) - count]
    )
    gone = {*opened, *(set(before) - set(ours))}
    return (*opened, *(path for path in theirs if path not in gone))[:most]
