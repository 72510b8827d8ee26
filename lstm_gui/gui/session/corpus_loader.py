"""Opening a text away from the window's thread, so that a large file does not freeze it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from lstm_gui.core.corpus.text import Corpus, load_corpus, load_shipped
from lstm_gui.core.errors import CorpusError

__all__ = ["CorpusLoader"]


class CorpusLoader(QObject):
    """Load texts on a short-lived thread; of several requests only the newest is answered.

    Signals:
        loaded(Corpus): The text is ready.
        refused(CorpusError): It cannot be used.
    """

    loaded = Signal(object)
    refused = Signal(object)

    _done = Signal(int, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._request = 0
        self._done.connect(self._on_done, Qt.ConnectionType.QueuedConnection)

    def load_shipped(self, key: str) -> None:
        """Load one of the texts that come with the program."""
        self._begin(lambda: load_shipped(key))

    def load_file(self, path: Path, encoding: str | None = None) -> None:
        """Load a file, in a given encoding or the one that is found in it."""
        self._begin(lambda: load_corpus(path, encoding))

    def _begin(self, job: Callable[[], Corpus]) -> None:
        self._request += 1
        number = self._request

        def work() -> None:
            result: Corpus | CorpusError
            try:
                result = job()
            except CorpusError as error:
                result = error
            self._done.emit(number, result)

        threading.Thread(target=work, name="corpus", daemon=True).start()

    def _on_done(self, number: int, result: Corpus | CorpusError) -> None:
        if number != self._request:
            return
        if isinstance(result, CorpusError):
            self.refused.emit(result)
        else:
            self.loaded.emit(result)
