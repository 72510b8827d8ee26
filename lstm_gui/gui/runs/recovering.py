"""Offers, once, to go on with what a session that ended unexpectedly was training."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject

from lstm_gui.core.places import crash_file
from lstm_gui.core.runs import Found, Left, Run, RunStore, examine
from lstm_gui.core.sentences import Sentence
from lstm_gui.core.words import QT_TRANSLATE_NOOP
from lstm_gui.gui.notices import NoticeBar
from lstm_gui.gui.runs.archive import RunArchive
from lstm_gui.gui.runs.resuming import Beside, Resuming

__all__ = ["RECOVER", "Recovering"]

RECOVER = "recover"


class Recovering(QObject):
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
        resuming: Resuming,
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
        self._found: Found | None = None
        self._others = 0
        notices.actionTriggered.connect(self._on_notices_action_triggered)
        archive.ask(_claim, self._on_claimed)

    def _on_claimed(self, left: Sequence[Left]) -> None:
        if not left:
            return
        newest, crash_log = left[0], self._crash_log
        self._others = len(left) - 1

        def task(store: RunStore) -> Found | None:
            return examine(store, newest, crash_log)

        self._archive.ask(task, self._on_examined)

    def _on_examined(self, found: Found | None) -> None:
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
        beside = None if found.twin is None else Beside(found.twin, found.difference)
        self._resuming.go_on(found.run, beside)


def _claim(store: RunStore) -> tuple[Left, ...]:
    return store.marks.claim()


def _said(found: Found, others: int) -> Sentence:
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
