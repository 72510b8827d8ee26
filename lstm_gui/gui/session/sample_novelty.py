"""How much of the samples of a run is new: of each that is seen, and of those of each epoch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal

from lstm_gui.core.corpus.text import Corpus
from lstm_gui.core.inspection.copies import (
    LEAST_SPAN,
    Novelty,
    Span,
    longest_copy,
    novelty,
    novelty_of_samples,
    spans,
)
from lstm_gui.core.training.curves import SeriesColumns
from lstm_gui.core.training.progress import SampleDone
from lstm_gui.core.worker.events import Built
from lstm_gui.gui.session.copy_index import CopyIndex, IndexedText
from lstm_gui.gui.session.run_model import RunModel
from lstm_gui.gui.widgets.timers import one_shot

__all__ = ["SampleCopies", "SampleNovelty"]

AT_ONCE = 1_000_000
"""A text of up to so many characters has an index within some tenths of a second: it is made for
the list of samples. That of a longer one is used if the studio has had it made."""

_SLICE = 100
"""Epochs that are looked up in one go."""

_Texts = tuple[tuple[str, str], ...]
"""Prefixes, and what was written after each."""


@dataclass(frozen=True, slots=True)
class SampleCopies:
    """How much of a sample is not copied, and the longest copy from the text trained on."""

    share_new: float
    longest: Span | None


@dataclass(frozen=True, slots=True)
class _Found:
    samples: dict[tuple[str, str], SampleCopies]
    epochs: dict[_Texts, float]
    songs: Novelty | None


class SampleNovelty(QObject):
    """Looks samples up beside training, as far as somebody wants to know.

    Args:
        copies: Where they are looked up.
        run: Whose samples they are.
        parent: The window.

    Signals:
        changed: More is known, or another run has begun.
    """

    changed = Signal()

    def __init__(self, copies: CopyIndex, run: RunModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._copies, self._run = copies, run
        self._samples: dict[tuple[str, str], SampleCopies | None] = {}  # None: it is asked for
        self._groups: dict[int, dict[str, str]] = {}
        self._grouped = 0
        self._place = 0.0
        self._epochs: dict[_Texts, float] = {}
        self._songs: Novelty | None = None
        self._following = False
        self._soon = one_shot(self)
        self._soon.timeout.connect(self._on_soon_timeout)
        run.began.connect(self._forget)
        run.wentTo.connect(self._on_run_went_to)
        run.sampleAdded.connect(self._on_run_sample_added)
        copies.changed.connect(self._forget)

    @property
    def corpus(self) -> Corpus | None:
        """The text in which copies are found."""
        return self._copies.corpus

    @property
    def songs(self) -> Novelty | None:
        """The same of real songs among themselves, if there are songs and it has been measured."""
        return self._songs

    def of(self, prefix: str, text: str) -> SampleCopies | None:
        """Tell of one sample what is known; if nothing is, it is looked up, and `changed` tells."""
        key = (prefix, text)
        if key not in self._samples and self._may_look_up():
            self._samples[key] = None
            self._soon.start()
        return self._samples.get(key)

    def follow(self, wanted: bool) -> None:
        """Look up the samples of each epoch from now on, and those that there are, or no longer."""
        self._following = wanted
        if wanted:
            self._soon.start()

    def points(self) -> SeriesColumns:
        """Return x, the epochs up to the present moment; new and songs, in percent of a text."""
        self._group()
        points = SeriesColumns("x", "new", "songs")
        songs = float("nan") if self._songs is None else 100 * self._songs.share_new
        for epoch in sorted(self._groups):
            share = self._epochs.get(tuple(self._groups[epoch].items()))
            if share is not None and epoch <= self._place:
                points.append(epoch, 100 * share, songs)
        return points

    def _may_look_up(self) -> bool:
        corpus = self._copies.corpus
        return corpus is not None and (self._copies.ready or len(corpus) <= AT_ONCE)

    def _forget(self) -> None:
        self._samples, self._epochs, self._songs = {}, {}, None
        self._groups, self._grouped, self._place = {}, 0, 0.0
        self.changed.emit()

    def _group(self) -> None:
        """Put new samples to their epochs; an epoch that comes again ends what came after it."""
        for sample in self._run.samples[self._grouped :]:
            group = self._groups.get(sample.epoch)
            if group is None or sample.prefix in group:
                for later in [epoch for epoch in self._groups if epoch >= sample.epoch]:
                    del self._groups[later]
                group = self._groups[sample.epoch] = {}
            group[sample.prefix] = sample.text
        self._grouped = len(self._run.samples)

    def _ask(self) -> bool:
        """Ask for what is wanted and not known; return whether there is such a thing."""
        samples = [key for key, known in self._samples.items() if known is None]
        epochs: list[_Texts] = []
        if self._following:
            self._group()
            groups = (tuple(group.items()) for group in self._groups.values())
            epochs = [group for group in groups if group not in self._epochs][:_SLICE]
        if samples or epochs:
            work = partial(_look_up, samples=samples, epochs=epochs)
            self._copies.ask("samples", work, self._on_found)
        return bool(samples or epochs)

    def _on_soon_timeout(self) -> None:
        if not self._ask():  # an epoch whose texts are those of an earlier one is known at once
            self.changed.emit()

    def _on_found(self, found: _Found) -> None:
        self._samples.update(found.samples)
        self._epochs.update(found.epochs)
        if found.epochs:
            self._songs = found.songs
        self.changed.emit()
        self._ask()

    def _on_run_went_to(self, event: Built) -> None:
        self._place = event.x
        self.changed.emit()

    def _on_run_sample_added(self, sample: SampleDone) -> None:
        self._place = max(self._place, sample.epoch)
        if self._following:
            self._soon.start()


def _look_up(
    text: IndexedText, *, samples: Sequence[tuple[str, str]], epochs: Sequence[_Texts]
) -> _Found:
    return _Found(
        {key: _copies_in(*key, text) for key in samples},
        {group: novelty_of_samples(group, text.index).share_new for group in epochs},
        text.songs(LEAST_SPAN) if epochs else None,
    )


def _copies_in(prefix: str, written: str, text: IndexedText) -> SampleCopies:
    whole = prefix + written
    found = spans(whole, text.index)
    share = novelty(whole, found, len(prefix)).share_new
    return SampleCopies(share, longest_copy(found, len(prefix)))
