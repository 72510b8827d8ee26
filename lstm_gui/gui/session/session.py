"""What is asked of the engine for the window: a text, settings, a run, and what they become."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from lstm_gui.core.corpus.named_texts import load_named, name_of_text, names_file, settings_with
from lstm_gui.core.corpus.text import Corpus, suggest_prefixes
from lstm_gui.core.errors import CorpusError
from lstm_gui.core.file_reading import AS_FOUND, FileReading
from lstm_gui.core.files import path_of, path_text
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP, Sentence
from lstm_gui.core.model.checkpoint import Checkpoint
from lstm_gui.core.settings.difference import Difference
from lstm_gui.core.settings.experiment import Experiment, changed_together, needs_new_model
from lstm_gui.core.settings.groups import TrainConfig
from lstm_gui.core.training.carry_over import Basis, what_is_lost
from lstm_gui.core.training.changes import Who
from lstm_gui.core.worker.commands import Carry, Pause, Start
from lstm_gui.core.worker.events import Built, Configured, Failure
from lstm_gui.core.worker.states import ENDED, NO_MODEL, UNTRAINED, RunState
from lstm_gui.gui.session.bridge import WorkerBridge

__all__ = ["CorpusLoader", "KnownTexts", "Opened", "Session"]


_NOT_READ = QT_TRANSLATE_NOOP(
    "Errors", "The text could not be read ({reason}). Try again, or choose another one."
)

_log = logging.getLogger(__name__)


class CorpusLoader(QObject):
    """Load texts on a short-lived thread; of several requests only the newest is answered.

    Signals:
        loaded(Corpus): The text is ready.
        refused(CorpusError): It cannot be used.
    """

    loaded = Signal(object)
    refused = Signal(object)

    _done = Signal(int, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._request = 0
        self._done.connect(self._on_done, Qt.ConnectionType.QueuedConnection)

    def load(self, name: str, reading: FileReading = AS_FOUND) -> None:
        """Load a text by its name; a file is read so."""
        self._begin(lambda: load_named(name, reading))

    def _begin(self, job: Callable[[], Corpus]) -> None:
        self._request += 1
        number = self._request

        def work() -> None:
            result: Corpus | CorpusError
            try:
                result = job()
            except CorpusError as error:
                result = error
            except Exception as error:  # such as no memory; whoever waits must hear of it
                _log.info("a text could not be read", exc_info=error)
                result = CorpusError(_NOT_READ, reason=str(error) or type(error).__name__)
            with suppress(RuntimeError):  # the window has been closed meanwhile
                self._done.emit(number, result)

        threading.Thread(target=work, name="corpus", daemon=True).start()

    def _on_done(self, number: int, result: Corpus | CorpusError) -> None:
        if number != self._request:
            return
        if isinstance(result, CorpusError):
            self.refused.emit(result)
        else:
            self.loaded.emit(result)


Opened = tuple[Corpus, Path | None]
"""A whole text, and the file it was opened from; None for one that comes with the program."""


class KnownTexts:
    """Texts that the engine was asked to use, the newest last.

    The engine tells which part of a text it uses. Undo can lead back to an earlier text, and of
    two texts asked for in quick succession the second can be refused, so the last one asked for
    need not be the one in use: it is found again by what it says.
    """

    def __init__(self) -> None:
        self._texts: list[Opened] = []

    def __len__(self) -> int:
        return len(self._texts)

    def add(self, corpus: Corpus, source: Path | None) -> None:
        """Take note of a text that is asked for now."""
        self._texts = [
            *(known for known in self._texts if known[0] is not corpus),
            (corpus, source),
        ]

    def of(self, used: Corpus) -> Opened:
        """Return the whole text of which `used` is the first part; itself if none is known."""
        for corpus, source in reversed(self._texts):
            same_file = (corpus.name, corpus.reading) == (used.name, used.reading)
            if corpus is used or (same_file and corpus.text.startswith(used.text)):
                return corpus, source
        return used, None

    def forget_before(self, corpus: Corpus) -> None:
        """Drop the texts before this one: a new run does not lead back to them."""
        places = [place for place, known in enumerate(self._texts) if known[0] is corpus]
        if places:
            del self._texts[: places[0]]


class Session(QObject):
    """The text, settings and run of one window.

    Signals:
        built(Built): Another model stands; text and settings are those in it.
        configured(Experiment): Live settings act now.
        stateChanged(RunState): The run is in another state.
        startAwaited(bool): Training starts as soon as there is a model, or no longer.
        textOffered(Corpus): A text is loaded, but a trained model would be lost to it.
        buildRefused(): A new model was refused; the present one stays.
    """

    built = Signal(object)
    configured = Signal(object)
    stateChanged = Signal(object)
    startAwaited = Signal(bool)
    textOffered = Signal(object)
    buildRefused = Signal()

    def __init__(self, bridge: WorkerBridge, loader: CorpusLoader, experiment: Experiment) -> None:
        super().__init__()
        self._bridge = bridge
        self._loader = loader
        self._run = bridge.run
        self._run.experiment = experiment
        self.corpus: Corpus | None = None
        self.source: Path | None = None
        self._texts = KnownTexts()
        self._offered: Opened | None = None
        self._offered_settings: Mapping[str, object] = {}
        self.before_opening: Callable[[Callable[[], None]], None] = _at_once
        """Called with what opens a model; whoever wants to ask first puts itself here."""
        self._next_source: Path | None = None
        self._next_settings: Mapping[str, object] = {}
        """What is to be set with the text that is being loaded."""
        self._start_when_built = False
        self._who: Who = "user"
        self._gesture, self._gestures = 0, 0
        loader.loaded.connect(self._on_loader_loaded)
        bridge.engineReady.connect(self._on_bridge_engine_ready)
        self._run.began.connect(self._on_run_built)
        self._run.wentTo.connect(self._on_run_built)
        self._run.settingsChanged.connect(self._on_run_settings_changed)
        self._run.stateChanged.connect(self._on_run_state_changed)
        self._run.failed.connect(self._on_run_failed)

    @property
    def experiment(self) -> Experiment:
        """The settings in use; before there is a model, those that are wanted."""
        return self._run.experiment

    @property
    def state(self) -> RunState:
        """What the run is doing."""
        return self._run.state

    @property
    def used(self) -> Corpus | None:
        """The part of the text that the model is trained on."""
        return self._run.corpus

    # Texts

    def open_named(
        self,
        name: str,
        reading: FileReading = AS_FOUND,
        settings: Mapping[str, object] | None = None,
    ) -> None:
        """Open a text by its name: lyrics that come with the program, a task, or a file.

        Without `settings` a task comes with those that learn it.
        """
        if names_file(name):
            self.open_file(path_of(name), reading, settings)
            return
        given = settings_with(name) if settings is None else settings
        self._next_source, self._next_settings = None, given
        self._loader.load(name)

    def open_file(
        self,
        path: Path,
        reading: FileReading = AS_FOUND,
        settings: Mapping[str, object] | None = None,
    ) -> None:
        """Open a text file, or a zip with one inside, as the person wants it read.

        `settings` come with it, by their dotted names, such as the share that is held out.
        """
        self._next_source, self._next_settings = path, settings or {}
        self._loader.load(path_text(path), reading)

    def take_text(self, *, keep: bool) -> None:
        """Take the text that was offered: keep what fits of the model, or begin with a new one."""
        if self._offered is None:
            return
        if not keep:
            self._use(self._offered, self._offered_settings, start=self.state is RunState.RUNNING)
            return
        (corpus, source), self._offered = self._offered, None
        self._texts.add(corpus, source)
        wanted = _fitted(self.experiment, self._offered_settings, corpus)
        self._bridge.post(Carry(wanted, corpus, self._who))

    # Settings

    def edit(self, draft: Experiment) -> None:
        """Take over settings while nothing has been learned yet."""
        if self.corpus is None or self.state in NO_MODEL:
            self._run.experiment = draft
            self._build_if_possible()
        elif needs_new_model(self.experiment, draft) or self.state is RunState.FAILED:
            self._ask(draft)
        else:
            self._bridge.configure(draft, self._who, self._gesture)

    def edit_live(self, experiment: Experiment) -> None:
        """Use live settings from the next batch on."""
        self._bridge.configure(experiment, self._who, self._gesture)

    def set_dragging(self, dragging: bool) -> None:
        """Tell that what is edited from now on is one change, or no longer."""
        self._gestures += dragging
        self._gesture = self._gestures if dragging else 0

    @contextmanager
    def on_behalf_of(self, who: Who) -> Iterator[None]:
        """Put on record that changes made within are the idea of `who`."""
        before, self._who = self._who, who
        try:
            yield
        finally:
            self._who = before

    def restart(
        self, experiment: Experiment, opened: Opened | None = None, *, start: bool = False
    ) -> None:
        """Begin a new run with these settings, on another text if one is given.

        It starts if that is asked for or one was under way.
        """
        text = self._text_for(opened)
        if text is not None:
            self._bridge.build(_fitted(experiment, {}, text) if opened else experiment, text)
            if start or self.state is RunState.RUNNING:
                self._bridge.post(Start())

    def carry(self, experiment: Experiment) -> None:
        """Go on with these settings and the text in use, and keep what fits."""
        if self.corpus is not None:
            self._texts.add(self.corpus, self.source)
            self._bridge.post(Carry(experiment, self.corpus, self._who))

    def losses(self, experiment: Experiment | None = None) -> tuple[Sentence, ...]:
        """Tell what could not carry over to these settings, or to the text that was offered."""
        if experiment is not None:
            return () if self.corpus is None else self._losses(experiment, self.corpus)
        if self._offered is None:
            return ()
        corpus = self._offered[0]
        return self._losses(_fitted(self.experiment, self._offered_settings, corpus), corpus)

    def _losses(self, experiment: Experiment, corpus: Corpus) -> tuple[Sentence, ...]:
        if self.used is None:
            return ()
        new = Basis(experiment, corpus.first(experiment.corpus.max_chars))
        old = Basis(self.experiment, self.used)
        return tuple(loss.sentence for loss in what_is_lost(old, new))

    # Runs

    def start(self) -> None:
        """Begin, go on, or begin again after the end; before there is a model, once it is there."""
        if self.state in NO_MODEL:
            self._await_start(True)
            return
        if self.state in ENDED and self.corpus is not None:
            self._ask(self.experiment)
        self._bridge.post(Start())

    def pause(self) -> None:
        """Rest after this batch, or go on if the run rests."""
        self._bridge.post(Start() if self.state is RunState.PAUSED else Pause())

    def reset(self) -> None:
        """Go back to the initial weights, with the same seed."""
        if self.corpus is not None:
            self._ask(self.experiment)

    def begin_twin(
        self,
        difference: Difference,
        experiment: Experiment | None = None,
        opened: Opened | None = None,
        *,
        start: bool = False,
    ) -> None:
        """Begin anew with two models that differ in one setting.

        They have other settings or another text if these are given, and start if that is asked
        for or one was trained.
        """
        text = self._text_for(opened)
        if text is not None:
            wanted = self.experiment
            if experiment is not None:
                wanted = _fitted(experiment, {}, text)
            self._bridge.build_twin(wanted, difference, text)
            if start or self.state is RunState.RUNNING:
                self._bridge.post(Start())

    def open_model(
        self,
        model: Path | Checkpoint,
        corpus: Corpus | None = None,
        source: Path | None = None,
        *,
        opening: Callable[[], None] | None = None,
        probe: str = "",
    ) -> None:
        """Go on with a model, or with that of a file, on the present text or on another one.

        `opening` is called just before the model is asked for, which may take a yes first. The
        memory is shown of `probe` from then on, if there is one.
        """
        self.before_opening(partial(self._open_model, model, corpus, source, opening, probe))

    def open_twin(
        self,
        paths: tuple[Path, Path],
        difference: Difference,
        corpus: Corpus,
        source: Path | None,
        *,
        opening: Callable[[], None],
    ) -> None:
        """Go on with the models of two checkpoints side by side; see `open_model`."""

        def act() -> None:
            opening()
            self._texts.add(corpus, source)
            self._bridge.load_twin(*paths, difference, corpus)

        self.before_opening(act)

    def opened_from(self) -> str:
        """Tell where the text in use was opened; see `named_texts`."""
        return "" if self.corpus is None else name_of_text(self.corpus, self.source)

    # Answers

    def _open_model(
        self,
        model: Path | Checkpoint,
        corpus: Corpus | None,
        source: Path | None,
        opening: Callable[[], None] | None,
        probe: str,
    ) -> None:
        if corpus is None:
            corpus, source = self.corpus, self.source
        if corpus is not None:
            if opening is not None:
                opening()
            self._texts.add(corpus, source)
            self._bridge.load(model, corpus, probe)

    def _on_loader_loaded(self, corpus: Corpus) -> None:
        opened = (corpus, self._next_source)
        if self.state in UNTRAINED:
            self._use(opened, self._next_settings, start=False)
        else:
            self._offered, self._offered_settings = opened, self._next_settings
            self.textOffered.emit(corpus)

    def _use(
        self, opened: Opened, settings: Mapping[str, object] | None = None, *, start: bool
    ) -> None:
        self._offered = None
        corpus, source = opened
        self._texts.add(corpus, source)
        wanted = _fitted(self.experiment, settings or {}, corpus)
        if self.state is RunState.LOADING:
            self.corpus, self.source = opened
            self._run.experiment = wanted
            return
        self._bridge.build(wanted, corpus)
        if start:
            self._bridge.post(Start())

    def _ask(self, experiment: Experiment) -> None:
        assert self.corpus is not None
        self._texts.add(self.corpus, self.source)
        self._bridge.build(experiment, self.corpus)

    def _text_for(self, opened: Opened | None) -> Corpus | None:
        """Return the text of a run that is to begin: this one, or that in use if there is one."""
        if opened is not None:
            self._offered = None
        elif self.corpus is not None:
            opened = self.corpus, self.source
        else:
            return None
        self._texts.add(*opened)
        return opened[0]

    def _build_if_possible(self) -> None:
        if self.corpus is not None and self.state is not RunState.LOADING:
            self._use((self.corpus, self.source), start=False)

    def _on_bridge_engine_ready(self) -> None:
        if self.corpus is not None:
            self._use((self.corpus, self.source), start=False)

    def _on_run_built(self, event: Built) -> None:
        self.corpus, self.source = self._texts.of(event.corpus)
        if not event.continues:
            self._texts.forget_before(self.corpus)
        self.built.emit(event)

    def _on_run_settings_changed(self, event: Configured) -> None:
        self.configured.emit(event.experiment)

    def _on_run_state_changed(self, state: RunState) -> None:
        self.stateChanged.emit(state)
        if self._start_when_built and state not in NO_MODEL:
            self._await_start(False)
            if state is RunState.READY:
                self._bridge.post(Start())

    def _await_start(self, awaited: bool) -> None:
        self._start_when_built = awaited
        self.startAwaited.emit(awaited)

    def _on_run_failed(self, failure: Failure) -> None:
        if failure.doing == "command":
            self.buildRefused.emit()


def _at_once(act: Callable[[], None]) -> None:
    act()


def _fitted(experiment: Experiment, settings: Mapping[str, object], corpus: Corpus) -> Experiment:
    """Set what comes with a text, and replace prefixes that it could not go on from."""
    experiment = changed_together(experiment, settings)
    used = corpus.first(experiment.corpus.max_chars)
    prefixes = suggest_prefixes(used, experiment.train.prefixes)
    train = TrainConfig(**{**experiment.train.model_dump(), "prefixes": prefixes})
    return experiment.model_copy(update={"train": train})
