"""The slider of the time machine: a tick for each moment, the perplexity behind, two handles."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from lstm_gui.gui.widgets.theme import GRID, Theme, px

__all__ = ["Handle", "MomentSlider", "Positions"]

Handle = Literal["A", "B"]
Positions = NDArray[np.float64]

_HEIGHT = 26
_MARGIN = 7
_NOW_GAP = 16
_TICK = 4
_GRIP = 5.0
_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_PageUp: -10,
    Qt.Key.Key_PageDown: 10,
}


class MomentSlider(QWidget):
    """Moments at their epochs from left to right, and "now" at the right end.

    A handle stands at a moment, known by its epoch, or at None: now.

    Signals:
        moved: The person moved the handle "A" or "B" to this moment's index, or to None.
        playRequested: The person pressed Space.
    """

    moved = Signal(str, object)
    playRequested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("momentSlider")
        self._theme = theme
        self._positions: Positions = np.zeros(0)
        self._levels: Positions = np.zeros(0)
        self._at: dict[Handle, float | None] = {"A": None, "B": None}
        self._both = False
        self._held: Handle = "A"
        self._ticks: list[QLineF] = []
        self._curve = QPolygonF()
        self._stale = True
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def count(self) -> int:
        """How many moments there are."""
        return len(self._positions)

    def sizeHint(self) -> QSize:
        """Be low, and as wide as there is room."""
        return QSize(240, px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Leave room for a few steps."""
        return QSize(12 * GRID, px(_HEIGHT))

    def set_moments(self, positions: Positions, perplexities: Positions) -> None:
        """Offer these moments, in order; the handles stay at their epochs."""
        self._positions = positions
        with np.errstate(invalid="ignore", divide="ignore"):
            levels = np.log(np.maximum(np.asarray(perplexities, dtype=np.float64), 1.0))
        self._levels = np.where(np.isfinite(levels), levels, np.nan)
        self._stale = True
        self.update()

    def index(self, handle: Handle) -> int | None:
        """Return the moment at which a handle stands."""
        at = self._at[handle]
        return None if at is None or not self.count else self._nearest(at)

    def place(self, handle: Handle, index: int | None) -> None:
        """Move a handle; this emits nothing."""
        self._at[handle] = None if index is None else float(self._positions[index])
        self.update()

    def forget(self) -> None:
        """Put both handles at now."""
        self._at = {"A": None, "B": None}
        self.update()

    def set_both(self, both: bool) -> None:
        """Show the handle B too, or not."""
        self._both = both
        if not both:
            self._held = "A"
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step; Home is the first moment, End is now; A and B take a handle; Space plays."""
        key = Qt.Key(event.key())
        if key in _STEPS and self.count:
            self._step(_STEPS[key])
        elif key == Qt.Key.Key_Home and self.count:
            self._move(0)
        elif key == Qt.Key.Key_End:
            self._move(None)
        elif key == Qt.Key.Key_Space:
            self.playRequested.emit()
        elif self._both and key in (Qt.Key.Key_A, Qt.Key.Key_B):
            self._held = "A" if key == Qt.Key.Key_A else "B"
            self.update()
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the nearer handle and bring it here."""
        if event.button() == Qt.MouseButton.LeftButton and self.count:
            x = event.position().x()
            nearer_b = abs(self._x_of("B") - x) < abs(self._x_of("A") - x)
            self._held = "B" if self._both and nearer_b else "A"
            self._move(self._index_at(x))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Bring the handle along."""
        if event.buttons() & Qt.MouseButton.LeftButton and self.count:
            self._move(self._index_at(event.position().x()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw again for another width."""
        super().resizeEvent(event)
        self._stale = True

    def changeEvent(self, event: QEvent) -> None:
        """Look idle when there is nothing to do."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the curve, the ticks and the handles."""
        if self._stale:
            self._prepare()
        scheme = self._theme.scheme
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            bottom = self.height() - _TICK - 1
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(scheme.line))
            painter.drawPolygon(self._curve)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setPen(QPen(QColor(scheme.muted), 1))
            painter.drawLine(QPointF(_MARGIN, bottom), QPointF(self.width() - _MARGIN, bottom))
            painter.drawLines(self._ticks)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self._both:
                self._draw_handle(painter, "B")
            self._draw_handle(painter, "A")

    def _draw_handle(self, painter: QPainter, handle: Handle) -> None:
        scheme = self._theme.scheme
        x, bottom = self._x_of(handle), self.height() - _TICK - 1.0
        held = self.hasFocus() and handle == self._held
        color = QColor(scheme.muted if self._at[handle] is None else scheme.accent)
        painter.setPen(QPen(color, 2))
        painter.drawLine(QPointF(x, _GRIP), QPointF(x, bottom))
        painter.setPen(QPen(QColor(scheme.text if held else scheme.surface), 1.5))
        painter.setBrush(color)
        radius = _GRIP + (2 if self._both else 0)
        grip = QRectF(x - radius, 0.5, 2 * radius, 2 * radius)
        painter.drawEllipse(grip)
        if self._both:
            font = QFont(self.font())
            font.setPixelSize(round(2 * radius) - 5)
            font.setBold(True)
            painter.setFont(font)
            painter.setPen(QColor(scheme.on_accent))
            painter.drawText(grip, Qt.AlignmentFlag.AlignCenter, handle)

    def _prepare(self) -> None:
        """Work out what is drawn: at most one tick and one point of the curve for a pixel."""
        self._stale = False
        self._ticks, self._curve = [], QPolygonF()
        if not self.count:
            return
        bottom = self.height() - _TICK - 1
        pixels = np.round(self._x(self._positions)).astype(np.int64)
        last = np.append(np.flatnonzero(np.diff(pixels)), self.count - 1)
        self._ticks = [QLineF(x, bottom + 1, x, bottom + _TICK) for x in pixels[last].tolist()]
        levels = self._levels[last]
        known = np.isfinite(levels)
        if known.sum() > 1:
            xs, levels = pixels[last][known], levels[known]
            span = max(float(levels.max() - levels.min()), 1e-9)
            tops = bottom - 2 - (levels - levels.min()) / span * (bottom - 6)
            points = [QPointF(x, y) for x, y in zip(xs.tolist(), tops.tolist(), strict=True)]
            ends = [QPointF(points[-1].x(), bottom), QPointF(points[0].x(), bottom)]
            self._curve = QPolygonF([*points, *ends])

    def _room(self) -> float:
        return float(max(self.width() - 2 * _MARGIN - _NOW_GAP, 1))

    def _x(self, positions: Positions) -> Positions:
        first, last = float(self._positions[0]), float(self._positions[-1])
        return _MARGIN + (positions - first) / max(last - first, 1e-9) * self._room()

    def _x_of(self, handle: Handle) -> float:
        index = self.index(handle)
        if index is None:
            return self.width() - float(_MARGIN)
        return float(self._x(self._positions[index : index + 1])[0])

    def _index_at(self, x: float) -> int | None:
        if x > _MARGIN + self._room() + _NOW_GAP / 2:
            return None
        return int(np.argmin(np.abs(self._x(self._positions) - x)))

    def _nearest(self, position: float) -> int:
        return int(np.argmin(np.abs(self._positions - position)))

    def _step(self, steps: int) -> None:
        index = self.index(self._held)
        target = (self.count if index is None else index) + steps
        self._move(None if target >= self.count else max(target, 0))

    def _move(self, index: int | None) -> None:
        if index != self.index(self._held):
            self.place(self._held, index)
            self.moved.emit(self._held, index)
