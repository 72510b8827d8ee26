"""What an update does to the parameters: clipping as two bars, and a table of norms."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import (
    QCoreApplication,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QHeaderView,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidgetItem,
    QWidget,
)

from lstm_gui.core.i18n import QT_TRANSLATE_NOOP
from lstm_gui.core.inspection.anatomy import ParameterUpdate, StepAnatomy
from lstm_gui.core.numbers import compact, significant
from lstm_gui.gui.widgets.characters import Glyphs
from lstm_gui.gui.widgets.figure_table import FigureTable
from lstm_gui.gui.widgets.theme import LIGHT, Scheme, px, sized
from lstm_gui.gui.widgets.translation import Retranslated

__all__ = ["ClipView", "LEAST_RATIO", "UpdateTable", "parameter_name"]

_PIXELS = 12
_CLIP_PAD = 8.0
_MOST_BAR = 26.0
_BEYOND = 1.06


class ClipView(QWidget):
    """Draws how far a gradient is scaled down, on one scale from 0."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("stepClip")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._anatomy: StepAnatomy | None = None
        self._scheme = LIGHT
        self._glyphs = Glyphs(px(_PIXELS))

    def sizeHint(self) -> QSize:
        """Want room for two bars."""
        return QSize(420, 120)

    def set_anatomy(self, anatomy: StepAnatomy | None) -> None:
        """Show the gradient of this step."""
        self._anatomy = anatomy
        self.update()

    def apply(self, scheme: Scheme) -> None:
        """Take the colours of a scheme."""
        self._scheme = scheme
        self.update()

    def forget_fonts(self) -> None:
        """Lay out all texts again in the new font."""
        self._glyphs = Glyphs(px(_PIXELS))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw both bars and the line of θ."""
        anatomy = self._anatomy
        if anatomy is None or not math.isfinite(anatomy.grad_norm):
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._glyphs.begin(painter)
            names = [
                _tr(QT_TRANSLATE_NOOP("Steps", "before")),
                _tr(QT_TRANSLATE_NOOP("Steps", "after")),
            ]
            left = _CLIP_PAD + max(self._glyphs.width(name) for name in names) + _CLIP_PAD
            room = QRectF(
                left,
                px(20),
                self.width() - left - 2 * _CLIP_PAD,
                min(self.height() - px(24), px(116)),
            )
            norm, theta = anatomy.grad_norm, anatomy.train.clipping_theta
            most = max(norm, theta) * _BEYOND
            after = norm * anatomy.clip_scale
            for row, (name, value) in enumerate(zip(names, (norm, after), strict=True)):
                y = room.top() + room.height() * (row + 0.5) / 2
                painter.setPen(QColor(self._scheme.muted))
                self._glyphs.draw_right(painter, name, left - _CLIP_PAD, y)
                self._draw_bar(painter, room, y, value / most, norm / most)
            self._draw_theta(painter, room, theta / most, compact(theta))
            for row, value in enumerate((norm, after)):
                y = room.top() + room.height() * (row + 0.5) / 2
                self._write(painter, room, significant(value), value / most, y)

    def _draw_bar(
        self, painter: QPainter, room: QRectF, y: float, part: float, whole: float
    ) -> None:
        """Fill what is there, and hatch what was cut off."""
        height = min(room.height() / 2 - 12, px(_MOST_BAR))
        bar = QRectF(room.left(), y - height / 2, max(room.width() * part, 1.0), height)
        painter.fillRect(bar, QColor(self._scheme.curves[0]))
        if whole > part:
            lost = QRectF(bar)
            lost.setLeft(bar.right())
            lost.setRight(room.left() + room.width() * whole)
            painter.fillRect(lost, QBrush(QColor(self._scheme.muted), Qt.BrushStyle.BDiagPattern))

    def _write(self, painter: QPainter, room: QRectF, text: str, part: float, y: float) -> None:
        """Write a number behind its bar, or on its end where there is no room behind."""
        end = room.left() + room.width() * part
        box = QRectF(end + 4, 0, self._glyphs.width(text) + _CLIP_PAD, px(_PIXELS) + 6)
        if box.right() > self.width() - 2:
            box.moveRight(end - 4)
        box.moveTop(y - box.height() / 2)
        painter.setBrush(QColor(self._scheme.background))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(box, 3, 3)
        painter.setPen(QColor(self._scheme.text))
        self._glyphs.draw(painter, text, box.center().x(), y)

    def _draw_theta(self, painter: QPainter, room: QRectF, part: float, text: str) -> None:
        x = round(room.left() + room.width() * part) + 0.5
        painter.setPen(QPen(QColor(self._scheme.curves[1]), 2, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(x, px(18)), QPointF(x, room.bottom()))
        painter.setPen(QColor(self._scheme.text))
        label = f"θ = {text}"
        half = self._glyphs.width(label) / 2
        x = min(max(x, half + 2), self.width() - half - 2)
        self._glyphs.draw(painter, label, x, px(9))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Steps", text)


LEAST_RATIO = 1e-6
"""A bar of no length; one of full length stands for 1: the update is as large as the weight."""

_BAR = 5
_COLUMNS = 6
_LEFT_TO_PANEL = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Space)
_ROW, _PAD = 19, 14
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def parameter_name(one: ParameterUpdate, layers: int) -> str:
    """Return a parameter's symbol, and its layer where there are several."""
    if one.layer is None or layers < 2:
        return one.symbol
    template = QCoreApplication.translate("UpdateTable", "{symbol}, layer {layer}")
    return template.format(symbol=one.symbol, layer=one.layer + 1)


class UpdateTable(Retranslated, FigureTable):
    """Norms of each parameter, of its gradient and its update; bars show the ratio on a log scale.

    The numbers can be chosen and copied.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            _COLUMNS, _PIXELS, written=_BAR, left_to_panel=_LEFT_TO_PANEL, parent=parent
        )
        self.setObjectName("stepUpdates")
        sized(self.verticalHeader().setMinimumSectionSize, _ROW)
        sized(self.verticalHeader().setDefaultSectionSize, _ROW)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(_BAR, QHeaderView.ResizeMode.Stretch)
        self._updates: tuple[ParameterUpdate, ...] = ()
        self._delegate = _RatioDelegate(self)
        self.setItemDelegateForColumn(_BAR, self._delegate)
        self.retranslate()

    @property
    def updates(self) -> tuple[ParameterUpdate, ...]:
        """What is shown."""
        return self._updates

    def set_updates(self, updates: Sequence[ParameterUpdate]) -> None:
        """Show these parameters."""
        self._updates = tuple(updates)
        layers = len({one.layer for one in updates if one.layer is not None})
        self.setRowCount(len(updates))
        for row, one in enumerate(updates):
            name = parameter_name(one, layers)
            norms = (one.weight, one.gradient, one.update, one.ratio)
            texts = (name, *(significant(number) for number in norms))
            for column, text in enumerate(texts):
                self._set(row, column, text)
            bar = QTableWidgetItem()
            bar.setFlags(Qt.ItemFlag.NoItemFlags)
            self.setItem(row, _BAR, bar)
        self._delegate.ratios = [one.ratio for one in updates]
        self.viewport().update()

    def apply(self, scheme: Scheme) -> None:
        """Take the colours of a scheme."""
        self._delegate.scheme = scheme
        self.horizontalHeader().setStyleSheet(
            f"QHeaderView, QHeaderView::section {{ background: {scheme.surface}; "
            f"color: {scheme.muted}; border: none; padding: 1px 4px; }}"
        )
        self.viewport().update()

    def _set(self, row: int, column: int, text: str) -> None:
        item = QTableWidgetItem(text)
        item.setTextAlignment(_RIGHT if column else _LEFT)
        self.setItem(row, column, item)

    def retranslate(self) -> None:
        """Set the titles in the language in use."""
        titles = (self.tr("Parameter"), "‖w‖", "‖g‖", "‖Δw‖", "‖Δw‖ / ‖w‖", "")
        for column, title in enumerate(titles):
            item = QTableWidgetItem(title)
            item.setTextAlignment(_RIGHT if column else _LEFT)
            self.setHorizontalHeaderItem(column, item)


class _RatioDelegate(QStyledItemDelegate):
    """Draws a ratio as a bar, from a millionth to 1, with lines at every second power of ten."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.ratios: list[float] = []
        self.scheme = LIGHT

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw one bar."""
        rect: QRectF = QRectF(option.rect).adjusted(6, 0, -6, 0)
        painter.setPen(QPen(QColor(self.scheme.line), 1))
        decades = -math.log10(LEAST_RATIO)
        for power in range(0, round(decades) + 1, 2):
            x = round(rect.left() + rect.width() * power / decades) + 0.5
            painter.drawLine(round(x), round(rect.top()), round(x), round(rect.bottom()))
        ratio = self.ratios[index.row()]
        if not ratio > LEAST_RATIO:
            return
        part = min(1 + math.log10(ratio) / decades, 1.0) if math.isfinite(ratio) else 1.0
        bar = QRectF(rect.left(), rect.center().y() - 4, rect.width() * part, 8)
        painter.fillRect(bar, QColor(self.scheme.curves[0]))
