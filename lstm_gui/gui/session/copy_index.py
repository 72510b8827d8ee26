"""The one index of the text trained on, made beside training when first something is looked up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, Signal

from lstm_gui.core.corpus.text import Corpus
from lstm_gui.core.inspection.copies import Novelty, TextIndex, novelty_of_songs, place_of
from lstm_gui.core.numbers import thousands
from lstm_gui.core.training.held_out import training_length
from lstm_gui.core.worker.events import Built
from lstm_gui.gui.session.run_model import RunModel
from lstm_gui.gui.widgets.answers import NewestAnswer

__all__ = ["CopyIndex", "IndexedText", "place_text"]

_Result = TypeVar("_Result")


class IndexedText:
    """A text with its index, which is made when it is first used; for one thread at a time."""

    def __init__(self, corpus: Corpus, trained: int) -> None:
        self.corpus, self.trained = corpus, trained
        self._songs: dict[int, Novelty | None] = {}

    @cached_property
    def index(self) -> TextIndex:
        """In order to look texts up."""
        return TextIndex.of(self.corpus, self.trained)

    @property
    def ready(self) -> bool:
        """Whether the index has been made."""
        return "index" in vars(self)

    def songs(self, least: int) -> Novelty | None:
        """Tell how much its songs repeat of each other, by copies of at least so many characters.

        None where it marks no songs. It is measured once.
        """
        if least not in self._songs:
            self._songs[least] = novelty_of_songs(self.corpus, self.index, least)
        return self._songs[least]

    def known_songs(self, least: int) -> Novelty | None:
        """Return this if it has been measured."""
        return self._songs.get(least)


@dataclass(frozen=True, slots=True)
class _Job:
    """A work, and what is called with its result."""

    work: Callable[[IndexedText], object]
    done: Callable[[Any], object]  # Any: what the work returns; `ask` sees to it that they fit


class CopyIndex(QObject):
    """Works with the index on a thread, one work at a time, for whoever asks.

    Of a work that came to nothing, such as for want of memory, nobody hears.

    Args:
        run: Whose text it is.
        parent: The window.

    Signals:
        changed: Another text is trained on; nothing that was asked before is answered.
    """

    changed = Signal()

    def __init__(self, run: RunModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._text: IndexedText | None = None
        self._waiting: dict[str, _Job] = {}
        self._under_way: tuple[IndexedText, _Job] | None = None
        self._answer = NewestAnswer(self)
        self._answer.answered.connect(self._on_answer_answered)
        self._answer.failed.connect(self._on_answer_failed)
        run.began.connect(self._on_run_built)
        run.wentTo.connect(self._on_run_built)

    @property
    def corpus(self) -> Corpus | None:
        """The text."""
        return None if self._text is None else self._text.corpus

    @property
    def ready(self) -> bool:
        """Whether the index has been made, so that answers come at once."""
        return self._text is not None and self._text.ready

    def ask(
        self,
        asker: str,
        work: Callable[[IndexedText], _Result],
        done: Callable[[_Result], object],
    ) -> None:
        """Do some work on the thread, and call `done` with what comes of it in this one.

        Of several works of one asker that wait, only the newest is done.
        """
        self._waiting[asker] = _Job(work, done)
        self._go_on()

    def _go_on(self) -> None:
        text = self._text
        if self._under_way is not None or text is None or not self._waiting:
            return
        job = self._waiting.pop(next(iter(self._waiting)))
        self._under_way = text, job
        self._answer.ask(partial(job.work, text))

    def _on_answer_answered(self, result: object) -> None:
        assert self._under_way is not None
        text, job = self._under_way
        self._under_way = None
        if text is self._text:
            job.done(result)
        self._go_on()

    def _on_answer_failed(self) -> None:
        self._under_way = None
        self._go_on()

    def _on_run_built(self, event: Built) -> None:
        trained = training_length(event.corpus, event.experiment.corpus.held_out)
        text = self._text
        if text is None or text.corpus is not event.corpus or text.trained != trained:
            self._text = IndexedText(event.corpus, trained)
            self._waiting.clear()
            self.changed.emit()


def place_text(corpus: Corpus, offset: int) -> str:
    """Name a place of the text: song and line."""
    place = place_of(corpus, offset)
    if place.song:
        template = QCoreApplication.translate("CopyIndex", "“{song}”, line {line}")
    else:
        template = QCoreApplication.translate("CopyIndex", "line {line}")
    return template.format(song=place.song, line=thousands(place.number))
