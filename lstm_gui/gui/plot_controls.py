"""What can be chosen below the perplexity plot: the axis, and how much the curves are smoothed."""

from __future__ import annotations

from typing import get_args

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSlider, QWidget

from lstm_gui.gui.plot_track import PlotAxis
from lstm_gui.gui.theme import GRID

__all__ = ["WIDTHS", "PlotControls"]

WIDTHS = (1, 3, 5, 9, 17, 33, 65, 129, 257)
"""The numbers of points that the smoothing slider chooses from; 1 is none."""

_AXES: tuple[PlotAxis, ...] = get_args(PlotAxis)
_SLIDER_WIDTH = 10 * GRID


class PlotControls(QWidget):
    """A slim row.

    Signals:
        axisChosen(str): Show the curves by epoch, batch or time.
        smoothingChosen(int): Show the mean over so many points.
    """

    axisChosen = Signal(str)
    smoothingChosen = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("plotControls")
        self._word = QLabel(self)
        self._word.setProperty("role", "muted")
        self._word.setObjectName("smoothingLabel")
        self._slider = QSlider(Qt.Orientation.Horizontal, self)
        self._slider.setObjectName("smoothingSlider")
        self._slider.setRange(0, len(WIDTHS) - 1)
        self._slider.setPageStep(1)
        self._slider.setFixedWidth(_SLIDER_WIDTH)
        self._combo = QComboBox(self)
        self._combo.setObjectName("plotAxisCombo")
        self._combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for axis in _AXES:
            self._combo.addItem("", axis)
        self._slider.valueChanged.connect(self._on_slider_value_changed)
        self._combo.activated.connect(self._on_combo_activated)
        row = QHBoxLayout(self)
        row.setContentsMargins(GRID, 0, 2 * GRID, GRID // 2)
        row.setSpacing(GRID)
        row.addStretch(1)
        for widget in (self._word, self._slider, self._combo):
            row.addWidget(widget)
        self.retranslate()

    def set_axis(self, axis: PlotAxis) -> None:
        """Show which axis is in use."""
        self._combo.setCurrentIndex(_AXES.index(axis))

    def set_smoothing(self, width: int) -> None:
        """Show how much the curves are smoothed."""
        with QSignalBlocker(self._slider):
            self._slider.setValue(sum(width > other for other in WIDTHS))
        self._say()

    def retranslate(self) -> None:
        """Set all texts in the language in use."""
        names = (self.tr("by epoch"), self.tr("by batch"), self.tr("by time"))
        for index, name in enumerate(names):
            self._combo.setItemText(index, name)
        self._combo.setAccessibleName(self.tr("Horizontal axis"))
        self._combo.setToolTip(
            self.tr("What the curves are drawn by: epochs, batches, or seconds of training")
        )
        self._slider.setAccessibleName(self.tr("Smoothing"))
        self._say()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _say(self) -> None:
        width = WIDTHS[self._slider.value()]
        if width == 1:
            self._word.setText(self.tr("smooth"))
            tip = self.tr("Curves as measured. Move right for a moving mean.")
        else:
            self._word.setText(self.tr("mean of {count}").format(count=width))
            tip = self.tr(
                "Each point is the mean over {count} epochs; the curve as measured is faint."
            ).format(count=width)
        self._slider.setToolTip(tip)

    def _on_slider_value_changed(self, place: int) -> None:
        self._say()
        self.smoothingChosen.emit(WIDTHS[place])

    def _on_combo_activated(self, index: int) -> None:
        self.axisChosen.emit(_AXES[index])
