"""A line for a number: its unit inside, and what the up and down keys do."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from lstm_gui.core.knobs import Knob
from lstm_gui.gui.theme import GRID, Theme, tabular

__all__ = ["UnitLineEdit", "stepped"]

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
            painter = QPainter(self)
            painter.setPen(QColor(self._theme.scheme.muted))
            area = self.rect().adjusted(0, 0, -GRID, -self._foot)
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(area, int(flags), self._unit)
            painter.end()


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
