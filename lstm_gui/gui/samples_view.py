"""The list of samples: a row each, the newest on top.

Heights are kept with the rows and measured in slices, so that thousands of rows stay quick.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import (
    QColor,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QStandardItem,
    QStandardItemModel,
    QTextOption,
)
from PySide6.QtWidgets import QListView, QWidget

from lstm_gui.core.config import MAX_PREFIXES
from lstm_gui.gui.sample_delegate import SAMPLE_ROLE, SampleDelegate
from lstm_gui.gui.samples import Sample
from lstm_gui.gui.theme import GRID, Theme

__all__ = ["SampleView"]

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
        self._stale: list[int] = []  # rows counted from the oldest, which never move
        self._shift = 0
        self._measured_width = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_timer_timeout)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme.changed.connect(self.viewport().update)

    def add(self, sample: Sample, *, twin: bool = False) -> None:
        """Put a sample on top, or beside the one by the other run for this epoch and prefix."""
        row = self._partner(sample) if sample.label else None
        if row is not None:
            item = self._items.item(row)
            other: Sample = item.data(SAMPLE_ROLE)
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
        item.setData(sample, SAMPLE_ROLE)
        height = self._delegate.height(sample, self.viewport().width())
        item.setData(QSize(0, height), Qt.ItemDataRole.SizeHintRole)
        return height

    def _partner(self, sample: Sample) -> int | None:
        """Return the row of the other run's sample for the same epoch and prefix."""
        for row in range(min(self._items.rowCount(), 2 * MAX_PREFIXES)):
            one: Sample = self._items.item(row).data(SAMPLE_ROLE)
            same = (one.epoch, one.prefix) == (sample.epoch, sample.prefix)
            if same and one.twin is None and one.label not in ("", sample.label):
                return row
        return None

    def clear_samples(self) -> None:
        """Take all samples away."""
        self._items.clear()
        self._stale.clear()
        self._shift = 0
        self.viewport().update()

    def samples(self, rows: list[int] | None = None) -> list[Sample]:
        """Return the samples of these rows, or all, the oldest first."""
        wanted = range(self._items.rowCount()) if rows is None else rows
        return [self._items.item(row).data(SAMPLE_ROLE) for row in sorted(wanted, reverse=True)]

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
        """Measure the rows anew for another width, the newest first."""
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
            height = self._delegate.height(item.data(SAMPLE_ROLE), self._measured_width)
            item.setData(QSize(0, height), Qt.ItemDataRole.SizeHintRole)
        self.scheduleDelayedItemsLayout()
        if self._stale:
            self._timer.start(0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows, or one muted line while there is none."""
        super().paintEvent(event)
        if self._items.rowCount() == 0:
            painter = QPainter(self.viewport())
            painter.setPen(QColor(self._theme.scheme.muted))
            area = QRectF(self.viewport().rect().adjusted(GRID, GRID, -GRID, -GRID))
            option = QTextOption(Qt.AlignmentFlag.AlignLeft)
            option.setWrapMode(QTextOption.WrapMode.WordWrap)
            painter.drawText(area, self.empty_text, option)
            painter.end()
