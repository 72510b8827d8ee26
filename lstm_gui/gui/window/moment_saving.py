"""Saves the whole moment of the run: asks what goes into the file, and writes it on a thread."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from lstm_gui.core.arrays import Doubles
from lstm_gui.core.corpus.named_texts import names_file
from lstm_gui.core.corpus.text import Corpus
from lstm_gui.core.errors import PlaygroundError
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP, Sentence
from lstm_gui.core.inspection.time_machine import MomentStore
from lstm_gui.core.numbers import thousands
from lstm_gui.core.runs.moment_file import HISTORY_BYTES, SavedMoment, ViewState, save_moment
from lstm_gui.core.runs.run import Curve, Run, with_digest
from lstm_gui.core.training.progress import SampleDone
from lstm_gui.core.worker.commands import TakeMoment
from lstm_gui.core.worker.events import MomentTaken
from lstm_gui.gui.runs.keeper import RunFollower
from lstm_gui.gui.session.bridge import WorkerBridge
from lstm_gui.gui.session.session import Session
from lstm_gui.gui.widgets.answers import NewestAnswer
from lstm_gui.gui.widgets.labels import WrapLabel
from lstm_gui.gui.widgets.notices import NoticeBar
from lstm_gui.gui.widgets.theme import GRID, sized
from lstm_gui.gui.widgets.translation import Retranslated

if TYPE_CHECKING:
    from lstm_gui.gui.window.file_chooser import FileChooser

__all__ = ["MOMENT", "MomentDialog", "MomentSaving"]

MOMENT = "moment"
"""The notices about moments replace each other."""

_WIDTH = 56 * GRID
_SAVED = QT_TRANSLATE_NOOP("MomentSaving", "The moment is saved in {file}.")
_ALONE = QT_TRANSLATE_NOOP(
    "MomentSaving",
    "The moment of {run} is saved in {file}. Its twin is not in there: save the twin's model by "
    "itself.",
)


class MomentDialog(Retranslated, QDialog):
    """Asks whether the text goes into the file, and says what it is about.

    Signals:
        saveAsked(bool): The person wants to save, with the text or without.
    """

    saveAsked = Signal(bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("momentDialog")
        self._corpus: Corpus | None = None
        self._at_hand = False
        self._about, self._hint = WrapLabel(), WrapLabel()
        self._hint.setProperty("role", "muted")
        self._with_text = QCheckBox()
        self._with_text.setObjectName("momentTextCheck")
        self._save, self._cancel = QPushButton(), QPushButton()
        self._save.setObjectName("saveMomentButton")
        self._save.setProperty("role", "primary")
        self._save.setDefault(True)
        self._cancel.setAutoDefault(False)  # Return saves, wherever the focus is
        self._save.clicked.connect(self._on_save_clicked)
        self._cancel.clicked.connect(self.reject)
        self._lay_out()
        self.retranslate()

    def open_for(self, corpus: Corpus, *, at_hand: bool) -> None:
        """Ask about a run on this text; one that is at hand everywhere need not be sent."""
        self._corpus, self._at_hand = corpus, at_hand
        self._with_text.setChecked(False)
        self._with_text.setHidden(at_hand)
        self.retranslate()
        (self._save if at_hand else self._with_text).setFocus()
        self.open()

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(GRID)
        foot.addStretch(1)
        foot.addWidget(self._cancel)
        foot.addWidget(self._save)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        for part in (self._about, self._with_text, self._hint):
            column.addWidget(part)
        column.addLayout(foot)
        sized(self.setMinimumWidth, _WIDTH)

    def retranslate(self) -> None:
        """Set all texts."""
        self.setWindowTitle(self.tr("Save moment"))
        self._about.set_message(
            self.tr(
                "The file holds the model and the optimiser, the curve with its changes, samples, "
                "snapshots, the probe text, pinned cells and the layout of the views. Opened "
                "elsewhere, training goes on to the bit."
            )
        )
        for button, words in (
            (self._save, self.tr("Save…")),
            (self._cancel, self.tr("Cancel")),
        ):
            button.setText(words)
            button.setAccessibleName(words)
        self._describe_text()

    def _describe_text(self) -> None:
        if self._corpus is None:
            return
        if self._at_hand:
            hint = self.tr("The text comes with the program, so it is not in the file.")
        else:
            hint = self.tr(
                "Lyrics are usually under copyright: put a text into the file only if you may pass "
                "it on. Without it the file has its name and digest, and whoever opens the moment "
                "needs the same text. Samples can quote it either way."
            )
        self._hint.set_message(hint)
        words = self.tr(
            "Put the text into the file: {name}, {count} characters", "", len(self._corpus)
        )
        name, count = self._corpus.name, thousands(len(self._corpus))
        self._with_text.setText(words.format(name=name.replace("&", "&&"), count=count))
        self._with_text.setAccessibleName(words.format(name=name, count=count))

    def _on_save_clicked(self) -> None:
        self.accept()
        self.saveAsked.emit(self._with_text.isChecked())


class MomentSaving(QObject):
    """Asks, takes the moment when the engine hands out its model, and has it written.

    Args:
        follower: Has the row of the run.
        files: Asks where.
        views: Tells what the views are set to.
        snapshots: Those of the time machine.
        twin_of: What the run is called beside a twin; nothing if it is alone.
        parent: The window.

    Signals:
        saved(Path): A moment was written.
        finished(): Nothing is being written any more.
    """

    saved = Signal(object)
    finished = Signal()

    def __init__(
        self,
        follower: RunFollower,
        files: FileChooser,
        notices: NoticeBar,
        *,
        session: Session,
        bridge: WorkerBridge,
        views: Callable[[], ViewState],
        snapshots: MomentStore,
        twin_of: Callable[[], str],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._follower, self._files, self._notices = follower, files, notices
        self._session, self._bridge = session, bridge
        self._views, self._snapshots, self._twin_of = views, snapshots, twin_of
        self._window = parent
        self._asked = 0
        self._wanted: tuple[int, Path, bool] | None = None
        self.writing = False
        """Whether a file is being written: the program must not end meanwhile."""
        self._answer = NewestAnswer(self)
        self._answer.answered.connect(self._on_answer_answered)
        self._answer.failed.connect(self._on_answer_failed)
        bridge.momentTaken.connect(self._on_bridge_moment_taken)

    def ask(self) -> None:
        """Ask what goes into the file, and then where it is to lie."""
        if self._session.corpus is None or self.writing:
            return
        dialog = MomentDialog(self._window)
        dialog.saveAsked.connect(self._on_dialog_save_asked)
        dialog.finished.connect(dialog.deleteLater)
        name = self._session.opened_from()
        dialog.open_for(self._session.corpus, at_hand=bool(name) and not names_file(name))

    def _on_dialog_save_asked(self, with_text: bool) -> None:
        self._files.save_moment(lambda path: self.save(path, with_text=with_text))

    def save(self, path: Path, *, with_text: bool) -> None:
        """Save the moment that the run is at now, or at the end of the epoch that just ends."""
        self._asked += 1
        self._wanted = self._asked, path, with_text
        self._bridge.post(TakeMoment(self._asked))

    def _on_bridge_moment_taken(self, event: MomentTaken) -> None:
        wanted, self._wanted = self._wanted, None
        live, whole = self._follower.live, self._session.corpus
        if wanted is None or wanted[0] != event.id or live is None or whole is None:
            return
        _, path, with_text = wanted
        run, curve = live.present()
        run = run.model_copy(update={"experiment": event.model.experiment})
        write = partial(
            _write,
            path,
            event,
            run=run,
            curve=curve,
            used=live.corpus,
            text=whole if with_text else None,
            gradients=self._bridge.run.curves.gradients(),
            samples=tuple(self._bridge.run.samples),
            snapshots=self._snapshots.copy(),
            view=self._views(),
        )
        self.writing = True
        self._answer.ask(write)

    def _on_answer_answered(self, path: Path) -> None:
        values = {"file": str(path), "run": self._twin_of()}
        template = _ALONE if values["run"] else _SAVED
        said = Sentence(template, values, context="MomentSaving")
        self._notices.show_notice(said, "info", key=MOMENT)
        self.saved.emit(path)
        self._end()

    def _on_answer_failed(self, error: Exception) -> None:
        if isinstance(error, PlaygroundError):
            self._notices.show_error(error, key=MOMENT)
            self._end()
        else:
            self._end()
            raise error

    def _end(self) -> None:
        self.writing = False
        self.finished.emit()


def _write(
    path: Path,
    event: MomentTaken,
    *,
    run: Run,
    curve: Curve,
    used: Corpus,
    text: Corpus | None,
    gradients: Doubles,
    samples: tuple[SampleDone, ...],
    snapshots: MomentStore,
    view: ViewState,
) -> Path:
    moment = SavedMoment(
        model=event.model,
        run=with_digest(run, used),
        curve=curve,
        gradients=gradients,
        samples=samples,
        history=snapshots.history_within(HISTORY_BYTES),
        text=text,
        view=view,
    )
    save_moment(path, moment)
    return path
