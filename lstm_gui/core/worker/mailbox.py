"""The mailbox between the two threads: an inbox for commands, an outbox for events.

Neither side ever waits for the other. Small events are kept in order; large ones are offered:
the newest replaces the one that was not taken. The receiver is woken once, not once an event.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable

from lstm_gui.core.training.progress import StepDone
from lstm_gui.core.worker.commands import Command, Configure, Topic, WatchMemory
from lstm_gui.core.worker.events import Cells, Event, Followed

__all__ = ["Inbox", "MAX_WAITING", "Outbox"]

MAX_WAITING = 50_000
_OfferKey = tuple[type[Event], int, Topic | None]
_NEWEST_ONLY = (Configure, WatchMemory)


class Inbox:
    """Commands for the engine thread, in order; of settings and probes only the newest."""

    def __init__(self) -> None:
        self._commands: deque[Command] = deque()
        self._arrived = threading.Condition()

    def post(self, command: Command) -> None:
        """Leave a command; returns at once."""
        with self._arrived:
            if isinstance(command, _NEWEST_ONLY):
                self._drop(type(command))
            self._commands.append(command)
            self._arrived.notify()

    def take(self, timeout: float | None = 0.0) -> Command | None:
        """Return the next command; wait up to `timeout` seconds (None: as long as it takes)."""
        with self._arrived:
            if not self._commands and timeout != 0.0:
                self._arrived.wait(timeout)
            return self._commands.popleft() if self._commands else None

    def take_only(self, *kinds: type[Command]) -> Command | None:
        """Return the next command if it is of one of these kinds; does not wait."""
        with self._arrived:
            first = self._commands[0] if self._commands else None
            return self._commands.popleft() if isinstance(first, kinds) else None

    def _drop(self, kind: type[Command]) -> None:
        # What was posted after a Build must stay after it, so only the unbroken tail is searched.
        for place in reversed(range(len(self._commands))):
            if isinstance(self._commands[place], kind):
                del self._commands[place]
                return
            if not isinstance(self._commands[place], _NEWEST_ONLY):
                return


class Outbox:
    """Events from the engine thread, for one receiver.

    Args:
        on_ready: Called, in the thread that posts, when the first event after a drain arrives.
    """

    def __init__(self, on_ready: Callable[[], None] | None = None) -> None:
        self._on_ready = on_ready
        self._events: list[Event] = []
        self._offers: dict[_OfferKey, Event] = {}
        self._lock = threading.Lock()

    def connect(self, on_ready: Callable[[], None] | None) -> None:
        """Set or clear who is woken. Connect before the first event: an earlier one is lost."""
        with self._lock:
            self._on_ready = on_ready

    def put(self, event: Event) -> None:
        """Keep an event, in order. Past `MAX_WAITING`, every second step is left out."""
        with self._lock:
            wake = self._waker()
            if len(self._events) >= MAX_WAITING and isinstance(event, StepDone):
                self._events = _thinned(self._events)
            self._events.append(event)
        if wake is not None:
            wake()

    def offer(self, *events: Cells | Followed) -> None:
        """Leave large events, all at once; each replaces one of its run that was not taken."""
        with self._lock:
            wake = self._waker()
            for event in events:
                topic = event.topic if isinstance(event, Followed) else None
                self._offers[type(event), event.run, topic] = event
        if wake is not None:
            wake()

    def wants(self, kind: type[Cells | Followed], run: int, topic: Topic | None = None) -> bool:
        """Tell whether the last offer of this kind and topic by this run was taken."""
        with self._lock:
            return (kind, run, topic) not in self._offers

    def drain(self) -> list[Event]:
        """Take everything: the kept events in order, then the offers."""
        with self._lock:
            events = self._events + list(self._offers.values())
            self._events, self._offers = [], {}
            return events

    def _waker(self) -> Callable[[], None] | None:
        return None if self._events or self._offers else self._on_ready


def _thinned(events: list[Event]) -> list[Event]:
    steps = [event for event in events if isinstance(event, StepDone)]
    dropped = {id(event) for event in steps[::2]}
    return [event for event in events if id(event) not in dropped]
