"""The field for a number: its unit inside, a slider along its lower edge, and its keys."""

from __future__ import annotations

import math
from bisect import bisect_left

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QLineEdit, QSlider, QStyle, QWidget

from lstm_gui.core.settings.knob import Knob
from lstm_gui.gui.widgets.theme import GRID, Theme, sized, tabular

__all__ = ["KnobSlider", "SliderScale", "UnitLineEdit", "stepped"]


class SliderScale:
    """The values of a slider in their order; its places are numbered from 0."""

    def __init__(self, knob: Knob) -> None:
        assert knob.slider is not None
        low, high = knob.slider
        self._whole = knob.kind == "integer"
        self._log = knob.log_scale
        if not knob.log_scale:
            count = round((high - low) / knob.step)
            self._values = [round(low + n * knob.step, 6) for n in range(count + 1)]
        else:
            values = _binary(low, high) if knob.binary else _decimal(low, high)
            self._values = [v for v in values if not self._whole or v == int(v)]

    @property
    def last(self) -> int:
        """The number of the last place."""
        return len(self._values) - 1

    def value(self, place: int) -> float | int:
        """Return the value at a place."""
        found = self._values[min(max(place, 0), self.last)]
        return int(found) if self._whole else found

    def place(self, value: float) -> int:
        """Return the place nearest to a value; that of a value beyond the end is the end."""
        after = bisect_left(self._values, value)
        if after in (0, len(self._values)):
            return min(after, self.last)
        before, there = self._values[after - 1], self._values[after]
        middle = math.sqrt(before * there) if self._log else (before + there) / 2
        return after if value >= middle else after - 1


def _decimal(low: float, high: float) -> list[float]:
    """List the numbers of two significant digits from `low` to `high`."""
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    values = (float(f"{digits}e{power - 1}") for power in powers for digits in range(10, 100))
    return [value for value in values if low <= value <= high]


def _binary(low: float, high: float) -> list[float]:
    """List the powers of two, and what lies halfway between them."""
    powers = range(math.floor(math.log2(low)) - 1, math.ceil(math.log2(high)) + 1)
    values = sorted(scale * 2.0**power for power in powers for scale in (1.0, 1.5))
    return [value for value in values if low <= value <= high]


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
        sized(self.setFixedHeight, HEIGHT)
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


LADDER = (1.0, 2.0, 5.0, 10.0)
NUMBER_STEP = 0.1


class UnitLineEdit(QLineEdit):
    """A line for a number, its unit inside at the right, changed by the up and down keys.

    Signals:
        stepped: Up or down was pressed: this many steps.
    """

    stepped = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._unit = ""
        self._slider: QWidget | None = None
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setFont(tabular(self.font()))
        self.setAcceptDrops(False)  # a file's name is no number, and the window takes it

    def set_unit(self, unit: str) -> None:
        """Show this unit behind the number."""
        self._unit = unit
        width = QFontMetrics(self.font()).horizontalAdvance(unit) + GRID // 2 if unit else 0
        self.setTextMargins(0, 0, width, self._foot)
        self.update()

    def carry(self, slider: QWidget) -> None:
        """Hold a slider along the lower edge."""
        self._slider = slider
        self.set_unit(self._unit)

    def sizeHint(self) -> QSize:
        """Be a little higher with a slider."""
        return super().sizeHint() + QSize(0, self._foot)

    def minimumSizeHint(self) -> QSize:
        """Be a little higher with a slider."""
        return super().minimumSizeHint() + QSize(0, self._foot)

    def changeEvent(self, event: QEvent) -> None:
        """Leave the unit the room that it has in another font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.set_unit(self._unit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the slider at the lower edge."""
        super().resizeEvent(event)
        if self._slider is not None:
            height = self._slider.height()
            self._slider.setGeometry(2, self.height() - height, self.width() - 4, height)

    @property
    def _foot(self) -> int:
        return 0 if self._slider is None else GRID // 2

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step by one with up and down, by ten with the page keys."""
        steps = {
            Qt.Key.Key_Up: 1,
            Qt.Key.Key_Down: -1,
            Qt.Key.Key_PageUp: 10,
            Qt.Key.Key_PageDown: -10,
        }.get(Qt.Key(event.key()))
        if steps is None:
            super().keyPressEvent(event)
        else:
            self.stepped.emit(steps)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the unit in the muted colour, inside the frame."""
        super().paintEvent(event)
        if self._unit:
            with QPainter(self) as painter:
                painter.setPen(QColor(self._theme.scheme.muted))
                area = self.rect().adjusted(0, 0, -GRID, -self._foot)
                flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                painter.drawText(area, int(flags), self._unit)


def stepped(knob: Knob, value: float, steps: int) -> float:
    """Return the neighbour of a value: the next whole number, or 1, 2, 5 on a log scale."""
    moved: float
    if knob.percent:
        moved = round(value + steps / 100, 6)
    elif knob.kind == "integer":
        moved = int(value) + steps
    elif not knob.log_scale:
        moved = round(value + steps * NUMBER_STEP, 6)
    else:
        moved = value
        for _ in range(abs(steps)):
            moved = _rung(moved, up=steps > 0)
    low = knob.low if knob.low is not None else moved
    high = knob.high if knob.high is not None else moved
    return type(moved)(min(max(moved, low), high))


def _rung(value: float, *, up: bool) -> float:
    if value <= 0:
        return value
    mantissa, exponent = f"{value:.9e}".split("e")
    power, place = int(exponent), float(mantissa)
    if up:
        step = next(rung for rung in LADDER if rung > place)
    elif place > LADDER[0]:
        step = next(rung for rung in reversed(LADDER) if rung < place)
    else:
        step, power = LADDER[-2], power - 1
    return float(f"{step:g}e{power}")
