"""The menu of the colour bar: how far the colours go, or each cell by its own range."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from lstm_gui.gui.memory.quantities import LIMITS, Offer, Scale

__all__ = ["RangeMenu"]


class RangeMenu(QMenu):
    """Offers ranges of colours, and keeps the one that was chosen.

    Signals:
        rangeChosen: The person chose; read `limit` and `own`.
    """

    rangeChosen = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("colorRangeMenu")
        self.limit: float | None = None
        self.own = False
        self.offer: Offer = "nothing"
        self._limits = {limit: self._action(limit) for limit in (None, *LIMITS)}
        self._fixed = QAction(self)
        self._own = QAction(self)
        self._fixed.triggered.connect(partial(self._choose_own, False))
        self._own.triggered.connect(partial(self._choose_own, True))
        self.addActions([*self._limits.values(), self._fixed])
        self.addSeparator()
        self.addAction(self._own)
        for action in self.actions():
            action.setCheckable(True)
        self.retranslate()

    def set_offer(self, offer: Offer, *, gate: bool) -> None:
        """Offer these ranges of a quantity that is a gate or not."""
        self.offer = offer
        self._fixed.setText(Scale(0.0 if gate else -1.0, 1.0, gate=gate).words)
        self._mark()

    def retranslate(self) -> None:
        """Set all texts in the language in use."""
        for limit, action in self._limits.items():
            action.setText(self.tr("Automatic") if limit is None else f"±{limit:g}")
        self._own.setText(self.tr("Each cell by its own range"))

    def _action(self, limit: float | None) -> QAction:
        action = QAction(self)
        action.triggered.connect(partial(self._choose_limit, limit))
        return action

    def _choose_limit(self, limit: float | None) -> None:
        self.limit, self.own = limit, False
        self._tell()

    def _choose_own(self, own: bool) -> None:
        self.own = own
        self._tell()

    def _tell(self) -> None:
        self._mark()
        self.rangeChosen.emit()

    def _mark(self) -> None:
        """Show what is offered, and check what is in use of it."""
        for limit, action in self._limits.items():
            action.setVisible(self.offer == "limits")
            action.setChecked(not self.own and limit == self.limit)
        self._fixed.setVisible(self.offer == "own")
        self._fixed.setChecked(not self.own and self.offer == "own")
        self._own.setChecked(self.own)
