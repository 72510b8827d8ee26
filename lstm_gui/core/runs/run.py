"""A stored run: its row in the table, the changes on its record, and its curve."""

from __future__ import annotations

import math
import time
import uuid
from dataclasses import dataclass, field
from typing import Annotated, Literal

import numpy as np
from numpy.typing import ArrayLike
from pydantic import BaseModel, ConfigDict, Field

from lstm_gui.core.arrays import Doubles
from lstm_gui.core.corpus.text import Corpus
from lstm_gui.core.file_reading import AS_FOUND, FileReading
from lstm_gui.core.i18n import Sentence
from lstm_gui.core.runs.database import MOST_NUMBER
from lstm_gui.core.settings.difference import text_change
from lstm_gui.core.settings.experiment import Experiment
from lstm_gui.core.training.changes import Change, Who, described

__all__ = [
    "Curve",
    "KeptChange",
    "MOST_BATCHES",
    "Origin",
    "Run",
    "new_run",
    "require_sound",
    "summed_up",
    "text_difference",
    "thinned",
    "with_digest",
]

Origin = Literal["window", "search", "twin", "branch"]

MOST_BATCHES = 16_384
"""The batch curve is thinned to fewer points than this when it grows past twice as many."""

SPARK_POINTS = 48

_MOST_CHANGES = 1000
_FARTHEST = 1e12
_LONGEST_S = 1e11  # also of a moment: in three thousand years
_Figure = Annotated[float, Field(allow_inf_nan=True)]
_Height = Annotated[float, Field(ge=-1e4, le=1e4)]


class KeptChange(BaseModel):
    """One change of settings on a run's record; the texts are named where the text changed."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    x: Annotated[float, Field(ge=0)]
    who: Who = "user"
    before: Experiment
    after: Experiment
    text_before: Annotated[str, Field(max_length=500)] = ""
    text_after: Annotated[str, Field(max_length=500)] = ""
    back_to: Annotated[int, Field(ge=0)] | None = None

    @classmethod
    def of(cls, change: Change) -> KeptChange:
        """Return a change without its snapshot."""
        texts = [
            "" if corpus is None else corpus.name[:500]
            for corpus in (change.corpus_before, change.corpus_after)
        ]
        return cls(
            x=change.x,
            who=change.who,
            before=change.before,
            after=change.after,
            text_before=texts[0],
            text_after=texts[1],
            back_to=change.back_to,
        )

    def described(self) -> tuple[Sentence, ...]:
        """Tell what was changed, one setting each."""
        bare = Change(0, self.x, 0, self.who, self.before, self.after, None, back_to=self.back_to)
        return (*described(bare), *text_difference(self.text_before, self.text_after))


def text_difference(before: str, after: str) -> tuple[Sentence, ...]:
    """Tell that the text is another one, if it is."""
    return () if before == after else (text_change(before, after),)


class Run(BaseModel):
    """One row of the table. `number` is the one shown to people; 0 until the store has given one.

    `digest` is that of the text it was trained on, and `source` tells where that was opened: the
    key of a shipped text, or a path, and `reading` how it was read. `parent` is the id of the run
    that a branch came from.
    `held_out` is the lowest perplexity on the part held out, as that is now.
    `interrupted` tells that its session ended unexpectedly, and that it has not gone on since.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    id: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
    number: Annotated[int, Field(ge=0, le=MOST_NUMBER)] = 0
    name: Annotated[str, Field(max_length=200)] = ""
    notes: Annotated[str, Field(max_length=10_000)] = ""
    pinned: bool = False
    began: Annotated[float, Field(ge=0, le=_LONGEST_S)]
    corpus: Annotated[str, Field(max_length=500)]
    digest: Annotated[str, Field(max_length=64)] = ""
    source: Annotated[str, Field(max_length=4096)] = ""
    reading: FileReading = AS_FOUND
    experiment: Experiment
    changes: Annotated[tuple[KeptChange, ...], Field(max_length=_MOST_CHANGES)] = ()
    origin: Origin = "window"
    parent: Annotated[str, Field(pattern=r"^([0-9a-f]{32})?$")] = ""
    best: _Figure = math.nan
    last: _Figure = math.nan
    held_out: _Figure = math.nan
    epochs: Annotated[int, Field(ge=0, le=MOST_NUMBER)] = 0
    seconds: Annotated[float, Field(ge=0, le=_LONGEST_S)] = 0.0
    spark: Annotated[tuple[_Height, ...], Field(max_length=SPARK_POINTS)] = ()
    model_bytes: Annotated[int, Field(ge=0)] = 0
    interrupted: bool = False


def new_run(
    experiment: Experiment,
    corpus: Corpus,
    *,
    origin: Origin = "window",
    source: str = "",
    parent: str = "",
) -> Run:
    """Begin the row of a run on `corpus`, which is the part of the text that is used.

    The digest is left out: it takes a while for a long text. See `with_digest`.
    """
    return Run(
        id=uuid.uuid4().hex,
        began=time.time(),
        corpus=corpus.name[:500],
        source=source,
        reading=corpus.reading,
        experiment=experiment,
        origin=origin,
        parent=parent,
    )


def with_digest(run: Run, corpus: Corpus) -> Run:
    """Return the run with the digest of the text that it is trained on."""
    return run.model_copy(update={"digest": corpus.digest})


@dataclass(frozen=True, slots=True)
class Curve:
    """What was measured, in columns.

    `epochs` has the rows epoch, perplexity, and seconds of training until then; `batches` has x in
    epochs, the number of the step, the loss in nats, and those seconds. `held_out` has the rows of
    `epochs`, of the part held out, for the epochs after which that was read.
    """

    epochs: Doubles = field(default_factory=lambda: np.empty((3, 0)))
    batches: Doubles = field(default_factory=lambda: np.empty((4, 0)))
    held_out: Doubles = field(default_factory=lambda: np.empty((3, 0)))

    @property
    def empty(self) -> bool:
        """Whether nothing was measured."""
        return not (self.epochs.size or self.batches.size)

    @classmethod
    def of_epochs(
        cls, perplexity: ArrayLike, seconds: ArrayLike, held_out: ArrayLike = ()
    ) -> Curve:
        """Make the curve of a run of which only whole epochs are known, from the first on.

        Args:
            perplexity: Of each epoch.
            seconds: That each epoch took.
            held_out: The perplexity on the part held out after each; NaN where it was not read.
        """
        values, read = (
            np.atleast_1d(np.asarray(column, np.float64)) for column in (perplexity, held_out)
        )
        numbers = np.arange(1.0, values.size + 1)
        elapsed = np.cumsum(np.broadcast_to(np.asarray(seconds, np.float64), values.shape))
        kept = np.flatnonzero(~np.isnan(read))
        return cls(
            epochs=np.stack([numbers, values, elapsed]),
            held_out=np.stack([numbers[kept], read[kept], elapsed[kept]]),
        )


def summed_up(run: Run, curve: Curve) -> Run:
    """Return a run with its best and last perplexity, epochs, time and small picture."""
    epochs, batches = curve.epochs, curve.batches
    finite = epochs[1][np.isfinite(epochs[1])]
    seconds = max((float(part[-1, -1]) for part in (epochs, batches) if part.size), default=0.0)
    return run.model_copy(
        update={
            "best": float(finite.min()) if finite.size else math.nan,
            "last": float(epochs[1, -1]) if epochs.size else math.nan,
            "held_out": _best_held_out(run, curve),
            "epochs": int(epochs[0, -1]) if epochs.size else 0,
            "seconds": seconds,
            "spark": _spark(curve),
        }
    )


def _best_held_out(run: Run, curve: Curve) -> float:
    """Return the lowest reading of the part held out since it is the part that it is now."""
    since = max((c.x for c in run.changes if c.text_after or _other_part(c)), default=0.0)
    epochs, values, _ = curve.held_out
    compared = values[(epochs > since) & np.isfinite(values)]
    return float(compared.min()) if compared.size else math.nan


def _other_part(change: KeptChange) -> bool:
    return change.before.corpus != change.after.corpus


def thinned(batches: Doubles) -> Doubles:
    """Return the batches, or half of them if they are very many: of four the least and greatest."""
    while batches.shape[1] > 2 * MOST_BATCHES:
        whole = batches.shape[1] // 4 * 4
        losses = np.where(np.isnan(batches[2, :whole]), np.inf, batches[2, :whole]).reshape(-1, 4)
        starts = np.arange(0, whole, 4)
        picked = np.stack([losses.argmin(axis=1), losses.argmax(axis=1)]) + starts
        rest = np.arange(whole, batches.shape[1])
        batches = batches[:, np.unique(np.concatenate([picked.ravel(), rest]))]
    return batches


def require_sound(curve: Curve) -> None:
    """Refuse a curve with a place or a time that is none; what was measured there may be NaN.

    Raises:
        ValueError: It cannot have been measured.
    """
    epochs, batches, held_out = curve.epochs, curve.batches, curve.held_out
    for axis in (epochs[0], epochs[2], batches[0], batches[1], batches[3], held_out[0]):
        if not np.all((axis >= 0) & (axis < _FARTHEST)):  # also where it is no number
            raise ValueError("a place or a time is none")


def _spark(curve: Curve) -> tuple[float, ...]:
    """Return a few log10 of the perplexity, at equal steps along the run."""
    epochs, batches = curve.epochs, curve.batches
    x, y = (epochs[0], np.log10(np.maximum(epochs[1], 1e-9)))
    if x.size < 2:
        x, y = batches[0], batches[2] / math.log(10)
    kept = np.isfinite(y)
    if kept.sum() < 2:
        return ()
    x, y = x[kept], y[kept]
    places = np.linspace(x[0], x[-1], min(SPARK_POINTS, x.size))
    return tuple(round(float(value), 4) for value in np.interp(places, x, y))
