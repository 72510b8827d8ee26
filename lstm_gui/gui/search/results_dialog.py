"""The results of a search: what mattered, and for each setting its values against perplexity."""

from __future__ import annotations

import math

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from lstm_gui.core.search.messages import TrialMessage
from lstm_gui.core.search.plan import Range
from lstm_gui.gui.search.board import StudyBoard
from lstm_gui.gui.search.scatter import ImportanceBars, Scatter
from lstm_gui.gui.search.words import label_of, trial_text
from lstm_gui.gui.widgets.labels import PlainLabel, WrapLabel
from lstm_gui.gui.widgets.theme import GRID, Theme, roomy
from lstm_gui.gui.widgets.translation import Retranslated

__all__ = ["ResultsDialog"]

COLUMNS = 2
_SIZE = QSize(880, 700)
"""Large enough for four plots."""

ENOUGH = 10
_LEAST_SPAN = 0.3
_PAD = 0.08


class ResultsDialog(Retranslated, QDialog):
    """A window of its own beside the main one; it follows the search while it is open.

    Signals:
        trialChosen(int): The person chose a trial.
        useWished(int): The person wants its settings in the experiment.
    """

    trialChosen = Signal(int)
    useWished = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("searchResultsDialog")
        self._theme = theme
        self._board = StudyBoard()
        self._ranges: tuple[Range, ...] = ()
        self._plots: list[Scatter] = []
        self._names: list[QLabel] = []
        self._chosen = -1
        self._heading, self._note, self._told = PlainLabel(), WrapLabel(), WrapLabel()
        self._plots_heading, self._legend = PlainLabel(), WrapLabel()
        self._bars = ImportanceBars(theme)
        self._use = QPushButton()
        self._use.setObjectName("useTrialButton")
        self._use.clicked.connect(self._on_use_clicked)
        self._grid = QGridLayout()
        self._lay_out()
        self.resize(roomy(_SIZE))
        theme.changed.connect(self._apply_theme)
        self.retranslate()

    @property
    def plots(self) -> tuple[Scatter, ...]:
        """A plot for each setting, in the order of the form."""
        return tuple(self._plots)

    @property
    def chosen(self) -> int:
        """The trial that is looked at; the best one at first, -1 for none."""
        if self._chosen in self._board.trials:
            return self._chosen
        return self._board.best.number if self._board.best else -1

    def show_board(self, board: StudyBoard) -> None:
        """Show what is known of a study."""
        self._board = board
        self._name_measure()
        ranges = board.study.ranges if board.study else ()
        if ranges != self._ranges:
            self._ranges = ranges
            self._make_plots()
        best = board.best.number if board.best else -1
        span = _span(board.results)
        for plot in self._plots:
            plot.show_trials(board.results, best, span)
        self._show_shares()
        self._point_at(-1)

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        self.setWindowTitle(self.tr("Results of the search"))
        self._heading.setText(self.tr("What mattered"))
        self._bars.setAccessibleName(self.tr("What mattered"))
        self._name_measure()
        self._legend.set_message(
            self.tr(
                "A point is a trial, a ring one that was ended early or broke down. The best is "
                "filled in another colour. Click one to choose it; the arrow keys go on from there."
            )
        )
        self._use.setText(self.tr("Use these settings"))
        self._use.setAccessibleName(self.tr("Use these settings"))
        self._use.setToolTip(self.tr("Put the settings of this trial into the experiment"))
        for plot in self._plots:
            plot.retranslate()
        for item, name in zip(self._ranges, self._names, strict=True):
            name.setText(label_of(item.name))
        self._show_shares()
        self._point_at(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk through the trials with the arrow keys; Home goes to the best."""
        numbers = [trial.number for trial in self._board.results]
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if event.key() == Qt.Key.Key_Home and self._board.best:
            self._choose(self._board.best.number)
        elif step and self.chosen in numbers:
            index = numbers.index(self.chosen) + step
            self._choose(numbers[min(max(index, 0), len(numbers) - 1)])
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        self._heading.setProperty("role", "heading")
        self._note.setObjectName("searchMatteredNote")
        self._note.setProperty("role", "muted")
        self._told.setObjectName("searchTrialText")
        self._plots_heading.setProperty("role", "heading")
        self._plots_heading.setContentsMargins(0, GRID, 0, 0)
        self._legend.setProperty("role", "muted")
        self._grid.setSpacing(GRID)
        plots = QWidget()
        plots.setLayout(self._grid)
        self._grid.setContentsMargins(0, 0, 0, 0)
        scroll = QScrollArea()
        scroll.setObjectName("searchPlotsScroll")
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidgetResizable(True)
        scroll.setWidget(plots)
        foot = QHBoxLayout()
        foot.setSpacing(2 * GRID)
        foot.addWidget(self._told, 1)
        foot.addWidget(self._use)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addWidget(self._heading)
        column.addWidget(self._bars)
        column.addWidget(self._note)
        column.addWidget(self._plots_heading)
        column.addWidget(self._legend)
        column.addWidget(scroll, 1)
        column.addLayout(foot)

    def _make_plots(self) -> None:
        old: list[QWidget] = [*self._plots, *self._names]
        for widget in old:
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._plots, self._names = [], []
        for index, item in enumerate(self._ranges):
            plot, name = Scatter(item), PlainLabel(label_of(item.name))
            plot.hovered.connect(self._point_at)
            plot.chosen.connect(self._choose)
            plot.apply(self._theme.scheme)
            plot.retranslate()
            line, column = divmod(index, COLUMNS)
            self._grid.addWidget(name, 2 * line, column)
            self._grid.addWidget(plot, 2 * line + 1, column)
            self._grid.setRowStretch(2 * line + 1, 1)
            self._plots.append(plot)
            self._names.append(name)

    def _show_shares(self) -> None:
        mattered = self._board.mattered
        shares = mattered.shares if mattered else {}
        self._bars.set_shares([(label_of(name), share) for name, share in shares.items()])
        self._bars.setVisible(bool(shares))
        if shares and mattered:
            text = self.tr(
                "The share of each setting in being among the best quarter of {count} complete "
                "trials ({method})."
            )
            self._note.set_message(text.format(count=mattered.trials, method=mattered.method))
        else:
            text = self.tr("Known from {count} complete trials on; these are {so_far}.")
            so_far = mattered.trials if mattered else 0
            self._note.set_message(text.format(count=ENOUGH, so_far=so_far))

    def _name_measure(self) -> None:
        self._plots_heading.setText(
            self.tr("Held-out perplexity by setting")
            if self._board.holds_out
            else self.tr("Perplexity by setting")
        )

    def _point_at(self, number: int) -> None:
        """Emphasize a trial everywhere and tell it; -1 goes back to the chosen one."""
        number = number if number >= 0 else self.chosen
        for plot in self._plots:
            plot.mark(number)
        trial = self._board.trials.get(number)
        self._told.set_message(trial_text(trial) if trial else "")
        self._use.setVisible(trial is not None)

    def _choose(self, number: int) -> None:
        self._chosen = number
        self._point_at(number)
        self.trialChosen.emit(number)

    def _on_use_clicked(self) -> None:
        self.useWished.emit(self.chosen)

    def _apply_theme(self) -> None:
        for plot in self._plots:
            plot.apply(self._theme.scheme)


def _span(trials: tuple[TrialMessage, ...]) -> tuple[float, float]:
    """Return from where to where perplexity goes, in powers of ten, with room at both ends."""
    values = [math.log10(trial.score) for trial in trials if trial.score]
    low, high = min(values, default=0.0), max(values, default=1.0)
    lack = max(_LEAST_SPAN - (high - low), 0.0) / 2
    pad = _PAD * (high - low) + lack
    return low - pad, high + pad
