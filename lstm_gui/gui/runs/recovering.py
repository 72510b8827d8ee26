"""Goes on with a run from the table: its model, on its text, with its curve.

What a session that died has left is offered at the next start, and so is the run with which one
ended as it should, or it goes on by itself, as the person prefers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject

from lstm_gui.core.corpus.named_texts import names_file
from lstm_gui.core.corpus.text import Corpus
from lstm_gui.core.files import crash_file, path_of
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP, Sentence
from lstm_gui.core.runs.owners import LeftRuns
from lstm_gui.core.runs.recovery import LeftSession, examine
from lstm_gui.core.runs.run import Curve, Run
from lstm_gui.core.runs.store import RunStore
from lstm_gui.core.settings.difference import Difference
from lstm_gui.core.worker.states import NO_MODEL, RunState
from lstm_gui.gui.runs.archive import RunArchive
from lstm_gui.gui.runs.keeper import RunFollower
from lstm_gui.gui.runs.words import name_of
from lstm_gui.gui.session.session import CorpusLoader, Session
from lstm_gui.gui.widgets.notices import NoticeBar

__all__ = ["LAST", "LastSession", "RECOVER", "ResumedTwin", "RunRecovery", "RunResuming"]

_KEY = "continue"


@dataclass(frozen=True, slots=True)
class ResumedTwin:
    """A twin that goes on as well, in what it differs, and its curve."""

    run: Run
    difference: Difference
    curve: Curve = field(default_factory=Curve)


class RunResuming(QObject):
    """Opens the model of a run if its text can be had, and says why where it cannot."""

    def __init__(
        self,
        archive: RunArchive,
        follower: RunFollower,
        twin: RunFollower,
        *,
        session: Session,
        notices: NoticeBar,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._archive = archive
        self._follower = follower
        self._twin = twin
        self._session = session
        self._notices = notices
        self._wanted: Run | None = None
        self._beside: ResumedTwin | None = None
        self._waits = False
        self._loader = CorpusLoader(self)
        self._loader.loaded.connect(self._on_loader_loaded)
        self._loader.refused.connect(self._on_loader_refused)
        session.buildRefused.connect(self._on_session_build_refused)
        session.stateChanged.connect(self._on_session_state_changed)
        follower.resumed.connect(self._on_follower_resumed)

    def go_on(self, run: Run, beside: ResumedTwin | None = None) -> None:
        """Go on with a run, and with its twin, as soon as the engine is there."""
        self._notices.dismiss(_KEY)
        self._wanted, self._beside = run, beside
        self._waits = self._session.state in NO_MODEL
        if not self._waits:
            self._begin(run)

    def _on_session_state_changed(self, state: RunState) -> None:
        if self._waits and self._wanted is not None and state not in NO_MODEL:
            self._waits = False
            self._begin(self._wanted)

    def _begin(self, run: Run) -> None:
        if not run.model_bytes:
            self._refuse(
                self.tr(
                    "The model of {name} is not kept, so it cannot go on. Its settings can be "
                    "used for a new run, from the menu of the table."
                )
            )
        elif self._session.corpus is not None:
            self._check(self._session.corpus, self._on_own_text_checked)

    def _check(self, corpus: Corpus, then: object) -> None:
        """Compare a text with that of the wanted run, away from this thread; it may be long."""
        assert self._wanted is not None and callable(then)
        run, beside = self._wanted, self._beside

        def task(store: RunStore) -> _Checked:
            used = corpus.first(run.experiment.corpus.max_chars)
            second = None if beside is None else replace(beside, curve=store.curve(beside.run.id))
            same = used.digest == run.digest
            return _Checked(run, corpus, same, store.curve(run.id), second)

        self._archive.ask(task, then)

    def _on_own_text_checked(self, answer: _Checked) -> None:
        run = answer.run
        if run is not self._wanted:
            return
        if answer.same:
            self._open(answer, self._session.source)
        elif run.source:
            self._loader.load(run.source, run.reading)
        else:
            self._say_text_is_missing()

    def _on_loader_loaded(self, corpus: Corpus) -> None:
        if self._wanted is not None:
            self._check(corpus, self._on_other_text_checked)

    def _on_other_text_checked(self, answer: _Checked) -> None:
        run = answer.run
        if run is not self._wanted:
            return
        if answer.same:
            self._open(answer, path_of(run.source) if names_file(run.source) else None)
        else:
            self._say_text_is_missing()

    def _on_loader_refused(self) -> None:
        self._say_text_is_missing()

    def _open(self, checked: _Checked, source: Path | None) -> None:
        path, twin = self._archive.model_path(checked.run.id), checked.beside
        if path is None:
            return
        expect = partial(self._expect, checked)
        twin_path = None if twin is None else self._archive.model_path(twin.run.id)
        if twin is None or twin_path is None:
            self._session.open_model(path, checked.corpus, source, opening=expect)
        else:
            self._session.open_twin(
                (path, twin_path), twin.difference, checked.corpus, source, opening=expect
            )

    def _expect(self, checked: _Checked) -> None:
        self._follower.expect(checked.run, checked.curve)
        if checked.beside is not None:
            self._twin.expect(checked.beside.run, checked.beside.curve)

    def _on_session_build_refused(self) -> None:
        self._follower.expect(None)
        self._twin.expect(None)

    def _on_follower_resumed(self) -> None:
        """Say so if the run cannot go on where it was trained: a graphics card is gone."""
        live = self._follower.live
        if self._wanted is None or live is None or live.id != self._wanted.id:
            return
        run, self._wanted = self._wanted, None
        was, now = (one.experiment.compute.context for one in (run, live.row))
        if was != now:
            text = self.tr("{context} cannot be used here, so {name} goes on on {other}.")
            said = text.format(context=was, name=name_of(run), other=now)
            self._notices.show_notice(said, "warning", key=_KEY)

    def _say_text_is_missing(self) -> None:
        self._refuse(
            self.tr(
                "{name} was trained on {text}, which is not there any more or has changed. Open "
                "that text as it was, and continue then."
            )
        )

    def _refuse(self, text: str) -> None:
        run, self._wanted = self._wanted, None
        if run is not None:
            said = text.format(name=name_of(run), text=run.corpus)
            self._notices.show_notice(said, "warning", key=_KEY)


@dataclass(frozen=True, slots=True)
class _Checked:
    """A run, a text, whether it is the run's, and the curves."""

    run: Run
    corpus: Corpus
    same: bool
    curve: Curve
    beside: ResumedTwin | None


RECOVER = "recover"


class RunRecovery(QObject):
    """Looks for such a session when the runs are opened, and says what it was.

    What it finds is claimed there and then: no other window finds it, and no later start. The runs
    stay in the table, where they can go on at any time.

    Args:
        archive: The stored runs; it is asked before anything else is read from it.
        resuming: Goes on with a run.
        notices: Where it is said.
        crash_log: Where the process could write why it ended.
    """

    def __init__(
        self,
        archive: RunArchive,
        resuming: RunResuming,
        notices: NoticeBar,
        *,
        parent: QObject,
        crash_log: Path | None = None,
    ) -> None:
        super().__init__(parent)
        self._archive = archive
        self._resuming = resuming
        self._notices = notices
        self._crash_log = crash_log or crash_file()
        self._found: LeftSession | None = None
        self._others = 0
        notices.actionTriggered.connect(self._on_notices_action_triggered)
        archive.ask(_claim, self._on_claimed)

    def _on_claimed(self, left: Sequence[LeftRuns]) -> None:
        if not left:
            return
        newest, crash_log = left[0], self._crash_log
        self._others = len(left) - 1

        def task(store: RunStore) -> LeftSession | None:
            return examine(store, newest, crash_log)

        self._archive.ask(task, self._on_examined)

    def _on_examined(self, found: LeftSession | None) -> None:
        if found is None:
            return
        self._found = found
        can = found.position is not None
        self._notices.show_notice(
            _said(found, self._others),
            "info" if can else "warning",
            details=found.crash,
            key=RECOVER,
            action=Sentence(_CONTINUE, context="RunsPanel") if can else "",
        )

    def _on_notices_action_triggered(self, key: str) -> None:
        found = self._found
        if key != RECOVER or found is None:
            return
        self._notices.dismiss(RECOVER)
        beside = None if found.twin is None else ResumedTwin(found.twin, found.difference)
        self._resuming.go_on(found.run, beside)


def _claim(store: RunStore) -> tuple[LeftRuns, ...]:
    return store.owners.claim()


def _said(found: LeftSession, others: int) -> Sentence:
    place = found.position
    values: dict[str, object] = {"name": _name(found.run)}
    if place is None:
        template, values["reason"] = _LOST, found.problem
    elif place.batch:
        template, values["epoch"] = _INSIDE, place.epoch + 1
    else:
        template, values["epoch"] = _COMPLETE if found.complete else _AFTER, place.epoch
    if found.twin is not None and place is not None:
        values["name"] = Sentence(
            _PAIR, {"name": _name(found.run), "twin": _name(found.twin)}, context="Runs"
        )
    said = Sentence(template, values, context="Runs")
    return Sentence(_MORE, {"said": said, "others": others}, context="Runs") if others else said


def _name(run: Run) -> str | Sentence:
    return run.name or Sentence(_NUMBERED, {"number": run.number}, context="Runs")


_INSIDE = QT_TRANSLATE_NOOP(
    "Runs",
    "The last session ended unexpectedly in epoch {epoch}. {name} can go on exactly there.",
)
_AFTER = QT_TRANSLATE_NOOP(
    "Runs",
    "The last session ended unexpectedly after epoch {epoch}. {name} can go on exactly there.",
)
_COMPLETE = QT_TRANSLATE_NOOP(
    "Runs",
    "The last session ended unexpectedly, when all {epoch} epochs of {name} were done. Nothing is "
    "lost.",
)
_LOST = QT_TRANSLATE_NOOP(
    "Runs",
    "The last session ended unexpectedly. The curve and the settings of {name} are in the table, "
    "but its model cannot be read ({reason}).",
)
_PAIR = QT_TRANSLATE_NOOP("Runs", "{name}, with its twin {twin},")
_MORE = QT_TRANSLATE_NOOP(
    "Runs", "{said} Other sessions ended so too ({others}); the table of runs marks theirs."
)
_NUMBERED = QT_TRANSLATE_NOOP("Runs", "Run {number}")
_CONTINUE = QT_TRANSLATE_NOOP("RunsPanel", "Continue")


LAST = "last-session"

_OFFER = QT_TRANSLATE_NOOP(
    "LastSession", "The last session ended with {name}, after epoch {epoch}. It can go on there."
)


class LastSession(QObject):
    """Looks whether that run can still go on; one that another window trains is left alone."""

    def __init__(
        self, archive: RunArchive, resuming: RunResuming, notices: NoticeBar, *, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._archive, self._resuming, self._notices = archive, resuming, notices
        self._run: Run | None = None
        self._at_once = False
        notices.actionTriggered.connect(self._on_notices_action_triggered)

    def begin(self, run_id: str, choice: Literal["ask", "always", "never"]) -> None:
        """Do what the person prefers with the run that was under way when the window was closed."""
        if not run_id or choice == "never":
            return
        self._at_once = choice == "always"

        def task(store: RunStore) -> Run | None:
            return None if run_id in store.owners.under_way() else store.run(run_id)

        self._archive.ask(task, self._on_read)

    def take_back(self) -> None:
        """Offer it no longer: another run has begun."""
        self._run = None
        self._notices.dismiss(LAST)

    def _on_read(self, run: Run | None) -> None:
        if run is None or not run.model_bytes or run.interrupted:
            return  # the model is not kept any more, or the recovery offers it
        if self._at_once:
            self._resuming.go_on(run)
            return
        self._run = run
        said = Sentence(_OFFER, {"name": name_of(run), "epoch": run.epochs}, "LastSession")
        action = Sentence(_CONTINUE, context="RunsPanel")
        self._notices.show_notice(said, "info", key=LAST, action=action)

    def _on_notices_action_triggered(self, key: str) -> None:
        run = self._run
        if key == LAST and run is not None:
            self.take_back()
            self._resuming.go_on(run)
