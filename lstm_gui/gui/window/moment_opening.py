"""Opens a moment: reads it on a thread, finds its text, and sets the window as it was."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from lstm_gui.core.corpus.named_texts import load_named
from lstm_gui.core.corpus.own_texts import keep_own, texts_folder
from lstm_gui.core.corpus.text import load_corpus
from lstm_gui.core.errors import CorpusError, PlaygroundError
from lstm_gui.core.file_reading import AS_FOUND, FileReading
from lstm_gui.core.files import shown
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP, Sentence
from lstm_gui.core.runs.moment_file import SavedMoment, load_moment
from lstm_gui.core.worker.events import Built
from lstm_gui.core.worker.states import NO_MODEL, RunState
from lstm_gui.gui.runs.archive import RunArchive
from lstm_gui.gui.runs.keeper import RunFollower
from lstm_gui.gui.session.session import Opened, Session
from lstm_gui.gui.widgets.answers import NewestAnswer
from lstm_gui.gui.widgets.notices import NoticeBar
from lstm_gui.gui.window.file_chooser import FileChooser
from lstm_gui.gui.window.moment_saving import MOMENT
from lstm_gui.gui.window.view_state import ViewStates

__all__ = ["ASK_LOSS", "ASK_TEXT", "MomentOpening"]

ASK_TEXT, ASK_LOSS = "moment-text", "moment-loss"
"""The notices that ask for the text of a moment, and whether the present model may be lost."""

_OPENED = QT_TRANSLATE_NOOP(
    "MomentOpening",
    "{file} is open, as it was in epoch {epoch}. Training goes on from there to the bit.",
)
_NO_TEXT = QT_TRANSLATE_NOOP(
    "MomentOpening",
    "{file} was trained on {text}, which is not in the file and not among your recent texts. Open "
    "that text as it was.",
)
_OTHER_TEXT = QT_TRANSLATE_NOOP(
    "MomentOpening",
    "{found} is not the text of {file}, which was trained on {text}. Open that text as it was.",
)
_CHOOSE = QT_TRANSLATE_NOOP("MomentOpening", "Open text…")
_LOSS = QT_TRANSLATE_NOOP(
    "MomentOpening",
    "The runs of this window are in memory only, so the present model is lost when {file} is "
    "opened. Save it first if you need it.",
)
_ANYWAY = QT_TRANSLATE_NOOP("MomentOpening", "Open anyway")


@dataclass(frozen=True, slots=True)
class FoundMoment:
    """A moment that was read, and its text if that was found."""

    path: Path
    moment: SavedMoment
    opened: Opened | None
    refused: str = ""
    """The name of the text that was tried and is another one."""


class MomentOpening(QObject):
    """Reads moments, and goes on with them.

    Args:
        follower: Records the run.
        recent: Tells which texts were open before, and how they were read.
        views: They are set once the model of the moment stands.
        parent: The window.

    Signals:
        opened(Path): A moment was opened.
    """

    opened = Signal(object)

    def __init__(
        self,
        follower: RunFollower,
        archive: RunArchive,
        files: FileChooser,
        notices: NoticeBar,
        *,
        session: Session,
        recent: Callable[[], Sequence[tuple[Path, FileReading]]],
        views: ViewStates,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._follower, self._archive = follower, archive
        self._files, self._notices = files, notices
        self._session, self._recent, self._views = session, recent, views
        self._found: FoundMoment | None = None
        self._awaited: FoundMoment | None = None
        self._kept: FoundMoment | None = None
        """What opens once the person agrees."""
        self._answer = NewestAnswer(self)
        self._answer.answered.connect(self._on_answer_answered)
        self._answer.failed.connect(self._on_answer_failed)
        notices.actionTriggered.connect(self._on_notices_action_triggered)
        session.stateChanged.connect(self._on_session_state_changed)
        session.buildRefused.connect(self._on_session_build_refused)

    def open(self, path: Path) -> None:
        """Open a moment as soon as the engine is there; what is refused changes nothing."""
        for key in (MOMENT, ASK_TEXT, ASK_LOSS):
            self._notices.dismiss(key)
        self._found = None
        session = self._session
        current = None if session.corpus is None else (session.corpus, session.source)
        self._answer.ask(partial(_read, path, current, tuple(self._recent())))

    def begin(self, event: Built) -> None:
        """Set the window as it was, if this is the model of a moment."""
        found = self._awaited
        if found is None or event.continues:
            return
        self._awaited = None
        if event.position.step != found.moment.model.snapshot.position.step:
            return  # another model was asked for before
        self._views.restore(found.moment)
        begun = event.position.epoch + bool(event.position.batch)
        values = {"file": shown(found.path.name), "epoch": begun}
        said = Sentence(_OPENED, values, context="MomentOpening")
        self._notices.show_notice(said, "info", key=MOMENT)
        self.opened.emit(found.path)

    def _on_answer_answered(self, found: FoundMoment) -> None:
        self._found = found
        if found.opened is None:
            self._ask_text(found)
        elif self._session.state not in NO_MODEL:
            self._begin(found)

    def _on_session_state_changed(self, state: RunState) -> None:
        found = self._found
        if found is not None and found.opened is not None and state not in NO_MODEL:
            self._begin(found)

    def _on_answer_failed(self, error: Exception) -> None:
        if not isinstance(error, PlaygroundError):
            raise error
        self._notices.show_error(error, key=MOMENT)

    def _ask_text(self, found: FoundMoment) -> None:
        values = {
            "file": shown(found.path.name),
            "text": shown(found.moment.run.corpus),
            "found": found.refused,
        }
        said = Sentence(_OTHER_TEXT if found.refused else _NO_TEXT, values, context="MomentOpening")
        action = Sentence(_CHOOSE, context="MomentOpening")
        self._notices.show_notice(said, "warning", key=ASK_TEXT, action=action)

    def _begin(self, found: FoundMoment) -> None:
        if self._follower.run_id and not self._archive.keeps_models:
            said = Sentence(_LOSS, {"file": shown(found.path.name)}, context="MomentOpening")
            action = Sentence(_ANYWAY, context="MomentOpening")
            self._notices.show_notice(said, "warning", key=ASK_LOSS, action=action)
            self._found, self._kept = None, found
        else:
            self._open(found)

    def _open(self, found: FoundMoment) -> None:
        self._found = None
        assert found.opened is not None
        moment = found.moment
        probe = moment.view.probe if moment.history is None else moment.history.text
        self._session.open_model(
            moment.model, *found.opened, opening=partial(self._expect, found), probe=probe
        )

    def _expect(self, found: FoundMoment) -> None:
        self._follower.expect_moment(found.moment)
        self._views.expect(found.moment)
        self._awaited = found

    def _on_session_build_refused(self) -> None:
        self._awaited = None
        self._follower.expect(None)
        self._views.expect(None)

    def _on_notices_action_triggered(self, key: str) -> None:
        found = self._found
        if key == ASK_TEXT and found is not None:
            path = self._files.ask_text()
            if path is not None:
                self._notices.dismiss(ASK_TEXT)
                self._answer.ask(partial(_try_text, found, path))
        elif key == ASK_LOSS and self._kept is not None:
            self._notices.dismiss(ASK_LOSS)
            found, self._kept = self._kept, None
            self._open(found)


def _read(
    path: Path, current: Opened | None, recent: Sequence[tuple[Path, FileReading]]
) -> FoundMoment:
    moment = load_moment(path)
    return FoundMoment(path, moment, _text_of(moment, current, recent))


def _text_of(
    moment: SavedMoment, current: Opened | None, recent: Sequence[tuple[Path, FileReading]]
) -> Opened | None:
    """Return the text of a moment: the present one, a shipped or a recent one, or its own."""
    if current is not None and _is_text_of(moment, current):
        return current
    if moment.run.source:  # lyrics that come with the program, or a task that it makes
        with contextlib.suppress(CorpusError):
            opened: Opened = load_named(moment.run.source), None
            if _is_text_of(moment, opened):
                return opened
    if moment.text is not None:  # from a file of its own, so that the run can go on at any time
        return moment.text, keep_own(moment.text, texts_folder())
    for path, reading in recent:
        if path.name == moment.run.corpus:
            for way in dict.fromkeys((reading, moment.run.reading)):
                found = _load(path, way)
                if found is not None and _is_text_of(moment, found):
                    return found
    return None


def _try_text(found: FoundMoment, path: Path) -> FoundMoment:
    """Try a text that the person has chosen, in the way that the sender has read it first."""
    for reading in dict.fromkeys((found.moment.run.reading, AS_FOUND)):
        opened = _load(path, reading)
        if opened is not None and _is_text_of(found.moment, opened):
            return FoundMoment(found.path, found.moment, opened)
    return FoundMoment(found.path, found.moment, None, refused=shown(path.name))


def _load(path: Path, reading: FileReading) -> Opened | None:
    try:
        return load_corpus(path, reading), path
    except CorpusError:
        return None


def _is_text_of(moment: SavedMoment, opened: Opened) -> bool:
    used = opened[0].first(moment.model.experiment.corpus.max_chars)
    return used.digest == moment.run.digest
