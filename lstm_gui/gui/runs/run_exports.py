"""Gives the runs of the table to whoever exports them, with all that the window knows of each."""

from __future__ import annotations

from collections.abc import Callable

from lstm_gui.core.corpus.text import Corpus
from lstm_gui.core.export.run_export import RunExport
from lstm_gui.core.runs.run import Curve, Run, summed_up
from lstm_gui.core.runs.store import RunStore
from lstm_gui.gui.runs.archive import RunArchive
from lstm_gui.gui.runs.keeper import RunFollower
from lstm_gui.gui.runs.table_model import RunsModel
from lstm_gui.gui.runs.words import listed_name
from lstm_gui.gui.session.run_model import RunModel

__all__ = ["RunExports"]

_A_PERSONS = ("number", "name", "notes", "pinned", "digest")


class RunExports:
    """Reads a run from the archive, or as it stands where it is under way.

    Args:
        listed: The table.
        archive: The stored runs.
        own: Follows the run of the window.
        model: What the window knows of it.
        text: Returns the text in use, which may be that of an older run.
    """

    def __init__(
        self,
        listed: RunsModel,
        archive: RunArchive,
        own: RunFollower,
        model: RunModel,
        text: Callable[[], Corpus | None],
    ) -> None:
        self._listed, self._archive, self._own = listed, archive, own
        self._model, self._text = model, text

    def runs(self) -> list[tuple[str, str]]:
        """Return the ids and names of all runs, the one under way first."""
        runs = sorted(self._listed.runs, key=lambda run: (not self.is_own(run.id), -run.number))
        return [(run.id, listed_name(run)) for run in runs]

    def rows(self) -> tuple[Run, ...]:
        """Return all rows, the oldest first."""
        return tuple(sorted(self._listed.runs, key=lambda run: run.number))

    def is_own(self, run_id: str) -> bool:
        """Tell whether this is the run of the window."""
        return run_id == self._own.run_id

    def read(self, run_id: str, then: Callable[[RunExport], object]) -> None:
        """Fetch a run with its curve, and call `then` with it; of a deleted one nothing comes."""
        row = self._listed.run(run_id)
        if row is None:
            return
        if self.is_own(run_id) and self._own.live is not None:
            now, curve = self._own.live.present()
            kept = {name: getattr(row, name) for name in _A_PERSONS}
            samples, corpus = tuple(self._model.samples), self._model.corpus
            then(RunExport(now.model_copy(update=kept), curve, samples, corpus))
            return

        def task(store: RunStore) -> Curve:
            return store.curve(run_id)

        def answer(curve: Curve) -> None:
            run = row if curve.empty else summed_up(row, curve)
            then(RunExport(run, curve, corpus=self._text()))

        self._archive.ask(task, answer)
