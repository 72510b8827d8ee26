"""How a difference and the two runs beside each other are named."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from lstm_gui.core.errors import ConfigError
from lstm_gui.core.i18n import Sentence
from lstm_gui.core.settings.difference import PAIRS, Difference, candidates, suggested
from lstm_gui.core.settings.experiment import KNOBS, Experiment
from lstm_gui.gui.forms.knob_editors import KnobEditor, editor_for, knob_text
from lstm_gui.gui.widgets.labels import PlainLabel, WrapLabel
from lstm_gui.gui.widgets.theme import GRID, Theme, sized
from lstm_gui.gui.widgets.translation import Retranslated, error_text, translated

__all__ = ["TwinForm", "TwinNames", "named"]


@dataclass(frozen=True, slots=True)
class TwinNames:
    """The setting that differs, and what it is in each run; empty where nothing differs."""

    setting: str
    values: tuple[str, str]

    @property
    def labels(self) -> tuple[str, str]:
        """Name the two runs shortly: A · 0.01 and B · 0.003."""
        a, b = (
            f"{letter} · {value}" if value else letter
            for letter, value in zip("AB", self.values, strict=True)
        )
        return a, b

    @property
    def whole(self) -> str:
        """Name the difference: Learning rate 0.01 | 0.003."""
        if not self.setting:
            return QCoreApplication.translate("Twins", "no difference")
        return f"{self.setting} {self.values[0]} | {self.values[1]}"


def named(difference: Difference, experiment: Experiment) -> TwinNames:
    """Name a difference beside a run with these settings, in the reader's language."""
    label = difference.label
    if label is None:
        return TwinNames("", ("", ""))
    a, b = (
        translated(v) if isinstance(v, Sentence) else str(v) for v in difference.values(experiment)
    )
    return TwinNames(translated(label), (a, b))


_FIRST = "train.learning_rate"
_OTHER_BATCHES = frozenset({"train.batch_size", "train.num_steps", "train.sampling"})
_WIDTH = 48 * GRID


class TwinForm(Retranslated, QDialog):
    """Asks for a difference; it blocks nothing, and says what beginning will do.

    Signals:
        twinRequested(Difference): The person wants a twin with this difference.
        pairRequested(str): The person wants two models that are ready to start, a key of `PAIRS`.
    """

    twinRequested = Signal(object)
    pairRequested = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("twinForm")
        self._theme = theme
        self._experiment = Experiment()
        self._trained = False
        self._editor: KnobEditor | None = None
        self._difference: Difference | None = Difference()
        self._setting_label, self._value_label = PlainLabel(), PlainLabel()
        self._setting = QComboBox()
        self._setting.setObjectName("twinSettingCombo")
        self._setting_label.setBuddy(self._setting)
        self._ready = PlainLabel()
        self._pairs = {key: self._pair_button(key) for key in PAIRS}
        self._sentence = WrapLabel()
        self._sentence.setObjectName("twinSentence")
        self._begin = QPushButton()
        self._begin.setObjectName("twinBeginButton")
        self._begin.setProperty("role", "primary")
        self._begin.setDefault(True)
        self._cancel = QPushButton()
        self._cancel.setObjectName("twinCancelButton")
        self._lay_out()
        self._setting.activated.connect(self._on_setting_activated)
        self._begin.clicked.connect(self._on_begin_clicked)
        self._cancel.clicked.connect(self.reject)
        self.retranslate()

    def open_for(self, experiment: Experiment, *, trained: bool) -> None:
        """Ask in what a twin beside these settings differs; `trained` says what would be lost."""
        self._experiment, self._trained = experiment, trained
        chosen = self._setting.currentData() if self._setting.count() else _FIRST
        self._fill(chosen if chosen in ("", *candidates(experiment)) else _FIRST)
        self._change_editor()
        self.show()
        self.activateWindow()
        self._setting.setFocus()

    def retranslate(self) -> None:
        """Set all texts."""
        self.setWindowTitle(self.tr("Twin run"))
        self._ready.setText(self.tr("Ready to start, in one click"))
        for key, button in self._pairs.items():
            button.setText(QCoreApplication.translate("Twins", PAIRS[key].label))
            button.setAccessibleName(button.text())
        self._setting_label.setText(self.tr("Differs in"))
        self._setting.setAccessibleName(self.tr("Differs in"))
        self._value_label.setText(self.tr("Twin's value"))
        self._begin.setText(self.tr("Begin twin run"))
        self._begin.setAccessibleName(self._begin.text())
        self._cancel.setText(self.tr("Cancel"))
        self._cancel.setAccessibleName(self._cancel.text())
        if self._setting.count():
            self._fill(self._setting.currentData())
        if self._editor is not None:
            self._editor.retranslate()
        self._refresh()

    def _lay_out(self) -> None:
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(GRID)
        self._grid.setVerticalSpacing(GRID)
        self._grid.setColumnStretch(1, 1)
        self._grid.addWidget(self._setting_label, 0, 0, right)
        self._grid.addWidget(self._setting, 0, 1)
        self._grid.addWidget(self._value_label, 1, 0, right)
        ready = QGridLayout()
        ready.setSpacing(GRID)
        ready.addWidget(self._ready, 0, 0, 1, 2)
        for place, button in enumerate(self._pairs.values()):
            ready.addWidget(button, 1 + place // 2, place % 2)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addStretch(1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._begin)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(2 * GRID)
        column.addLayout(ready)
        column.addLayout(self._grid)
        column.addWidget(self._sentence, 1)
        column.addLayout(buttons)
        sized(self._sentence.setMinimumWidth, _WIDTH - 4 * GRID)

    def _pair_button(self, key: str) -> QPushButton:
        button = QPushButton()
        button.setObjectName(f"twinPairButton_{key}")
        button.setAutoDefault(False)
        button.setSizePolicy(QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.Fixed)
        button.clicked.connect(lambda: self._on_pair_clicked(key))
        return button

    def _fill(self, chosen: object) -> None:
        self._setting.clear()
        for path in candidates(self._experiment):
            self._setting.addItem(knob_text(KNOBS[path].label), path)
        self._setting.addItem(self.tr("Nothing"), "")
        self._setting.setCurrentIndex(self._setting.findData(chosen))

    def _change_editor(self) -> None:
        """Show the editor of the chosen setting, with a value worth trying."""
        if self._editor is not None:
            self._grid.removeWidget(self._editor)
            self._editor.hide()
            self._editor.deleteLater()
            self._editor = None
        path = self._setting.currentData()
        self._value_label.setVisible(bool(path))
        if path:
            editor = self._editor = editor_for(KNOBS[path], self._theme)
            editor.field.setObjectName("twinValueEdit")
            editor.retranslate()
            editor.set_value(suggested(self._experiment, path))
            editor.edited.connect(self._refresh)
            self._grid.addWidget(editor, 1, 1)
            editor.come_after(self._setting)
            self._value_label.setBuddy(editor.field)
        self._refresh()

    def _refresh(self) -> None:
        """Say what will happen, or what is wrong."""
        path = self._setting.currentData() or ""
        difference = Difference(path, self._editor.value() if self._editor else None)
        try:
            difference.of(self._experiment)
        except ConfigError as error:
            self._difference, text = None, error_text(error)
        else:
            self._difference, text = difference, self._what_will_happen(difference)
        self._sentence.set_message(text)
        self._begin.setEnabled(self._difference is not None)
        if self._editor is not None:
            self._editor.set_state("" if self._difference else "invalid")

    def _what_will_happen(self, difference: Difference) -> str:
        names = named(difference, self._experiment)
        if not difference.path or names.values[0] == names.values[1]:
            template = self.tr(
                "Two new models with the same seed read the same batches in turns. Nothing "
                "differs, so their curves are the same."
            )
        elif difference.path in _OTHER_BATCHES:
            template = self.tr(
                "Two new models with the same seed go through the text in step. {setting} is "
                "{a} in one and {b} in its twin."
            )
        elif difference.path == "model.seed":
            template = self.tr(
                "Two new models go through the text in turns. {setting} is {a} in one and {b} in "
                "its twin: how much is luck?"
            )
        else:
            template = self.tr(
                "Two new models with the same seed read the same batches in turns. {setting} is "
                "{a} in one and {b} in its twin."
            )
        text = template.format(setting=names.setting, a=names.values[0], b=names.values[1])
        lost = self.tr("What the present model has learned is given up.")
        return f"{text} {lost}" if self._trained else text

    def _on_setting_activated(self) -> None:
        self._change_editor()

    def _on_pair_clicked(self, key: str) -> None:
        self.accept()
        self.pairRequested.emit(key)

    def _on_begin_clicked(self) -> None:
        if self._difference is not None:
            self.accept()
            self.twinRequested.emit(self._difference)
