"""Makes a film on a thread of its own, tells how far it is, and can be stopped."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QObject, QSize, QTimer, Signal

from lstm_gui.core.errors import PlaygroundError
from lstm_gui.core.export.film_file import Frame, film_bytes
from lstm_gui.core.export.run_files import write_files
from lstm_gui.gui.export.film import FilmStory, film_frames, frame_count
from lstm_gui.gui.widgets.answers import NewestAnswer
from lstm_gui.gui.widgets.theme import Scheme

__all__ = ["FilmMaker"]

_TELL_MS = 100


class _StoppedError(Exception):
    """The film is not wanted any more."""


class _Take:
    """One film under way; the thread counts its frames, and the window may stop it."""

    def __init__(self, story: FilmStory, scheme: Scheme, size: QSize, path: Path) -> None:
        self._story, self._scheme, self._size, self._path = story, scheme, size, path
        self.count = frame_count(story)
        self.done = 0
        self.stopped = False

    def make(self) -> Path:
        """Draw and write it; whoever stops it leaves no file."""
        film = film_bytes(self._frames(), self._path.suffix.lower())
        if self.stopped:
            raise _StoppedError
        write_files({self._path: film})
        return self._path

    def _frames(self) -> Iterator[Frame]:
        for frame in film_frames(self._story, self._scheme, self._size):
            if self.stopped:
                raise _StoppedError
            self.done += 1
            yield frame


class FilmMaker(QObject):
    """One film at a time.

    Signals:
        progressed(float): How much of it is drawn; None once it has ended, however it did.
        made(Path): It lies there.
        failed(PlaygroundError): It could not be made or written.
        broke(Exception): Something unexpected happened.
    """

    progressed = Signal(object)
    made = Signal(object)
    failed = Signal(object)
    broke = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._take: _Take | None = None
        self._answer = NewestAnswer(self)
        self._answer.answered.connect(self._on_answer_answered)
        self._answer.failed.connect(self._on_answer_failed)
        self._clock = QTimer(self)
        self._clock.setInterval(_TELL_MS)
        self._clock.timeout.connect(self._on_clock_timeout)

    def make(self, story: FilmStory, scheme: Scheme, size: QSize, path: Path) -> None:
        """Begin a film."""
        self._take = take = _Take(story, scheme, size, path)
        self._answer.ask(take.make)
        self._clock.start()
        self.progressed.emit(0.0)

    def stop(self) -> None:
        """Want the film no more; what was there before stays."""
        if self._take is not None:
            self._take.stopped = True
            self._answer.forget()
            self._end()

    def _end(self) -> None:
        self._take = None
        self._clock.stop()
        self.progressed.emit(None)

    def _on_clock_timeout(self) -> None:
        if self._take is not None:
            self.progressed.emit(self._take.done / max(self._take.count + 1, 1))

    def _on_answer_answered(self, path: Path) -> None:
        self._end()
        self.made.emit(path)

    def _on_answer_failed(self, error: Exception) -> None:
        self._end()
        (self.failed if isinstance(error, PlaygroundError) else self.broke).emit(error)
