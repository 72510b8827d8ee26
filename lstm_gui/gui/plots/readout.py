"""What the perplexity plot says in words: names, the point under the cursor, and its legend."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from lstm_gui.core.i18n import QT_TRANSLATE_NOOP
from lstm_gui.core.numbers import marked, thousands
from lstm_gui.core.training.baselines import Baselines, in_words
from lstm_gui.core.training.curves import RunCurves, SeriesColumns
from lstm_gui.gui.plots.epoch_plot import EpochPlot
from lstm_gui.gui.plots.legend import LegendRow, PlotLegend
from lstm_gui.gui.plots.pens import thin_pen
from lstm_gui.gui.plots.perplexity_curves import CurvePoint, PerplexityCurves
from lstm_gui.gui.plots.run_lines import PlotAxis, RunLines
from lstm_gui.gui.widgets.formats import duration, fixed
from lstm_gui.gui.widgets.labels import PlainLabel
from lstm_gui.gui.widgets.theme import GRID, Scheme, tabular
from lstm_gui.gui.widgets.translation import translated

__all__ = [
    "PlotNames",
    "PlotOverlay",
    "PlotReader",
    "course_words",
    "described",
    "figures",
    "held_out_words",
    "twin_words",
    "words",
]


def described(
    reading: CurvePoint, reference: float | None, label: str, axis: PlotAxis = "epoch"
) -> list[str]:
    """Return the parts of a readout: where it is, perplexity, and the reference's beside it."""
    value = figures(reading.perplexity)
    if axis != "epoch":
        number = QCoreApplication.translate("PerplexityPlot", "batch {number}")
        batches = number.format(number=thousands(round(reading.x)))
        place = batches if axis == "batch" else duration(reading.x)
        template = (
            QCoreApplication.translate("PerplexityPlot", "perplexity {value}")
            if reading.whole_epoch
            else QCoreApplication.translate("PerplexityPlot", "batch perplexity {value}")
        )
        return [place, template.format(value=value)]
    epoch = QCoreApplication.translate("PerplexityPlot", "epoch {epoch}")
    if not reading.whole_epoch:
        batch = QCoreApplication.translate("PerplexityPlot", "batch perplexity {value}")
        return [epoch.format(epoch=fixed(reading.x, 2)), batch.format(value=value)]
    whole = QCoreApplication.translate("PerplexityPlot", "perplexity {value}")
    parts = [epoch.format(epoch=thousands(round(reading.x))), whole.format(value=value)]
    return parts if reference is None else [*parts, f"{label} {figures(reference)}".strip()]


def held_out_words(epoch: float, reading: tuple[float, float] | None) -> list[str]:
    """Return what a readout says of the part held out, and when it was read, if not just then."""
    if reading is None:
        return []
    read, perplexity = reading
    if read == epoch:
        text = QCoreApplication.translate("PerplexityPlot", "held out {value}")
    else:
        text = QCoreApplication.translate("PerplexityPlot", "held out {value} at epoch {epoch}")
    return [text.format(value=figures(perplexity), epoch=thousands(round(read)))]


def course_words(curves: RunCurves) -> list[str]:
    """Return how a run went by epochs: from where, and its lowest values; nothing for a point."""
    parts = []
    levels = curves.epochs["level"]
    if np.isfinite(levels).sum() > 1:
        first, lowest = _read(curves.epochs, 0), _read(curves.epochs, int(np.nanargmin(levels)))
        template = QCoreApplication.translate("PerplexityPlot", "at first {value} at epoch {epoch}")
        parts.append(template.format(**first))
        template = QCoreApplication.translate("PerplexityPlot", "lowest {value} at epoch {epoch}")
        parts.append(template.format(**lowest))
    levels = curves.held_out["level"]
    if np.isfinite(levels).sum() > 1:
        lowest = _read(curves.held_out, int(np.nanargmin(levels)))
        template = QCoreApplication.translate(
            "PerplexityPlot", "held out: lowest {value} at epoch {epoch}"
        )
        parts.append(template.format(**lowest))
    return parts


def _read(columns: SeriesColumns, place: int) -> dict[str, str]:
    value, epoch = 10 ** float(columns["level"][place]), float(columns["x"][place])
    return {"value": figures(value), "epoch": thousands(round(epoch))}


def twin_words(perplexity: float) -> str:
    """Return what a readout says of the twin; its part held out comes after that."""
    text = QCoreApplication.translate("PerplexityPlot", "B: perplexity {value}")
    return text.format(value=figures(perplexity))


def words(reading: CurvePoint | None) -> str:
    """Say a perplexity as a choice among so many characters; nothing for no point."""
    return "" if reading is None else translated(in_words(reading.perplexity))


def _baseline_names(baselines: Baselines | None) -> tuple[str, ...]:
    """Return what stands at the ends of the baselines."""
    if baselines is None:
        return ("", "", "", "")
    return (
        QCoreApplication.translate("PerplexityPlot", "uniform {value}").format(
            value=figures(baselines.uniform)
        ),
        QCoreApplication.translate("PerplexityPlot", "unigram {value}").format(
            value=figures(baselines.unigram)
        ),
        QCoreApplication.translate("PerplexityPlot", "bigram {value}").format(
            value=figures(baselines.bigram)
        ),
        QCoreApplication.translate("PerplexityPlot", "trigram {value}").format(
            value=figures(baselines.trigram)
        ),
    )


def figures(value: float) -> str:
    """Write a perplexity to about four digits."""
    if value >= 1e6:
        return marked(f"{value:.3g}")
    decimals = 3 if value < 10 else 2 if value < 100 else 1
    return marked(f"{value:,.{decimals}f}")


_RIGHT_EDGE = 2
"""The column of the layout that is left to what the plot itself writes beside it."""

_LOWER_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
"""Where falling curves leave room."""


class PlotOverlay(QObject):
    """Five small widgets laid over a viewport; the labels let the mouse through.

    Signals:
        resetAsked: The person pressed the reset button.
    """

    resetAsked = Signal()

    def __init__(self, viewport: QWidget) -> None:
        super().__init__(viewport)
        self._viewport = viewport
        self._readout = self._label("perplexityReadout")
        self._readout.setFont(tabular(viewport.font()))
        self._readout.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._readout.setContentsMargins(4, 0, 4, 0)
        self._words = self._label("perplexityWords")
        self._words.setProperty("role", "muted")
        self._words.setContentsMargins(4, 0, 4, 0)
        self._message = self._label("perplexityMessage")
        self._message.setProperty("role", "muted")
        self._message.setWordWrap(True)
        self._message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.legend = PlotLegend(viewport)
        self._button = QPushButton(viewport)
        self._button.setObjectName("resetZoomButton")
        self._button.hide()
        self._button.setCursor(Qt.CursorShape.ArrowCursor)
        self._button.clicked.connect(self.resetAsked)
        self._lay_out()

    @property
    def message(self) -> str:
        """The text for the empty plot."""
        return self._message.text()

    def set_message(self, text: str) -> None:
        """Change the text for the empty plot."""
        self._message.setText(text)

    def show_message(self, visible: bool) -> None:
        """Show the message as wide as it needs, or not."""
        needed = self._message.fontMetrics().horizontalAdvance(self.message) + 2 * GRID
        self._message.setFixedWidth(min(needed, max(self._viewport.width() - 16 * GRID, 1)))
        self._message.setVisible(visible and bool(self.message))

    def set_readout(self, text: str, words: str = "") -> None:
        """Show this in the corner, and what it means below it, or nothing."""
        for label, content in ((self._readout, text), (self._words, words)):
            if label.text() != content:
                label.setText(content)
            label.setVisible(bool(content))

    def leave_free(self, pixels: int, *, corner: bool) -> None:
        """Keep clear of what stands beside the plot, and perhaps of the lower left corner."""
        self._layout.setColumnMinimumWidth(_RIGHT_EDGE, pixels)
        if corner == (self._said.indexOf(self.legend) >= 0):
            return
        if corner:
            self._layout.removeWidget(self.legend)
            self._said.addWidget(self.legend, 0, Qt.AlignmentFlag.AlignRight)
        else:
            self._said.removeWidget(self.legend)
            self._layout.addWidget(self.legend, 0, 0, _LOWER_LEFT)

    def show_reset(self, visible: bool) -> None:
        """Offer to reset the zoom, or not."""
        self._button.setVisible(visible)

    def apply(self, scheme: Scheme) -> None:
        """Take the colours of a scheme."""
        palette = self._readout.palette()
        palette.setColor(QPalette.ColorRole.Window, QColor(scheme.surface))
        self.legend.apply(scheme)
        for label in (self._readout, self._words, self._message):
            label.setPalette(palette)

    def retranslate(self) -> None:
        """Set all texts in the language in use."""
        self._readout.setAccessibleName(self.tr("Value under the cursor"))
        self._words.setAccessibleName(self.tr("Perplexity in words"))
        self.legend.setAccessibleName(self.tr("Runs in the plot"))
        self._message.setAccessibleName(self.tr("What the plot will show"))
        self._button.setText(self.tr("Reset zoom"))
        self._button.setAccessibleName(self.tr("Reset zoom"))
        self._button.setToolTip(self.tr("Show the whole curve and follow it (Home)"))

    def _label(self, name: str) -> QLabel:
        label = PlainLabel(parent=self._viewport)
        label.setObjectName(name)
        label.setAutoFillBackground(True)
        label.hide()
        label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        return label

    def _lay_out(self) -> None:
        right = Qt.AlignmentFlag.AlignRight
        top = Qt.AlignmentFlag.AlignTop | right
        said = self._said = QVBoxLayout()
        said.setSpacing(0)
        said.addWidget(self._readout, 0, right)
        said.addWidget(self._words, 0, right)
        layout = self._layout = QGridLayout(self._viewport)
        layout.setContentsMargins(7 * GRID, 2 * GRID, 3 * GRID, 3 * GRID)
        layout.addWidget(self._message, 0, 0, 1, 3, Qt.AlignmentFlag.AlignCenter)
        layout.addLayout(said, 0, 0, top)
        layout.addWidget(self.legend, 0, 0, _LOWER_LEFT)
        layout.addWidget(self._button, 0, 1, top)
        layout.setColumnStretch(0, 1)


_AXES: dict[PlotAxis, str] = {
    "epoch": QT_TRANSLATE_NOOP("PerplexityPlot", "epoch"),
    "batch": QT_TRANSLATE_NOOP("PerplexityPlot", "batch"),
}
_UNITS = (
    (1.0, QT_TRANSLATE_NOOP("PerplexityPlot", "s")),
    (60.0, QT_TRANSLATE_NOOP("PerplexityPlot", "min")),
    (3600.0, QT_TRANSLATE_NOOP("PerplexityPlot", "h")),
)
_HELD_OUT = QT_TRANSLATE_NOOP("PerplexityPlot", "held out")


class PlotNames:
    """Names what is drawn, in the language in use."""

    def __init__(self, plot: EpochPlot, curves: PerplexityCurves, legend: PlotLegend) -> None:
        self._plot = plot
        self._curves = curves
        self._legend = legend
        self.baselines: Baselines | None = None
        self.baselines_held_out: Baselines | None = None
        """Those of the part held out, if there is one."""

    def retranslate(self) -> None:
        """Set all names in the language in use."""
        self.name_axis()
        self.name_baselines()
        self._curves.own.set_name(_translated(_HELD_OUT))

    def name_axis(self) -> None:
        """Say what the curves are drawn by."""
        axis = self._curves.axis
        name = _translated(_AXES[axis]) if axis in _AXES else ""
        units = tuple((seconds, _translated(unit)) for seconds, unit in _UNITS)
        self._plot.set_x_label(name, units if axis == "time" else ())

    def name_baselines(self) -> None:
        """Say at each baseline which model it is of, and of which text if there are two."""
        names, caption = _baseline_names(self.baselines), ""
        held_out: tuple[str, ...] = ("",) * len(names)
        if self.baselines_held_out is not None:
            caption = QCoreApplication.translate("PerplexityPlot", "training text")
            template = QCoreApplication.translate("PerplexityPlot", "held out: {baseline}")
            beyond = _baseline_names(self.baselines_held_out)
            held_out = tuple(template.format(baseline=name) for name in beyond)
        self._curves.baselines.set_names((*names, *held_out), caption)

    def list_runs(self, scheme: Scheme, own: str) -> None:
        """List the runs with their colours, where others are drawn over the window's `own`."""
        rows = self._curves.overlays.legend()
        first = [LegendRow(thin_pen(scheme.curves[0], 2), own)] if own else []
        self._legend.set_rows([*first, *rows] if rows else [])


def _translated(text: str) -> str:
    return QCoreApplication.translate("PerplexityPlot", text)


class PlotReader(QObject):
    """Moves with the mouse or by keyboard; without a cursor it says the newest value in words."""

    def __init__(self, curves: PerplexityCurves, overlay: PlotOverlay) -> None:
        super().__init__(overlay)
        self._curves = curves
        self._overlay = overlay
        self._cursor: float | None = None
        self.axis: PlotAxis = "epoch"
        self.reference_label = ""
        self.own_name = ""

    def follow(self, plot: EpochPlot) -> None:
        """Go where the mouse and the keyboard lead on this plot."""
        plot.hovered.connect(self.set_cursor)
        plot.left.connect(self._on_plot_left)
        plot.stepped.connect(self._on_plot_stepped)
        plot.entered.connect(self._on_plot_entered)

    def set_cursor(self, x: float | None) -> None:
        """Read at x, or nowhere."""
        self._cursor = x
        self.show()

    def show(self) -> None:
        """Put cross, readout and values where the cursor is."""
        reading = None if self._cursor is None else self._curves.nearest(self._cursor)
        if reading is None:
            self._curves.cursor.hide()
        else:
            self._curves.cursor.show(reading.x, reading.perplexity)
        at = self._curves.newest() if self._cursor is None else reading
        self._overlay.set_readout(self.reading(), words(at))
        self._overlay.legend.set_values(self._values())
        self._overlay.leave_free(self._curves.baselines.margin, corner=self._curves.legend.named)

    def reading(self) -> str:
        """Return place and value under the cursor and what was changed there, or nothing.

        What the twin has there is a line of its own.
        """
        if self._cursor is None:
            return ""
        reading = self._curves.nearest(self._cursor)
        parts = [] if reading is None else self._words(reading)
        mark = self._curves.marks.at(self._cursor)
        own = " · ".join([*parts, mark] if mark else parts)
        twin = "" if reading is None else " · ".join(self._twin_words(reading))
        return f"{own}\n{twin}" if twin else own

    def summary(self) -> str:
        """Return the newest value and how the curve came there, or what the empty plot says."""
        last = self._curves.nearest(self._curves.done)
        if last is None:
            return self._overlay.message
        parts = [*self._words(last), *course_words(self._curves.own.curves)]
        for run in self._curves.shown[1:]:
            parts += [*self._twin_words(last), *course_words(run.curves)]
        return " · ".join(parts)

    def _words(self, reading: CurvePoint) -> list[str]:
        reference = self._curves.reference.at(reading.x) if reading.whole_epoch else None
        parts = described(reading, reference, self.reference_label, self.axis)
        return [*parts, *self._held_out(self._curves.own, reading)]

    def _twin_words(self, reading: CurvePoint) -> list[str]:
        """Return what the runs beside this one have reached there."""
        words: list[str] = []
        for run in self._curves.shown[1:] if reading.whole_epoch else ():
            found = run.curves.epochs.before(reading.x, "level", at=run.at)
            if found is not None:
                words += [twin_words(10 ** found[1]), *self._held_out(run, reading)]
        return words

    def _held_out(self, run: RunLines, reading: CurvePoint) -> list[str]:
        if not reading.whole_epoch:
            return []
        found = run.curves.held_out.before(reading.x, "level", at=run.at)
        if found is None:
            return held_out_words(reading.x, None)
        place = found[0] if self.axis == "epoch" else reading.x
        return held_out_words(reading.x, (place, 10 ** found[1]))

    def _values(self) -> list[str]:
        """Return what the legend says beside each run: its value under the cursor."""
        if self._cursor is None:
            return []
        values: list[float | None] = []
        if self.own_name:
            own = self._curves.nearest(self._cursor)
            beyond = self._cursor > self._curves.done + self._curves.overlays.near
            values.append(None if own is None or beyond else own.perplexity)
        values += self._curves.overlays.values_at(self._cursor)
        return ["–" if value is None else figures(value) for value in values]

    def _on_plot_left(self) -> None:
        self.set_cursor(None)

    def _on_plot_entered(self) -> None:
        self.set_cursor(self._curves.done)

    def _on_plot_stepped(self, epochs: int) -> None:
        done = self._curves.done
        reading = self._curves.nearest(done if self._cursor is None else self._cursor)
        if reading is None:
            return
        at = reading.x
        if self._cursor is not None:
            one = done / max(self._curves.own.curves.end(), 1e-9)  # what an epoch is on this axis
            at = round(at / one + epochs) * one
        self.set_cursor(min(max(at, 0.0), done))
