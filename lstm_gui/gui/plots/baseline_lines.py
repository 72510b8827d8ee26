"""The baselines as an epoch plot shows them: dashed lines, named beside the plot.

They are of the texts that the curves read: the training text, and the part held out if any is.
"""

from __future__ import annotations

import contextlib
import math
import threading
import time
from dataclasses import astuple
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QPen
from PySide6.QtWidgets import QGraphicsSimpleTextItem

from lstm_gui.core.arrays import Doubles
from lstm_gui.core.corpus.text import Corpus
from lstm_gui.core.training.baselines import Baselines, Both, count
from lstm_gui.gui.plots.epoch_plot import EpochPlot
from lstm_gui.gui.widgets.theme import GRID, Scheme

__all__ = ["BaselineFinder", "BaselineLines", "spread"]

_COUNT = 4
_ALL = 2 * _COUNT  # of the training text, then of the part held out
_OPACITY = 0.6
_BELOW_CURVES = -10
_BEFORE_NAME = GRID // 2


class BaselineLines:
    """Four horizontal lines, uniform, unigram, bigram and trigram, for each of two texts.

    Those of the part held out have the colour of the curve that reads it, and no uniform model:
    that is the same for both. Their names stand in a margin of their own at the right, where no
    curve comes.
    """

    def __init__(self, plot: EpochPlot) -> None:
        self._plot = plot
        self._levels: Doubles = np.full(_ALL, np.nan)
        self._shown = True
        self._lines: list[Any] = [pg.InfiniteLine(angle=0) for _ in range(_ALL)]
        self._names = [QGraphicsSimpleTextItem(plot.getPlotItem()) for _ in range(_ALL)]
        self._caption = QGraphicsSimpleTextItem(plot.getPlotItem())
        for line in self._lines:
            line.setZValue(_BELOW_CURVES)
            plot.addItem(line, ignoreBounds=True)
        self._show()

    @property
    def known(self) -> bool:
        """Whether there are any, shown or not."""
        return bool(np.isfinite(self._levels).any())

    @property
    def shown(self) -> bool:
        """Whether they are to be seen."""
        return self._shown

    @property
    def levels(self) -> Doubles:
        """The powers of ten at which lines are shown, the highest first."""
        kept = self._levels[np.isfinite(self._levels)] if self._shown else np.empty(0)
        return np.sort(kept)[::-1]

    @property
    def margin(self) -> int:
        """How much the names take beside the plot, in pixels."""
        return self._plot.margin

    def set_baselines(self, training: Baselines | None, held_out: Baselines | None) -> None:
        """Show these of the training text, or none, and these of the part held out, or none."""
        values = np.full(_ALL, np.nan)
        if training is not None:
            values[:_COUNT] = astuple(training)
        if held_out is not None:
            values[_COUNT + 1 :] = astuple(held_out)[1:]
        usable = np.isfinite(values) & (values > 0)
        self._levels = np.log10(np.where(usable, values, np.nan))
        for line, level in zip(self._lines, self._levels, strict=True):
            if np.isfinite(level):
                line.setValue(float(level))
        self._show()

    def set_shown(self, shown: bool) -> None:
        """Show them, or keep them for later."""
        self._shown = shown
        self._show()

    def set_names(self, names: tuple[str, ...], caption: str = "") -> None:
        """Name them, the training text first, and say above the names what they are of."""
        for item, name in zip((*self._names, self._caption), (*names, caption), strict=True):
            item.setText(name)
            item.setFont(self._plot.font())
        self._show()

    def place(self) -> None:
        """Put the names beside their lines, none over another."""
        view = self._plot.view
        low, high = (float(end) for end in view.viewRange()[1])
        area: QRectF = view.geometry()
        named = [i for i in range(_ALL) if self._names[i].text() and area.height() > 0]
        seen = [i for i in named if self._shown and low <= self._levels[i] <= high]
        seen.sort(key=lambda index: self._levels[index], reverse=True)
        scale = area.height() / max(high - low, 1e-9)
        places = {self._names[i]: (high - float(self._levels[i])) * scale for i in seen}
        if seen and self._caption.text():
            places = {self._caption: 0.0, **places}
        for item in (self._caption, *self._names):
            item.setVisible(item in places)
        height = self._names[0].boundingRect().height()
        wanted = [middle + height / 2 for middle in places.values()]
        for item, bottom in zip(places, spread(wanted, height, area.height()), strict=True):
            item.setPos(area.right() + _BEFORE_NAME, area.top() + bottom - height)

    def apply(self, scheme: Scheme) -> None:
        """Take the colours of a scheme."""
        for place, line in enumerate(self._lines):
            color = QColor(scheme.muted if place < _COUNT else scheme.curves[1])
            color.setAlphaF(_OPACITY)
            pen = QPen(color, 1, Qt.PenStyle.CustomDashLine)
            pen.setDashPattern([GRID / 2, GRID / 2])
            pen.setCosmetic(True)
            line.setPen(pen)
        for item in (self._caption, *self._names):
            item.setBrush(QBrush(QColor(scheme.muted)))
            item.setFont(self._plot.font())
        self._show()

    def _show(self) -> None:
        known = self._shown & np.isfinite(self._levels)
        for line, shown in zip(self._lines, known, strict=True):
            line.setVisible(bool(shown))
        # As wide for lines out of view: the plot must not change its width while curves fall.
        names = [name for name, shown in zip(self._names, known, strict=True) if shown]
        items = [self._caption, *names] if names else []
        width = max((item.boundingRect().width() for item in items), default=0.0)
        self._plot.set_margin(math.ceil(width) + _BEFORE_NAME if width else 0)
        self.place()


def spread(lines: list[float], height: float, pixels: float) -> list[float]:
    """Return where names end so that each ends where it should, or as near as there is room.

    Args:
        lines: Where they should end, from the top down, in pixels from the top.
        height: Of one name.
        pixels: Of the whole.
    """
    bottoms: list[float] = []
    floor = pixels
    for line in reversed(lines):
        floor = min(line, floor)
        bottoms.insert(0, floor)
        floor -= height
    ceiling = height
    for index, bottom in enumerate(bottoms):  # what would stand out at the top goes down again
        bottoms[index] = max(bottom, ceiling)
        ceiling = bottoms[index] + height
    return bottoms


AWHILE_S = 0.5
"""What takes longer shows what it has found so far."""


class BaselineFinder(QObject):
    """Count a text on a short-lived thread; of several requests only the newest is answered.

    Signals:
        found(Baselines, Baselines | None): The perplexities of the newest training text, and what
            its counts reach on the part held out, if there is one. Of a long text they come one
            after the other, nan until then.
    """

    found = Signal(object, object)

    _done = Signal(int, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._request = 0
        self._one_at_a_time = threading.Lock()
        self._done.connect(self._on_done, Qt.ConnectionType.QueuedConnection)

    def set_corpus(self, corpus: Corpus, trained: int | None = None) -> None:
        """Count its first characters, and read what comes after them; `found` follows."""
        self._request += 1
        number = self._request

        def work() -> None:
            with self._one_at_a_time:
                self._work(number, corpus, trained)

        threading.Thread(target=work, name="baselines", daemon=True).start()

    def _work(self, number: int, corpus: Corpus, trained: int | None) -> None:
        ids = corpus.ids
        kinds = count(
            ids[:trained],
            ids[len(ids) if trained is None else trained :],
            len(corpus.vocabulary),
        )
        shown = time.perf_counter()
        found: Both | None = None
        while number == self._request:  # otherwise nobody waits for it any more
            step = next(kinds, None)
            if step is None or time.perf_counter() - shown > AWHILE_S:
                with contextlib.suppress(RuntimeError):  # the window has been closed meanwhile
                    self._done.emit(number, step or found)
                shown = time.perf_counter()
            if step is None:
                return
            found = step

    def _on_done(self, number: int, found: Both) -> None:
        if number == self._request:
            self.found.emit(*found)
