"""The line at the bottom: what runs, where, how fast, and how long it will take."""

from __future__ import annotations

from collections import deque

from PySide6.QtWidgets import QLabel, QProgressBar, QStatusBar, QWidget

from lstm_gui.core.numbers import significant, thousands
from lstm_gui.core.worker.states import RunState
from lstm_gui.gui.session.run_signals import StepBatch
from lstm_gui.gui.widgets.formats import duration
from lstm_gui.gui.widgets.labels import LiveLabel
from lstm_gui.gui.widgets.theme import GRID, tabular
from lstm_gui.gui.widgets.translation import Retranslated

__all__ = ["StatusLine"]

RATE_WINDOW_S = 3.0
"""Speeds are averaged over the last seconds of training, so that they can be read."""


class StatusLine(Retranslated, QStatusBar):
    """Shows state, context, batch, speed and time left, and a progress bar."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusLine")
        self.setSizeGripEnabled(False)
        self._state = RunState.LOADING
        self._context = "cpu"
        self._epochs = 0
        self._batch: StepBatch | None = None
        self._held_out: float | None = None
        self._recent: deque[tuple[float, int, int]] = deque()
        self._label = QLabel()
        self._label.setObjectName("statusLabel")
        self._label.setFont(tabular(self._label.font()))
        self._label.setContentsMargins(GRID, 0, GRID, 0)
        self._progress = QProgressBar()
        self._progress.setObjectName("progressBar")
        self._progress.setTextVisible(False)
        self._progress.setFixedWidth(160)
        self._progress.setRange(0, 1000)
        self._room = LiveLabel(self._label)
        self.addWidget(self._room, 1)
        self.addPermanentWidget(self._progress)
        self.setContentsMargins(0, 0, GRID, 0)
        self.retranslate()

    def set_state(self, state: RunState) -> None:
        """Show what the run is doing."""
        self._state = state
        self._show()

    def set_run(self, context: str, epochs: int, epoch: int) -> None:
        """Show another run, or other settings of the same one."""
        self._context, self._epochs = context, epochs
        if epoch == 0 or self._batch is None:
            self._set_fraction(epoch / epochs if epochs else 0.0)
        self._show()

    def set_held_out(self, perplexity: float | None) -> None:
        """Show how the part held out was read last; None if it was not."""
        self._held_out = perplexity
        self._show()

    def clear(self) -> None:
        """Forget the speeds of the run before."""
        self._batch = None
        self._recent.clear()
        self._set_fraction(0.0)
        self._show()

    def add_steps(self, batch: StepBatch) -> None:
        """Take in the progress of one drain."""
        self._batch = batch
        self._recent.append((batch.seconds, batch.characters, len(batch.x)))
        while len(self._recent) > 1 and sum(item[0] for item in self._recent) > RATE_WINDOW_S:
            self._recent.popleft()
        last = batch.last
        if self._epochs:
            self._set_fraction((last.epoch - 1 + last.batch / last.batches) / self._epochs)
        self._show()

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        self._progress.setAccessibleName(self.tr("Progress of the run"))
        self._label.setAccessibleName(self.tr("State of the run"))
        self._show()

    def _set_fraction(self, fraction: float) -> None:
        self._progress.setValue(round(1000 * min(max(fraction, 0.0), 1.0)))

    def _show(self) -> None:
        parts = [self._state_name(), self._context]
        if self._batch is not None and self._state is not RunState.READY:
            parts += self._speeds(self._batch)
        if self._held_out is not None:
            value = significant(self._held_out)
            parts.append(self.tr("held-out perplexity {value}").format(value=value))
        self._room.set_text(" · ".join(parts))

    def _speeds(self, batch: StepBatch) -> list[str]:
        last = batch.last
        seconds = sum(item[0] for item in self._recent)
        characters = sum(item[1] for item in self._recent)
        steps = sum(item[2] for item in self._recent)
        epoch_seconds = seconds / steps * last.batches if steps else 0.0
        left = self._epochs - (last.epoch - 1 + last.batch / last.batches)
        parts = [
            self.tr("epoch {i} of {n}").format(i=thousands(last.epoch), n=thousands(self._epochs)),
            self.tr("batch {i}/{n}").format(i=thousands(last.batch), n=thousands(last.batches)),
        ]
        if seconds > 0:
            rate = thousands(round(characters / seconds))
            parts.append(self.tr("{rate} characters/s").format(rate=rate))
            parts.append(self.tr("{time}/epoch").format(time=duration(epoch_seconds)))
        if self._state is RunState.RUNNING and left > 0:
            parts.append(self.tr("{time} left").format(time=duration(left * epoch_seconds)))
        return parts

    def _state_name(self) -> str:
        names = {
            RunState.LOADING: self.tr("Loading engine…"),
            RunState.EMPTY: self.tr("No model yet"),
            RunState.READY: self.tr("Ready"),
            RunState.RUNNING: self.tr("Training"),
            RunState.PAUSED: self.tr("Paused"),
            RunState.STOPPED: self.tr("Stopped"),
            RunState.FINISHED: self.tr("Finished"),
            RunState.DIVERGED: self.tr("Diverged"),
            RunState.FAILED: self.tr("Failed"),
        }
        return names[self._state]
