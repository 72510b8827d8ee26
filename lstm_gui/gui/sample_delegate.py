"""How a sample is painted: a muted line of numbers, then the text with its prefix marked."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from lstm_gui.gui.format import duration, significant
from lstm_gui.gui.samples import Sample
from lstm_gui.gui.theme import GRID, SELECTED, Theme, lyrics_font, tabular, translucent

__all__ = ["SAMPLE_ROLE", "SampleDelegate"]

SAMPLE_ROLE = Qt.ItemDataRole.UserRole
TWIN_LETTER = "B"
_DOT = "● "
_WIDE = 64 * GRID
"""From so many pixels on, the samples of two runs stand beside each other."""


class SampleDelegate(QStyledItemDelegate):
    """Paints a row: a muted line of numbers, then the text with its prefix marked."""

    def __init__(self, theme: Theme, view: QListView) -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view

    def height(self, sample: Sample, width: int) -> int:
        """Return the height of a row in a list of this width."""
        if sample.twin is not None:
            heights = [self.height(one, _share(width)) for one in sample.pair]
            return sum(heights) - GRID // 2 if _share(width) == width else max(heights)
        accent = self._theme.scheme.accent
        inner = max(1, width - 2 * GRID)
        layout = _text_layout(sample, self._lyrics_font(), width=inner, accent=accent)
        lines = round(layout.boundingRect().height() + 0.5)
        return QFontMetrics(self._view.font()).height() + lines + GRID + GRID // 2

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw one row."""
        sample = index.data(SAMPLE_ROLE)
        scheme = self._theme.scheme
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, translucent(scheme.accent, SELECTED))
        place = QRect(area.topLeft(), QSize(area.width(), area.height()))
        for one, color in zip(sample.pair, self._colors(sample), strict=True):
            if sample.twin is not None:
                place.setWidth(_share(area.width()))
            self._paint(painter, place, one, label_color=color)
            if place.width() < area.width():
                place.translate(place.width(), 0)
            else:
                place.translate(0, self.height(one, area.width()) - GRID // 2)
        painter.restore()

    def _paint(self, painter: QPainter, area: QRect, sample: Sample, *, label_color: str) -> None:
        """Draw one sample: the line of numbers, then the text."""
        scheme = self._theme.scheme
        inner = area.adjusted(GRID, GRID // 2, -GRID, 0)
        self._paint_heading(painter, inner, sample, label_color=label_color)
        top = inner.top() + QFontMetrics(self._view.font()).height()
        painter.setPen(QColor(scheme.text))
        layout = _text_layout(
            sample, self._lyrics_font(), width=inner.width(), accent=scheme.accent
        )
        layout.draw(painter, QPointF(inner.left(), top))

    def _paint_heading(
        self, painter: QPainter, area: QRect, sample: Sample, *, label_color: str
    ) -> None:
        """Draw the name of the run, if there is one, and as many of the numbers as fit."""
        scheme, font = self._theme.scheme, tabular(self._view.font())
        left, base = area.left(), area.top() + QFontMetrics(font).ascent()
        if sample.label:
            font.setWeight(QFont.Weight.DemiBold)
            painter.setFont(font)
            for text, color in ((_DOT, label_color), (sample.label, scheme.text)):
                painter.setPen(QColor(color))
                painter.drawText(left, base, text)
                left += painter.fontMetrics().horizontalAdvance(text)
            left += GRID
            font.setWeight(QFont.Weight.Normal)
        painter.setPen(QColor(scheme.muted))
        painter.setFont(font)
        room = area.left() + area.width() - left
        numbers, mode = self._numbers(sample), Qt.TextElideMode.ElideRight
        painter.drawText(left, base, painter.fontMetrics().elidedText(numbers, mode, room))

    def _colors(self, sample: Sample) -> tuple[str, ...]:
        """Return the colours of the runs; a twin's that stands alone has the second."""
        first, second = self._theme.scheme.runs
        if sample.twin is not None:
            return first, second
        return (second,) if sample.label.startswith(TWIN_LETTER) else (first,)

    def _lyrics_font(self) -> QFont:
        return lyrics_font(self._view.font())

    def _numbers(self, sample: Sample) -> str:
        template = self.tr("epoch {epoch} · perplexity {perplexity} · {time}")
        if sample.label:  # which takes the room
            template = self.tr("epoch {epoch} · perplexity {perplexity}")
        return template.format(
            epoch=sample.epoch,
            perplexity=significant(sample.perplexity, 4),
            time=duration(sample.seconds),
        )


def _share(width: int) -> int:
    """Return how wide each of a pair is: beside each other where there is room, else in turn."""
    return width // 2 if width >= _WIDE else width


def _text_layout(sample: Sample, font: QFont, *, width: int, accent: str) -> QTextLayout:
    """Break a sample into lines: at words in English, anywhere in Chinese."""
    layout = QTextLayout(sample.prefix + sample.text, font)
    layout.setTextOption(QTextOption(Qt.AlignmentFlag.AlignLeft))
    option = layout.textOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    form = QTextCharFormat()
    form.setForeground(QColor(accent))
    form.setFontWeight(QFont.Weight.DemiBold)
    prefix = QTextLayout.FormatRange()
    prefix.start, prefix.length, prefix.format = 0, _utf16_length(sample.prefix), form
    layout.setFormats([prefix])
    height = 0.0
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, height))
        height += line.height()
    layout.endLayout()
    return layout


def _utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
