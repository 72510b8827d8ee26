"""A low memory panel leaves its room to the maps: what matters less is folded away."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtWidgets import QSizePolicy, QToolButton, QVBoxLayout, QWidget

from lstm_gui.gui.memory.probe_field import ProbeField
from lstm_gui.gui.memory.time_machine import TimeMachineBar
from lstm_gui.gui.theme import GRID

__all__ = ["LOW", "FoldButton", "MemoryRoom"]

LOW = 25 * GRID
"""Below this height the time machine and the probe text make room."""

_LEAST = 27 * GRID


class MemoryRoom(QWidget):
    """Holds the panel and always asks for the same height, so that no dock moves for its rows.

    It gets less where a small window has more to show, such as a notice or the bar of a twin.
    """

    def __init__(self, panel: QWidget) -> None:
        super().__init__()
        policy = panel.sizePolicy()
        policy.setVerticalPolicy(QSizePolicy.Policy.Ignored)  # it takes what there is
        panel.setSizePolicy(policy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(panel)

    def minimumSizeHint(self) -> QSize:
        """Ask for room to see something."""
        return QSize(super().minimumSizeHint().width(), _LEAST)


class FoldButton(QToolButton):
    """Folds two rows of a panel that is low, and brings them back when it is pressed.

    It is seen only while the panel is low. A time machine that is in use stays.
    """

    def __init__(self, panel: QWidget, moments: TimeMachineBar, probe: ProbeField) -> None:
        super().__init__(panel)
        self._panel, self._moments, self._probe = panel, moments, probe
        self.setObjectName("unfoldButton")
        self.setCheckable(True)
        self.setAutoRaise(True)
        self.setText("⋯")
        self.setFixedHeight(self.fontMetrics().height())
        self.hide()
        panel.installEventFilter(self)
        self.toggled.connect(self.fold)
        for signal in (moments.momentChosen, moments.compareChosen):
            signal.connect(self.fold)
        self.retranslate()

    def fold(self, *_: object) -> None:
        """Show or hide the rows, as there is room and need for them."""
        low = self._panel.height() < LOW
        whole = not low or self.isChecked()
        travels = self._moments.moment is not None or self._moments.mode != "off"
        self.setVisible(low)
        self._probe.setVisible(whole)
        self._moments.setVisible(whole or travels)

    def retranslate(self) -> None:
        """Set all texts in the language in use."""
        self.setAccessibleName(self.tr("Time machine and probe text"))
        self.setToolTip(self.tr("Show or hide the time machine and the probe text"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the panel's height."""
        if watched is self._panel and event.type() == QEvent.Type.Resize:
            self.fold()
        return False
