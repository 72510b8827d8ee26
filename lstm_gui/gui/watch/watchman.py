"""The watch over training in the window: it is fed with what the engine says, and speaks calmly."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QElapsedTimer, QObject, Signal

from lstm_gui.core.i18n import QT_TRANSLATE_NOOP, Sentence
from lstm_gui.core.numbers import thousands
from lstm_gui.core.settings.experiment import Experiment
from lstm_gui.core.training.progress import Diverged, EpochDone, HeldOutDone, StepDone
from lstm_gui.core.watch.findings import Finding, Key
from lstm_gui.core.watch.rules import GoalReached, Goals
from lstm_gui.core.watch.watch import Watch
from lstm_gui.core.worker.events import Built, Cells
from lstm_gui.gui.session.run_model import StepBatch
from lstm_gui.gui.widgets.notices import NoticeBar, NoticeKind

__all__ = ["MOST_A_SECOND", "WatchFeed", "WatchNotices", "folded"]

MOST_A_SECOND = 500
"""Of faster training some steps at a time are looked at as one."""

TRACE_MS = 250
PREFIX = "watch:"
GOAL, STOPPED = "goal", "stopped"
_GRAVE: tuple[Key, ...] = ("not_a_number", "diverged", "rising")
_BROKEN: tuple[Key, ...] = ("not_a_number", "diverged")


class WatchFeed(QObject):
    """Keeps the watch of the run.

    Signals:
        findingsChanged(tuple): What is to be said now, the gravest first.
        goalReached(GoalReached): A goal is reached; `stop` asks for training to be stopped.
        remedied(Experiment): The person asks for these settings, which help.
        bestAsked: The person asks for the model that read the part held out best.
    """

    findingsChanged = Signal(tuple)
    goalReached = Signal(object)
    remedied = Signal(object)
    bestAsked = Signal()

    def __init__(self, experiment: Experiment, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._experiment = experiment
        self._watch = Watch(experiment)
        self._said: tuple[Finding, ...] = ()
        self._traced_step: int | None = None
        self._since_trace = QElapsedTimer()
        self._stale_step: int | None = None
        self.broken: Diverged | None = None
        """The last breakdown of this run."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is to be said now, the gravest first."""
        return self._said

    def begin(self, event: Built) -> None:
        """Look afresh at another model, or at another moment of the same one."""
        self._experiment = event.experiment
        self._watch.configured(event.experiment)
        self._watch.restart()
        self.broken = self._traced_step = self._stale_step = None
        if not event.continues:
            self._watch.set_goals(self._watch.goals)  # a new run can reach them again
        self._tell()

    def set_experiment(self, experiment: Experiment) -> None:
        """Take over live settings."""
        self._experiment = experiment
        self._watch.configured(experiment)
        self._tell()

    def set_goals(self, goals: Goals) -> None:
        """Watch for these goals; each is told once in a run."""
        self._watch.set_goals(goals)

    def add_steps(self, batch: StepBatch) -> None:
        """Take in the batches of one drain."""
        stale, self._stale_step = self._stale_step, None
        if batch.last.step == stale:  # from before the breakdown that has been told already
            return
        for step in folded(batch):
            self._watch.add(step)
        self._tell()

    def add_epochs(self, epochs: list[EpochDone]) -> None:
        """Take in finished epochs."""
        for epoch in epochs:
            self._watch.add(epoch)
        self._tell()

    def add_held_out(self, event: HeldOutDone) -> None:
        """Take in a reading of the part held out."""
        self._watch.add(event)
        self._tell()

    def add_diverged(self, event: Diverged) -> None:
        """Take in a breakdown."""
        self.broken, self._stale_step = event, event.step - 1
        self._watch.add(event)
        self._tell()

    def add_cells(self, cells: Cells) -> None:
        """Take in a look at the memory; a model is looked at once, and not too often."""
        soon = self._since_trace.isValid() and self._since_trace.elapsed() < TRACE_MS
        if soon or cells.step == self._traced_step:
            return
        self._since_trace.start()
        self._traced_step = cells.step
        self._watch.add(cells.trace)
        self._tell()

    def dismiss(self, key: Key) -> None:
        """Do not mention this again until it has gone and come back."""
        self._watch.dismiss(key)
        self._tell()

    def remedy(self, key: Key) -> None:
        """Do what helps against a finding."""
        for finding in self._said:
            if finding.key == key and finding.remedy is not None:
                if finding.remedy.back_to_best:
                    self.bestAsked.emit()
                    return
                self.remedied.emit(finding.remedy.applied(self._experiment))
                return

    def _tell(self) -> None:
        findings = self._watch.findings
        if findings != self._said:
            self._said = findings
            self.findingsChanged.emit(findings)
        for reached in self._watch.take_reached():
            self.goalReached.emit(reached)


class WatchNotices(QObject):
    """Says each finding in the bar of notices, once, with its remedy as a button."""

    def __init__(self, watchman: WatchFeed, bar: NoticeBar, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._watchman = watchman
        self._bar = bar
        self._shown: dict[Key, Finding] = {}
        watchman.findingsChanged.connect(self._on_watchman_findings_changed)
        watchman.goalReached.connect(self._on_watchman_goal_reached)
        bar.actionTriggered.connect(self._on_bar_action_triggered)
        bar.dismissed.connect(self._on_bar_dismissed)

    def _on_watchman_findings_changed(self, findings: tuple[Finding, ...]) -> None:
        now = {finding.key: finding for finding in findings}
        for key in self._shown.keys() - now.keys():
            self._bar.dismiss(PREFIX + key)
        for finding in reversed(findings):  # the newest stands on top: the gravest last
            if self._shown.get(finding.key) != finding:
                self._show(finding)
        self._shown = now

    def _on_watchman_goal_reached(self, reached: GoalReached) -> None:
        if reached.stop:  # says the same
            self._watchman.dismiss("flat")
        key = PREFIX + (STOPPED if reached.stop else GOAL)
        self._bar.show_notice(reached.sentence, "info", key=key)

    def _show(self, finding: Finding) -> None:
        kind: NoticeKind = "warning" if finding.key in _GRAVE else "info"
        remedy: str | Sentence = "" if finding.remedy is None else finding.remedy.label
        text = finding.sentence
        broken = self._watchman.broken
        if broken is not None and finding.key in _BROKEN:
            back = QT_TRANSLATE_NOOP(
                "WatchNotices", "The model is back at the end of epoch {epoch}."
            )
            if not broken.epoch:
                back = QT_TRANSLATE_NOOP("WatchNotices", "The model is back at its first weights.")
            there = Sentence(back, {"epoch": thousands(broken.epoch)}, "WatchNotices")
            text = Sentence("{finding} {back}", {"finding": text, "back": there})
            if remedy:
                resume = QT_TRANSLATE_NOOP("WatchNotices", "{remedy} and resume")
                remedy = Sentence(resume, {"remedy": remedy}, "WatchNotices")
        self._bar.show_notice(
            text,
            kind,
            details=finding.meaning,
            key=PREFIX + finding.key,
            action=remedy,
            help=finding.key,
        )

    def _on_bar_action_triggered(self, key: str) -> None:
        finding = self._find(key)
        if finding is not None:
            self._watchman.remedy(finding.key)
            self._watchman.dismiss(finding.key)

    def _on_bar_dismissed(self, key: str) -> None:
        finding = self._find(key)
        if finding is not None:
            self._watchman.dismiss(finding.key)

    def _find(self, key: str) -> Finding | None:
        return next((f for f in self._shown.values() if PREFIX + f.key == key), None)


def folded(batch: StepBatch) -> list[StepDone]:
    """Return the steps of a batch; of very fast training some at a time as one.

    Such a group has the mean loss and the least norm, so that a breakdown and clipping of every
    batch are seen as before.
    """
    falls = np.flatnonzero(np.diff(batch.x) < 0)
    first = int(falls[-1]) + 1 if falls.size else 0  # from where the run last went back
    losses, norms = batch.loss[first:], batch.grad_norm[first:]
    count = len(losses)
    groups = min(count, max(int(MOST_A_SECOND * batch.seconds), 1))
    ends = np.arange(1, groups + 1) * count // groups
    if groups < count:
        starts = np.concatenate([[0], ends[:-1]])
        losses = np.add.reduceat(losses, starts) / (ends - starts)
        norms = np.minimum.reduceat(norms, starts)
    return _steps(batch.last, ends - count, losses, norms)


def _steps(
    last: StepDone,
    places: NDArray[np.int_],
    losses: NDArray[np.float64],
    norms: NDArray[np.float64],
) -> list[StepDone]:
    """Make steps like the last one, which is at place 0."""
    run, step, epoch, batch = last.run, last.step, last.epoch, last.batch
    rows = zip(places.tolist(), losses.tolist(), norms.tolist(), strict=True)
    return [
        StepDone(run, step + place, epoch, batch, last.batches, 0, loss, norm, 0.0)
        for place, loss, norm in rows
    ]
