"""Questions that are answered again and again while the model learns and somebody looks.

They cost nothing while nobody looks, and a small share of the time while somebody does.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Sequence
from dataclasses import dataclass

from lstm_gui.core.errors import CorpusError
from lstm_gui.core.inspection.jobs import Job
from lstm_gui.core.training.joints import SequenceEnd, end_of_next, joint_at
from lstm_gui.core.training.loop import Training
from lstm_gui.core.worker.commands import Follow, Topic
from lstm_gui.core.worker.events import Followed
from lstm_gui.core.worker.mailbox import Outbox
from lstm_gui.core.worker.turns import INSPECT_BUDGET_S, access_to

__all__ = ["FOLLOW_SHARE", "Following", "JointWatch"]

FOLLOW_INTERVAL_S = 0.5
FOLLOW_SHARE = 0.015
"""A question is answered at most twice a second, and for at most 1.5 % of the time."""

_WAIT_FOR_VIEWER_S = 0.03


@dataclass(slots=True)
class _Reading:
    """One model asked: what it was when it was asked, and how far the answer is."""

    run: int
    step: int
    epoch: int
    slices: Generator[float, None, object]
    result: object = None

    @classmethod
    def begin(cls, training: Training, job: Job[object]) -> _Reading:
        """Ask; the first slice copies the weights, so all models are asked at the same place."""
        slices, place = job.steps(access_to(training)), training.position
        next(slices)
        return cls(training.run, place.step, place.epoch, slices)


class _Question:
    """One question that is followed."""

    def __init__(self, job: Job[object], *, twin: bool) -> None:
        self.job, self.twin = job, twin
        self.stale = True
        self.due = 0.0
        self._readings: list[_Reading] = []
        self._begun = self._spent = 0.0

    @property
    def busy(self) -> bool:
        return bool(self._readings)

    def begin(self, models: Sequence[Training]) -> None:
        self.stale = False
        self._begun = began = time.perf_counter()
        self._readings = [_Reading.begin(model, self.job) for model in models]
        self._spent = time.perf_counter() - began

    def drop(self) -> None:
        """Give up what is under way, and begin anew at once."""
        self._readings, self.stale, self.due = [], True, 0.0

    def turn(self, budget: float) -> list[_Reading] | None:
        """Go on for `budget` seconds; return all answers once they are there."""
        began = time.perf_counter()
        ends = began + budget
        answered = all(_finish(one, ends) for one in self._readings)
        now = time.perf_counter()
        self._spent += now - began
        if not answered:
            return None
        self.due = self._begun + max(FOLLOW_INTERVAL_S, self._spent / FOLLOW_SHARE)
        readings, self._readings = self._readings, []
        return readings


def _finish(reading: _Reading, ends: float) -> bool:
    """Go on with an answer until a moment; tell whether it is complete."""
    while reading.result is None and time.perf_counter() < ends:
        try:
            next(reading.slices)
        except StopIteration as end:
            reading.result = end.value
    return reading.result is not None


class Following:
    """Follows a question of each topic, for the run and, where that is wanted, its twin."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox
        self._questions: dict[Topic, _Question] = {}

    def follow(self, command: Follow) -> None:
        """Answer another question of this topic, or none."""
        self._questions.pop(command.topic, None)
        if command.job is not None:
            self._questions[command.topic] = _Question(command.job, twin=command.twin)

    def forget(self) -> None:
        """Begin afresh with another model."""
        for question in self._questions.values():
            question.drop()

    def mark_stale(self) -> None:
        """Note that the models are others than when they were asked."""
        for question in self._questions.values():
            question.stale = True

    def drop(self) -> None:
        """Follow nothing any more: an answer has failed."""
        self._questions.clear()

    def wait(self, run: int) -> float | None:
        """Return how long to wait until there is something to do: None for ever."""
        waits = [self._wait(topic, question, run) for topic, question in self._questions.items()]
        return min((wait for wait in waits if wait is not None), default=None)

    def _wait(self, topic: Topic, question: _Question, run: int) -> float | None:
        if question.busy:
            return 0.0
        if not question.stale:
            return None
        if not self._outbox.wants(Followed, run, topic):
            return _WAIT_FOR_VIEWER_S
        return max(question.due - time.perf_counter(), 0.0)

    def turn(self, run: Training, twin: Training | None) -> None:
        """Go on with what is under way, or begin with what is due."""
        for topic, question in list(self._questions.items()):
            if not question.busy and self._wait(topic, question, run.run) == 0.0:
                self._begin(topic, question, run, twin)
            if question.busy:
                self._offer(topic, question.turn(INSPECT_BUDGET_S))

    def _begin(
        self, topic: Topic, question: _Question, run: Training, twin: Training | None
    ) -> None:
        try:
            question.begin((run, twin) if question.twin and twin is not None else (run,))
        except CorpusError:  # it is about a text that another model was asked to read
            del self._questions[topic]

    def _offer(self, topic: Topic, answers: list[_Reading] | None) -> None:
        if answers is not None:
            self._outbox.offer(
                *(Followed(one.run, topic, one.step, one.epoch, one.result) for one in answers)
            )


class JointWatch:
    """Looks at what becomes of the state between two batches, a step at a time."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox
        self._track: int | None = None
        self._end: SequenceEnd | None = None
        self._due = self._spent = 0.0

    def watch(self, track: int | None) -> None:
        """Look at another track; None while nobody looks."""
        self._track, self._end, self._due = track, None, 0.0

    def forget(self) -> None:
        """Begin afresh with another model."""
        self._end, self._due = None, 0.0

    def before_step(self, training: Training) -> None:
        """Read the sequence that the next step is about to read, if a look is due."""
        began = time.perf_counter()
        if self._track is None or began < self._due:
            return
        if self._end is not None and self._end.step == training.position.step:
            return  # what came between was no step
        if self._outbox.wants(Followed, training.run, "joint"):
            self._end = end_of_next(training, self._track)
            self._spent = time.perf_counter() - began

    def after_step(self, training: Training) -> None:
        """Offer the joint behind the sequence that was read, once the step was taken."""
        end = self._end
        if end is None or end.step == training.position.step:
            return
        began, self._end = time.perf_counter(), None
        joint = joint_at(end)
        if joint is not None:
            place = training.position
            self._outbox.offer(Followed(training.run, "joint", place.step, place.epoch, joint))
        now = time.perf_counter()
        self._spent += now - began
        self._due = now + max(FOLLOW_INTERVAL_S, self._spent / FOLLOW_SHARE)
