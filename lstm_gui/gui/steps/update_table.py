"""What a step does to each of the book's parameters, as a table with bars."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import (
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidgetItem,
    QWidget,
)

from lstm_gui.core.inspection.anatomy import ParameterUpdate
from lstm_gui.core.numbers import significant
from lstm_gui.gui.widgets.figure_table import FigureTable
from lstm_gui.gui.widgets.theme import LIGHT, Scheme
from lstm_gui.gui.widgets.translation import Retranslated

__all__ = ["LEAST_RATIO", "UpdateTable", "parameter_name"]

LEAST_RATIO = 1e-6
"""A bar of no length; one of full length stands for 1: the update is as large as the weight."""

_BAR = 5
_COLUMNS = 6
_LEFT_TO_PANEL = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Space)
_PIXELS, _ROW, _PAD = 12, 19, 14
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
        self.verticalHeader().setMinimumSectionSize(_ROW)
        self.verticalHeader().setDefaultSectionSize(_ROW)
        header = self.horizontalHeader()
        header.setFont(self.font())
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
