"""The colour bar beside the heat map, with a menu for the range of its colours."""

from __future__ import annotations

import math
from functools import partial

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QColor,
    QKeyEvent,
    QLinearGradient,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from lstm_gui.core.numbers import marked
from lstm_gui.gui.memory.colors import ColorTable, least_span
from lstm_gui.gui.memory.quantities import LIMITS, Offer, Scale
from lstm_gui.gui.widgets.theme import GRID, Scheme, px, tabular
from lstm_gui.gui.widgets.translation import Retranslated

__all__ = ["ColorBar", "RangeMenu"]


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
            action.setText(self.tr("Automatic") if limit is None else f"±{marked(f'{limit:g}')}")
        self._own.setText(self.tr("Each cell by its own range"))

    def _action(self, limit: float | None) -> QAction:
        action = QAction(self)
        action.triggered.connect(partial(self._choose_limit, limit))
        return action

    def _choose_limit(self, limit: float | None) -> None:
        self.limit, self.own = limit, False
        self._emit_range()

    def _choose_own(self, own: bool) -> None:
        self.own = own
        self._emit_range()

    def _emit_range(self) -> None:
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


_WIDTH = 8
_GAP = 4
_TIP = 8
_WIDEST = "−31.9"
_OPENERS = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Menu)


class ColorBar(Retranslated, QWidget):
    """A vertical bar with numbers at its ends and middle, or words where each cell has its own.

    Where values go beyond an end it runs out in a point, with the last value beside it.

    Signals:
        rangeChosen: The person chose a range; read `limit` and `own`.
    """

    rangeChosen = Signal()

    def __init__(self, *, top: int, bottom: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("memoryColorBar")
        self._top, self._bottom = top, bottom
        self._scale = Scale(-1.0, 1.0, gate=False)
        self._reach = (math.nan, math.nan)
        self._by_cell = self._gate = False
        self._ends = ("", "")
        self._table: ColorTable | None = None
        self._scheme: Scheme | None = None
        self.menu = RangeMenu(self)
        self.menu.rangeChosen.connect(self.rangeChosen)
        self.setFont(tabular(self.font()))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.retranslate()

    @property
    def limit(self) -> float | None:
        """Where the person wants the colours to end, or None for where it is best."""
        return self.menu.limit

    @property
    def own(self) -> bool:
        """Whether the person wants each cell coloured by its own range."""
        return self.menu.own

    def sizeHint(self) -> QSize:
        """Have room for the longest number, or word."""
        texts = " ".join(self._ends).split() if self._by_cell else ()
        measure = self.fontMetrics().horizontalAdvance
        return QSize(px(_WIDTH) + _GAP + max(map(measure, (_WIDEST, *texts))), 8 * GRID)

    def show_scale(
        self, scale: Scale, table: ColorTable, scheme: Scheme, *, by_cell: bool = False
    ) -> None:
        """Show these colours for this range, or for whatever range each cell has."""
        if by_cell != self._by_cell:
            self._by_cell = by_cell
            self.updateGeometry()
        elif (scale, table, scheme) == (self._scale, self._table, self._scheme):
            return
        self._scale, self._table, self._scheme = scale, table, scheme
        self._describe()
        self.update()

    def set_reach(self, low: float, high: float) -> None:
        """Say how far the values go, where that is beyond the colours."""
        reach = (
            low if low < self._scale.low else math.nan,
            high if high > self._scale.high else math.nan,
        )
        if _written(reach) != _written(self._reach):
            self._reach = reach
            self._describe()
            self.update()

    def set_offer(self, offer: Offer, *, gate: bool) -> None:
        """Let the person choose one of these ranges for what is shown, a gate or not."""
        if (offer, gate) != (self.menu.offer, self._gate):
            self._gate = gate
            self.menu.set_offer(offer, gate=gate)
            focus = Qt.FocusPolicy.TabFocus if self._adjustable else Qt.FocusPolicy.NoFocus
            self.setFocusPolicy(focus)
            hand, arrow = Qt.CursorShape.PointingHandCursor, Qt.CursorShape.ArrowCursor
            self.setCursor(hand if self._adjustable else arrow)
            self._describe()

    def numbers(self) -> tuple[str, str, str]:
        """Return what is written at the top, in the middle and at the bottom."""
        if self._by_cell:
            return self._ends[1], "", self._ends[0]
        low, high = self._scale.low, self._scale.high
        top, middle, bottom = _written((high, (low + high) / 2, low))
        return top, middle, bottom

    def reach(self) -> tuple[str, str]:
        """Return what is written beside the points at the bottom and the top, if they are there."""
        low, high = _written(self._reach)
        return low, high

    def retranslate(self) -> None:
        """Set all texts in the language in use."""
        self.menu.retranslate()
        self._ends = (self.tr("cell's\nlowest"), self.tr("cell's\nhighest"))
        self.updateGeometry()
        self._describe()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Offer the ranges."""
        if self._adjustable:
            self.menu.popup(event.globalPosition().toPoint())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Offer the ranges."""
        if self._adjustable and event.key() in _OPENERS:
            self.menu.popup(self.mapToGlobal(QPoint(0, self._top)))
        else:
            super().keyPressEvent(event)

    @property
    def _adjustable(self) -> bool:
        return self.menu.offer != "nothing"

    def _describe(self) -> None:
        low, high = self.reach()
        parts = [" … ".join(text for text in reversed(self.numbers()) if text)]
        if self._by_cell:
            parts = [self._words()]
        elif low or high:
            template = self.tr("The values go from {low} to {high}.")
            top, _, bottom = self.numbers()
            parts.append(template.format(low=low or bottom, high=high or top))
        if self._adjustable:
            parts.append(self.tr("Click to choose the range of the colours."))
        self.setAccessibleDescription(" ".join(parts))
        self.setToolTip("\n".join(parts if self._by_cell else parts[1:]))

    def _words(self) -> str:
        template = self.tr(
            "Each cell from its lowest to its highest value over what is shown. "
            "One that moves by less than {least} stays near the colour of the lowest."
        )
        return template.format(least=marked(f"{least_span(gate=self._gate):g}"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bar and its numbers."""
        if self._table is None or self._scheme is None:
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            area = QRectF(0, self._top, px(_WIDTH), self.height() - self._top - px(self._bottom))
            low, high = self.reach()
            bar = area.adjusted(0.5, _TIP if high else 0.5, -0.5, -_TIP if low else -0.5)
            gradient = QLinearGradient(bar.bottomLeft(), bar.topLeft())
            for index in range(0, 256, 15):
                gradient.setColorAt(index / 255, self._table.colors[index])
            painter.setBrush(gradient)
            painter.setPen(QPen(QColor(self._scheme.line), 1))
            painter.drawPolygon(_outline(bar, area, up=bool(high), down=bool(low)))
            self._draw_numbers(painter, area, low, high)
            if self.hasFocus():
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(QColor(self._scheme.accent), 1))
                painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))

    def _draw_numbers(self, painter: QPainter, area: QRectF, low: str, high: str) -> None:
        assert self._scheme is not None
        left = px(_WIDTH) + _GAP
        room = QRectF(left, area.top(), self.width() - left, area.height())
        line = self.fontMetrics().height()
        top, middle, bottom = self.numbers()
        inner = room.adjusted(0, line if high else 0, 0, -line if low else 0)
        flags = Qt.AlignmentFlag
        painter.setPen(QColor(self._scheme.muted))
        rows = 2 + (top + bottom).count("\n")
        if inner.height() >= rows * line:  # in a low bar some would stand on others
            painter.drawText(inner, flags.AlignTop | flags.AlignLeft, top)
            painter.drawText(inner, flags.AlignBottom | flags.AlignLeft, bottom)
        if inner.height() >= 3 * line:
            painter.drawText(room, flags.AlignVCenter | flags.AlignLeft, middle)
        painter.setPen(QColor(self._scheme.text))
        painter.drawText(room, flags.AlignTop | flags.AlignLeft, high)
        painter.drawText(room, flags.AlignBottom | flags.AlignLeft, low)


def _outline(bar: QRectF, area: QRectF, *, up: bool, down: bool) -> QPolygonF:
    """Return the bar, with a point at each end that values go beyond."""
    middle = bar.center().x()
    points = [bar.topLeft(), bar.topRight(), bar.bottomRight(), bar.bottomLeft()]
    if down:
        points.insert(3, QPointF(middle, area.bottom()))
    if up:
        points.insert(1, QPointF(middle, area.top()))
    return QPolygonF(points)


def _written(values: tuple[float, ...]) -> tuple[str, ...]:
    """Write numbers of three digits; one that is not there is nothing."""
    return tuple(
        "" if math.isnan(value) else marked(f"{value:.3g}").replace("-", "−") for value in values
    )
