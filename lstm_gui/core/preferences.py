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
import time
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from lstm_gui.core.files import write_atomically
from lstm_gui.core.i18n import languages
from lstm_gui.core.process import is_gone, is_here, myself

__all__ = ["MAX_RECENT", "Preferences", "PreferencesFile"]

MAX_RECENT = 8
MAX_OVERLAYS = 200
MAX_FILE_BYTES = 2**20

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
    language: Annotated[str, AfterValidator(_known)] = "system"
    geometry: Annotated[str, Field(max_length=100_000)] = ""
    layout: Annotated[str, Field(max_length=100_000)] = ""
    seal: Annotated[str, Field(max_length=64)] = ""
    """The digest of geometry and layout; versions that wrote none wrote layouts nobody checks."""
    recent: Annotated[tuple[str, ...], Field(max_length=MAX_RECENT)] = ()
    sticks: bool = True
    plot_axis: Literal["epoch", "batch", "time"] = "epoch"
    smoothing: Annotated[int, Field(ge=1, le=1000)] = 1
    overlays: Annotated[tuple[_RunId, ...], Field(max_length=MAX_OVERLAYS)] = ()
    threads: Annotated[int, Field(ge=0, le=256)] = 0

    def with_recent(self, path: str) -> Preferences:
        """Return preferences with `path` as the most recent file."""
        others = tuple(other for other in self.recent if other != path)
        return self.model_copy(update={"recent": (path, *others)[:MAX_RECENT]})

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
            if self.path.exists() and not self.path.is_file():  # to open a pipe would wait
                return Preferences()
            if self.path.stat().st_size > MAX_FILE_BYTES:
                raise ValueError("too large")
            return Preferences.model_validate(json.loads(self.path.read_text("utf-8")))
        except FileNotFoundError:
            return Preferences()
        except OSError:
            return Preferences()
        except (ValidationError, ValueError, RecursionError):
            self._set_aside()
            return Preferences()

    def save(self, preferences: Preferences) -> None:
        """Write the preferences.

        Raises:
            OSError: The folder cannot be written.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(self.path, preferences.model_dump_json(indent=1).encode())

    def _set_aside(self) -> None:
        place = self.path.with_name(f"{self.path.name}.bad-{int(time.time())}")
        with contextlib.suppress(OSError):
            self.path.rename(place)
            self.set_aside = place
