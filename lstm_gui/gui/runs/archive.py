"""The window's door to the stored runs: they are asked on their own thread, answers come back."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from lstm_gui.core.corpus.text import Corpus
from lstm_gui.core.i18n import Sentence
from lstm_gui.core.runs.run import Curve, Run, with_digest
from lstm_gui.core.runs.store import ModelFolder, RunStore, open_store
from lstm_gui.core.runs.store_thread import StoreThread

__all__ = ["RunArchive"]

T = TypeVar("T")


class RunArchive(QObject):
    """Ask the store without waiting for it.

    Args:
        folder: Where the runs lie; None keeps them in memory.

    Signals:
        noticed(Sentence): Something that a person should know, such as a damaged file.
        opened(): The store is open; `model_path` tells from now on whether models are kept.
        runStored(Run): A run stands in the table, new or changed, as it is given here.
    """

    noticed = Signal(object)
    opened = Signal()
    runStored = Signal(object)

    _answered = Signal(object, object)

    def __init__(self, folder: Path | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._models: ModelFolder | None = None
        self._answered.connect(self._on_answered, Qt.ConnectionType.QueuedConnection)
        self._thread = StoreThread(lambda: open_store(folder), self._report)

    def open(self) -> None:
        """Open the store; `opened` follows."""
        self.ask(_models_of, self._on_opened)

    def ask(self, task: Callable[[RunStore], T], then: Callable[[T], None] | None = None) -> None:
        """Do something with the store on its thread; `then` gets what came out, in this one.

        `then` must be a bound method of a QObject or a function that is safe to call at any time.
        """
        if then is None:
            self._thread.ask(task)
        else:
            self._thread.ask(task, lambda result: self._answer(then, result))

    def put(self, run: Run, curve: Curve, corpus: Corpus | None = None) -> None:
        """Store a run; `runStored` follows. With `corpus`, its digest is worked out as well."""

        def task(store: RunStore) -> Run:
            return store.put(run if corpus is None else with_digest(run, corpus), curve)

        self.ask(task, self.runStored.emit)

    @property
    def keeps_models(self) -> bool:
        """Whether there is a place for models; known once it is open."""
        return self._models is not None

    def model_path(self, run_id: str) -> Path | None:
        """Return where the model of a run is kept, or None where none can be."""
        return None if self._models is None else self._models.path(run_id)

    def close(self) -> None:
        """Take no more; what was asked is still done. Returns at once."""
        self._thread.close()

    def finish(self, seconds: float) -> bool:
        """Wait, once no window is open any more, until all is written; False if it took longer."""
        return self._thread.join(seconds)

    def _report(self, notice: Sentence) -> None:
        self._answer(self.noticed.emit, notice)

    def _answer(self, then: Callable[[T], None], result: T) -> None:
        with contextlib.suppress(RuntimeError):  # the window has been closed meanwhile
            self._answered.emit(then, result)

    def _on_answered(self, then: Callable[[object], None], result: object) -> None:
        then(result)

    def _on_opened(self, models: ModelFolder | None) -> None:
        self._models = models
        self.opened.emit()


def _models_of(store: RunStore) -> ModelFolder | None:
    return store.models if store.models is not None and store.models.create() else None
