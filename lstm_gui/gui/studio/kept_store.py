"""The file of kept pieces and prefixes, read and written without the window waiting for a disk."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from lstm_gui.core.i18n import QT_TRANSLATE_NOOP, Sentence
from lstm_gui.core.inspection.kept_pieces import KeptFile, KeptPieces
from lstm_gui.core.inspection.pieces import Piece
from lstm_gui.gui.widgets.answers import NewestAnswer

__all__ = ["KeptStore"]

_log = logging.getLogger(__name__)

_DAMAGED = QT_TRANSLATE_NOOP(
    "KeptStore", "The kept pieces were damaged and are set aside as {file}."
)
_NOT_WRITTEN = QT_TRANSLATE_NOOP(
    "KeptStore",
    "What is kept in the studio cannot be stored ({reason}); it lasts until the program ends.",
)


class KeptStore(QObject):
    """Does one thing after the other with the file, on one thread.

    Args:
        path: Where the file is; None keeps nothing from one session to the next.
        parent: The window.

    Signals:
        loaded(KeptPieces): What was kept in earlier sessions.
        noticed(Sentence): Something that a person should know.
    """

    loaded = Signal(object)
    noticed = Signal(object)

    def __init__(self, path: Path | None, parent: QObject) -> None:
        super().__init__(parent)
        self._file = None if path is None else KeptFile(path)
        # What is under way is still written when the program ends.
        self._pool = ThreadPoolExecutor(1, "kept pieces")
        self._loading, self._writing = NewestAnswer(self), NewestAnswer(self)
        self._loading.answered.connect(self._on_loading_answered)
        self._writing.answered.connect(self._say_if_set_aside)
        for answer in (self._loading, self._writing):
            answer.failed.connect(self._on_answer_failed)

    def load(self) -> None:
        """Read the file; `loaded` follows."""
        if self._file is not None:
            self._do(self._loading, self._file.load)

    def keep(self, piece: Piece) -> None:
        """Keep a piece."""
        file = self._file
        if file is not None:
            self._do(self._writing, lambda: file.keep(piece))

    def drop(self, pieces: Sequence[Piece]) -> None:
        """Keep these no longer."""
        file = self._file
        if file is not None:
            self._do(self._writing, lambda: file.drop(pieces))

    def restore(self, pieces: Sequence[Piece]) -> None:
        """Keep these after all, the first of them on top."""
        file = self._file
        if file is not None:

            def keep_all() -> None:
                for piece in reversed(pieces):
                    file.keep(piece)

            self._do(self._writing, keep_all)

    def remember(self, prefix: str) -> None:
        """Keep a prefix."""
        file = self._file
        if file is not None:
            self._do(self._writing, lambda: file.remember(prefix))

    def _do(self, answer: NewestAnswer, act: Callable[[], object]) -> None:
        answer.ask(self._pool.submit(act).result)

    def _on_loading_answered(self, kept: KeptPieces) -> None:
        self._say_if_set_aside()
        self.loaded.emit(kept)

    def _say_if_set_aside(self) -> None:
        if self._file is not None and self._file.set_aside is not None:
            place, self._file.set_aside = self._file.set_aside, None
            self.noticed.emit(Sentence(_DAMAGED, {"file": place.name}, "KeptStore"))

    def _on_answer_failed(self, error: Exception) -> None:
        _log.info("kept pieces: %s", error)
        reason = (error.strerror if isinstance(error, OSError) else "") or type(error).__name__
        self.noticed.emit(Sentence(_NOT_WRITTEN, {"reason": reason}, "KeptStore"))
