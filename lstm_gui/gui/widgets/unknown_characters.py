"""The characters of a text that a model does not know: named, to be left out or replaced."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QWidget

from lstm_gui.gui.widgets.answers import NewestAnswer
from lstm_gui.gui.widgets.formats import menu_text, named_characters
from lstm_gui.gui.widgets.labels import WrapLabel
from lstm_gui.gui.widgets.theme import GRID
from lstm_gui.gui.widgets.translation import Retranslated

__all__ = ["NearestForms", "UnknownCharacters", "UnknownIn"]

_MOST_FORMS = 3

UnknownIn = Callable[[str], tuple[str, ...]]
"""Returns the characters of a text that are not known."""

NearestForms = Callable[[tuple[str, ...]], Mapping[str, str]]
"""Returns the nearest known form of each character that has one; asked on a thread of its own."""


class UnknownCharacters(Retranslated, QWidget):
    """Stands below the box of a text, and is hidden while the model can read all of it.

    Args:
        name: Of the text; the names of the parts begin with it.
        wide: There is room for all of it on one line.

    Signals:
        mended(str): The text as it is when these characters are replaced, or left out.
    """

    mended = Signal(str)

    def __init__(self, name: str, *, wide: bool = False) -> None:
        super().__init__()
        self._unknown_in: UnknownIn | None = None
        self._nearest: NearestForms | None = None
        self._text = ""
        self.characters: tuple[str, ...] = ()
        """Those that are not known."""
        self._forms: Mapping[str, str] = {}
        self._looking = NewestAnswer(self)
        self._looking.answered.connect(self._on_looking_answered)
        self._warning = WrapLabel()
        self._warning.setObjectName(f"{name}Warning")
        self._warning.setProperty("role", "warning")
        self._replace, self._leave_out = QPushButton(), QPushButton()
        self._replace.setObjectName(f"{name}ReplaceButton")
        self._replace.clicked.connect(self._on_replace_clicked)
        self._leave_out.setObjectName(f"{name}LeaveOutButton")
        self._leave_out.clicked.connect(self._on_leave_out_clicked)
        self._lay_out(wide=wide)
        self.retranslate()

    @property
    def warning(self) -> str:
        """What is said of them."""
        return self._warning.text()

    def set_check(self, unknown_in: UnknownIn, nearest: NearestForms | None = None) -> None:
        """Look for them in this way."""
        self._unknown_in, self._nearest = unknown_in, nearest
        self._look(self._text)

    def look_at(self, text: str) -> None:
        """Look at another text."""
        if text != self._text:
            self._look(text)

    def retranslate(self) -> None:
        """Set all texts."""
        self._replace.setToolTip(self.tr("Take the nearest form that the model knows"))
        self._replace.setAccessibleName(self.tr("Take the nearest form that the model knows"))
        self._leave_out.setText(self.tr("Leave them out"))
        self._leave_out.setAccessibleName(self.tr("Leave them out"))
        template = self.tr("Not in this text: {characters}.")
        names = named_characters(self.characters) if self.characters else ""
        self._warning.set_message(template.format(characters=names) if names else "")
        forms = " ".join(f"{one}→{form}" for one, form in [*self._forms.items()][:_MOST_FORMS])
        more = "…" if len(self._forms) > _MOST_FORMS else ""
        self._replace.setText(menu_text(forms + more))
        self._replace.setVisible(bool(self._forms))
        self.setVisible(bool(self.characters))

    def _lay_out(self, *, wide: bool) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addWidget(self._replace)
        buttons.addWidget(self._leave_out)
        directions = QBoxLayout.Direction
        parts = QBoxLayout(directions.LeftToRight if wide else directions.TopToBottom, self)
        parts.setContentsMargins(0, 0, 0, 0 if wide else GRID // 2)
        parts.setSpacing(GRID // 2)
        parts.addWidget(self._warning, 1 if wide else 0)
        parts.addLayout(buttons)
        if not wide:
            buttons.addStretch(1)

    def _look(self, text: str) -> None:
        self._text = text
        before = self.characters
        self.characters = unknown = self._unknown_in(text) if self._unknown_in is not None else ()
        self._forms = {one: form for one, form in self._forms.items() if one in unknown}
        nearest = self._nearest
        if nearest is None or not unknown:
            self._forms = {}
            self._looking.forget()
        elif unknown != before:
            self._looking.ask(lambda: nearest(unknown))
        self.retranslate()

    def _on_looking_answered(self, forms: Mapping[str, str]) -> None:
        self._forms = forms
        self.retranslate()

    def _on_replace_clicked(self) -> None:
        self._mend(self._forms)

    def _on_leave_out_clicked(self) -> None:
        self._mend(dict.fromkeys(self.characters, ""))

    def _mend(self, forms: Mapping[str, str]) -> None:
        self.mended.emit("".join(forms.get(one, one) for one in self._text))
