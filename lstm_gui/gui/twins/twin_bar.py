"""The bar that names the two runs while there is a twin: colours, values, perplexities, End."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from lstm_gui.core.states import RunState
from lstm_gui.gui.format import significant
from lstm_gui.gui.live_label import LiveLabel
from lstm_gui.gui.theme import GRID, Theme, tabular
from lstm_gui.gui.twins.twin_words import TwinNames

__all__ = ["TwinBar"]

_GAP = " &nbsp; &nbsp; "


class TwinBar(QWidget):
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

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

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
