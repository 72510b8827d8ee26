"""The widget that shows one sequence: its characters, and the picture of the phase above them."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from lstm_gui.gui.steps.pictures import Canvas, draw_backward, draw_forward, draw_loss
from lstm_gui.gui.steps.timeline import Phase, Sequence, StepPlace
from lstm_gui.gui.widgets.characters import Columns, Glyphs
from lstm_gui.gui.widgets.theme import LIGHT, Scheme, px, translucent

__all__ = ["SequenceView"]

_LEFT = 34.0
_ROW = 19.0
_SMALL = 11
_LARGEST_LETTER = 16
_BAND = 0.13
_PICTURES = {
    Phase.FORWARD: draw_forward,
    Phase.LOSS: draw_loss,
    Phase.BACKWARD: draw_backward,
}


class SequenceView(QWidget):
    """Draws a sequence up to the time step that slow motion has reached.

    Signals:
        timeChosen(int): A time step was clicked.
        timeOpened(int): One was double-clicked.
    """

    timeChosen = Signal(int)
    timeOpened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("stepSequence")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._sequence: Sequence | None = None
        self._place = StepPlace(Phase.FORWARD)
        self._first = 0
        self._scheme = LIGHT
        self._small = Glyphs(px(_SMALL))
        self._letters = Glyphs(px(_LARGEST_LETTER))

    def sizeHint(self) -> QSize:
        """Want room for a few rows of characters."""
        return QSize(420, 160)

    def minimumSizeHint(self) -> QSize:
        """Need room for the characters and something above them."""
        return QSize(220, 96)

    def set_sequence(self, sequence: Sequence | None) -> None:
        """Show this sequence."""
        self._sequence = sequence
        self._reveal()

    def set_place(self, place: StepPlace) -> None:
        """Show what is known at this place."""
        self._place = place
        self._reveal()

    def apply(self, scheme: Scheme) -> None:
        """Take the colours of a scheme."""
        self._scheme = scheme
        self.update()

    def forget_fonts(self) -> None:
        """Lay out all texts again in the new font."""
        self._small, self._letters = Glyphs(px(_SMALL)), Glyphs(self._letters.pixels)
        self.update()

    def column_center(self, t: int) -> QPointF:
        """Return the middle of a time step's column."""
        return QPointF(self._columns().center(t), self.height() / 2)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the time step under the mouse."""
        t = self._columns().at(event.position().x())
        if t is not None and event.button() == Qt.MouseButton.LeftButton:
            self.timeChosen.emit(t)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the time step under the mouse."""
        t = self._columns().at(event.position().x())
        if t is not None and event.button() == Qt.MouseButton.LeftButton:
            self.timeOpened.emit(t)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll a sequence that does not fit."""
        delta = event.angleDelta().y() or event.angleDelta().x()
        if self._sequence is not None and delta:
            self._first = self._columns().first + (1 if delta < 0 else -1) * 2
            self._first = self._columns().first
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the characters, then the picture of the phase above them."""
        sequence = self._sequence
        if sequence is None or self._place.phase not in _PICTURES:
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            columns = self._columns()
            self._draw_band(painter, columns)
            self._draw_characters(painter, columns, sequence)
            backward = self._place.phase is Phase.BACKWARD
            canvas = Canvas(
                painter=painter,
                area=QRectF(
                    px(_LEFT), 2, columns.right - px(_LEFT), self.height() - 2 * px(_ROW) - 6
                ),
                columns=columns,
                low=self._place.t if backward else 0,
                high=len(sequence) if backward else self._place.t + 1,
                small=self._small,
                letters=self._letters,
                scheme=self._scheme,
            )
            _PICTURES[self._place.phase](canvas, sequence)

    def _columns(self) -> Columns:
        inputs = self._sequence.inputs if self._sequence else ""
        return Columns.fitted(px(_LEFT), self.width() - px(_LEFT) - 2, inputs, self._first)

    def _reveal(self) -> None:
        if self._sequence is not None and self._place.phase.walks:
            self._first = self._columns().revealing(self._place.t, len(self._sequence))
        self.update()

    def _draw_band(self, painter: QPainter, columns: Columns) -> None:
        """Stress the column of the time step."""
        if not columns.first <= self._place.t < columns.last:
            return
        color = translucent(self._scheme.accent, _BAND)
        band = QRectF(columns.x(self._place.t), 0, columns.width, self.height())
        painter.fillRect(band, color)

    def _draw_characters(self, painter: QPainter, columns: Columns, sequence: Sequence) -> None:
        """Write what is read and what comes; what has not been gone through is muted."""
        pixels = int(min(max(columns.letter_size(sequence.inputs) - 1, 9), px(_LARGEST_LETTER)))
        if pixels != self._letters.pixels:
            self._letters = Glyphs(pixels)
        top = self.height() - 2 * px(_ROW) - 2
        painter.setPen(QPen(QColor(self._scheme.line), 1))
        painter.drawLine(QPointF(px(_LEFT), top + 0.5), QPointF(columns.right, top + 0.5))
        for row, (label, text) in enumerate((("xₜ", sequence.inputs), ("yₜ", sequence.targets))):
            y = top + (row + 0.5) * px(_ROW) + 1
            painter.setPen(QColor(self._scheme.muted))
            self._small.begin(painter)
            self._small.draw_right(painter, label, px(_LEFT) - 6, y)
            self._letters.begin(painter)
            for t in range(columns.first, columns.last):
                now = t == self._place.t
                ink = self._scheme.accent if now and row else self._scheme.text
                painter.setPen(QColor(ink if self._reached(t) else self._scheme.muted))
                self._letters.draw(painter, text[t], columns.center(t), y)

    def _reached(self, t: int) -> bool:
        return self._place.phase is not Phase.FORWARD or t <= self._place.t
