"""A slim slider along the lower edge of a number's field."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QSlider, QStyle, QWidget

from lstm_gui.core.knobs import Knob
from lstm_gui.core.slider_scale import SliderScale

__all__ = ["KnobSlider"]

HEIGHT = 10
_PAGES = 10


class KnobSlider(QSlider):
    """Moves a setting over its sensible values; the field takes any other.

    The keyboard reaches the same values from the field (up, down, page up, page down), so the
    slider takes the focus from the mouse only, and the form has as many tab stops as settings.

    Signals:
        moved(object): The person chose this value.
        dragged(bool): The person took hold of the handle, or let it go.
    """

    moved = Signal(object)
    dragged = Signal(bool)

    def __init__(self, knob: Knob, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._scale = SliderScale(knob)
        self.setProperty("role", "knob")
        self.setRange(0, self._scale.last)
        self.setPageStep(max(self._scale.last // _PAGES, 1))
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setFixedHeight(HEIGHT)
        self.valueChanged.connect(self._on_value_changed)
        self.sliderPressed.connect(self._on_pressed)
        self.sliderReleased.connect(self._on_released)

    def show_value(self, value: object) -> None:
        """Put the handle at a value, as near as it goes; emits nothing."""
        if self.isSliderDown() or not isinstance(value, (int, float)):
            return
        with QSignalBlocker(self):
            self.setValue(self._scale.place(value))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the handle to where the mouse is pressed, and drag it on from there."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self._follow(event)
            event.accept()
        else:
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the mouse while it is pressed."""
        if self.isSliderDown():
            self._follow(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.setSliderDown(False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the form, which scrolls."""
        event.ignore()

    def _follow(self, event: QMouseEvent) -> None:
        length = self.style().pixelMetric(QStyle.PixelMetric.PM_SliderLength, None, self)
        room = max(self.width() - length, 1)
        x = round(event.position().x() - length / 2)
        self.setValue(QStyle.sliderValueFromPosition(0, self.maximum(), x, room))

    def _on_value_changed(self, place: int) -> None:
        self.moved.emit(self._scale.value(place))

    def _on_pressed(self) -> None:
        self.dragged.emit(True)

    def _on_released(self) -> None:
        self.dragged.emit(False)
