"""Draws the cells of the table that are no text: tick and colour, pin, small curve."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from lstm_gui.core.runs import Run
from lstm_gui.gui.plot_overlays import overlay_pen
from lstm_gui.gui.plot_pens import thin_pen
from lstm_gui.gui.runs.table_model import Column, RunsModel
from lstm_gui.gui.theme import Theme

__all__ = ["RunDelegate"]

_BOX = 12.0
_PAD = 4.0


class RunDelegate(QStyledItemDelegate):
    """Texts as everywhere; a box, a pin or a curve where the column asks for one."""

    def __init__(self, theme: Theme, model: RunsModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model = model

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw a cell."""
        super().paint(painter, option, index)
        column = Column(index.column())
        if column not in (Column.SHOWN, Column.PIN, Column.CURVE):
            return
        run = self._model.runs[index.row()]
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        area = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if column is Column.SHOWN:
            self._draw_box(painter, area, run, selected)
        elif column is Column.PIN:
            self._draw_pin(painter, area, run, selected)
        else:
            self._draw_curve(painter, area, run, selected)
        painter.restore()

    def _pen(self, run: Run) -> QPen | None:
        """Return what the run is drawn with in the plot."""
        scheme, slot = self._theme.scheme, self._model.slot(run)
        if slot is None:
            return None
        return thin_pen(scheme.runs[-1 - slot], 2) if slot < 0 else overlay_pen(scheme, slot)

    def _draw_box(self, painter: QPainter, area: QRectF, run: Run, selected: bool) -> None:
        box = QRectF(0, 0, _BOX, _BOX)
        box.moveCenter(area.center())
        pen, scheme = self._pen(run), self._theme.scheme
        if pen is None:
            painter.setPen(QPen(QColor(scheme.on_accent if selected else scheme.muted), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, 3, 3)
            return
        painter.setPen(Qt.PenStyle.NoPen)
        if selected:
            painter.setBrush(QColor(scheme.surface))
            painter.drawRoundedRect(box.adjusted(-1.5, -1.5, 1.5, 1.5), 4, 4)
        painter.setBrush(pen.color())
        painter.drawRoundedRect(box, 3, 3)
        if self._model.is_live(run):
            return
        painter.setPen(QPen(QColor(scheme.surface), 1.6))
        left, top = box.left(), box.top()
        points = ((2.8, 6.4), (5.2, 8.8), (9.4, 3.6))
        painter.drawPolyline(QPolygonF([QPointF(left + x, top + y) for x, y in points]))

    def _draw_pin(self, painter: QPainter, area: QRectF, run: Run, selected: bool) -> None:
        if not run.pinned:
            return
        scheme = self._theme.scheme
        color = QColor(scheme.on_accent if selected else scheme.text)
        painter.translate(area.center().x() - 6, area.center().y() - 6)
        painter.setPen(QPen(color, 1.3))
        painter.drawLine(QPointF(6, 8), QPointF(6, 12))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawRoundedRect(QRectF(3, 0, 6, 2), 1, 1)
        painter.drawRect(QRectF(4, 1.5, 4, 4.5))
        painter.drawRoundedRect(QRectF(2, 6, 8, 2), 1, 1)

    def _draw_curve(self, painter: QPainter, area: QRectF, run: Run, selected: bool) -> None:
        values = np.array([value for value in run.spark if math.isfinite(value)])
        if values.size < 2:
            return
        inner = area.adjusted(_PAD, _PAD, -_PAD, -_PAD)
        low, span = values.min(), max(float(np.ptp(values)), 1e-6)
        xs = np.linspace(inner.left(), inner.right(), values.size)
        ys = inner.bottom() - (values - low) / span * inner.height()
        scheme, pen = self._theme.scheme, self._pen(run)
        color = pen.color() if pen is not None else QColor(scheme.muted)
        painter.setPen(QPen(QColor(scheme.on_accent) if selected else color, 1.4))
        painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in zip(xs, ys, strict=True)]))
