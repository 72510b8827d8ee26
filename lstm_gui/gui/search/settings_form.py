"""How a search is done: how many trials, how long each, by how many processes, under which name."""

from __future__ import annotations

import os

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPushButton, QWidget

from lstm_gui.core.errors import PlaygroundError
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP
from lstm_gui.core.numbers import thousands
from lstm_gui.core.search.messages import StudyMessage
from lstm_gui.core.search.plan import read_every
from lstm_gui.core.search.storage import masked, require_name
from lstm_gui.core.settings.experiment import Experiment
from lstm_gui.core.settings.knob import percent_text
from lstm_gui.gui.search.processes import StudyPlace
from lstm_gui.gui.widgets.labels import PlainLabel, WrapLabel
from lstm_gui.gui.widgets.number_boxes import CountBox
from lstm_gui.gui.widgets.theme import GRID, tabular
from lstm_gui.gui.widgets.translation import Retranslated, TypedLine

__all__ = ["MeasureNote", "SettingsForm", "measure_text"]

MOST = 100_000
_TRIALS, _EPOCHS = 20, 20


class _Count(CountBox):
    """A whole number that scrolls with its panel instead of changing under the wheel."""

    def __init__(self, name: str, value: int, most: int) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setRange(1, most)
        self.setValue(value)
        self.setGroupSeparatorShown(True)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setFont(tabular(self.font()))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class SettingsForm(Retranslated, QWidget):
    """Fields below the ranges.

    Signals:
        placeChosen(StudyPlace): Another study, or another place.
    """

    placeChosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("searchSettings")
        self.trials = _Count("searchTrialsSpin", _TRIALS, MOST)
        self.epochs = _Count("searchEpochsSpin", _EPOCHS, MOST)
        self.workers = _Count("searchWorkersSpin", 1, max(os.cpu_count() or 1, 4))
        self._name = TypedLine()
        self._name.setObjectName("studyNameEdit")
        self._shared = QPushButton()
        self._shared.setObjectName("sharedButton")
        self._shared.setFlat(True)
        self._shared.setCheckable(True)
        self._storage = QLineEdit()
        self._storage.setObjectName("storageEdit")
        self._storage.setPlaceholderText("postgresql://me@server/studies")
        self._message = WrapLabel()
        self._message.setObjectName("studyError")
        self._message.setProperty("role", "error")
        self._message.hide()
        self._labels = {widget: PlainLabel() for widget in self._fields()}
        self._address = ""
        """The address last typed, with its password; what is shown of it has none."""
        self._settled = StudyPlace("")
        self._lay_out()
        self._show_shared(False)
        self._shared.toggled.connect(self._show_shared)
        self._shared.toggled.connect(self._on_place_edited)
        for line in (self._name, self._storage):
            line.editingFinished.connect(self._on_place_edited)

    @property
    def place(self) -> StudyPlace:
        """The study and where it is kept, as typed."""
        storage = self._storage.text().strip() if self._shared.isChecked() else ""
        if storage and storage == masked(self._address):
            storage = self._address
        return StudyPlace(self._name.text().strip(), storage)

    def set_name(self, name: str) -> None:
        """Show another name; emits nothing."""
        self._name.setText(name)
        self._settled = self.place

    def check(self) -> bool:
        """Tell whether the name can be used; what is wrong is shown."""
        wrong = ""
        try:
            require_name(self.place.study)
        except PlaygroundError:
            wrong = self.tr("A name has letters, digits, blanks, dots, - and _, at most 80.")
        if self._shared.isChecked() and "://" not in self.place.storage:
            wrong = wrong or self.tr("An address looks like postgresql://me@server/studies.")
        self._message.set_message(wrong)
        return not wrong

    def set_open(self, place: bool, rest: bool) -> None:
        """Let the place and the number of trials, or the rest, be edited."""
        for widget in (self._name, self._storage, self._shared, self.trials, self.workers):
            widget.setEnabled(place)
        self.epochs.setEnabled(place and rest)

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        texts = {
            self.trials: (self.tr("Trials"), self.tr("How many trials the study is to have.")),
            self.epochs: (
                self.tr("Epochs each"),
                self.tr("Trials are compared by their perplexity after so many epochs."),
            ),
            self.workers: (
                self.tr("Processes"),
                self.tr("How many trials are trained at once. Each process takes memory."),
            ),
            self._name: (self.tr("Study"), self.tr("The name goes on with a study or begins one.")),
            self._storage: (
                self.tr("Database"),
                self.tr(
                    "Where the study is kept. Passwords are better in ~/.pgpass. On each machine: "
                    "lstm-gui search --study NAME --storage ADDRESS"
                ),
            ),
        }
        for widget, (label, tip) in texts.items():
            self._labels[widget].setText(label)
            widget.setAccessibleName(label)
            widget.setToolTip(f"<p>{tip}</p>")
        self._shared.setText(self.tr("Several machines"))
        self._shared.setAccessibleName(self.tr("Several machines"))
        self._shared.setToolTip(self.tr("Keep the study in a database that machines share"))
        if self._message.text():
            self.check()

    def _fields(self) -> tuple[QWidget, ...]:
        return (self.trials, self.epochs, self.workers, self._name, self._storage)

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GRID)
        grid.setVerticalSpacing(GRID // 2)
        grid.setColumnStretch(1, 1)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for line, widget in enumerate(self._fields()):
            row = line + (widget is self._storage)
            grid.addWidget(self._labels[widget], row, 0, right)
            grid.addWidget(widget, row, 1)
            self._labels[widget].setBuddy(widget)
        grid.addWidget(self._shared, 4, 1, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(self._message, 6, 0, 1, 2)

    def _show_shared(self, shown: bool) -> None:
        self._storage.setVisible(shown)
        self._labels[self._storage].setVisible(shown)

    def _on_place_edited(self) -> None:
        place = self.place
        if place.storage:
            self._address = place.storage
            self._storage.setText(masked(place.storage))
        if place == self._settled or (self._shared.isChecked() and not place.storage):
            return
        if self.check():
            self._settled = place
            self.placeChosen.emit(place)


_EACH = QT_TRANSLATE_NOOP(
    "Search",
    "{share} of the text is held out: trials are compared by the perplexity there. Each reads it "
    "after every epoch.",
)
_SOME = QT_TRANSLATE_NOOP(
    "Search",
    "{share} of the text is held out: trials are compared by the perplexity there. Each reads it "
    "after every {count} epochs and at its end.",
)


class MeasureNote(WrapLabel):
    """A line below the form; it follows the study, or the settings with which one would begin."""

    def __init__(self, settings: SettingsForm) -> None:
        super().__init__()
        self.setObjectName("searchMeasure")
        self.setProperty("role", "muted")
        self._epochs = settings.epochs
        self._draft = Experiment()
        self._known: StudyMessage | None = None
        settings.epochs.valueChanged.connect(self.refresh)

    def set_draft(self, experiment: Experiment) -> None:
        """Tell the settings with which a study would begin now."""
        if experiment != self._draft:
            self._draft = experiment
            self.refresh()

    def set_known(self, study: StudyMessage | None) -> None:
        """Tell the study that would be gone on with, if it is there."""
        self._known = study
        self.refresh()

    def refresh(self) -> None:
        """Say it in the language in use."""
        known = self._known
        share = (self._draft if known is None else known.experiment).corpus.held_out
        compared = known is None or known.measure == "held_out"
        self.set_message(measure_text(share if compared else 0.0, self._epochs.value()))


def measure_text(share: float, epochs: int) -> str:
    """Say what is compared and how often it is read; nothing if nothing is held out."""
    if share <= 0:
        return ""
    every = read_every(epochs)
    text = QCoreApplication.translate("Search", _EACH if every == 1 else _SOME)
    return text.format(share=percent_text(share), count=thousands(every))
