"""The film of a run: its heat map, its curve and what it wrote, moment after moment.

Frames are painted into images, off the screen, so a thread of its own can do it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen, QPolygonF

from lstm_gui.core.arrays import Doubles, Floats
from lstm_gui.core.export.film_file import Frame
from lstm_gui.core.inspection.time_machine import MomentStore
from lstm_gui.core.numbers import marked, significant, thousands
from lstm_gui.core.training.curves import decades
from lstm_gui.core.training.progress import SampleDone
from lstm_gui.gui.widgets.formats import fixed
from lstm_gui.gui.widgets.theme import GRID, Scheme, gate_map, state_map

__all__ = [
    "FILM_SIZE",
    "MOST_FILM_PIXELS",
    "FilmStory",
    "Filmed",
    "FilmWords",
    "film_frames",
    "frame_count",
    "paint_frame",
]

FILM_SIZE = QSize(960, 540)
MOST_FRAMES = 240
MOST_FILM_PIXELS = 8 * 2**20
"""Of each frame."""
_LONGEST_SAMPLE = 160
_COLORS = 256
_SMALL = 0.028
"""Of the height: captions and labels."""


@dataclass(frozen=True, slots=True)
class FilmWords:
    """What stands in a frame, in the language in use; the stamp has {epoch} and {perplexity}."""

    title: str = ""
    stamp: str = "epoch {epoch} · perplexity {perplexity}"
    memory: str = "memory cells by characters"
    curve: str = "perplexity"


@dataclass(frozen=True, slots=True)
class Filmed:
    """The moments of a run, and which quantity of which layer of them is shown.

    `gate` tells that it goes from 0 to 1.
    """

    moments: MomentStore
    quantity: str = "c"
    layer: int = 0
    gate: bool = False


@dataclass(frozen=True, slots=True)
class FilmStory:
    """What is filmed: epoch and perplexity as two rows, and without moments nothing else."""

    points: Doubles
    samples: tuple[SampleDone, ...] = ()
    filmed: Filmed | None = None
    words: FilmWords = field(default_factory=FilmWords)


@dataclass(frozen=True, slots=True)
class _Instant:
    """What one frame shows."""

    x: float
    perplexity: float
    values: Floats | None = None
    text: str = ""


def frame_count(story: FilmStory) -> int:
    """Return how many frames there are."""
    return len(_places(story))


def film_frames(story: FilmStory, scheme: Scheme, size: QSize) -> Iterator[Frame]:
    """Paint one frame after the other."""
    width, height = max(size.width() // 4 * 4, 4), max(size.height() // 4 * 4, 4)
    painter = _Frames(story, scheme, QSize(width, height))
    for place in _places(story):
        image = painter.paint(_instant(story, place))
        yield width, height, bytes(image.constBits())[: width * height * 3]


def paint_frame(story: FilmStory, scheme: Scheme, size: QSize, place: int) -> QImage:
    """Paint the frame with this number."""
    return _Frames(story, scheme, size).paint(_instant(story, _places(story)[place]))


def _places(story: FilmStory) -> list[int]:
    """Return which moments, or else epochs, are shown: at most so many, at equal steps."""
    count = story.points.shape[1] if story.filmed is None else len(story.filmed.moments)
    places = np.linspace(0, count - 1, min(count, MOST_FRAMES)).round().astype(int)
    return [int(place) for place in np.unique(places)]


def _instant(story: FilmStory, place: int) -> _Instant:
    filmed = story.filmed
    if filmed is None:
        x, perplexity = story.points[:, place].tolist()
        return _Instant(x, perplexity)
    moment = filmed.moments.moment(place)
    layers = moment.trace.quantities.get(filmed.quantity)
    values = None if layers is None else layers[min(filmed.layer, len(layers) - 1)]
    return _Instant(moment.x, moment.perplexity, values, moment.text)


class _Frames:
    """Paints frames of one story: the scales stay the same from the first to the last."""

    def __init__(self, story: FilmStory, scheme: Scheme, size: QSize) -> None:
        self._story, self._scheme, self._size = story, scheme, size
        self._gate = story.filmed is not None and story.filmed.gate
        colors = (gate_map if self._gate else state_map)(scheme)
        self._table = [int(QColor(*c).rgb()) for c in colors.getLookupTable(nPts=_COLORS).tolist()]
        self._limit = self._reach()
        levels = decades(story.points[1]) if story.points.size else np.zeros(1)
        known = levels[np.isfinite(levels)]
        self._low = math.floor(known.min()) if known.size else 0
        self._high = max(math.ceil(known.max()) if known.size else 1, self._low + 1)
        self._end = max(float(story.points[0].max(initial=1.0)), 1.0)

    def _reach(self) -> float:
        """Return how far the colours go: c at the end of training tells, but no further than 4."""
        filmed = self._story.filmed
        if filmed is None or filmed.gate or not len(filmed.moments):
            return 1.0
        values = _instant(self._story, len(filmed.moments) - 1).values
        most = 1.0 if values is None else float(np.nanmax(np.abs(values), initial=0.0))
        return next((step for step in (1.0, 2.0, 4.0) if step >= most), 4.0)

    def paint(self, instant: _Instant) -> QImage:
        """Paint one frame."""
        image = QImage(self._size, QImage.Format.Format_RGB888)
        image.fill(QColor(self._scheme.surface))
        whole = QRectF(image.rect()).adjusted(2 * GRID, GRID, -2 * GRID, -GRID)
        with QPainter(image) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(_font(whole.height() * 0.045, bold=True))
            self._write_head(painter, whole, instant)
            body = whole.adjusted(0, whole.height() * 0.10, 0, 0)
            text = self._sample_at(instant.x)
            if text:
                body.setBottom(body.bottom() - whole.height() * 0.16)
                below = QRectF(body.left(), body.bottom(), body.width(), whole.height() * 0.16)
                self._write_sample(painter, below, *text)
            if instant.values is not None:
                map_area = QRectF(body.left(), body.top(), body.width() * 0.58, body.height())
                self._draw_map(painter, map_area, instant)
                body.setLeft(map_area.right() + 2 * GRID)
            self._draw_curve(painter, body, instant)
        return image

    def _write_head(self, painter: QPainter, whole: QRectF, instant: _Instant) -> None:
        epoch = fixed(instant.x, 0 if instant.x == round(instant.x) else 1)
        values = {"epoch": epoch, "perplexity": significant(instant.perplexity)}
        painter.setPen(QColor(self._scheme.text))
        top, flags = QRectF(whole), Qt.AlignmentFlag.AlignTop
        painter.drawText(top, flags | Qt.AlignmentFlag.AlignLeft, self._story.words.title)
        stamp = self._story.words.stamp.format(**values)
        painter.drawText(top, flags | Qt.AlignmentFlag.AlignRight, stamp)

    def _sample_at(self, x: float) -> tuple[str, str] | None:
        """Return prefix and text of the last sample up to here."""
        known = [one for one in self._story.samples if one.epoch <= x + 1e-9]
        if not known:
            return None
        newest = next(one for one in known if one.epoch == known[-1].epoch)
        return newest.prefix, newest.text[:_LONGEST_SAMPLE]

    def _write_sample(self, painter: QPainter, area: QRectF, prefix: str, text: str) -> None:
        painter.setFont(_font(area.height() * 0.24))
        painter.setPen(QColor(self._scheme.text))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWrapAnywhere
        painter.drawText(area, int(flags), f"{prefix}{text}")

    def _draw_map(self, painter: QPainter, area: QRectF, instant: _Instant) -> None:
        values = instant.values
        assert values is not None
        inner = self._captioned(painter, area, self._story.words.memory)
        letters = QRectF(inner.left(), inner.bottom() - 3 * GRID, inner.width(), 3 * GRID)
        inner.setBottom(letters.top())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawImage(inner, self._image(values))
        self._write_letters(painter, letters, instant.text)
        painter.setPen(QPen(QColor(self._scheme.line), 1))
        painter.drawRect(inner)

    def _image(self, values: Floats) -> QImage:
        low = 0.0 if self._gate else -self._limit
        parts = (np.nan_to_num(values.T) - low) / (self._limit - low)
        places = np.ascontiguousarray(np.clip(parts * (_COLORS - 1), 0, _COLORS - 1), np.uint8)
        rows, columns = places.shape
        image = QImage(places.tobytes(), columns, rows, columns, QImage.Format.Format_Indexed8)
        image.setColorTable(self._table)
        return image.copy()

    def _write_letters(self, painter: QPainter, area: QRectF, text: str) -> None:
        width = area.width() / max(len(text), 1)
        if width < GRID:
            return
        painter.setFont(_font(min(width, area.height()) * 0.8))
        painter.setPen(QColor(self._scheme.muted))
        for column, letter in enumerate(text):
            place = QRectF(area.left() + column * width, area.top(), width, area.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, letter)

    def _captioned(self, painter: QPainter, area: QRectF, caption: str) -> QRectF:
        """Write what a part shows above it; return the room that is left."""
        painter.setFont(_font(self._size.height() * _SMALL))
        painter.setPen(QColor(self._scheme.muted))
        top = QRectF(area.left(), area.top(), area.width(), self._size.height() * 0.05)
        painter.drawText(top, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, caption)
        return area.adjusted(0, top.height(), 0, 0)

    def _draw_curve(self, painter: QPainter, area: QRectF, instant: _Instant) -> None:
        inner = self._captioned(painter, area, self._story.words.curve)
        painter.setFont(_font(self._size.height() * _SMALL))
        letters = QFontMetricsF(painter.font())
        room = letters.horizontalAdvance(marked(f"{10.0**self._high:,g}")) + GRID
        inner.adjust(room, GRID, -GRID, -letters.height() - GRID)
        for power in range(self._low, self._high + 1):
            y = self._y(inner, power)
            painter.setPen(QPen(QColor(self._scheme.line), 1))
            painter.drawLine(QPointF(inner.left(), y), QPointF(inner.right(), y))
            painter.setPen(QColor(self._scheme.muted))
            label = QRectF(area.left(), y - 2 * GRID, room - GRID / 2, 4 * GRID)
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(label, flags, marked(f"{10.0**power:,g}"))
        below = QRectF(inner.left(), inner.bottom() + GRID / 2, inner.width(), letters.height())
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, "0")
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, thousands(round(self._end)))
        x, level = self._story.points[0], decades(self._story.points[1])
        seen = np.isfinite(level) & (x <= instant.x + 1e-9)
        points = [self._point(inner, *pair) for pair in zip(x[seen], level[seen], strict=True)]
        now = decades(instant.perplexity)
        if np.isfinite(now[0]):
            points.append(self._point(inner, instant.x, float(now[0])))
        painter.setPen(QPen(QColor(self._scheme.curves[0]), 2))
        painter.drawPolyline(QPolygonF(points))
        if points:
            painter.setBrush(QColor(self._scheme.curves[0]))
            painter.drawEllipse(points[-1], GRID / 2, GRID / 2)
            painter.setBrush(Qt.BrushStyle.NoBrush)

    def _point(self, area: QRectF, x: float, level: float) -> QPointF:
        return QPointF(area.left() + area.width() * x / self._end, self._y(area, level))

    def _y(self, area: QRectF, level: float) -> float:
        part = (level - self._low) / (self._high - self._low)
        return area.bottom() - area.height() * min(max(part, 0.0), 1.0)


def _font(pixels: float, *, bold: bool = False) -> QFont:
    font = QFont()
    font.setPixelSize(max(round(pixels), 6))
    font.setBold(bold)
    return font
