"""Two engines on one thread do not disturb each other: twins are the same run, to the bit."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from lstm_gui.core.model.backend import Backend
from lstm_gui.core.model.cell_kinds import CELLS
from lstm_gui.core.settings.difference import Difference
from lstm_gui.core.settings.experiment import Experiment, changed
from lstm_gui.core.settings.groups import CellKind
from lstm_gui.core.training.progress import Diverged, EpochDone, SampleDone, StepDone
from lstm_gui.core.worker.commands import (
    Build,
    BuildTwin,
    Close,
    Command,
    Configure,
    Start,
    WatchMemory,
)
from lstm_gui.core.worker.engine_thread import EngineThread
from lstm_gui.core.worker.events import Cells, Closed, Event, Failure
from lstm_gui.core.worker.mailbox import Inbox, Outbox
from tests.core.worker.driving import corpus_of, experiment_of

pytestmark = [pytest.mark.mxnet, pytest.mark.alone]

MAIN, TWIN = 1, 2
TEXT = "abcdefghij klm nop 分开不" * 12


class Script(Inbox):
    """Commands that the worker finds one by one, each when what was said allows it.

    The worker runs on the thread of the test, which owns MXNet.
    """

    def __init__(self, outbox: Outbox, *script: Command | Callable[[Event], bool]) -> None:
        super().__init__()
        self._outbox = outbox
        self._script = list(script)
        self.said: list[Event] = []
        self._heard = 0

    def take(self, timeout: float | None = 0.0) -> Command | None:
        self.said += self._outbox.drain()
        while self._script:
            step = self._script[0]
            if callable(step):
                if not self._hears(step):
                    assert timeout is not None, f"nothing more comes: {self.said[-3:]}"
                    return None
                self._script.pop(0)
            else:
                return self._script.pop(0)
        return Close()

    def _hears(self, wanted: Callable[[Event], bool]) -> bool:
        while self._heard < len(self.said):
            self._heard += 1
            if wanted(self.said[self._heard - 1]):
                return True
        return False


@pytest.fixture
def play(backend: Backend) -> Iterator[Callable[..., list[Event]]]:
    """Play commands to a worker with real engines and return all that it said."""
    from lstm_gui.engine import create_backend

    def run(*script: Command | Callable[[Event], bool]) -> list[Event]:
        outbox = Outbox()
        inbox = Script(outbox, *script)
        EngineThread(create_backend, inbox=inbox, outbox=outbox)._main()
        said = inbox.said + outbox.drain()
        assert isinstance(said[-1], Closed)
        return said

    yield run


def experiment(cell: CellKind, **train: object) -> Experiment:
    fast = {"optimizer": "adam", "learning_rate": 0.05, "clipping_theta": 1.0}
    whole = experiment_of(**{"epochs": 2, "sample_every": 1, **fast, **train})
    return changed(changed(whole, "model.cell", cell), "model.hidden", 20)


def done(run: int, epochs: int = 2) -> Callable[[Event], bool]:
    return lambda e: (
        isinstance(e, SampleDone) and (e.run, e.epoch, e.prefix) == (run, epochs, "abc")
    )


def both_done() -> Callable[[Event], bool]:
    """Wait for the last samples of both, whichever comes first."""
    waited = [done(MAIN), done(TWIN)]

    def hears(event: Event) -> bool:
        waited[:] = [wanted for wanted in waited if not wanted(event)]
        return not waited

    return hears


def numbers(said: list[Event], run: int) -> list[tuple[float, ...]]:
    """All that was measured in a run, exactly, without the times."""
    found: list[tuple[float, ...]] = []
    for event in said:
        match event:
            case StepDone(run=number) if number == run:
                found.append((event.step, event.epoch, event.batch, event.loss, event.grad_norm))
            case EpochDone(run=number) if number == run:
                found.append((event.epoch, event.perplexity))
    return found


def samples(said: list[Event], run: int) -> list[tuple[int, str, str]]:
    kept = (event for event in said if isinstance(event, SampleDone) and event.run == run)
    return [(event.epoch, event.prefix, event.text) for event in kept]


def twins(difference: Difference, wanted: Experiment) -> BuildTwin:
    return BuildTwin(MAIN, TWIN, wanted, difference, corpus_of(TEXT))


def alone(wanted: Experiment) -> Build:
    return Build(MAIN, wanted, corpus_of(TEXT))


@pytest.mark.parametrize("sampling", ["consecutive", "random"])
@pytest.mark.parametrize("cell", CELLS)
def test_without_a_difference_they_are_one_run_to_the_bit(play, cell, sampling) -> None:
    wanted = experiment(cell, sampling=sampling)
    # Somebody looks at both all the while, and a setting is changed on the way.
    said = play(
        twins(Difference(), wanted),
        WatchMemory("abcdef 分开"),
        Start(),
        lambda e: isinstance(e, StepDone) and e.step == 20,
        Configure(1, changed(wanted, "train.learning_rate", 0.02)),
        done(TWIN),
    )
    found = numbers(said, MAIN)
    assert len(found) > 60 and numbers(said, TWIN) == found
    assert samples(said, TWIN) == samples(said, MAIN) != []
    looked = [event for event in said if isinstance(event, Cells)]
    assert {event.run for event in looked} == {MAIN, TWIN}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("model.cell", "gru"),
        ("model.cell", "peephole"),
        ("model.hidden", 33),
        ("model.layers", 2),
        ("model.forget_bias", 2.0),
        ("train.optimizer", "sgd"),
        ("train.clipping_theta", 0.1),
        ("train.batch_size", 3),
        ("train.num_steps", 9),
        ("compute.implementation", "scratch"),
        ("compute.implementation", "concise"),
    ],
)
def test_a_twin_leaves_the_run_as_it_is_alone_and_is_what_it_would_be_alone(
    play, path: str, value: object
) -> None:
    wanted = experiment("lstm")
    difference = Difference(path, value)
    both = play(twins(difference, wanted), WatchMemory("abc 分开"), Start(), both_done())
    single = play(alone(wanted), Start(), done(MAIN))
    other = play(alone(difference.of(wanted)), Start(), done(MAIN))
    assert numbers(both, MAIN) == numbers(single, MAIN) != []
    assert samples(both, MAIN) == samples(single, MAIN)
    assert numbers(both, TWIN) == numbers(other, MAIN)
    assert samples(both, TWIN) == samples(other, MAIN)
    assert not [event for event in both if isinstance(event, Failure)]


def test_a_twin_that_diverges_leaves_the_run_alone(play) -> None:
    wanted = experiment("lstm", optimizer="sgd", learning_rate=0.5)
    difference = Difference("train.learning_rate", 1e6)
    said = play(twins(difference, wanted), Start(), done(MAIN))
    assert [event.run for event in said if isinstance(event, Diverged)] == [TWIN]
    single = play(alone(wanted), Start(), done(MAIN))
    assert numbers(said, MAIN) == numbers(single, MAIN)
