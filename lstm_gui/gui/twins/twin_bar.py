"""The bar that names the two runs while there is a twin: colours, values, perplexities, End."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from lstm_gui.core.numbers import significant, thousands
from lstm_gui.core.worker.states import RunState
from lstm_gui.gui.session.run_model import RunModel
from lstm_gui.gui.twins.twin_form import TwinNames
from lstm_gui.gui.widgets.formats import escaped, tooltip, whole_percent
from lstm_gui.gui.widgets.labels import LiveLabel, PlainLabel
from lstm_gui.gui.widgets.theme import GRID, Theme, tabular
from lstm_gui.gui.widgets.translation import Retranslated

__all__ = ["TwinBar"]

_GAP = " &nbsp; &nbsp; "


class TwinBar(Retranslated, QWidget):
    """One line: what differs, each run in the colour of its curve, and a button to end it.

    Args:
        theme: Colours.
        runs: The run of the window, and its twin.

    Signals:
        endRequested: The person wants to go on with the first run alone.
    """

    endRequested = Signal()

    def __init__(
        self, theme: Theme, runs: Sequence[RunModel], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("twinBar")
        self._theme = theme
        self._runs = tuple(runs)
        self._names = TwinNames("", ("", ""))
        self._title = PlainLabel()
        self._title.setObjectName("twinTitle")
        self._title.setProperty("role", "heading")
        label = PlainLabel()
        label.setObjectName("twinRuns")
        label.setFont(tabular(label.font()))
        label.setTextFormat(Qt.TextFormat.RichText)
        self._line = LiveLabel(label)  # a narrow window cuts its end off, and the tip says all
        self._end = QPushButton()
        self._end.setObjectName("endTwinButton")
        self._end.clicked.connect(self.endRequested)
        row = QHBoxLayout(self)
        row.setContentsMargins(GRID, GRID // 2, GRID, GRID // 2)
        row.setSpacing(2 * GRID)
        row.addWidget(self._title)
        row.addWidget(self._line, 1)
        row.addWidget(self._end)
        for run in self._runs:
            for changed in (run.epochsAdded, run.heldOutAdded, run.rightAdded, run.stateChanged):
                changed.connect(self.refresh)
        theme.changed.connect(self.refresh)
        self.retranslate()
        self.hide()

    def set_names(self, names: TwinNames) -> None:
        """Name the difference."""
        self._names = names
        self.refresh()

    def refresh(self) -> None:
        """Say how far the runs have come, if somebody sees it."""
        if self.isHidden():
            return
        names = self._names
        title = self.tr("Twin: {setting}")
        self._title.setText(title.format(setting=names.setting or names.whole))
        self._title.setToolTip(tooltip(names.whole))
        lines = [self._said(index, run) for index, run in enumerate(self._runs)]
        self._line.set_text(_GAP.join(lines))
        self._line.setToolTip("<br>".join(lines))

    def retranslate(self) -> None:
        """Set all texts."""
        self.setAccessibleName(self.tr("Twin run"))
        self._end.setText(self.tr("End twin"))
        self._end.setAccessibleName(self.tr("End twin"))
        self._end.setToolTip(self.tr("Go on with A alone; B stays in the table of runs"))
        self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up."""
        super().showEvent(event)
        self.refresh()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the surface and a line beneath it."""
        scheme = self._theme.scheme
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(scheme.surface))
            painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(scheme.line))

    def _said(self, index: int, run: RunModel) -> str:
        scheme = self._theme.scheme
        color, warning = scheme.runs[index], scheme.warning
        name = escaped(self._names.labels[index])
        parts = [f"<span style='color:{color}'>●</span> <b>{name}</b>"]
        found = run.last_epoch()
        if found is not None:
            template = self.tr("epoch {epoch} · perplexity {value}")
            said = template.format(epoch=thousands(found[0]), value=significant(found[1]))
            read = run.held_out_at(math.inf)
            if read is not None:
                held_out = self.tr("held out {value}").format(value=significant(read[1]))
                said = f"{said} · {held_out}"
            if run.right is not None:
                right = self.tr("right {share}").format(share=whole_percent(run.right.right))
                said = f"{said} · {right}"
            parts.append(f"<span style='color:{scheme.muted}'>{said}</span>")
        state = {
            RunState.DIVERGED: self.tr("diverged"),
            RunState.FAILED: self.tr("failed"),
        }.get(run.state)
        if state:
            parts.append(f"<span style='color:{warning}'>{state}</span>")
        return " &nbsp;".join(parts)
