"""The distance panel: what a network has of characters far back, in two plots."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSplitter, QVBoxLayout, QWidget

from lstm_gui.core.export.data_table import Cell, Columns, DataTable
from lstm_gui.gui.memory.distance.reach_view import ReachView
from lstm_gui.gui.memory.distance.recall_view import RecallView
from lstm_gui.gui.widgets.exportable import Exported
from lstm_gui.gui.widgets.theme import Theme
from lstm_gui.gui.widgets.view import View

__all__ = ["DistancePanel"]

_RUNS = ("", "twin_")


class DistancePanel(View):
    """Shows how far gradients reach and how far back is recalled, of the run and its twin.

    Signals:
        longestChosen(int): The person wants to see so far back.
    """

    longestChosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("distancePanel")
        self.reach = ReachView(theme)
        self.reach.longestChosen.connect(self.longestChosen)
        self.recall = RecallView(theme)
        self._splitter = QSplitter(Qt.Orientation.Vertical)
        self._splitter.setObjectName("distanceSplitter")
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self.reach)
        self._splitter.addWidget(self.recall)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        scroll = QScrollArea()  # or two plots would keep every tab beside them high
        scroll.setObjectName("distanceScroll")
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(self._splitter)
        layout.addWidget(scroll)
        self.retranslate()

    def retranslate(self) -> None:
        """Set all texts in the language in use."""
        self.setAccessibleName(self.tr("Distance"))

    def exported(self) -> Exported:
        """Return both plots, and the medians of the gradients by distance."""
        return Exported(self._splitter, self._exported_table, words=self._summary)

    def _summary(self) -> str:
        """Say in words how far gradients reach, and how far is recalled."""
        return " ".join(filter(None, (self.reach.words(), self.recall.words())))

    def _exported_table(self) -> DataTable:
        """Return the median norm of each run, state and layer; how much is recalled as facts."""
        medians: dict[str, list[Cell]] = {}
        recalled: dict[str, object] = {}
        for number, (run, reach) in enumerate(zip(_RUNS, self.reach.reaches, strict=True)):
            places = [] if reach is None else [(s, n) for s in "hc" for n in range(reach.layers)]
            for state, layer in places:
                band = None if reach is None else reach.band(state, layer, relative=False)
                if band is not None:
                    medians[f"{run}d_{state}_layer_{layer + 1}"] = band.median.tolist()
            span = self.recall.shown_span(number)
            if span is not None:
                shares = zip(span.distances, span.right.tolist(), strict=True)
                recalled[f"{run}recalled"] = dict(shares)
        most = max(map(len, medians.values()), default=0)
        columns: Columns = {"distance": list(range(most))} if most else {}
        for name, values in medians.items():
            columns[name] = [*values, *[None] * (most - len(values))]
        return DataTable(columns, recalled)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the plots beside one another where the room is wide and low."""
        super().resizeEvent(event)
        parts = [self.reach.minimumSizeHint(), self.recall.minimumSizeHint()]
        low = self.height() < sum(part.height() for part in parts)
        wide = self.width() >= sum(part.width() for part in parts)
        beside = low and wide
        self._splitter.setOrientation(
            Qt.Orientation.Horizontal if beside else Qt.Orientation.Vertical
        )
        self.recall.set_beside(beside)

    def _catch_up(self) -> None:
        self.reach.refresh()
        self.recall.refresh()
