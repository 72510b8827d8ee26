"""The pictures of a sequence, one for each phase: columns, letters, colours and curves."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from lstm_gui.core.arrays import Floats
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP
from lstm_gui.core.numbers import significant
from lstm_gui.gui.steps.timeline import Sequence
from lstm_gui.gui.widgets.characters import Columns, Glyphs
from lstm_gui.gui.widgets.theme import Scheme, px, translucent

__all__ = ["BAR", "Canvas", "draw_backward", "draw_forward", "draw_loss"]

BAR = 0.7
"""The part of its column that a bar fills."""

_KEY = 14.0


@dataclass(frozen=True, slots=True)
class Canvas:
    """A place to draw in, above the characters; time steps from `low` up to `high` are known."""

    painter: QPainter
    area: QRectF
    columns: Columns
    low: int
    high: int
    small: Glyphs
    letters: Glyphs
    scheme: Scheme

    @property
    def known(self) -> range:
        """The time steps in view that have been gone through."""
        return range(max(self.columns.first, self.low), min(self.columns.last, self.high))

    def ink(self, color: str) -> None:
        """Write in this colour from now on."""
        self.painter.setPen(QColor(color))

    def bars(self, values: Floats, top: float, color: str, area: QRectF) -> None:
        """Draw a bar for each known value; `top` is the value that fills the area."""
        fill = QColor(color)
        for t in self.known:
            height = area.height() * min(float(values[t]) / top, 1.0) if top > 0 else 0.0
            if math.isfinite(height):
                left = self.columns.x(t) + self.columns.width * (1 - BAR) / 2
                width = self.columns.width * BAR
                self.painter.fillRect(
                    QRectF(left, area.bottom() - height, width, max(height, 1.0)), fill
                )

    def line(
        self, values: Floats, place: Callable[[float], float], color: str, *, dashed: bool = False
    ) -> None:
        """Draw a line through the known values, each at the height that `place` tells."""
        style = Qt.PenStyle.DotLine if dashed else Qt.PenStyle.SolidLine
        self.painter.setPen(QPen(QColor(color), 2.0, style, Qt.PenCapStyle.RoundCap))
        points = [
            QPointF(self.columns.center(t), place(float(values[t])))
            for t in self.known
            if math.isfinite(place(float(values[t])))
        ]
        self.painter.drawPolyline(QPolygonF(points))
        if points and not dashed:
            self.painter.setBrush(QColor(color))
            self.painter.setPen(Qt.PenStyle.NoPen)
            for point in points:
                self.painter.drawEllipse(point, 2.0, 2.0)

    def rule(self, y: float, color: str, *, dashed: bool = False) -> None:
        """Draw a horizontal line across the columns."""
        style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
        self.painter.setPen(QPen(QColor(color), 1, style))
        y = round(y) + 0.5
        self.painter.drawLine(QPointF(self.columns.left, y), QPointF(self.columns.right, y))

    def key(self, entries: Iterable[tuple[str, str, bool]], y: float) -> None:
        """Say what is drawn in which colour: text, colour, and whether it is dashed."""
        x = self.columns.left + 2
        self.small.begin(self.painter)
        for text, color, dashed in entries:
            style = Qt.PenStyle.DotLine if dashed else Qt.PenStyle.SolidLine
            self.painter.setPen(QPen(QColor(color), 2.0, style, Qt.PenCapStyle.RoundCap))
            self.painter.drawLine(QPointF(x, y), QPointF(x + px(_KEY), y))
            self.ink(self.scheme.muted)
            self.small.draw_left(self.painter, text, x + px(_KEY) + 4, y)
            x += px(_KEY) + 4 + self.small.width(text) + 12


_KEY_HEIGHT = 14.0
_SHARE = 0.22
_MOST_DECADES = 12
_NORMS = 0.36
_LOW = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_LEAST_TICK = 15.0


def _tr(text: str) -> str:
    return QCoreApplication.translate("Steps", text)


def draw_forward(canvas: Canvas, sequence: Sequence) -> None:
    """Draw how large the state is, h and c each from 0 on a scale of its own, and the guesses."""
    scheme, area = canvas.scheme, canvas.area
    h_color, c_color = scheme.curves[0], scheme.curves[1]
    top_h, top_c = _largest(sequence.h), _largest(sequence.c)
    entries = [(f"‖hₜ‖ ≤ {significant(top_h)}", h_color, False)]
    if sequence.c is not None:
        entries.append((f"‖cₜ‖ ≤ {significant(top_c)}", c_color, False))
    canvas.key(entries, area.top() + px(_KEY_HEIGHT) / 2)
    norms = QRectF(area)
    norms.setTop(area.top() + px(_KEY_HEIGHT))
    norms.setHeight((area.height() - px(_KEY_HEIGHT)) * _NORMS)
    canvas.bars(sequence.h, top_h, h_color, norms)
    if sequence.c is not None and top_c > 0:

        def place(value: float) -> float:
            return norms.bottom() - (norms.height() - 3) * value / top_c

        canvas.line(sequence.c, place, c_color)
    canvas.rule(norms.bottom(), scheme.line)
    guesses = QRectF(area)
    guesses.setTop(norms.bottom() + 2)
    _draw_guesses(canvas, sequence, guesses)


def _draw_guesses(canvas: Canvas, sequence: Sequence, area: QRectF) -> None:
    """Write the likeliest characters under each other, the one that came in the accent's colour."""
    painter, scheme, columns = canvas.painter, canvas.scheme, canvas.columns
    share = translucent(scheme.accent, _SHARE)
    room = columns.width - 2
    pitch = canvas.small.pixels + 3
    count = max(int(area.height() // pitch), 1)
    canvas.small.begin(painter)
    for t in canvas.known:
        for place, guess in enumerate(sequence.guesses[t][:count]):
            top = area.top() + place * pitch
            width = room * guess.probability
            if width >= 0.5:
                painter.fillRect(QRectF(columns.x(t) + 1, top, width, pitch - 1), share)
            came = guess.character == sequence.targets[t]
            canvas.ink(scheme.accent if came else scheme.text)
            canvas.small.draw(painter, guess.character, columns.center(t), top + pitch / 2)


def draw_loss(canvas: Canvas, sequence: Sequence) -> None:
    """Draw −log p of each character, and the mean of the batch."""
    scheme = canvas.scheme
    area = QRectF(canvas.area)
    entries = [
        ("−log p", scheme.curves[0], False),
        (_tr(QT_TRANSLATE_NOOP("Steps", "mean of the batch")), scheme.curves[1], True),
    ]
    canvas.key(entries, area.top() + px(_KEY_HEIGHT) / 2)
    area.setTop(area.top() + px(_KEY_HEIGHT) + 2)
    top = max(_largest(sequence.losses), sequence.mean_loss)
    canvas.bars(sequence.losses, top, scheme.curves[0], area)
    if math.isfinite(sequence.mean_loss) and top > 0:
        y = area.bottom() - area.height() * sequence.mean_loss / top
        canvas.rule(y, scheme.curves[1], dashed=True)
        canvas.small.begin(canvas.painter)
        canvas.ink(scheme.muted)
        left = canvas.columns.left - 4
        canvas.small.draw_right(canvas.painter, significant(sequence.mean_loss), left, y)


def draw_backward(canvas: Canvas, sequence: Sequence) -> None:
    """Draw the norms of the gradients on a log scale, so that what vanishes is still seen."""
    scheme = canvas.scheme
    area = QRectF(canvas.area)
    colors = scheme.curves[0], scheme.curves[1]
    names = ("‖∂L/∂hₜ‖", "‖∂L/∂cₜ‖")
    entries = [(names[0], colors[0], False)]
    if sequence.gradients[1] is not None:
        entries.append((names[1], colors[1], False))
    entries.append((_tr(QT_TRANSLATE_NOOP("Steps", "of the last loss alone")), scheme.muted, True))
    canvas.key(entries, area.top() + px(_KEY_HEIGHT) / 2)
    area.setTop(area.top() + px(_KEY_HEIGHT) + 4)
    area.setBottom(area.bottom() - 3)
    low, high = _decades([*sequence.gradients, *sequence.last_gradients])

    def place(value: float) -> float:
        if not value > 0:
            return area.bottom() if value == 0 else math.nan
        part = (math.log10(value) - low) / (high - low) if math.isfinite(value) else 1.0
        return area.bottom() - area.height() * min(max(part, 0.0), 1.0)

    _draw_ticks(canvas, area, low, high)
    for series, dashed in ((sequence.last_gradients, True), (sequence.gradients, False)):
        for values, color in zip(series, colors, strict=True):
            if values is not None:
                canvas.line(values, place, color, dashed=dashed)


def _draw_ticks(canvas: Canvas, area: QRectF, low: float, high: float) -> None:
    """Draw a line at each power of ten, or at every second, or fewer."""
    count = high - low
    every = max(math.ceil(count * px(_LEAST_TICK) / max(area.height(), 1.0)), 1)
    for power in range(math.ceil(low), math.floor(high) + 1):
        if power % every:
            continue
        y = area.bottom() - area.height() * (power - low) / count
        canvas.rule(y, canvas.scheme.line)
        canvas.ink(canvas.scheme.muted)
        canvas.small.begin(canvas.painter)
        text = "10" + str(power).translate(_LOW)
        canvas.small.draw_right(canvas.painter, text, canvas.columns.left - 4, y)


def _decades(series: list[Floats | None]) -> tuple[float, float]:
    """Return the powers of ten between which the positive values lie, at least one apart."""
    values = np.concatenate([one for one in series if one is not None]).astype(np.float64)
    values = values[np.isfinite(values) & (values > 0)]
    if not values.size:
        return -1.0, 0.0
    high = math.log10(float(values.max())) + 0.1
    low = max(math.log10(float(values.min())) - 0.1, high - _MOST_DECADES)
    return (low, high) if high - low >= 1 else (high - 1, high)


def _largest(values: Floats | None) -> float:
    if values is None:
        return 0.0
    finite = values[np.isfinite(values)]
    return float(finite.max()) if finite.size else 0.0
