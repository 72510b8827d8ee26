"""The welcome: three steps to written lyrics, and examples to open, on one screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLocale, QSize, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from lstm_gui.core.files import resource
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP, languages
from lstm_gui.core.runs.moment_file import MOMENT_SUFFIX
from lstm_gui.gui.widgets.formats import without_mnemonic
from lstm_gui.gui.widgets.labels import PlainLabel, WrapLabel
from lstm_gui.gui.widgets.theme import GRID, px
from lstm_gui.gui.widgets.translation import Retranslated
from lstm_gui.gui.window.actions import Actions
from lstm_gui.gui.window.docks import FRAME

__all__ = ["EXAMPLES", "Example", "WelcomeDialog", "example_file"]


@dataclass(frozen=True, slots=True)
class Example:
    """A moment that comes with the program; `about` says in two sentences what is in it."""

    name: str
    title: str
    about: str


EXAMPLES = (
    Example(
        "lstm",
        QT_TRANSLATE_NOOP("Welcome", "A trained LSTM"),
        QT_TRANSLATE_NOOP(
            "Welcome",
            "It has read its lyrics until it knows most of them by heart. Drag below the map to "
            "see how its memory came about, or let it write.",
        ),
    ),
    Example(
        "gru",
        QT_TRANSLATE_NOOP("Welcome", "A GRU"),
        QT_TRANSLATE_NOOP(
            "Welcome",
            "The same lyrics, read by a cell with two gates and no separate memory. It learns them "
            "in fewer epochs.",
        ),
    ),
    Example(
        "diverged",
        QT_TRANSLATE_NOOP("Welcome", "A diverged run"),
        QT_TRANSLATE_NOOP(
            "Welcome",
            "After 80 epochs gradient clipping was loosened from 0.01 to 0.3, and perplexity shot "
            "up far beyond guessing. Set it back to 0.01 and press Resume: the run recovers.",
        ),
    ),
    Example(
        "counting",
        QT_TRANSLATE_NOOP("Welcome", "A counting task"),
        QT_TRANSLATE_NOOP(
            "Welcome",
            "After some letters a come as many b, and the model has to keep count. Look for the "
            "cell that climbs with every a and falls with every b.",
        ),
    ),
)

_STEPS = (
    (
        QT_TRANSLATE_NOOP("Welcome", "Start"),
        QT_TRANSLATE_NOOP(
            "Welcome",
            "A small LSTM learns the lyrics that come with the program, one character after "
            "another. Perplexity falls: the number of characters that it wavers between.",
        ),
    ),
    (
        QT_TRANSLATE_NOOP("Welcome", "Watch"),
        QT_TRANSLATE_NOOP(
            "Welcome",
            "Each row of the map is a memory cell, each column a character. Click a row, and the "
            "text below shows where that cell fills and empties.",
        ),
    ),
    (
        QT_TRANSLATE_NOOP("Welcome", "Write"),
        QT_TRANSLATE_NOOP(
            "Welcome",
            "Type how a line begins under Lyrics and press Generate. The model goes on with it as "
            "it is at that moment, also while it learns.",
        ),
    ),
)

_ACTIONS = ("lessons", "article", "open")
_WIDTH = 100 * GRID
_TEXTS = {QLocale.Language.Chinese: "zh"}
"""The lyrics that an example is trained on, by the language of the window; English for others."""


def example_file(name: str) -> Path:
    """Return the file of an example, on lyrics in the window's language if there is a choice."""
    lyrics = _TEXTS.get(QLocale().language(), "en")
    one = resource("examples", f"{name}-{lyrics}{MOMENT_SUFFIX}")
    return one if one.exists() else resource("examples", f"{name}{MOMENT_SUFFIX}")


class WelcomeDialog(Retranslated, QDialog):
    """Says how one begins, and opens an example; it goes away with whatever is chosen.

    Args:
        actions: Its buttons do what these do.
        parent: The window.

    Signals:
        exampleChosen(Path): This moment is to be opened.
    """

    exampleChosen = Signal(object)

    def __init__(self, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("welcomeDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._actions = actions
        self._title, self._lead = PlainLabel(), WrapLabel()
        self._title.setProperty("role", "title")
        self._lead.setProperty("role", "muted")
        self._steps = [(PlainLabel(str(n)), PlainLabel(), WrapLabel()) for n in (1, 2, 3)]
        self._start = self._button("welcomeStartButton", partial(self._trigger, "start"))
        self._start.setProperty("role", "primary")
        self._start.setDefault(True)
        self._heading = PlainLabel()
        self._heading.setProperty("role", "heading")
        self._examples = [
            (self._button(f"{one.name}ExampleButton", partial(self._choose, one)), WrapLabel())
            for one in EXAMPLES
        ]
        self._others = {
            name: self._button(f"welcome{name.title()}Button", partial(self._trigger, name))
            for name in _ACTIONS
        }
        self._close = self._button("welcomeCloseButton", self.reject)
        self._lay_out()
        self.retranslate()

    def _button(self, name: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton()
        button.setObjectName(name)
        button.setAutoDefault(False)
        button.clicked.connect(act)
        return button

    def _lay_out(self) -> None:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, GRID)
        column.setSpacing(GRID)
        column.addLayout(self._head())
        column.addWidget(self._lead)
        column.addSpacing(GRID)
        column.addLayout(self._step_rows())
        column.addSpacing(2 * GRID)
        column.addWidget(self._heading)
        column.addLayout(self._example_rows())
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(scroll, 1)
        self._page, self._foot = page, self._foot_row()
        whole.addLayout(self._foot)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self._title)
        row.addStretch(1)
        for code in languages():
            button = self._button(f"{code}Button", partial(self._trigger, f"language.{code}"))
            # Without a place, Qt takes English for American English.
            locale = QLocale(code if "_" in code else f"{code}_001")
            button.setText(locale.nativeLanguageName())
            row.addWidget(button)
        return row

    def _step_rows(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(GRID)
        for row, (number, name, about) in enumerate(self._steps):
            number.setProperty("role", "muted")
            name.setProperty("role", "heading")
            about.setAlignment(Qt.AlignmentFlag.AlignTop)
            for place, label in enumerate((number, name, about)):
                grid.addWidget(label, row, place, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self._start, 0, 3, len(self._steps), 1, Qt.AlignmentFlag.AlignVCenter)
        grid.setColumnStretch(2, 1)
        return grid

    def _example_rows(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(GRID)
        for row, (button, about) in enumerate(self._examples):
            grid.addWidget(button, row, 0, Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(about, row, 1)
        grid.setColumnStretch(1, 1)
        return grid

    def _foot_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(3 * GRID, GRID, 3 * GRID, 2 * GRID)
        row.setSpacing(GRID)
        for button in self._others.values():
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self._close)
        return row

    def showEvent(self, event: QShowEvent) -> None:
        """Take room for everything; not before the fonts are those of the screen."""
        super().showEvent(event)
        self._fit()
        self._start.setFocus()

    def _fit(self) -> None:
        """Be as large as all of it, as far as the screen has room."""
        foot = self._foot.sizeHint()
        width = max(px(_WIDTH), self._page.minimumSizeHint().width(), foot.width())
        # Lines that have not been laid out yet may turn out a little higher.
        height = self._page.heightForWidth(width) + foot.height() + GRID
        self.resize(
            QSize(width, height).boundedTo(self.screen().availableGeometry().size() - FRAME)
        )

    def retranslate(self) -> None:
        """Set all texts."""
        self.setWindowTitle(self.tr("Welcome"))
        self._title.setText(self.tr("How do you see what an LSTM remembers?"))
        self._lead.set_message(self.tr("You train one, and watch."))
        for (_, name, about), (title, text) in zip(self._steps, _STEPS, strict=True):
            name.setText(_translated(title))
            about.set_message(_translated(text))
        self._start.setText(without_mnemonic(self._actions.by_name["start"].text()))
        self._heading.setText(self.tr("Or open an example"))
        for (button, about), one in zip(self._examples, EXAMPLES, strict=True):
            button.setText(_translated(one.title))
            button.setAccessibleDescription(_translated(one.about))
            about.set_message(_translated(one.about))
        for action, button in self._others.items():
            button.setText(without_mnemonic(self._actions.by_name[action].text()))
        self._close.setText(self.tr("Close"))
        self._fit()

    def _trigger(self, name: str) -> None:
        if name.partition(".")[0] != "language":
            self.accept()
        self._actions.by_name[name].trigger()

    def _choose(self, example: Example) -> None:
        self.accept()
        self.exampleChosen.emit(example_file(example.name))


def _translated(text: str) -> str:
    return QCoreApplication.translate("Welcome", text)
