"""The samples of the recipe: their data, and the rows that show them, alone or beside a twin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QHelpEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QStandardItem,
    QStandardItemModel,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from lstm_gui.core.inspection.copies import LEAST_SPAN
from lstm_gui.core.model.branches import common_length
from lstm_gui.core.numbers import english_figures, significant, thousands
from lstm_gui.core.settings.groups import MAX_PREFIXES
from lstm_gui.gui.session.copy_index import place_text
from lstm_gui.gui.session.sample_novelty import SampleCopies, SampleNovelty
from lstm_gui.gui.widgets.characters import length_in_qt
from lstm_gui.gui.widgets.formats import duration, shortened, tooltip, whole_percent
from lstm_gui.gui.widgets.theme import (
    GRID,
    SELECTED,
    Scheme,
    Theme,
    lyrics_font,
    tabular,
    translucent,
)
from lstm_gui.gui.widgets.timers import one_shot

__all__ = ["Sample", "SampleDelegate", "SampleView", "_SAMPLE_ROLE", "in_turn"]


@dataclass(frozen=True, slots=True)
class Sample:
    """One text of the recipe: what the model wrote after `prefix` at the end of `epoch`.

    Beside a twin, `label` names the run, and `twin` is what the twin wrote. Texts are `alike` in
    their first characters with what the same run wrote after this prefix before.
    """

    epoch: int
    perplexity: float
    seconds: float
    prefix: str
    text: str
    label: str = ""
    twin: Sample | None = None
    alike: int = 0

    @property
    def heading(self) -> str:
        """The line above the samples of an epoch, as the book prints it."""
        perplexity = english_figures(self.perplexity, 4).replace(",", "")
        label = f"{self.label}: " if self.label else ""
        return f"{label}epoch {self.epoch}, perplexity {perplexity}, time {self.seconds:.2f} sec"

    @property
    def pair(self) -> tuple[Sample, ...]:
        """This sample and that of the twin, if there is one."""
        return (self,) if self.twin is None else (replace(self, twin=None), self.twin)


def in_turn(samples: Sequence[Sample]) -> list[Sample]:
    """Return the samples of an epoch by run: those of one, then those of its twin."""
    pairs = [one for sample in samples for one in sample.pair]
    order = {label: place for place, label in enumerate(dict.fromkeys(s.label for s in pairs))}
    return sorted(pairs, key=lambda one: (one.epoch, order[one.label])) if len(order) > 1 else pairs


_SAMPLE_ROLE = Qt.ItemDataRole.UserRole
TWIN_LETTER = "B"
_DOT = "● "
_QUOTED = 40
_WIDE = 64 * GRID
"""From so many pixels on, the samples of two runs stand beside each other."""


class SampleDelegate(QStyledItemDelegate):
    """Paints a row: a muted line of numbers, then the text with its prefix marked."""

    def __init__(self, theme: Theme, view: QListView) -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view
        self.novelty: SampleNovelty | None = None
        self.changes = False

    def height(self, sample: Sample, width: int) -> int:
        """Return the height of a row in a list of this width."""
        if sample.twin is not None:
            heights = [self.height(one, _share(width)) for one in sample.pair]
            return sum(heights) - GRID // 2 if _share(width) == width else max(heights)
        inner = max(1, width - 2 * GRID)
        layout = _text_layout(sample, self._lyrics_font(), inner, self._theme.scheme)
        lines = round(layout.boundingRect().height() + 0.5)
        return QFontMetrics(self._view.font()).height() + lines + GRID + GRID // 2

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw one row."""
        sample = index.data(_SAMPLE_ROLE)
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
        alike = sample.alike if self.changes else 0
        layout = _text_layout(sample, self._lyrics_font(), inner.width(), scheme, alike=alike)
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
        known = self._known(sample)
        if known is not None:
            new = self.tr("{share} new").format(share=whole_percent(known.share_new))
            room -= painter.fontMetrics().horizontalAdvance(new)
            painter.drawText(left + room, base, new)
            room -= GRID
        numbers, mode = self._numbers(sample), Qt.TextElideMode.ElideRight
        painter.drawText(left, base, painter.fontMetrics().elidedText(numbers, mode, room))

    def _known(self, sample: Sample) -> SampleCopies | None:
        return None if self.novelty is None else self.novelty.of(sample.prefix, sample.text)

    def copies_text(self, sample: Sample) -> str:
        """Say how much of a sample is new, and where its longest copy stands."""
        known = self._known(sample)
        if known is None or self.novelty is None:
            return ""
        template = self.tr("{share} of it lies in no copy of at least {count} characters.")
        parts = [template.format(share=whole_percent(known.share_new), count=LEAST_SPAN)]
        corpus = self.novelty.corpus
        if known.longest is not None and corpus is not None:
            span, whole = known.longest, sample.prefix + sample.text
            template = self.tr(
                "The longest copy has {count} characters: {text}, as in {place}.", "", len(span)
            )
            parts.append(
                template.format(
                    count=thousands(len(span)),
                    text=shortened(whole[span.start : span.stop], _QUOTED),
                    place=place_text(corpus, span.source),
                )
            )
        if sample.label:
            parts[0] = f"{sample.label}: {parts[0]}"
        return tooltip(*parts)

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """Say of the sample under the mouse what is copied in it."""
        sample: Sample | None = index.data(_SAMPLE_ROLE)
        if event.type() != QEvent.Type.ToolTip or sample is None:
            return super().helpEvent(event, view, option, index)
        texts = "".join(self.copies_text(one) for one in sample.pair)
        QToolTip.showText(event.globalPos(), texts, view)
        return True

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


def _text_layout(
    sample: Sample, font: QFont, width: int, scheme: Scheme, *, alike: int = 0
) -> QTextLayout:
    """Break a sample into lines: at words in English, anywhere in Chinese.

    What follows the prefix is muted for the first `alike` characters.
    """
    layout = QTextLayout(sample.prefix + sample.text, font)
    layout.setTextOption(QTextOption(Qt.AlignmentFlag.AlignLeft))
    option = layout.textOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    form, muted = QTextCharFormat(), QTextCharFormat()
    form.setForeground(QColor(scheme.accent))
    form.setFontWeight(QFont.Weight.DemiBold)
    muted.setForeground(QColor(scheme.muted))
    begin = length_in_qt(sample.prefix)
    kept = length_in_qt(sample.text[:alike])
    layout.setFormats([_format(0, begin, form), _format(begin, kept, muted)])
    height = 0.0
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, height))
        height += line.height()
    layout.endLayout()
    return layout


def _format(start: int, length: int, form: QTextCharFormat) -> QTextLayout.FormatRange:
    part = QTextLayout.FormatRange()
    part.start, part.length, part.format = start, length, form
    return part


SLICE = 80
"""Rows measured in one turn of the event loop, about 6 ms."""


class SampleView(QListView):
    """A list that keeps what is being read in place while rows arrive above it."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.empty_text = ""
        self._items = QStandardItemModel(self)
        self.setModel(self._items)
        self._delegate = SampleDelegate(theme, self)
        self.setItemDelegate(self._delegate)
        self._last: dict[tuple[str, str], str] = {}  # the newest text of a run after a prefix
        self._stale: list[int] = []  # rows counted from the oldest, which never move
        self._shift = 0
        self._measured_width = 0
        self._timer = one_shot(self)
        self._timer.timeout.connect(self._on_timer_timeout)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme.changed.connect(self.viewport().update)

    def set_novelty(self, novelty: SampleNovelty) -> None:
        """Show how much of each sample is new, by what this knows."""
        self._delegate.novelty = novelty
        novelty.changed.connect(self.viewport().update)

    def show_changes(self, shown: bool) -> None:
        """Mute what is as in the sample before, or show the texts plainly."""
        self._delegate.changes = shown
        self.viewport().update()

    def add(self, sample: Sample, *, twin: bool = False) -> None:
        """Put a sample on top, or beside the one by the other run for this epoch and prefix."""
        key = (sample.label, sample.prefix)
        sample = replace(sample, alike=common_length(sample.text, self._last.get(key, "")))
        self._last[key] = sample.text
        row = self._partner(sample) if sample.label else None
        if row is not None:
            item = self._items.item(row)
            other: Sample = item.data(_SAMPLE_ROLE)
            pair = replace(other, twin=sample) if twin else replace(sample, twin=other)
            self._fill(item, pair)
            self.scheduleDelayedItemsLayout()
            return
        item = QStandardItem()
        height = self._fill(item, sample)
        if self.verticalScrollBar().value() > 0:
            self._shift += height
        self._items.insertRow(0, item)

    def _fill(self, item: QStandardItem, sample: Sample) -> int:
        """Put a sample into a row; return the row's height."""
        item.setText("\n".join(f"{s.heading}: {s.prefix}{s.text}" for s in sample.pair))
        item.setData(sample, _SAMPLE_ROLE)
        height = self._delegate.height(sample, self.viewport().width())
        item.setData(QSize(0, height), Qt.ItemDataRole.SizeHintRole)
        return height

    def _partner(self, sample: Sample) -> int | None:
        """Return the row of the other run's sample for the same epoch and prefix."""
        for row in range(min(self._items.rowCount(), 2 * MAX_PREFIXES)):
            one: Sample = self._items.item(row).data(_SAMPLE_ROLE)
            same = (one.epoch, one.prefix) == (sample.epoch, sample.prefix)
            if same and one.twin is None and one.label not in ("", sample.label):
                return row
        return None

    def clear_samples(self) -> None:
        """Take all samples away."""
        self._items.clear()
        self._last.clear()
        self._stale.clear()
        self._shift = 0
        self.viewport().update()

    def samples(self, rows: list[int] | None = None) -> list[Sample]:
        """Return the samples of these rows, or all, the oldest first."""
        wanted = range(self._items.rowCount()) if rows is None else rows
        return [self._items.item(row).data(_SAMPLE_ROLE) for row in sorted(wanted, reverse=True)]

    def selected_samples(self) -> list[Sample]:
        """Return what is selected, the oldest first."""
        return self.samples([index.row() for index in self.selectedIndexes()])

    def doItemsLayout(self) -> None:
        """Lay out, then stay at the row that was being read."""
        super().doItemsLayout()
        if self._shift:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + self._shift)
            self._shift = 0

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Measure the rows again for another width, the newest first."""
        super().resizeEvent(event)
        if self.viewport().width() != self._measured_width:
            self.measure_anew()

    def measure_anew(self) -> None:
        """Measure every row again, a slice at a time, the newest first."""
        self._measured_width = self.viewport().width()
        self._stale = list(range(self._items.rowCount()))
        self._on_timer_timeout()

    def _on_timer_timeout(self) -> None:
        rows = self._items.rowCount()
        for _ in range(min(SLICE, len(self._stale))):
            item = self._items.item(rows - 1 - self._stale.pop())
            height = self._delegate.height(item.data(_SAMPLE_ROLE), self._measured_width)
            item.setData(QSize(0, height), Qt.ItemDataRole.SizeHintRole)
        self.scheduleDelayedItemsLayout()
        if self._stale:
            self._timer.start(0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows, or one muted line while there is none."""
        super().paintEvent(event)
        if self._items.rowCount() == 0:
            with QPainter(self.viewport()) as painter:
                painter.setPen(QColor(self._theme.scheme.muted))
                area = QRectF(self.viewport().rect().adjusted(GRID, GRID, -GRID, -GRID))
                option = QTextOption(Qt.AlignmentFlag.AlignLeft)
                option.setWrapMode(QTextOption.WrapMode.WordWrap)
                painter.drawText(area, self.empty_text, option)
