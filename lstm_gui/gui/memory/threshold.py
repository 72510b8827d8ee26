"""A threshold to drag, with its number."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QWidget

from lstm_gui.gui.theme import GRID, tabular

__all__ = ["Threshold"]

_STEPS = 200


class Threshold(QWidget):
    """A slider from 0 to a largest value, finer where values are small.

    Signals:
        thresholdChanged: The person moved it to this value.
    """

    thresholdChanged = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("phraseThreshold")
        self._most = 1.0
        self._value = 0.5
        self._name = QLabel()
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setObjectName("thresholdSlider")
        self._slider.setRange(0, _STEPS)
        self._slider.setPageStep(_STEPS // 20)
        self._slider.valueChanged.connect(self._on_slider_value_changed)
        self._number = QLabel()
        self._number.setObjectName("thresholdNumber")
        self._number.setFont(tabular(self.font()))
        self._number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._number.setMinimumWidth(self._number.fontMetrics().horizontalAdvance("00.00"))
        self._name.setBuddy(self._slider)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(self._name)
        layout.addWidget(self._slider, 1)
        layout.addWidget(self._number)
        self.retranslate()
        self._show()

    @property
    def value(self) -> float:
        """The threshold."""
        return self._value

    @property
    def most(self) -> float:
        """The largest value that can be chosen."""
        return self._most

    def set_range(self, most: float) -> None:
        """Let the slider end at this value; the threshold itself stays where it can."""
        if most != self._most:
            self._most = most
            self._value = min(self._value, most)
            self._show()

    def set_value(self, value: float) -> None:
        """Set the threshold."""
        self._value = min(max(value, 0.0), self._most)
        self._show()

    def retranslate(self) -> None:
        """Set all texts in the language in use."""
        self._name.setText(self.tr("Threshold"))
        self._slider.setAccessibleName(self.tr("Threshold"))
        self._number.setAccessibleName(self.tr("Value of the threshold"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _show(self) -> None:
        with QSignalBlocker(self._slider):
            self._slider.setValue(round(math.sqrt(self._value / self._most) * _STEPS))
        self._number.setText(f"{self._value:.2f}")
        self._slider.setAccessibleDescription(self._number.text())

    def _on_slider_value_changed(self, step: int) -> None:
        self._value = (step / _STEPS) ** 2 * self._most
        self._show()
        self.thresholdChanged.emit(self._value)
