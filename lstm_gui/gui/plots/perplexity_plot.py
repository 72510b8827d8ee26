"""The perplexity plot: runs by epoch, batch or time, fitted to what there is, read by a cursor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import get_args

from PySide6.QtCore import (
    QElapsedTimer,
    QObject,
    QPoint,
    QSignalBlocker,
    Qt,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QGraphicsView,
    QHBoxLayout,
    QMenu,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from lstm_gui.core.export.data_table import DataTable
from lstm_gui.core.training.baselines import Baselines
from lstm_gui.core.training.curves import SeriesColumns
from lstm_gui.gui.plots.epoch_plot import EpochPlot
from lstm_gui.gui.plots.pens import round_end
from lstm_gui.gui.plots.perplexity_curves import PerplexityCurves
from lstm_gui.gui.plots.readout import PlotNames, PlotOverlay, PlotReader
from lstm_gui.gui.plots.run_lines import Overlay, PlotAxis
from lstm_gui.gui.session.run_model import RunModel
from lstm_gui.gui.widgets.exportable import Exportable, Exported, add_export_actions
from lstm_gui.gui.widgets.labels import PlainLabel
from lstm_gui.gui.widgets.theme import GRID, Theme, sized
from lstm_gui.gui.widgets.timers import one_shot
from lstm_gui.gui.widgets.translation import Retranslated

__all__ = ["PerplexityPlot", "PlotControls", "PlotFit", "Redrawing", "WIDTHS"]


class Redrawing(QObject):
    """Draws a widget when asked to.

    Args:
        widget: What is drawn.
        draw: Draws it.
    """

    _asked = Signal()

    def __init__(self, widget: QWidget, draw: Callable[[], None]) -> None:
        super().__init__(widget)
        self._widget = widget
        self._draw = draw
        self._pending = False
        self.missed = False
        """Whether it was asked for while the widget was hidden."""
        # Queued: all that comes in one frame is drawn at once, and with the rest of the window.
        self._asked.connect(self._on_asked, Qt.ConnectionType.QueuedConnection)

    def ask(self) -> None:
        """Draw soon, or keep in mind that it is due once the widget is seen."""
        if not self._widget.isVisible():
            self.missed = True
        elif not self._pending:
            self._pending = True
            self._asked.emit()

    def _on_asked(self) -> None:
        self._pending, self.missed = False, not self._widget.isVisible()
        if not self.missed:
            self._draw()


_RANGE_MS = 500
_HEADROOM = 0.2
"""Kept for the readout above the held-out curve, which goes up where the other one goes down."""

_MARGIN, _LEAST_MARGIN = 0.04, 0.004
"""Above and below the curves: a share of what is seen, but at least so many powers of ten."""

_EMPTY_SPAN = (0.0, 3.0)


class PlotFit(QObject):
    """Fits the plot to its curves, at most twice a second."""

    def __init__(self, plot: EpochPlot, curves: PerplexityCurves) -> None:
        super().__init__(plot)
        self._plot = plot
        self._curves = curves
        self._since = QElapsedTimer()
        self._timer = one_shot(self, _RANGE_MS)
        self._timer.timeout.connect(self.fit)
        self.planned = 0
        """How many epochs the run is to take."""
        self.following = True
        """Whether the plot is to show all of it; a person who zooms looks at a part."""

    def renew(self) -> None:
        """Let the next drawing fit at once: what is seen is another thing."""
        self._since.invalidate()

    def keep_up(self) -> None:
        """Fit now, or soon if it was fitted a moment ago."""
        if not self.following or self._timer.isActive():
            return
        if not self._since.isValid() or self._since.hasExpired(_RANGE_MS):
            self.fit()
        else:
            self._timer.start()

    def rest(self) -> bool:
        """Fit no more by itself; tell whether it was about to."""
        pending = self._timer.isActive()
        self._timer.stop()
        return pending

    def fit(self) -> None:
        """Show all there is."""
        if not self.following:
            return
        self._since.start()
        low, high = self._curves.span() or _EMPTY_SPAN
        margin = max(_MARGIN * (high - low), _LEAST_MARGIN)
        reads = len(self._curves.own.curves.held_out) > 0
        headroom = _HEADROOM * (high - low) if reads else 0.0
        bottom = max(low - margin, -margin)
        self._plot.show_range((0.0, self._right_end()), (bottom, high + margin + headroom))

    def _right_end(self) -> float:
        curves, planned = self._curves, float(self.planned)
        done, others = curves.done, curves.overlays.end()
        if curves.axis == "epoch":
            whole = len(curves.reference) + len(curves.printed) > 0
            return max(round_end(done, planned, whole_plan=whole), others)
        epochs = curves.own.curves.end()
        return max(round_end(done, planned / epochs * done if epochs else 0.0), others)


WIDTHS = (1, 3, 5, 9, 17, 33, 65, 129, 257)
"""The numbers of points that the smoothing slider chooses from; 1 is none."""

_AXES: tuple[PlotAxis, ...] = get_args(PlotAxis)
_SLIDER_WIDTH = 10 * GRID


class PlotControls(Retranslated, QWidget):
    """A slim row.

    Signals:
        axisChosen(str): Show the curves by epoch, batch or time.
        smoothingChosen(int): Show the mean over so many points.
    """

    axisChosen = Signal(str)
    smoothingChosen = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("plotControls")
        self._word = PlainLabel(parent=self)
        self._word.setProperty("role", "muted")
        self._word.setObjectName("smoothingLabel")
        self._slider = QSlider(Qt.Orientation.Horizontal, self)
        self._slider.setObjectName("smoothingSlider")
        self._slider.setRange(0, len(WIDTHS) - 1)
        self._slider.setPageStep(1)
        sized(self._slider.setFixedWidth, _SLIDER_WIDTH)
        self._combo = QComboBox(self)
        self._combo.setObjectName("plotAxisCombo")
        self._combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for axis in _AXES:
            self._combo.addItem("", axis)
        self._slider.valueChanged.connect(self._on_slider_value_changed)
        self._combo.activated.connect(self._on_combo_activated)
        row = QHBoxLayout(self)
        row.setContentsMargins(GRID, 0, 2 * GRID, GRID // 2)
        row.setSpacing(GRID)
        row.addStretch(1)
        for widget in (self._word, self._slider, self._combo):
            row.addWidget(widget)
        self.retranslate()

    def set_axis(self, axis: PlotAxis) -> None:
        """Show which axis is in use."""
        self._combo.setCurrentIndex(_AXES.index(axis))

    def set_smoothing(self, width: int) -> None:
        """Show how much the curves are smoothed."""
        with QSignalBlocker(self._slider):
            self._slider.setValue(sum(width > other for other in WIDTHS))
        self._say()

    def retranslate(self) -> None:
        """Set all texts in the language in use."""
        names = (self.tr("by epoch"), self.tr("by batch"), self.tr("by time"))
        for index, name in enumerate(names):
            self._combo.setItemText(index, name)
        self._combo.setAccessibleName(self.tr("Horizontal axis"))
        self._combo.setToolTip(
            self.tr("What the curves are drawn by: epochs, batches, or seconds of training")
        )
        self._slider.setAccessibleName(self.tr("Smoothing"))
        self._say()

    def _say(self) -> None:
        width = WIDTHS[self._slider.value()]
        if width == 1:
            self._word.setText(self.tr("smooth"))
            tip = self.tr("Curves as measured. Move right for a moving mean.")
        else:
            self._word.setText(self.tr("mean of {count}").format(count=width))
            tip = self.tr(
                "Each point is the mean over {count} epochs; the curve as measured is faint."
            ).format(count=width)
        self._slider.setToolTip(tip)

    def _on_slider_value_changed(self, place: int) -> None:
        self._say()
        self.smoothingChosen.emit(WIDTHS[place])

    def _on_combo_activated(self, index: int) -> None:
        self.axisChosen.emit(_AXES[index])


class PlotMenu(QMenu):
    """Built anew each time it is asked for; it drops itself when it closes.

    Args:
        view: The plot.
        csv: Returns its values; an empty text while there are none.
        baselines: Whether the baselines are shown, or None where there are none.

    Signals:
        resetAsked: Show the whole curve.
        baselinesToggled(bool): Show or hide the baselines.
    """

    resetAsked = Signal()
    baselinesToggled = Signal(bool)

    def __init__(
        self,
        view: QGraphicsView,
        csv: Callable[[], str],
        *,
        baselines: bool | None,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._view = view
        self._csv = csv
        self.addAction(self.tr("Reset zoom"), self.resetAsked.emit)
        if baselines is not None:
            action = self.addAction(self.tr("Baselines"))
            action.setCheckable(True)
            action.setChecked(baselines)
            action.toggled.connect(self.baselinesToggled)
        self.addSeparator()
        copy = self.addAction(self.tr("Copy values as CSV"), self.copy_csv)
        copy.setEnabled(bool(csv()))
        add_export_actions(self, view)

    def show_at(self, position: QPoint) -> None:
        """Open beside the mouse."""
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.popup(self._view.mapToGlobal(position))

    def copy_csv(self) -> None:
        """Put the values on the clipboard."""
        QGuiApplication.clipboard().setText(self._csv())


class PerplexityPlot(Exportable, Retranslated, QWidget):
    """Batches as a thin line, epochs as a bold one, a reference dotted; log y-axis.

    Args:
        theme: Colours.
        runs: The run of the window, and its twin, which is drawn while it is named.

    Signals:
        baselinesToggled(bool): The person showed or hid the baselines.
        axisChosen(str), smoothingChosen(int): The person chose how the curves are shown.
    """

    baselinesToggled = Signal(bool)
    axisChosen = Signal(str)
    smoothingChosen = Signal(int)

    def __init__(
        self, theme: Theme, runs: Sequence[RunModel], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("perplexityPanel")
        self._theme = theme
        self._redrawing = Redrawing(self, self._redraw)
        self._plot = EpochPlot(self)
        self._plot.setObjectName("perplexityPlot")
        self.curves = PerplexityCurves(self._plot, runs)
        self._empty = True
        self._fit = PlotFit(self._plot, self.curves)
        self._overlay = PlotOverlay(self._plot.viewport())
        self.reader = PlotReader(self.curves, self._overlay)
        self._names = PlotNames(self._plot, self.curves, self._overlay.legend)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self._controls = PlotControls(self)
        layout.setSpacing(0)
        layout.addWidget(self._plot)
        layout.addWidget(self._controls)
        self._connect(runs)
        self._apply_theme()
        self.retranslate()
        self._fit.fit()

    def set_overlays(self, overlays: Sequence[Overlay], own: str = "") -> None:
        """Draw other runs over this one, which is called `own` in the legend; or none."""
        self.curves.overlays.set_overlays(overlays)
        self.reader.own_name = own
        self._names.list_runs(self._theme.scheme, self.reader.own_name)
        self._refit()

    def set_axis(self, axis: PlotAxis) -> None:
        """Show the curves by epoch, batch or seconds of training."""
        self.reader.axis = axis
        self._controls.set_axis(axis)
        self.curves.set_axis(axis)
        self._names.name_axis()
        self.reader.set_cursor(None)
        self._follow(True)
        self._refit()

    def set_smoothing(self, width: int) -> None:
        """Show the mean over so many epochs, and the curves as measured faintly behind; 1: none."""
        self._controls.set_smoothing(width)
        self.curves.set_smoothing(width)
        self._redrawing.ask()

    def set_names(self, names: tuple[str, ...]) -> None:
        """Draw the runs side by side, with these names; without names, the first one alone."""
        self.curves.set_names(names)
        self._refit()

    def set_reference(self, points: Sequence[tuple[float, float]] | None, label: str = "") -> None:
        """Show (epoch, perplexity) points as a dotted line with a name, or none."""
        self.reader.reference_label = label if points else ""
        self.curves.reference.set_points(points or (), self.reader.reference_label)
        self._refit()

    def set_printed(self, points: Sequence[tuple[float, float]], label: str = "") -> None:
        """Mark (epoch, perplexity) points that are printed somewhere by crosses, or none."""
        self.curves.printed.set_points(points, label)
        self._refit()

    def set_baselines(self, training: Baselines | None, held_out: Baselines | None = None) -> None:
        """Draw what models without a network reach on the texts that the curves read, or nothing.

        Args:
            training: What they reach on the text that they were counted on.
            held_out: What they reach on the part held out; None if there is none.
        """
        self._names.baselines, self._names.baselines_held_out = training, held_out
        self.curves.baselines.set_baselines(training, held_out)
        self._names.name_baselines()
        self._refit()

    def show_baselines(self, shown: bool) -> None:
        """Show the baselines, or keep them for later."""
        self.curves.baselines.set_shown(shown)
        self._refit()

    def set_epochs(self, count: int) -> None:
        """Tell how many epochs are planned."""
        self._fit.planned = count
        self._refit()

    def set_message(self, text: str) -> None:
        """Say this in the middle for as long as there is no curve."""
        self._overlay.set_message(text)
        self._show_message()

    def set_marks(self, marks: Sequence[tuple[float, str]]) -> None:
        """Draw lines where something was changed, and no others; each text says what."""
        self.curves.marks.set_marks(marks)

    def begin(self) -> None:
        """Show another run from its beginning, alone; the reference and the message stay."""
        self.curves.set_names(())
        self.curves.marks.set_marks(())
        self.reader.set_cursor(None)
        self._follow(True)
        self._refit()

    def reset_zoom(self) -> None:
        """Show the whole curve again and follow it."""
        self._follow(True)
        self._fit.fit()

    def csv(self) -> str:
        """Return the values by epoch, or by batch in the first epoch; nothing before that."""
        table = _values_of(self.curves)
        return "" if table.empty else table.csv()

    def exported(self) -> Exported:
        """Return the plot, without what chooses how it is drawn."""
        return Exported(self._plot, self._exported_table, self._redraw, self.reader.summary)

    def _exported_table(self) -> DataTable:
        """Return the values by epoch, or by batch in the first epoch, with the seconds."""
        table, own = _values_of(self.curves), self.curves.own.curves
        if table.empty:
            return table
        timed = own.epochs if len(own.epochs) else own.batches
        seconds = dict(zip(timed["x"].tolist(), timed["seconds"].tolist(), strict=True))
        times = [seconds.get(place) for place in table.columns["epoch"]]
        return DataTable({**table.columns, "seconds": times})

    def reading(self) -> str:
        """Return what the corner says: place and value under the cursor, or nothing."""
        return self.reader.reading()

    def menu(self) -> PlotMenu:
        """Build the plot's own menu; whoever asked for it shows and drops it."""
        baselines = self.curves.baselines
        menu = PlotMenu(
            self._plot,
            self.csv,
            baselines=baselines.shown if baselines.known else None,
            parent=self,
        )
        menu.resetAsked.connect(self.reset_zoom)
        menu.baselinesToggled.connect(self._on_menu_baselines_toggled)
        return menu

    def retranslate(self) -> None:
        """Set all texts in the language in use."""
        self.setAccessibleName(self.tr("Perplexity"))
        self._plot.setAccessibleName(self.tr("Perplexity by epoch"))
        self._overlay.retranslate()
        self._names.retranslate()
        self._refit()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up on what came while hidden."""
        super().showEvent(event)
        if self._redrawing.missed:
            self._refit()

    def hideEvent(self, event: QHideEvent) -> None:
        """Do nothing more until seen again."""
        super().hideEvent(event)
        self._redrawing.missed = self._fit.rest() or self._redrawing.missed

    def _connect(self, runs: Sequence[RunModel]) -> None:
        plot = self._plot
        for run in runs:
            run.curvesChanged.connect(self._on_run_curves_changed)
        self.reader.follow(plot)
        plot.zoomed.connect(self._on_plot_zoomed)
        plot.resetAsked.connect(self.reset_zoom)
        plot.viewChanged.connect(self._redrawing.ask)
        plot.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        plot.customContextMenuRequested.connect(self._on_plot_menu_asked)
        self._overlay.resetAsked.connect(self.reset_zoom)
        self._controls.axisChosen.connect(self._on_controls_axis_chosen)
        self._controls.smoothingChosen.connect(self._on_controls_smoothing_chosen)
        self._theme.changed.connect(self._apply_theme)

    def _apply_theme(self) -> None:
        scheme = self._theme.scheme
        self._plot.apply(scheme)
        self.curves.apply(scheme)
        self._overlay.apply(scheme)
        self._names.list_runs(self._theme.scheme, self.reader.own_name)

    def _refit(self) -> None:
        self._fit.renew()
        self._redrawing.ask()

    def _redraw(self) -> None:
        self._fit.keep_up()
        self.curves.draw()
        self._show_message()
        self.reader.show()
        self._plot.setAccessibleDescription(self.reader.summary())

    def _show_message(self) -> None:
        curves, empty = self.curves, self.curves.own.curves.empty
        lines = len(curves.reference) + len(curves.printed) + len(curves.baselines.levels)
        self._plot.set_grid(not empty or lines > 0)
        self._overlay.show_message(empty)

    def _follow(self, following: bool) -> None:
        self._fit.following = following
        self._overlay.show_reset(not following)

    def _on_run_curves_changed(self) -> None:
        empty = self.curves.own.curves.empty
        if self._empty and not empty:
            self._fit.renew()
        self._empty = empty
        self._redrawing.ask()

    def _on_plot_zoomed(self) -> None:
        self._follow(False)

    def _on_menu_baselines_toggled(self, shown: bool) -> None:
        self.show_baselines(shown)
        self.baselinesToggled.emit(shown)

    def _on_controls_axis_chosen(self, axis: PlotAxis) -> None:
        self.set_axis(axis)
        self.axisChosen.emit(axis)

    def _on_controls_smoothing_chosen(self, width: int) -> None:
        self.set_smoothing(width)
        self.smoothingChosen.emit(width)

    def _on_plot_menu_asked(self, position: QPoint) -> None:
        self.menu().show_at(position)


def _values_of(curves: PerplexityCurves) -> DataTable:
    """Return the values by epoch, or by batch in the first epoch; nothing before that.

    A column stands there only if it has values, and a cell is empty where nothing was measured.
    """
    own = curves.own.curves
    if own.empty:
        return DataTable({})
    by_epoch = len(own.epochs) > 0
    measured = {}
    for name, run in zip(("", "twin"), curves.shown, strict=False):
        first = run.curves.epochs if by_epoch else run.curves.batches
        measured[name or "perplexity"] = first
        measured["_".join(filter(None, (name, "held_out")))] = run.curves.held_out
    columns = {name: _by_epoch(part) for name, part in measured.items() if len(part)}
    places = sorted(set().union(*columns.values()))
    cells = {name: [column.get(place) for place in places] for name, column in columns.items()}
    return DataTable({"epoch": places, **cells})


def _by_epoch(columns: SeriesColumns) -> dict[float, float]:
    return dict(zip(columns["x"].tolist(), (10 ** columns["level"]).tolist(), strict=True))
