"""Order is kept, nobody waits, the newest wins, and one wake-up is enough."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from lstm_gui.core.model.backend import Memory, Trace
from lstm_gui.core.settings.experiment import Experiment
from lstm_gui.core.training.progress import EpochDone, StepDone
from lstm_gui.core.worker.commands import Close, Configure, Pause, Start, Stop, WatchMemory
from lstm_gui.core.worker.events import Cells, Event
from lstm_gui.core.worker.mailbox import MAX_WAITING, Inbox, Outbox


def step(number: int) -> StepDone:
    return StepDone(1, number, 1, number, 9, 10, 1.0, 1.0, 0.1)


def cells(number: int) -> Cells:
    zeros = np.zeros((1, 1, 1), np.float32)
    trace = Trace("lstm", np.zeros(1, np.int32), Memory(zeros, zeros), {}, zeros[0])
    return Cells(1, number, 1, "a", trace)


def configure(revision: int) -> Configure:
    return Configure(revision, Experiment())


class TestInbox:
    def test_commands_come_in_order(self) -> None:
        inbox = Inbox()
        for command in (Start(), Pause(), Stop()):
            inbox.post(command)
        assert [inbox.take() for _ in range(4)] == [Start(), Pause(), Stop(), None]

    def test_of_settings_only_the_newest_is_kept(self) -> None:
        inbox = Inbox()
        for revision in range(100):
            inbox.post(configure(revision))
        assert inbox.take() == configure(99)
        assert inbox.take() is None

    def test_settings_and_probes_in_turns_do_not_pile_up(self) -> None:
        inbox = Inbox()
        for number in range(100):
            inbox.post(configure(number))
            inbox.post(WatchMemory(str(number)))
        assert [inbox.take() for _ in range(3)] == [configure(99), WatchMemory("99"), None]

    def test_settings_do_not_move_across_another_command(self) -> None:
        inbox = Inbox()
        for command in (
            configure(1),
            Start(),
            configure(2),
            WatchMemory("a"),
            Pause(),
            configure(3),
        ):
            inbox.post(command)
        taken = [inbox.take() for _ in range(6)]
        assert taken == [
            configure(1),
            Start(),
            configure(2),
            WatchMemory("a"),
            Pause(),
            configure(3),
        ]

    def test_take_waits_until_something_comes(self) -> None:
        inbox, taken = Inbox(), []
        thread = threading.Thread(target=lambda: taken.append(inbox.take(20.0)))
        thread.start()
        inbox.post(Close())
        thread.join(20.0)
        assert taken == [Close()]

    def test_take_gives_up_in_time(self) -> None:
        assert Inbox().take(0.001) is None


class TestOutbox:
    def test_ten_thousand_events_keep_their_order_and_wake_once_a_drain(self) -> None:
        pending, worst, got = 0, 0, list[Event]()
        lock, done = threading.Lock(), threading.Event()

        def on_ready() -> None:
            nonlocal pending, worst
            with lock:
                pending += 1
                worst = max(worst, pending)

        outbox = Outbox(on_ready)

        def fill() -> None:
            for number in range(10_000):
                outbox.put(step(number))
            done.set()

        thread = threading.Thread(target=fill)
        thread.start()
        while not done.is_set() or pending:
            with lock:
                pending = 0  # the wake-up is taken before the drain, as the window does
            got.extend(outbox.drain())
        thread.join()
        got.extend(outbox.drain())
        assert got == [step(number) for number in range(10_000)]
        assert worst == 1

    def test_an_offer_replaces_the_one_that_was_not_taken(self) -> None:
        wakes: list[int] = []
        outbox = Outbox(lambda: wakes.append(1))
        assert outbox.wants(Cells, 1)
        for number in range(100):
            outbox.offer(cells(number))
        assert not outbox.wants(Cells, 1)
        assert [event.step for event in outbox.drain() if isinstance(event, Cells)] == [99]
        assert outbox.wants(Cells, 1)
        assert wakes == [1]

    def test_kept_events_come_before_offers(self) -> None:
        outbox = Outbox()
        outbox.offer(cells(1))
        outbox.put(step(1))
        assert [type(event) for event in outbox.drain()] == [StepDone, Cells]

    def test_a_window_that_does_not_take_anything_cannot_eat_memory(self) -> None:
        outbox, epochs = Outbox(), 0
        for number in range(4 * MAX_WAITING):
            outbox.put(step(number))
            if number % 1000 == 0:
                outbox.put(EpochDone(1, number, 1.0, 1.0))
                epochs += 1
        events = outbox.drain()
        steps = [event.step for event in events if isinstance(event, StepDone)]
        assert len(events) <= MAX_WAITING + 1
        assert steps == sorted(steps) and steps[-1] == 4 * MAX_WAITING - 1
        assert len(set(steps)) == len(steps) >= MAX_WAITING // 3
        assert sum(isinstance(event, EpochDone) for event in events) == epochs

    def test_a_waker_that_was_taken_away_is_not_called(self) -> None:
        outbox = Outbox(lambda: pytest.fail("called"))
        outbox.connect(None)
        outbox.put(step(1))
        assert outbox.drain() == [step(1)]

    def test_the_waker_may_use_the_outbox(self) -> None:
        outbox = Outbox()
        outbox.connect(lambda: drained.extend(outbox.drain()))
        drained: list[Event] = []
        outbox.put(step(1))
        outbox.offer(cells(2))
        assert [type(event) for event in drained] == [StepDone, Cells]
