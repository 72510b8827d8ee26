"""The window's door to the stored runs: they are asked on their own thread, answers come back."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from functools import partial
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
        troubled(Sentence | None): What stands against writing just now; None when that is over.
        opened(): The store is open; `model_path` tells from now on whether models are kept. It
            comes again when the file had to be opened anew: what is under way is to be written.
        runStored(Run): A run stands in the table, new or changed, as it is given here.
    """

    noticed = Signal(object)
    troubled = Signal(object)
    opened = Signal()
    runStored = Signal(object)

    _answered = Signal(object, object)

    def __init__(self, folder: Path | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._models: ModelFolder | None = None
        self._answered.connect(self._on_answered, Qt.ConnectionType.QueuedConnection)
        self._unwritten: dict[str, tuple[Run, Curve, Corpus | None]] = {}
        self._thread = StoreThread(
            lambda: open_store(folder),
            self._report,
            trouble=lambda trouble: self._answer(self.troubled.emit, trouble),
            opened=lambda store: self._answer(self._on_opened, _models_of(store)),
        )

    def open(self) -> None:
        """Open the store; `opened` follows."""
        self.ask(lambda store: None)

    def ask(self, task: Callable[[RunStore], T], then: Callable[[T], None] | None = None) -> None:
        """Do something with the store on its thread; `then` gets what came out, in this one.

        `then` must be a bound method of a QObject or a function that is safe to call at any time.
        """
        if then is None:
            self._thread.ask(task)
        else:
            self._thread.ask(task, lambda result: self._answer(then, result))

    def put(self, run: Run, curve: Curve, corpus: Corpus | None = None) -> None:
        """Store a run; `runStored` follows. With `corpus`, its digest is worked out as well.

        While nothing can be written, only the last state of each run waits for it.
        """
        waits = run.id in self._unwritten
        self._unwritten[run.id] = (run, curve, corpus)
        if not waits:
            self.ask(partial(self._put, run.id), self._on_put)

    def _put(self, run_id: str, store: RunStore) -> Run | None:
        waiting = self._unwritten.pop(run_id, None)
        if waiting is None:
            return None
        run, curve, corpus = waiting
        try:
            return store.put(run if corpus is None else with_digest(run, corpus), curve)
        except Exception:
            self._unwritten.setdefault(run_id, waiting)  # unless a newer one has come
            raise

    def _on_put(self, run: Run | None) -> None:
        if run is not None:
            self.runStored.emit(run)

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
