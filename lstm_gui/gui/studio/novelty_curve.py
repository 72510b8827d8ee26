"""How much of the samples was new, epoch by epoch, beside how much of real songs is."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lstm_gui.core.inspection.copies import LEAST_SPAN
from lstm_gui.core.training.curves import SeriesColumns
from lstm_gui.gui.session.run_model import RunModel
from lstm_gui.gui.session.sample_novelty import SampleNovelty
from lstm_gui.gui.widgets.formats import tooltip, whole_percent
from lstm_gui.gui.widgets.labels import PlainLabel, WrapLabel
from lstm_gui.gui.widgets.strips import Strip
from lstm_gui.gui.widgets.theme import GRID, Theme, sized
from lstm_gui.gui.widgets.timers import one_shot
from lstm_gui.gui.widgets.view import View

__all__ = ["NoveltyCurve"]

_HEIGHT = 44
_REDRAW_MS = 100


class NoveltyCurve(View):
    """A strip over the epochs after which the recipe had samples written, and its newest value."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("noveltyCurve")
        self._theme = theme
        self._samples: SampleNovelty | None = None
        self._run: RunModel | None = None
        self._points = SeriesColumns("x", "new", "songs")
        self._cursor: float | None = None
        self._title, self._value = PlainLabel(), WrapLabel()
        self._title.setObjectName("noveltyCurveTitle")
        self._title.setProperty("role", "heading")
        self._value.setObjectName("noveltyCurveValue")
        self._value.setProperty("role", "muted")
        self._strip = Strip(log=False, bottom=True)
        self._strip.setObjectName("noveltyStrip")
        sized(self._strip.setFixedHeight, _HEIGHT)
        self._strip.hovered.connect(self._on_strip_hovered)
        self._strip.left.connect(self._on_strip_left)
        self._redraw = one_shot(self, _REDRAW_MS)
        self._redraw.timeout.connect(self._draw)
        self._strip.resized.connect(self._schedule)
        theme.changed.connect(self._on_theme_changed)
        self._lay_out()
        self._on_theme_changed()
        self.retranslate()

    def connect_to(self, samples: SampleNovelty, run: RunModel) -> None:
        """Show the samples of this run."""
        self._samples, self._run = samples, run
        samples.changed.connect(self._schedule)
        self.visibilityChanged.connect(samples.follow)
        samples.follow(self.isVisible())

    def retranslate(self) -> None:
        """Set all texts."""
        self._title.setText(self.tr("Novelty"))
        tip = tooltip(
            self.tr(
                "The share of characters in the samples of an epoch that lie in no copy of at least"
                " {count} characters from the text trained on. The dashed line is the same of real"
                " songs among each other."
            ).format(count=LEAST_SPAN)
        )
        for part in (self._title, self._strip):
            part.setToolTip(tip)
        self._strip.setAccessibleName(self._title.text())
        self._strip.set_x_label(self.tr("epoch"))
        self._show_value()

    def _catch_up(self) -> None:
        self._draw()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(GRID)
        head.addWidget(self._title)
        head.addWidget(self._value, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, 0, GRID, 0)
        column.setSpacing(GRID // 4)
        column.addLayout(head)
        column.addWidget(self._strip)

    def _schedule(self) -> None:
        if self.isVisible() and not self._redraw.isActive():
            self._redraw.start()

    def _draw(self) -> None:
        if self._samples is None or self._run is None:
            return
        self._points = self._samples.points()
        x, songs = self._points["x"], self._samples.songs
        planned = float(self._run.experiment.train.epochs)
        end = max(float(x[-1]), planned) if len(x) else planned
        self._strip.show_points(self._points, "new", None if songs is None else "songs", end)
        self._show_value()

    def _show_value(self) -> None:
        place = self._place()
        if place is None:
            self._strip.show_cursor(None)
            self._value.set_message(self.tr("The recipe has had no samples written yet."))
            return
        epoch = float(self._points["x"][place])
        self._strip.show_cursor(None if self._cursor is None else epoch)
        new = whole_percent(float(self._points["new"][place]) / 100)
        songs = None if self._samples is None else self._samples.songs
        if songs is None:
            text = self.tr("epoch {epoch}: {share}").format(epoch=round(epoch), share=new)
        else:
            template = self.tr("epoch {epoch}: {share} · songs {songs}")
            real = whole_percent(songs.share_new)
            text = template.format(epoch=round(epoch), share=new, songs=real)
        self._value.set_message(text)

    def _place(self) -> int | None:
        """Return the index of the point nearest to the mouse, or of the newest."""
        x = self._points["x"]
        if not len(x):
            return None
        return len(x) - 1 if self._cursor is None else int(abs(x - self._cursor).argmin())

    def _on_strip_hovered(self, x: float) -> None:
        self._cursor = x
        self._show_value()

    def _on_strip_left(self) -> None:
        self._cursor = None
        self._show_value()

    def _on_theme_changed(self) -> None:
        self._strip.apply(self._theme.scheme)
