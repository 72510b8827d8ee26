"""What the program remembers about its user: look, language, layout, recent files, last settings.

A JSON file, written atomically. A damaged one is set aside and said, and defaults are used.
"""

from __future__ import annotations

import contextlib
import json
import time
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from lstm_gui.core.file_reading import AS_FOUND, FileReading
from lstm_gui.core.files import write_atomically
from lstm_gui.core.i18n import languages

__all__ = ["MAX_RECENT", "Preferences", "PreferencesFile"]

MAX_RECENT = 8
MAX_OVERLAYS = 200
MAX_FILE_BYTES = 2**20

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
    recent: Annotated[tuple[str, ...], Field(max_length=MAX_RECENT)] = ()
    readings: Annotated[dict[str, FileReading], Field(max_length=MAX_RECENT)] = {}
    sticks: bool = True
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

    def reading_of(self, path: str) -> FileReading:
        """Return how a recent file was read last."""
        return self.readings.get(path, AS_FOUND)


class PreferencesFile:
    """Reads and writes `Preferences` at one place."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.set_aside: Path | None = None

    def load(self) -> Preferences:
        """Return what is stored, or defaults; `set_aside` then names a damaged file's new place."""
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
