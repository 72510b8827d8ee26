"""A plot and strips with a run of their own, and ways to let that run grow without an engine."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from lstm_gui.core.runs.run import Curve
from lstm_gui.core.training.curves import RunCurves
from lstm_gui.core.training.progress import StepDone
from lstm_gui.gui.plots.perplexity_plot import PerplexityPlot
from lstm_gui.gui.plots.training_panel import TrainingPanel
from lstm_gui.gui.session.run_model import RunModel
from lstm_gui.gui.widgets.theme import Theme


class FedPlot(PerplexityPlot):
    """A perplexity plot over a run that grows when it is told to."""

    def __init__(self, theme: Theme) -> None:
        self.run, self.twin = RunModel(), RunModel()
        super().__init__(theme, (self.run, self.twin))

    def append_steps(
        self, x: ArrayLike, perplexity: ArrayLike, *, last: int | None = None, seconds: float = 0.0
    ) -> None:
        loss = np.log(np.asarray(perplexity, np.float64))
        self.run.curves.add_steps(x, loss, last=last, seconds=seconds)
        self.run.curvesChanged.emit()

    def append_epoch(self, epoch: int, perplexity: float) -> None:
        self.run.curves.add_epochs([epoch], [perplexity])
        self.run.curvesChanged.emit()

    def go_back(self, x: float) -> None:
        self.run.curves.go_on(x, "undo")
        self.run.curvesChanged.emit()

    def restore(self, curve: Curve) -> None:
        self.run.curves.restore((curve.epochs, curve.batches, curve.held_out))
        self.run.curvesChanged.emit()

    def clear(self) -> None:
        self.run.curves = RunCurves()
        self.begin()
        self.run.curvesChanged.emit()


class FedPanel(TrainingPanel):
    """The strips over a run that grows when it is told to."""

    def __init__(self, theme: Theme) -> None:
        self.run = RunModel()
        super().__init__(theme, self.run)

    def feed(self, done: list[StepDone], *, theta: float = 1.0, rate: float = 0.01) -> None:
        train = self.run.experiment.train
        train = train.model_copy(update={"clipping_theta": theta, "learning_rate": rate})
        self.run.experiment = self.run.experiment.model_copy(update={"train": train})
        for step in done:
            self.run.take(step)
        self.run.flush()

    def clear(self) -> None:
        self.run.curves = RunCurves()
        self.begin()
