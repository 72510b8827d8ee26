"""The row of a run while it is trained; its curves are those that the window draws."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from lstm_gui.core.corpus.text import Corpus
from lstm_gui.core.runs.run import Curve, KeptChange, Run, summed_up
from lstm_gui.core.settings.experiment import Experiment
from lstm_gui.core.training.changes import Change
from lstm_gui.core.training.curves import RunCurves, Travel

__all__ = ["LiveRun"]

_MOST_CHANGES = 1000


class LiveRun:
    """The record of one run under way.

    Args:
        run: Its row; the digest of the text is left to whoever has the time to work it out.
        corpus: The text that it is trained on.
        curves: What is measured of it; whoever trains adds to it and goes back and forth in it.
    """

    def __init__(self, run: Run, corpus: Corpus, curves: RunCurves) -> None:
        self.corpus = corpus
        self._run = run
        self._earlier = run.changes
        self._curves = curves
        self._far_end: Run | None = None

    @property
    def id(self) -> str:
        """What it is called in the store."""
        return self._run.id

    @property
    def learned(self) -> bool:
        """Whether there is anything to keep."""
        return len(self._curves.batches) > 0

    @property
    def row(self) -> Run:
        """The row as it is now, without a new sum."""
        return self._run

    def set_experiment(self, experiment: Experiment) -> None:
        """Go on with other settings."""
        self._run = self._run.model_copy(update={"experiment": experiment})

    def go_on(self, experiment: Experiment, corpus: Corpus, travel: Travel) -> None:
        """Go on from another moment, to which the curves have gone already."""
        if travel == "undo" and not self._curves.can_redo:
            self._far_end = self._run
        self.corpus = corpus
        name, reading = corpus.name[:500], corpus.reading
        update = {"experiment": experiment, "corpus": name, "reading": reading}
        self._run = self._run.model_copy(update=update)

    def set_source(self, source: str) -> None:
        """Take note of where the text was opened, for it can change under a run."""
        self._run = self._run.model_copy(update={"source": source})

    def set_changes(self, changes: Sequence[Change], *, redo: bool) -> None:
        """Take what is on record now; `redo` tells whether there is a way forward again."""
        kept = (*self._earlier, *(KeptChange.of(change) for change in changes))
        self._run = self._run.model_copy(update={"changes": kept[-_MOST_CHANGES:]})
        if not redo:
            self._far_end = None

    def present(self) -> tuple[Run, Curve]:
        """Return the row and the curve up to now."""
        curve = Curve(*self._curves.measured())
        return summed_up(self._run, curve), curve

    def whole(self) -> tuple[Run, Curve]:
        """Return the row and the curve with all that was undone."""
        if self._far_end is None:
            return self.present()
        curve = Curve(*self._curves.whole())
        return summed_up(self._far_end, curve), curve

    def branch(self) -> LiveRun:
        """Return a second run with the same past, which goes on with these curves."""
        own = {"id": uuid.uuid4().hex, "number": 0, "name": "", "notes": "", "pinned": False}
        origin = {"origin": "branch", "parent": self._run.id}
        twin = LiveRun(
            self.present()[0].model_copy(update={**own, **origin}), self.corpus, self._curves
        )
        twin._earlier = self._earlier
        return twin
