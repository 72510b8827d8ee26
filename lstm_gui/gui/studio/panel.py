"""The studio as it is seen: a page to write on, what may come next, and settings at the side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Literal, get_args

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from lstm_gui.core.clean_text import one_line
from lstm_gui.core.export.data_table import Cell, DataTable
from lstm_gui.core.inspection.kept_pieces import MOST_PREFIXES, KeptPieces
from lstm_gui.core.inspection.page_reading import CANDIDATES
from lstm_gui.core.numbers import thousands
from lstm_gui.gui.studio.branch_view import BranchView
from lstm_gui.gui.studio.candidates import CandidateStrip
from lstm_gui.gui.studio.kept_list import KeptList
from lstm_gui.gui.studio.novelty_curve import NoveltyCurve
from lstm_gui.gui.studio.page import Page
from lstm_gui.gui.studio.sources import SourceView
from lstm_gui.gui.studio.text_columns import TextColumns
from lstm_gui.gui.studio.two_moments import TwoMoments
from lstm_gui.gui.studio.writing_settings import WritingSettings
from lstm_gui.gui.widgets.exportable import Exported
from lstm_gui.gui.widgets.labels import LiveLabel, PlainLabel, WrapLabel
from lstm_gui.gui.widgets.theme import GRID, Theme
from lstm_gui.gui.widgets.translation import Retranslated, TypedLine
from lstm_gui.gui.widgets.unknown_characters import (
    NearestForms,
    UnknownCharacters,
    UnknownIn,
)
from lstm_gui.gui.widgets.view import View

__all__ = ["ColorBy", "StudioPanel"]

ColorBy = Literal["", "probability", "surprise", "moments", "cell", "rhyme", "mattered"]
_COLORS: tuple[ColorBy, ...] = get_args(ColorBy)
_MAX_PREFIX = 10_000
_SHARES = (420, 220)
"""Of the width, at first: the page, and what stands at its side."""


class _PrefixLine(Retranslated, QWidget):
    """What to write after, and the buttons that begin and stop it."""

    def __init__(self) -> None:
        super().__init__()
        self.box = QComboBox()
        self.box.setObjectName("studioPrefixCombo")
        self.box.setEditable(True)
        self.box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.box.setMinimumContentsLength(6)
        policy = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        self.box.setSizeAdjustPolicy(policy)
        edit = TypedLine()
        self.box.setLineEdit(edit)
        edit.setObjectName("studioPrefixEdit")
        edit.setMaxLength(_MAX_PREFIX)
        self.edit = edit
        self.box.setMinimumHeight(edit.fontMetrics().height() + GRID + GRID // 2)
        self.write = QPushButton()
        self.write.setObjectName("studioWriteButton")
        self.write.setProperty("role", "primary")
        self.go_on = QPushButton()
        self.go_on.setObjectName("studioGoOnButton")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID // 2)
        row.addWidget(self.box, 1)
        row.addWidget(self.write)
        row.addWidget(self.go_on)
        self.retranslate()

    def retranslate(self) -> None:
        for part in (self.box, self.edit):
            part.setAccessibleName(self.tr("Prefix"))
            part.setToolTip(self.tr("A new text begins with this; the arrow has earlier ones"))
        self.go_on.setText(self.tr("Go on"))
        self.go_on.setAccessibleName(self.tr("Go on from the cursor"))
        self.go_on.setToolTip(self.tr("Go on from the cursor as another branch (Ctrl+Return)"))

    def remember(self, prefix: str) -> None:
        """Put a prefix on top of those used before."""
        with QSignalBlocker(self.box):
            known = self.box.findText(prefix, Qt.MatchFlag.MatchExactly)
            if known >= 0:
                self.box.removeItem(known)
            self.box.insertItem(0, prefix)
            self.box.setCurrentIndex(0)
            if self.box.count() > MOST_PREFIXES:
                self.box.removeItem(MOST_PREFIXES)

    def add_older(self, prefixes: Sequence[str]) -> None:
        """Offer the prefixes of earlier sessions below those of this one."""
        with QSignalBlocker(self.box), QSignalBlocker(self.edit):
            typed = self.edit.text()
            for prefix in prefixes:
                new = self.box.findText(prefix, Qt.MatchFlag.MatchExactly) < 0
                if new and self.box.count() < MOST_PREFIXES:
                    self.box.addItem(prefix)
            self.edit.setText(typed)


class StudioPanel(View):
    """A place to write with the model.

    `page`, `moments`, `columns`, `strip`, `settings`, `branches`, `source`, `curve` and `kept` are
    its parts.

    Signals:
        writeAsked(str): A new text is to be written after this prefix.
        stopAsked: The text under way is not wanted further.
        goOnAsked: The model is to go on from the cursor.
        keepAsked: What is on the page is to be kept.
        sourceAsked: The person wants to see where the character at the cursor stands.
        colorChosen: The page is to be coloured by something else.
        linesChosen: The page is to be shown in lines, or in prose.
        languageChanged: What is said of the text is to be said in another language.
    """

    writeAsked = Signal(str)
    stopAsked = Signal()
    goOnAsked = Signal()
    keepAsked = Signal()
    sourceAsked = Signal()
    colorChosen = Signal()
    linesChosen = Signal()
    languageChanged = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("studioPanel")
        self.page, self.columns = Page(theme), TextColumns(theme)
        self.moments = TwoMoments(theme, self.page)
        self.strip = CandidateStrip(theme)
        self.settings, self.branches = WritingSettings(), BranchView()
        self.source, self.kept = SourceView(theme), KeptList()
        self.curve = NoveltyCurve(theme)
        self._unknown_in: UnknownIn | None = None
        self._in_prefix = UnknownCharacters("studioPrefix", wide=True)
        self._on_page = UnknownCharacters("studioPage", wide=True)
        self._ready = self._writing = self._line_ends = False
        self._line = _PrefixLine()
        self._make_bar()
        self._make_labels()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.moments)
        self._stack.addWidget(self.columns)
        self._side = QTabWidget()
        self._lay_out()
        self._connect()
        self.retranslate()

    # State

    @property
    def prefix(self) -> str:
        """What the prefix box holds, cleaned as the text was."""
        return one_line(self._line.edit.text())

    @property
    def color_by(self) -> ColorBy:
        """By what the page is coloured."""
        return _COLORS[max(self._colors.currentIndex(), 0)]

    @property
    def lines(self) -> bool:
        """Whether each space is shown as the end of a line."""
        return self._lines.isChecked() and self._line_ends

    def exported(self) -> Exported:
        """Return the page, or the texts beside one another."""
        return Exported(self._stack, self._exported_table, words=self._summary)

    def _summary(self) -> str:
        """Say in words how many pieces are kept."""
        return self.tr("Pieces kept: {count}").format(count=thousands(len(self.kept.pieces)))

    def _exported_table(self) -> DataTable:
        """Return the pieces that were kept, with all that is known of each."""
        facts = [{"text": piece.text, **piece.facts} for piece in self.kept.pieces]
        names = dict.fromkeys(name for fact in facts for name in fact)
        return DataTable({name: [_cell(fact.get(name)) for fact in facts] for name in names})

    def set_prefix(self, prefix: str) -> None:
        """Put a text into the prefix box; nothing is written yet."""
        self._line.edit.setText(prefix)

    def remember_prefix(self, prefix: str) -> None:
        """Offer a prefix again."""
        self._line.remember(prefix)

    def add_older(self, kept: KeptPieces) -> None:
        """Show what was kept in earlier sessions."""
        self.kept.add_older(kept.pieces)
        self._line.add_older(kept.prefixes)

    def set_model(self, unknown: UnknownIn, nearest: NearestForms, *, line_ends: bool) -> None:
        """Tell what the model can read, and whether its text has lines whose end can be seen."""
        self._unknown_in, self._line_ends = unknown, line_ends
        for part in (self._in_prefix, self._on_page):
            part.set_check(unknown, nearest)
        self.settings.set_line_ends(line_ends)
        self._lines.setVisible(line_ends)
        self.refresh()

    def set_ready(self, ready: bool) -> None:
        """Tell whether there is a model that can write."""
        self._ready = ready
        self.refresh()

    def set_writing(self, writing: bool) -> None:
        """Tell whether a text is under way; the button then stops it."""
        self._writing = writing
        self.page.setReadOnly(writing)
        self.refresh()

    def unknown(self, text: str) -> tuple[str, ...]:
        """Return the characters of a text that the model does not know."""
        return self._unknown_in(text) if self._unknown_in is not None else ()

    def show_page(self, *, beside: bool = False) -> None:
        """Bring the page to the front, or the texts beside one another."""
        self._stack.setCurrentWidget(self.columns if beside else self.moments)
        self.strip.setVisible(not beside)
        for part in (self._novelty_label, self._here):
            part.setVisible(not beside)  # they speak of the text on the page
        self.refresh()

    def show_at_side(self, part: QWidget) -> None:
        """Bring one of what stands at the side to the front."""
        for index in range(self._side.count()):
            page = self._side.widget(index)
            if page is part or (page is not None and page.isAncestorOf(part)):
                self._side.setCurrentIndex(index)

    def set_status(self, text: str) -> None:
        """Say how the text came to be."""
        self._status.set_text(text)
        self._status_label.setToolTip(text)

    def set_novelty(self, text: str) -> None:
        """Say how much of the text is new."""
        self._novelty.set_text(text)
        self._novelty_label.setToolTip(text)
        self._novelty_label.setAccessibleName(text)

    def set_source(self, text: str) -> None:
        """Say where the character at the cursor stands; nothing if it is new."""
        self._here.setText(text)
        self._here.setEnabled(bool(text))
        self._here.setAccessibleName(text or self.tr("No copy at the cursor"))

    def set_rhymes(self, text: str) -> None:
        """Say how many lines rhyme; nothing if the page is not coloured by it."""
        self._rhymes_label.set_message(text)

    def refresh(self) -> None:
        """Say what can be done with what is there."""
        self._in_prefix.look_at(self.prefix)
        self._on_page.look_at(self.page.text)
        self._line.write.setText(self.tr("Stop") if self._writing else self.tr("Write"))
        self._line.write.setAccessibleName(self._line.write.text())
        may = self._ready and bool(self.prefix) and not self._in_prefix.characters
        self._line.write.setEnabled(self._writing or may)
        on_page = self._stack.currentWidget() is self.moments
        self._line.go_on.setEnabled(
            self._ready and not self._writing and on_page and self.page.place > 0
        )
        self._keep.setEnabled(bool(self.page.text) and on_page)
        self._line.edit.setAccessibleDescription(self._in_prefix.warning)

    def retranslate(self) -> None:
        """Set all texts."""
        self.page.setAccessibleName(self.tr("Page"))
        self.page.setPlaceholderText(self.tr("Write after a prefix, or type here and go on."))
        names = (
            self.tr("No colours"),
            self.tr("Probability"),
            self.tr("Surprise"),
            self.tr("Then and now"),
            self.tr("One cell"),
            self.tr("Rhymes"),
            self.tr("Who mattered"),
        )
        for index, name in enumerate(names):
            self._colors.setItemText(index, name)
        self._colors.setAccessibleName(self.tr("Colour of the page"))
        self._colors.setToolTip(
            self.tr(
                "Colour each character by what the model makes of it: also beside an earlier"
                " moment; the cell is the map's"
            )
        )
        self._lines.setText(self.tr("Lines"))
        self._lines.setAccessibleName(self._lines.text())
        self._lines.setToolTip(self.tr("Show a space as the end of a line"))
        self._keep.setText(self.tr("Keep"))
        self._keep.setAccessibleName(self.tr("Keep this text"))
        self._keep.setToolTip(self.tr("Put this text among those that are kept"))
        self._here.setToolTip(self.tr("Show where the text at the cursor stands (F4)"))
        titles = (self.tr("Settings"), self.tr("Branches"), self.tr("Source"), self.tr("Kept"))
        for index, title in enumerate(titles):
            self._side.setTabText(index, title)
        bar, name = self._side.tabBar(), self.tr("Beside the page")
        bar.setAccessibleName(name)
        bar.setUsesScrollButtons(False)
        for button in bar.findChildren(QToolButton):  # Qt's own keep the first language
            button.setAccessibleName(name)
        self.refresh()
        self.languageChanged.emit()

    def _catch_up(self) -> None:
        self.refresh()

    # Making

    def _make_bar(self) -> None:
        self._colors = QComboBox()
        self._colors.setObjectName("studioColorCombo")
        self._colors.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._colors.addItems([""] * len(_COLORS))
        self._lines = QCheckBox()
        self._lines.setObjectName("studioLinesCheck")
        self._lines.setChecked(True)
        self._keep = QPushButton()
        self._keep.setObjectName("studioKeepButton")
        self._here = QPushButton()
        self._here.setObjectName("studioSourceButton")
        self._here.setFlat(True)
        self._here.setEnabled(False)

    def _make_labels(self) -> None:
        self._rhymes_label = WrapLabel()
        self._rhymes_label.setObjectName("studioRhymes")
        self._novelty_label, self._status_label = PlainLabel(), PlainLabel()
        self._novelty_label.setObjectName("studioNovelty")
        self._status_label.setObjectName("studioStatus")
        self._status_label.setProperty("role", "muted")
        self._novelty, self._status = LiveLabel(self._novelty_label), LiveLabel(self._status_label)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(GRID // 2)
        top.addWidget(self._line, 1)
        for part in (self._colors, self.moments.remember_button, self._lines, self._keep):
            top.addWidget(part)
        self._side.setObjectName("studioSide")
        self._side.setDocumentMode(True)
        self._side.tabBar().setObjectName("studioSideTabs")
        settings = _SideScroll("studioSettingsScroll", self.settings)
        origins = _SideScroll("studioSourceScroll", self._origins())
        for page in (settings, self.branches, origins, self.kept):
            self._side.addTab(page, "")
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setObjectName("studioSplitter")
        split.setChildrenCollapsible(False)
        split.addWidget(self._writing_side())
        split.addWidget(self._side)
        split.setSizes(_SHARES)
        split.setStretchFactor(0, 1)
        foot = QHBoxLayout()
        foot.setSpacing(GRID)
        foot.addWidget(self._novelty, 1)
        foot.addWidget(self._here)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID // 2, GRID, GRID // 2)
        column.setSpacing(GRID // 2)
        column.addLayout(top)
        column.addWidget(self._in_prefix)
        column.addWidget(split, 1)
        column.addLayout(foot)

    def _writing_side(self) -> QWidget:
        """Return the page, what may come next, and how the text came to be."""
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addWidget(self._stack, 1)
        column.addWidget(self._on_page)
        column.addWidget(self._rhymes_label)
        column.addWidget(self.strip)
        column.addWidget(self._status)
        return left

    def _origins(self) -> QWidget:
        """Return where the text comes from, and below it how much of the samples is copied."""
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.source, 1)
        column.addWidget(self.curve)
        return side

    def _connect(self) -> None:
        self._line.edit.textChanged.connect(self.refresh)
        self._in_prefix.mended.connect(self._on_in_prefix_mended)
        self._on_page.mended.connect(self._on_page_mended)
        self._line.edit.returnPressed.connect(self._on_line_return_pressed)
        self._line.write.clicked.connect(self._on_write_clicked)
        self._line.go_on.clicked.connect(self.goOnAsked)
        self.page.goOnAsked.connect(self._line.go_on.click)
        self.page.edited.connect(self.refresh)
        self.page.placeChanged.connect(self.refresh)
        self._keep.clicked.connect(self.keepAsked)
        self._here.clicked.connect(self.sourceAsked)
        self._colors.activated.connect(self.colorChosen)
        self._lines.toggled.connect(self.linesChosen)
        for number in range(1, CANDIDATES + 1):
            self._shortcut(f"Ctrl+{number}", partial(self.strip.choose, number))
        self._shortcut("F4", self.sourceAsked.emit)

    def _shortcut(self, keys: str, act: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)

    def _on_in_prefix_mended(self, prefix: str) -> None:
        self._line.edit.setText(prefix)
        self._line.edit.setFocus()  # the button that was pressed is gone

    def _on_page_mended(self, text: str) -> None:
        self.page.replace(text)
        self.page.setFocus()

    def _on_write_clicked(self) -> None:
        if self._writing:
            self.stopAsked.emit()
        else:
            self.writeAsked.emit(self.prefix)

    def _on_line_return_pressed(self) -> None:
        if self._line.write.isEnabled() and not self._writing:
            self.writeAsked.emit(self.prefix)


def _cell(value: object) -> Cell:
    return value if isinstance(value, str | int | float) else None


class _SideScroll(QScrollArea):
    """Scrolls up and down only, and is never narrower than what it holds."""

    def __init__(self, name: str, form: QWidget) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self._form = form
        self.setWidget(form)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()  # texts of another language are as wide as they are
        return super().eventFilter(watched, event)

    def minimumSizeHint(self) -> QSize:
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(self._form.minimumSizeHint().width() + bar, 0)

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()
