"""Measuring sticks for a text: what models without a network reach, worked out on the side."""

from __future__ import annotations

import contextlib
import logging
import threading

from PySide6.QtCore import QObject, Qt, Signal

from lstm_gui.core.baselines import Baselines, in_sample
from lstm_gui.core.corpus import Corpus

__all__ = ["Sticks"]

_log = logging.getLogger(__name__)


class Sticks(QObject):
    """Count a text on a short-lived thread; of several requests only the newest is answered.

    Signals:
        found(Baselines): The perplexities of the newest text.
    """

    found = Signal(object)

    _done = Signal(int, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._request = 0
        self._done.connect(self._on_done, Qt.ConnectionType.QueuedConnection)

    def set_corpus(self, corpus: Corpus, length: int | None = None) -> None:
        """Count its first characters; `found` follows unless they are too many for the memory."""
        self._request += 1
        number = self._request

        def work() -> None:
            try:
                baselines = in_sample(corpus.ids[:length], len(corpus.vocabulary))
            except MemoryError:
                _log.warning("no memory left to count %s", corpus.name)
                return
            with contextlib.suppress(RuntimeError):  # the window has been closed meanwhile
                self._done.emit(number, baselines)

        threading.Thread(target=work, name="sticks", daemon=True).start()

    def _on_done(self, number: int, baselines: Baselines) -> None:
        if number == self._request:
            self.found.emit(baselines)
