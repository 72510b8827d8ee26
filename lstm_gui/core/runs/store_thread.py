"""The thread of the run store: it alone touches the file, so the window waits for no disk."""

from __future__ import annotations

import logging
import queue
import sqlite3
import threading
from collections.abc import Callable
from typing import TypeVar

from lstm_gui.core.i18n import QT_TRANSLATE_NOOP, Sentence
from lstm_gui.core.runs.store import RunStore

__all__ = ["StoreThread"]

T = TypeVar("T")

_Task = Callable[[RunStore], None]

_log = logging.getLogger(__name__)


class StoreThread:
    """Do one thing after the other with the store, on a thread that begins with the first one.

    Args:
        open_store: Opens the store; called on the thread.
        report: Called on the thread with a sentence that a person should read.
    """

    def __init__(
        self, open_store: Callable[[], RunStore], report: Callable[[Sentence], None]
    ) -> None:
        self._open_store = open_store
        self._report = report
        self._tasks: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._closed = False
        self._reported_once = False

    def ask(self, task: Callable[[RunStore], T], answer: Callable[[T], None] | None = None) -> None:
        """Have something done; `answer` is called on the thread with what came out, if it could be.

        After `close`, what is asked is passed over.
        """
        if self._closed:
            return

        def do(store: RunStore) -> None:
            result = task(store)
            if answer is not None:
                answer(result)

        self._tasks.put(do)
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="runs", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Take no more; what was asked before is still done. Returns at once."""
        if not self._closed:
            self._closed = True
            self._tasks.put(None)

    def join(self, timeout: float) -> bool:
        """Wait until all is done; False if that took too long."""
        if self._thread is not None:
            self._thread.join(timeout)
            return not self._thread.is_alive()
        return True

    def _work(self) -> None:
        store = self._open_store()
        self._report_notice(store)
        task = self._tasks.get()
        while task is not None:
            self._do(task, store)
            task = self._tasks.get()
        store.close()

    def _do(self, task: _Task, store: RunStore) -> None:
        try:
            task(store)
        except sqlite3.Error as error:
            _log.info("runs: %s", error)
            if store.recover(error):
                self._report_notice(store)
            elif not self._reported_once:  # once is enough: the next try follows in seconds
                self._reported_once = True
                self._report(Sentence(_NOT_WRITTEN, {"reason": str(error)}, context="Runs"))
        except Exception:
            _log.exception("runs: unexpected")
        else:
            self._report_notice(store)  # a task may have mended what it met

    def _report_notice(self, store: RunStore) -> None:
        if store.notice is not None:
            self._report(store.notice)
            store.notice = None


_NOT_WRITTEN = QT_TRANSLATE_NOOP(
    "Runs",
    "The table of runs could not be written ({reason}). Make room on the disk; it is tried again "
    "every few seconds.",
)
