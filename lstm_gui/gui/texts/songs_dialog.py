"""The dialog of a text's songs: which are trained on, held out or left out, and what they hold."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from lstm_gui.core.corpus.selection import Part, Parts, require_choice
from lstm_gui.core.corpus.text import Corpus
from lstm_gui.core.corpus.text_figures import COVERED, TextFigures, figures_of
from lstm_gui.core.errors import CorpusError
from lstm_gui.core.numbers import thousands
from lstm_gui.gui.texts.songs_model import SongColumn, SongsModel
from lstm_gui.gui.widgets.answers import NewestAnswer
from lstm_gui.gui.widgets.formats import named_character, percent, shortened
from lstm_gui.gui.widgets.labels import PlainLabel, WrapLabel
from lstm_gui.gui.widgets.theme import GRID, roomy, sized, tabular
from lstm_gui.gui.widgets.timers import one_shot
from lstm_gui.gui.widgets.translation import Retranslated, error_text

__all__ = ["FiguresView", "SongsDialog", "SongsTable"]

_SIZE = QSize(880, 600)
_FIGURES_WIDTH = 34 * GRID
_SETTLE_MS = 150
_LONGEST_LINE = 30
_WIDTHS = {
    SongColumn.TRAINING: 7 * GRID,
    SongColumn.HELD_OUT: 9 * GRID,
    SongColumn.CHARACTERS: 11 * GRID,
    SongColumn.LINES: 8 * GRID,
}


class SongsTable(QTableView):
    """Rows are selected as wholes; a tick is set with the mouse or the space bar."""

    def __init__(self, model: SongsModel) -> None:
        super().__init__()
        self.setObjectName("songsTable")
        self.setProperty("role", "ticks")
        self.setModel(model)
        self.setFont(tabular(self.font()))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)  # else each row would be measured
        sized(rows.setDefaultSectionSize, 3 * GRID)
        columns.setObjectName("songsHeader")
        columns.setHighlightSections(False)
        columns.setSortIndicatorClearable(True)
        columns.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        sized(self.fit_columns, GRID)
        columns.setSectionResizeMode(SongColumn.TITLE, QHeaderView.ResizeMode.Stretch)
        self.setSortingEnabled(True)

    def fit_columns(self, unit: int) -> None:
        """Give the columns their widths, on a grid of this unit."""
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, width * unit // GRID)

    def chosen(self) -> list[int]:
        """Return the selected rows; by ranges, for an index of each cell would take seconds."""
        ranges = self.selectionModel().selection().toList()
        return [row for part in ranges for row in range(part.top(), part.bottom() + 1)]


class FiguresView(Retranslated, QWidget):
    """Tells what is trained on: its characters, how few make up most of it, what repeats."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("textFigures")
        self._figures: TextFigures | None = None
        self._heading = PlainLabel()
        self._heading.setProperty("role", "heading")
        self._lines = [WrapLabel() for _ in range(6)]
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self._heading)
        for line in self._lines:
            line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(line)
        column.addStretch(1)
        self.retranslate()

    def retranslate(self) -> None:
        """Set all texts."""
        self._heading.setText(self.tr("What is trained on"))
        self.show_figures(self._figures)

    def show_figures(self, figures: TextFigures | None) -> None:
        """Show the figures; None stands for those that are being counted."""
        self._figures = figures
        texts = [self.tr("Counting…")] if figures is None else self._texts(figures)
        for number, line in enumerate(self._lines):
            line.set_message(texts[number] if number < len(texts) else "")

    def _texts(self, figures: TextFigures) -> list[str]:
        size = self.tr("{characters} characters in {lines} lines", "", figures.lines).format(
            characters=thousands(figures.characters), lines=thousands(figures.lines)
        )
        distinct = self.tr("{distinct} distinct characters, {once} of them only once").format(
            distinct=thousands(figures.distinct), once=thousands(figures.once)
        )
        frequent = self.tr("Most frequent: {characters}").format(
            characters=" · ".join(
                f"{named_character(one)} {thousands(count)}" for one, count in figures.frequent
            )
        )
        return [size, distinct, frequent, self._covering(figures), *self._repeats(figures)]

    def _covering(self, figures: TextFigures) -> str:
        template = self.tr("{share} of the text are {count} characters")
        parts = (
            template.format(share=percent(share), count=thousands(count))
            for share, count in zip(COVERED, figures.covering, strict=True)
        )
        return "\n".join(parts)

    def _repeats(self, figures: TextFigures) -> list[str]:
        line, times = figures.most_repeated
        if times:
            template = self.tr(
                "{share} of the lines stand there more than once; most often, {times} times: {line}"
            )
        else:
            template = self.tr("No line stands there twice")
        said = template.format(
            share=percent(figures.repeated_lines),
            times=thousands(times),
            line=shortened(line, _LONGEST_LINE),
        )
        unseen = self.tr(
            "{count} characters of the songs held out are in no song trained on", "", figures.unseen
        )
        return [said, *([unseen.format(count=thousands(figures.unseen))] if figures.unseen else [])]


class SongsDialog(Retranslated, QDialog):
    """Lets a person choose songs; it stays open beside the window.

    Signals:
        chosen(Parts): This is to become of the songs.
        editAsked(): The text is to be edited.
    """

    chosen = Signal(object)
    editAsked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("songsDialog")
        self._corpus: Corpus | None = None
        self._before: Parts | None = None
        self._model = SongsModel(self)
        self._model.partsChanged.connect(self._on_model_parts_changed)
        self._counting = NewestAnswer(self)
        self._counting.answered.connect(self._on_counting_answered)
        self._settled = one_shot(self, _SETTLE_MS)
        self._settled.timeout.connect(self._on_settled_timeout)
        self._make_widgets()
        self._lay_out()
        self.resize(roomy(_SIZE))
        self.retranslate()

    @property
    def parts(self) -> Parts:
        """What is to become of each song, in the order of the text."""
        return self._model.parts

    def show_songs(self, corpus: Corpus, parts: Parts) -> None:
        """List the songs of a text, and what becomes of them now."""
        self._corpus, self._before = corpus, parts.copy()
        self._model.set_corpus(corpus, parts)
        self._count()
        self._refresh()

    def _make_widgets(self) -> None:
        self._search = QLineEdit()
        self._search.setObjectName("songsSearch")
        self._search.setClearButtonEnabled(True)
        self._search.textChanged.connect(self._settled.start)
        self._table = SongsTable(self._model)
        self._table.selectionModel().selectionChanged.connect(self._refresh)
        self._note = WrapLabel()
        self._note.setObjectName("songsNote")
        self._note.setProperty("role", "muted")
        self._figures = FiguresView()
        self._acts = {part: QPushButton() for part in Part}
        for part, button in self._acts.items():
            button.setObjectName(f"songs{part.name}Button")
            button.clicked.connect(self._on_act_clicked)
        self._edit, self._use = QPushButton(), QPushButton()
        self._edit.setObjectName("editTextButton")
        self._edit.clicked.connect(self.editAsked)
        self._use.setObjectName("useSongsButton")
        self._use.setProperty("role", "primary")
        self._use.clicked.connect(self._on_use_clicked)
        for button in (*self._acts.values(), self._edit, self._use):
            button.setAutoDefault(False)  # Return belongs to the search

    def _lay_out(self) -> None:
        acts = QHBoxLayout()
        acts.setSpacing(GRID)
        for button in self._acts.values():
            acts.addWidget(button)
        acts.addStretch(1)
        left = QVBoxLayout()
        left.setSpacing(GRID)
        left.addWidget(self._search)
        left.addWidget(self._table, 1)
        left.addLayout(acts)
        figures = QScrollArea()
        figures.setObjectName("figuresScroll")
        figures.setFrameShape(QFrame.Shape.NoFrame)
        figures.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        figures.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        figures.setWidgetResizable(True)
        sized(figures.setFixedWidth, _FIGURES_WIDTH)
        figures.setWidget(self._figures)
        middle = QHBoxLayout()
        middle.setSpacing(GRID)
        middle.addLayout(left, 1)
        middle.addWidget(figures)
        foot = QHBoxLayout()
        foot.setSpacing(GRID)
        foot.addWidget(self._note, 1)
        foot.addWidget(self._edit)
        foot.addWidget(self._use)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(2 * GRID)
        column.addLayout(middle, 1)
        column.addLayout(foot)

    def retranslate(self) -> None:
        """Set all texts."""
        self.setWindowTitle(self.tr("Songs"))
        self._search.setPlaceholderText(self.tr("Search in titles and songs"))
        self._search.setAccessibleName(self.tr("Search in titles and songs"))
        self._table.setAccessibleName(self.tr("Songs"))
        named = {
            self._acts[Part.TRAINING]: (self.tr("&Train"), self.tr("Train on the selected songs")),
            self._acts[Part.HELD_OUT]: (
                self.tr("&Hold out"),
                self.tr("Keep the selected songs from training, and only measure on them"),
            ),
            self._acts[Part.LEFT_OUT]: (
                self.tr("&Leave out"),
                self.tr("Do without the selected songs"),
            ),
            self._edit: (self.tr("&Edit text…"), self.tr("Change the text, or paste another one")),
            self._use: (
                self.tr("&Use these songs"),
                self.tr("They become a text of its own, the songs held out at its end"),
            ),
        }
        for button, (words, tip) in named.items():
            button.setText(words)
            button.setToolTip(tip)
            button.setAccessibleName(tip)
        self._model.retranslate()
        self._refresh()

    def _refresh(self) -> None:
        marked = self._corpus is not None and bool(self._corpus.songs)
        any_selected = bool(self._table.selectionModel().hasSelection())
        for button in self._acts.values():
            button.setEnabled(marked and any_selected)
        refusal = self._refusal() if marked else ""
        self._use.setEnabled(marked and not refusal and self._is_changed)
        self._note.setProperty("role", "error" if refusal else "muted")
        self._note.style().polish(self._note)
        self._note.set_message(refusal or self._summary(marked))

    @property
    def _is_changed(self) -> bool:
        return self._before is not None and bool((self._before != self.parts).any())

    def _refusal(self) -> str:
        assert self._corpus is not None
        try:
            require_choice(self._corpus, self.parts)
        except CorpusError as error:
            return error_text(error)
        return ""

    def _summary(self, marked: bool) -> str:
        if self._corpus is None:
            return self.tr("No text")
        if not marked:
            return self.tr(
                "This text marks no songs. A line that begins with # and a space is the title of "
                "one: write some with “Edit text…”."
            )
        counts = [int((self.parts == part).sum()) for part in Part]
        return self.tr("{trained} trained on · {held} held out · {left} left out").format(
            **dict(zip(("trained", "held", "left"), map(thousands, counts), strict=True))
        )

    def _count(self) -> None:
        corpus, parts = self._corpus, self.parts.copy()
        if corpus is not None:
            self._figures.show_figures(None)
            self._counting.ask(lambda: figures_of(corpus, parts))

    def _on_counting_answered(self, figures: TextFigures) -> None:
        self._figures.show_figures(figures)

    def _on_settled_timeout(self) -> None:
        self._model.search(self._search.text())
        self._refresh()

    def _on_model_parts_changed(self) -> None:
        self._count()
        self._refresh()

    def _on_act_clicked(self) -> None:
        part = next(part for part, button in self._acts.items() if button is self.sender())
        self._model.set_part(self._table.chosen(), part)

    def _on_use_clicked(self) -> None:
        self.chosen.emit(self.parts.copy())
