"""The thread of the run store: it alone touches the file, so the window waits for no disk."""

from __future__ import annotations

import logging
import queue
import sqlite3
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from lstm_gui.core.i18n import QT_TRANSLATE_NOOP, Sentence
from lstm_gui.core.runs.database import trouble_of
from lstm_gui.core.runs.store import RunStore

__all__ = ["StoreThread"]

T = TypeVar("T")

_log = logging.getLogger(__name__)


RETRY_S = 2.0
"""How often what could not be written is tried again, beside the times when more is asked for."""


def _nothing(_: object) -> None:
    pass


@dataclass(frozen=True, slots=True)
class _Order:
    """Something to be done; `told` if somebody waits for what comes out."""

    task: Callable[[RunStore], None]
    told: bool


class StoreThread:
    """Do one thing after the other with the store, on a thread that begins with the first one.

    What a lock or a full disk stands against waits in its order, and what is only to be written
    waits behind it; what can be answered meanwhile is. The listeners are called on the thread.

    Args:
        open_store: Opens the store; called on the thread.
        report: Called with a sentence that a person should read.
        trouble: Called with what stands against writing, and with None when that is over.
        opened: Called with the store when it is open, and when it had to be opened anew.
    """

    def __init__(
        self,
        open_store: Callable[[], RunStore],
        report: Callable[[Sentence], None],
        *,
        trouble: Callable[[Sentence | None], None] = _nothing,
        opened: Callable[[RunStore], None] = _nothing,
    ) -> None:
        self._open_store = open_store
        self._report = report
        self._trouble = trouble
        self._opened = opened
        self._orders: queue.SimpleQueue[_Order | None] = queue.SimpleQueue()
        self._left: list[_Order] = []
        self._said: Sentence | None = None
        self._unexpected: set[str] = set()
        self._thread: threading.Thread | None = None
        self._ending = threading.Event()

    def ask(self, task: Callable[[RunStore], T], answer: Callable[[T], None] | None = None) -> None:
        """Have something done; `answer` is called on the thread with what came out, if it could be.

        After `close`, what is asked is passed over.
        """
        if self._ending.is_set():
            return

        def do(store: RunStore) -> None:
            result = task(store)
            if answer is not None:
                answer(result)

        self._orders.put(_Order(do, answer is not None))
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="runs", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Take no more; what was asked before is still done. Returns at once."""
        if not self._ending.is_set():
            self._ending.set()
            self._orders.put(None)

    def join(self, timeout: float) -> bool:
        """Wait until all is done; False if that took too long."""
        if self._thread is not None:
            self._thread.join(timeout)
            return not self._thread.is_alive()
        return True

    def _work(self) -> None:
        store = self._open()
        while True:
            try:
                order = self._orders.get(timeout=RETRY_S if self._left else None)
            except queue.Empty:
                self._try_again(store)
                continue
            if order is None:
                break
            waits = bool(self._left) and not order.told
            if waits or not self._do(order, store):
                self._left.append(order)
        self._try_again(store)
        if self._left:
            _log.info("runs: %d things could not be written", len(self._left))
        store.close()

    def _open(self) -> RunStore:
        """Open the store; while another program has its file for itself, everything waits."""
        store = self._open_store()
        while store.locked and not self._ending.wait(RETRY_S):
            self._say(store.notice)
            store.close()
            store = self._open_store()
        self._say(None)
        self._report_notice(store)
        self._opened(store)
        return store

    def _try_again(self, store: RunStore) -> None:
        while self._left and self._do(self._left[0], store):
            del self._left[0]
        if not self._left:
            self._say(None)

    def _do(self, order: _Order, store: RunStore, *, mended: bool = False) -> bool:
        """Do it, or say why it cannot be; False if it is to be tried again."""
        try:
            if store.follow():
                self._begin_anew(store)
            order.task(store)
        except Exception as error:
            return self._recover(order, store, error, mended=mended)
        self._report_notice(store)
        return True

    def _recover(
        self, order: _Order, store: RunStore, error: Exception, *, mended: bool = False
    ) -> bool:
        trouble = trouble_of(error)
        if trouble is not None:
            _log.info("runs: %s", error)
            self._say(trouble)
            return False
        if mended or not store.lasting:
            self._say_unexpected(error)
            return True
        _log.info("runs: unexpected, so the file is checked", exc_info=error)
        try:
            store.mend()
        except sqlite3.OperationalError as locked:
            return self._recover(order, store, locked)
        self._begin_anew(store)
        return self._do(order, store, mended=True)

    def _begin_anew(self, store: RunStore) -> None:
        self._report_notice(store)
        self._opened(store)

    def _say_unexpected(self, error: Exception) -> None:
        _log.info("runs: unexpected", exc_info=error)
        reason = str(error) or type(error).__name__
        if reason not in self._unexpected:  # once is enough
            self._unexpected.add(reason)
            self._report(Sentence(_UNEXPECTED, {"reason": reason}, context="Runs"))

    def _say(self, trouble: Sentence | None) -> None:
        if trouble != self._said:
            self._said = trouble
            self._trouble(trouble)

    def _report_notice(self, store: RunStore) -> None:
        if store.notice is not None:
            self._report(store.notice)
            store.notice = None


_UNEXPECTED = QT_TRANSLATE_NOOP(
    "Runs",
    "Something could not be done with the table of runs ({reason}). Everything else goes on; if "
    "it comes again, please report it.",
)
