"""The bar that names the two runs while there is a twin: colours, values, perplexities, End."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from lstm_gui.core.numbers import significant
from lstm_gui.core.training.progress import HeldOutDone
from lstm_gui.core.worker.events import Built
from lstm_gui.core.worker.states import RunState
from lstm_gui.gui.plots.perplexity_plot import PerplexityPlot
from lstm_gui.gui.session.bridge import WorkerBridge
from lstm_gui.gui.twins.twin_form import TwinNames
from lstm_gui.gui.widgets.labels import LiveLabel
from lstm_gui.gui.widgets.theme import GRID, Theme, tabular
from lstm_gui.gui.widgets.translation import Retranslated

__all__ = ["TwinBar", "TwinHeldOut"]

_GAP = " &nbsp; &nbsp; "


class TwinBar(Retranslated, QWidget):
    """One line: what differs, each run in the colour of its curve, and a button to end it.

    Signals:
        endRequested: The person wants to go on with the first run alone.
    """

    endRequested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("twinBar")
        self._theme = theme
        self._names = TwinNames("", ("", ""))
        self._epochs: list[tuple[int, float] | None] = [None, None]
        self._held_out: list[float | None] = [None, None]
        self._states = [RunState.READY, RunState.READY]
        self._title = QLabel()
        self._title.setObjectName("twinTitle")
        self._title.setProperty("role", "heading")
        label = QLabel()
        label.setObjectName("twinRuns")
        label.setFont(tabular(label.font()))
        label.setTextFormat(Qt.TextFormat.RichText)
        self._runs = LiveLabel(label)  # a narrow window cuts its end off, and the tip says all
        self._end = QPushButton()
        self._end.setObjectName("endTwinButton")
        self._end.clicked.connect(self.endRequested)
        row = QHBoxLayout(self)
        row.setContentsMargins(GRID, GRID // 2, GRID, GRID // 2)
        row.setSpacing(2 * GRID)
        row.addWidget(self._title)
        row.addWidget(self._runs, 1)
        row.addWidget(self._end)
        theme.changed.connect(self._refresh)
        self.retranslate()
        self.hide()

    def begin(self, names: TwinNames) -> None:
        """Show two runs that begin."""
        self._epochs = [None, None]
        self._held_out = [None, None]
        self._states = [RunState.READY, RunState.READY]
        self.set_names(names)
        self.show()

    def set_names(self, names: TwinNames) -> None:
        """Name the difference."""
        self._names = names
        self._refresh()

    def set_epoch(self, run: int, epoch: int, perplexity: float) -> None:
        """Show the last epoch of run 0 or 1."""
        self._epochs[run] = (epoch, perplexity)
        self._refresh()

    def set_held_out(self, run: int, perplexity: float | None) -> None:
        """Show the last reading of run 0 or 1 of the part held out, or none."""
        self._held_out[run] = perplexity
        self._refresh()

    def set_state(self, run: int, state: RunState) -> None:
        """Say in what state run 0 or 1 is, where that is worth a word."""
        self._states[run] = state
        self._refresh()

    def retranslate(self) -> None:
        """Set all texts."""
        self.setAccessibleName(self.tr("Twin run"))
        self._end.setText(self.tr("End twin"))
        self._end.setAccessibleName(self.tr("End twin"))
        self._end.setToolTip(self.tr("Go on with A alone; B stays in the table of runs"))
        self._refresh()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the surface and a line beneath it."""
        scheme, painter = self._theme.scheme, QPainter(self)
        painter.fillRect(self.rect(), QColor(scheme.surface))
        painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(scheme.line))
        painter.end()

    def _refresh(self) -> None:
        names = self._names
        title = self.tr("Twin: {setting}")
        self._title.setText(title.format(setting=names.setting or names.whole))
        self._title.setToolTip(names.whole)
        self._runs.set_text(_GAP.join(self._line(run) for run in (0, 1)))
        self._runs.setToolTip("<br>".join(self._line(run) for run in (0, 1)))

    def _line(self, run: int) -> str:
        scheme = self._theme.scheme
        color, warning = scheme.runs[run], scheme.warning
        parts = [f"<span style='color:{color}'>●</span> <b>{self._names.labels[run]}</b>"]
        found = self._epochs[run]
        if found is not None:
            template = self.tr("epoch {epoch} · perplexity {value}")
            said = template.format(epoch=f"{found[0]:,}", value=significant(found[1]))
            read = self._held_out[run]
            if read is not None:
                held_out = self.tr("held out {value}").format(value=significant(read))
                said = f"{said} · {held_out}"
            parts.append(f"<span style='color:{scheme.muted}'>{said}</span>")
        state = {
            RunState.DIVERGED: self.tr("diverged"),
            RunState.FAILED: self.tr("failed"),
        }.get(self._states[run])
        if state:
            parts.append(f"<span style='color:{warning}'>{state}</span>")
        return " &nbsp;".join(parts)


class TwinHeldOut(QObject):
    """Follows the readings of both runs. Made after what cuts the curves when a run goes back."""

    def __init__(
        self, plot: PerplexityPlot, bar: TwinBar, bridge: WorkerBridge, *, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._plot = plot
        self._bar = bar
        bridge.built.connect(self._on_bridge_built)
        bridge.heldOutDone.connect(self._on_bridge_held_out_done)
        bridge.twin.built.connect(self._on_twin_built)
        bridge.twin.heldOutDone.connect(self._on_twin_held_out_done)

    def _on_bridge_built(self, event: Built) -> None:
        self._show(0, self._plot.held_out_at(event.x))

    def _on_bridge_held_out_done(self, event: HeldOutDone) -> None:
        self._bar.set_held_out(0, event.perplexity)

    def _on_twin_built(self, event: Built) -> None:
        self._show(1, self._plot.twin_held_out_at(event.x))

    def _on_twin_held_out_done(self, event: HeldOutDone) -> None:
        self._plot.append_twin_held_out(event.epoch, event.perplexity)
        self._bar.set_held_out(1, event.perplexity)

    def _show(self, run: int, found: tuple[float, float] | None) -> None:
        self._bar.set_held_out(run, None if found is None else found[1])
