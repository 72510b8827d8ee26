"""The engine thread: it owns the backend from its making to the end of the process.

Commands come in through an inbox, events leave through an outbox. Between two batches it looks
at its commands, writes a little, and shows the memory if somebody looks; it never waits for the
window. What it does then is `core.work`; here is when, and what becomes of an error.
"""

from __future__ import annotations

import logging
import threading
import traceback
from collections.abc import Callable
from functools import partial

from lstm_gui.core.backend import Backend
from lstm_gui.core.errors import PlaygroundError
from lstm_gui.core.mailbox import Inbox, Outbox
from lstm_gui.core.messages import Close, Closed, EngineReady, Failure, Save, StateChanged
from lstm_gui.core.states import RunState
from lstm_gui.core.work import Work

__all__ = ["Worker"]

_log = logging.getLogger(__name__)


class Worker:
    """Train, write and show memory on one thread of its own.

    Args:
        create_backend: Makes the engine; called on the engine thread, where MXNet is imported.
        inbox: Commands to the engine.
        outbox: Events from the engine. Connect its receiver before `start`.
    """

    def __init__(
        self, create_backend: Callable[[], Backend], *, inbox: Inbox, outbox: Outbox
    ) -> None:
        self._create_backend = create_backend
        self._inbox = inbox
        self._outbox = outbox
        self._thread = threading.Thread(target=self._main, name="engine", daemon=True)

    def start(self) -> None:
        """Start the engine thread; returns at once."""
        self._thread.start()

    def is_alive(self) -> bool:
        """Tell whether the engine thread is still there."""
        return self._thread.is_alive()

    def _main(self) -> None:
        try:
            backend = self._create_backend()
            contexts = backend.contexts()
        except Exception as error:
            self._report("load", error)
            self._outbox.put(StateChanged(0, RunState.FAILED))
            self._wait_for_close()
        else:
            work = Work(
                backend,
                create_backend=self._create_backend,
                outbox=self._outbox,
                report=partial(self._report, "twin"),
            )
            self._outbox.put(EngineReady(contexts))
            self._outbox.put(StateChanged(0, RunState.EMPTY))
            while self._turn(work):
                pass
        self._outbox.put(Closed())

    def _wait_for_close(self) -> None:
        while not isinstance(self._inbox.take(None), Close):
            pass

    def _turn(self, work: Work) -> bool:
        """Handle what has arrived, then do a little of everything; False at the end."""
        guard = partial(self._guard, work)
        command = self._inbox.take(work.patience())
        while command is not None:
            if isinstance(command, Close):
                return False
            doing = "save" if isinstance(command, Save) else "command"
            guard(doing, partial(work.carry_out, command))
            command = self._inbox.take(0.0)
        work.turn(guard)
        return True

    def _guard(self, work: Work, doing: str, act: Callable[[], None]) -> None:
        try:
            act()
        except Exception as error:
            expected = self._report(doing, error)
            # A file that cannot be saved need not end what goes on.
            work.give_up(everything=doing not in ("command", "save"))
            if doing == "train" or (doing == "watch" and not expected):
                work.fail()

    def _report(self, doing: str, error: Exception, run: int = 0) -> bool:
        """Tell the window what went wrong, with the twin if it was that; True if expected."""
        details = "".join(traceback.format_exception(error))
        if isinstance(error, PlaygroundError):
            self._outbox.put(Failure(doing, error.template, error.values, details, run=run))
            return True
        _log.error("engine: %s failed\n%s", doing, details)
        self._outbox.put(Failure(doing, "{error}", {"error": repr(error)}, details, False, run))
        return False
