"""A run in the window is up to date before anything is said of it, and says a drain at once."""

from __future__ import annotations

import pytest

from lstm_gui.core.model.backend import Position
from lstm_gui.core.settings.experiment import Experiment, changed
from lstm_gui.core.training.changes import Change
from lstm_gui.core.training.progress import EpochDone, HeldOutDone, StepDone
from lstm_gui.core.worker.events import Built, ChangesUpdated, Configured, Event, StateChanged
from lstm_gui.core.worker.states import RunState
from lstm_gui.gui.session.run_model import RunModel, RunPast
from tests.core.worker.driving import corpus_of

BATCHES = 4
CHANGE = Change(1, 2.0, 8, "user", Experiment(), Experiment(), None)


@pytest.fixture
def run(qapp) -> RunModel:
    model = RunModel()
    model.take(built())
    return model


def built(step: int = 0, **more) -> Built:
    at = Position(epoch=step // BATCHES, batch=step % BATCHES, step=step)
    experiment = more.pop("experiment", Experiment())
    return Built(1, experiment, corpus_of(), 10, BATCHES, at, **more)


def steps(first: int, last: int, loss: float = 2.0) -> list[Event]:
    """The events of batches, and of the epochs that they complete."""
    events: list[Event] = []
    for number in range(first, last + 1):
        epoch, batch = divmod(number - 1, BATCHES)
        events.append(StepDone(1, number, epoch + 1, batch + 1, BATCHES, 10, loss, 0.5, 0.01))
        if batch + 1 == BATCHES:
            events.append(EpochDone(1, epoch + 1, 7.0, 0.04))
    return events


def drain(run: RunModel, *events: Event) -> None:
    for event in events:
        run.take(event)
    run.flush()


def test_a_drain_is_one_signal_of_each_kind_and_the_curves_are_there_before(run):
    heard = []
    run.stepsAdded.connect(lambda b: heard.append(("steps", len(b.x), len(run.curves.batches))))
    run.epochsAdded.connect(lambda e: heard.append(("epochs", len(e), len(run.curves.epochs))))
    run.curvesChanged.connect(lambda: heard.append("curves"))
    run.stateChanged.connect(lambda state: heard.append(state is run.state))
    states = [StateChanged(1, state) for state in (RunState.RUNNING, RunState.PAUSED)]
    drain(run, *steps(1, 8), *states)
    assert heard == [("steps", 8, 8), ("epochs", 2, 2), "curves", True]
    assert run.state is RunState.PAUSED and run.last_epoch() == (2, 7.0)


def test_what_is_measured_before_another_moment_is_said_before_it(run):
    heard = []
    run.stepsAdded.connect(lambda batch: heard.append(batch.last.step))
    run.heldOutAdded.connect(lambda event: heard.append("held out"))
    run.wentTo.connect(lambda event: heard.append(run.curves.end()))
    back = built(4, continues=True, travel="undo")
    drain(run, *steps(1, 4), HeldOutDone(1, 1, 9.0, 0.1), *steps(5, 6), back, *steps(5, 5))
    assert heard == [4, "held out", 6, 1.0, 5]
    assert run.held_out_at(2.0) == (1.0, 9.0) and run.held_out_at(0.5) is None


def test_undo_an_epoch_and_redo_leave_no_hole(run):
    drain(run, *steps(1, 20))
    whole = run.curves.measured()[1].tolist()
    drain(run, built(8, continues=True, travel="undo"), ChangesUpdated(1, (), None, CHANGE))
    drain(run, *steps(9, 12, loss=5.0))
    assert run.redo is CHANGE and run.curves.end() == 3.0
    drain(run, built(20, continues=True, travel="redo"), ChangesUpdated(1, (CHANGE,), CHANGE, None))
    assert run.curves.measured()[1].tolist() == whole
    assert run.changes == (CHANGE,) and run.undo is CHANGE


def test_batches_have_the_settings_that_they_were_trained_with(run):
    faster = changed(Experiment(), "train.learning_rate", 0.5)
    drain(run, *steps(1, 2))
    run.expect(1)
    drain(run, Configured(1, 1, faster, 2))
    drain(run, *steps(3, 4))
    rates = run.curves.batches["rate"].tolist()
    assert rates == [Experiment().train.learning_rate] * 2 + [0.5] * 2
    drain(run, Configured(1, 0, Experiment(), 4))  # replaced before it came into use
    assert run.experiment == faster


def test_another_model_has_other_curves_and_leaves_the_last_ones_alone(run):
    drain(run, *steps(1, 4))
    before = run.curves
    drain(run, built())
    assert len(before.batches) == 4 and run.curves.empty and run.last_epoch() is None


def test_a_run_that_is_taken_up_again_has_its_past_before_it_is_said_to_have_begun(run):
    drain(run, *steps(1, 8))
    past, found = run.curves.measured(), []
    run.await_past(RunPast(past))
    run.began.connect(lambda event: found.append(len(run.curves.batches)))
    drain(run, built(6))
    assert found == [6] and run.curves.restored == 2.0
    drain(run, built(6))
    assert found == [6, 0]  # nobody waits for that one


def test_a_run_that_was_given_up_leaves_nothing(run):
    drain(run, *steps(1, 4))
    ended = []
    run.ended.connect(lambda: ended.append(run.curves.empty))
    run.end()
    assert ended == [True]


def test_events_of_another_run_are_dropped(run):
    drain(run, StepDone(7, 1, 1, 1, BATCHES, 10, 2.0, 0.5, 0.01), HeldOutDone(7, 1, 9.0, 0.1))
    assert run.curves.empty and run.held_out_at(9.0) is None
