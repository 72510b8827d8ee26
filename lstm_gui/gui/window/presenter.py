"""Brings what the session and the engine say to the parts of the window, and nothing more."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject

from lstm_gui.core.i18n import QT_TRANSLATE_NOOP, Sentence
from lstm_gui.core.settings.experiment import Experiment
from lstm_gui.core.settings.presets import PRESETS, preset_of
from lstm_gui.core.training.baselines import reference_curve
from lstm_gui.core.training.changes import Change, described
from lstm_gui.core.training.curves import perplexity_of
from lstm_gui.core.training.held_out import songs_held_out, training_length
from lstm_gui.core.training.progress import EpochDone, HeldOutDone, SampleDone
from lstm_gui.core.worker.commands import BackToBest
from lstm_gui.core.worker.events import Built, ChangesUpdated, Failure
from lstm_gui.core.worker.states import UNTRAINED, RunState
from lstm_gui.gui.plots.perplexity_curves import CutOff
from lstm_gui.gui.session.bridge import WorkerBridge
from lstm_gui.gui.session.run_signals import StepBatch
from lstm_gui.gui.session.session import Session
from lstm_gui.gui.watch.watchman import WatchFeed
from lstm_gui.gui.widgets.translation import error_sentence, translated
from lstm_gui.gui.window.parts import Parts

__all__ = ["HeldOutPresenter", "Presenter"]

_REFUSED = "command"
"""The key of what the engine says when it refuses an act; another model makes it out of date."""

_SAVED = QT_TRANSLATE_NOOP("Presenter", "The model is saved in {file}.")
_UNEXPECTED = QT_TRANSLATE_NOOP(
    "Presenter", "Something unexpected happened in the engine. Press Reset to go on."
)
_NO_PICTURE = QT_TRANSLATE_NOOP("Presenter", "{file} could not be written. Choose another folder.")


class Presenter(QObject):
    """Shows the run in the parts of the window."""

    def __init__(
        self, parts: Parts, session: Session, bridge: WorkerBridge, *, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._parts = parts
        self._session = session
        self._bridge = bridge
        self._last: EpochDone | None = None
        self._record: ChangesUpdated | None = None
        self._epochs: list[EpochDone] = []
        self._cut_off: list[tuple[float, CutOff]] = []
        self._connect()
        self._on_session_state_changed(session.state)

    def retranslate(self) -> None:
        """Set the texts that depend on the run."""
        parts, session = self._parts, self._session
        if session.state in UNTRAINED:
            parts.plot.set_message(
                self.tr("Press Start: the model reads the text again and again, and this falls.")
            )
        self._show_reference()

    def change_language(self) -> None:
        """Say again, in another language, what the parts were given in words."""
        self._show_record()

    def _connect(self) -> None:
        session, bridge, parts = self._session, self._bridge, self._parts
        session.built.connect(self._on_session_built)
        session.configured.connect(self._on_session_configured)
        session.stateChanged.connect(self._on_session_state_changed)
        session.buildRefused.connect(self._on_session_build_refused)
        bridge.engineReady.connect(parts.run_bar.set_contexts)
        bridge.stepsAdded.connect(self._on_bridge_steps_added)
        bridge.epochsDone.connect(self._on_bridge_epochs_done)
        bridge.sampleDone.connect(self._on_bridge_sample_done)
        bridge.recordChanged.connect(self._on_bridge_record_changed)
        bridge.diverged.connect(self._on_bridge_diverged)
        bridge.saved.connect(self._on_bridge_saved)
        bridge.failed.connect(self._on_bridge_failed)
        parts.plot.pictureFailed.connect(self._on_plot_picture_failed)

    # The run

    def _on_session_built(self, event: Built) -> None:
        parts, experiment = self._parts, event.experiment
        if event.continues:
            self._go_on_from(event)
        else:
            self._begin_afresh()
        parts.config.set_experiment(experiment)
        parts.notices.dismiss(_REFUSED)
        self._withdraw_warning()
        self._show_card(event)
        self._show_experiment(experiment, event.position.epoch)
        self.retranslate()

    def _begin_afresh(self) -> None:
        parts = self._parts
        self._epochs, self._cut_off, self._last = [], [], None
        parts.plot.clear()
        parts.lyrics.samples.clear()
        parts.status.clear()

    def _go_on_from(self, event: Built) -> None:
        """Let the curve end where the run stands now; keep the rest, for it may come back."""
        if event.travel == "branch":  # what had been undone belongs to the other run
            self._cut_off.clear()
        x, epochs = event.x, event.position.epoch
        while self._cut_off and self._cut_off[-1][0] <= x:
            self._parts.plot.join(self._cut_off.pop()[1])
        gone = self._parts.plot.cut(x)
        if gone.steps.size:
            self._cut_off.append((float(gone.steps[0, -1]), gone))
        earlier = [epoch for epoch in self._epochs if epoch.epoch <= epochs]
        self._last = earlier[-1] if earlier else None

    def _on_bridge_record_changed(self, record: ChangesUpdated) -> None:
        self._record = record
        self._show_record()

    def _show_record(self) -> None:
        record = self._record
        if record is None:
            return
        marks = [(change.x, _in_words(change)) for change in record.changes]
        self._parts.plot.set_marks(marks)
        self._parts.actions.set_undo(
            _in_words(record.undo) if record.undo else "",
            _in_words(record.redo) if record.redo else "",
        )

    def _withdraw_warning(self) -> None:
        """Warn of a preset no longer when the settings are not its own, nor waiting to be."""
        preset = PRESETS.get(preset_of(self._parts.config.draft) or "")
        if preset is None or not preset.warning:
            self._parts.notices.dismiss("preset")

    def _on_session_configured(self, experiment: Experiment) -> None:
        self._parts.config.set_applied(experiment)
        self._withdraw_warning()
        self._show_experiment(experiment, self._last.epoch if self._last else 0)

    def _on_session_state_changed(self, state: RunState) -> None:
        parts = self._parts
        parts.actions.set_state(state)
        parts.run_bar.set_state(state)
        parts.status.set_state(state)
        parts.config.set_running_model(state not in UNTRAINED)
        self.retranslate()

    def _on_session_build_refused(self) -> None:
        self._parts.config.refuse(self._session.experiment)
        self._parts.run_bar.set_context(self._session.experiment.compute.context)

    def _on_bridge_steps_added(self, batch: StepBatch) -> None:
        self._parts.status.add_steps(batch)
        perplexity = perplexity_of(batch.loss)
        self._parts.plot.append_steps(
            batch.x, perplexity, last=batch.last.step, seconds=batch.seconds
        )
        self._parts.plot.set_message("")

    def _on_bridge_epochs_done(self, epochs: list[EpochDone]) -> None:
        for epoch in epochs:
            self._parts.plot.append_epoch(epoch.epoch, epoch.perplexity)
        self._epochs += epochs
        self._cut_off.clear()
        self._last = epochs[-1]
        planned = self._session.experiment.train.epochs
        self._parts.run_bar.set_progress(self._last.epoch, planned, self._last.perplexity)

    def _on_bridge_sample_done(self, sample: SampleDone) -> None:
        self._parts.lyrics.samples.add_sample(
            sample.epoch,
            sample.perplexity,
            seconds=sample.seconds,
            prefix=sample.prefix,
            text=sample.text,
        )

    def _on_bridge_diverged(self) -> None:
        """Say why, where the settings are known to fail; what to do, the watch says."""
        preset = PRESETS.get(preset_of(self._session.experiment) or "")
        if preset is not None and preset.warning:
            why = Sentence(preset.warning, context="Presets")
            self._parts.notices.show_notice(why, "warning", key="preset")

    # Outcomes

    def _on_bridge_saved(self, path: object) -> None:
        self._parts.notices.dismiss("save")
        text = Sentence(_SAVED, {"file": str(path)}, "Presenter")
        self._parts.notices.show_notice(text, "info", key="saved")

    def _on_bridge_failed(self, failure: Failure) -> None:
        if failure.expected:
            text = error_sentence(failure.template, failure.values)
            self._parts.notices.show_notice(text, "error", key=failure.doing)
            return
        text = Sentence(_UNEXPECTED, context="Presenter")
        self._parts.notices.show_notice(text, "error", details=failure.details)

    def _on_plot_picture_failed(self, path: str) -> None:
        text = Sentence(_NO_PICTURE, {"file": path}, "Presenter")
        self._parts.notices.show_notice(text, "error", key="picture")

    # Showing

    def _show_experiment(self, experiment: Experiment, epoch: int) -> None:
        parts, epochs = self._parts, experiment.train.epochs
        parts.run_bar.set_context(experiment.compute.context)
        parts.run_bar.set_preset(preset_of(experiment))
        perplexity = self._last.perplexity if self._last else None
        parts.run_bar.set_progress(epoch, epochs, perplexity)
        parts.status.set_run(experiment.compute.context, epochs, epoch)
        parts.plot.set_epochs(epochs)

    def _show_card(self, event: Built) -> None:
        session, used = self._session, event.corpus
        total = session.corpus or used
        self._parts.card.set_summary(
            used.name,
            used.encoding,
            used_characters=len(used),
            total_characters=len(total),
            distinct=len(used.vocabulary),
            songs=len(used.songs),
            lines=len(used.line_starts),
            batches_per_epoch=event.batches,
            is_file=session.source is not None,
        )

    def _show_reference(self) -> None:
        session = self._session
        curve = None
        if session.used is not None:
            curve = reference_curve(session.experiment, session.used.text)
        self._parts.plot.set_reference(curve, self.tr("book") if curve else "")


def _in_words(change: Change) -> str:
    """Tell what was changed, and by whom: "watch: Learning rate 0.01 → 0.003"."""
    words = ", ".join(translated(sentence) for sentence in described(change))
    if change.who == "user":
        return words
    return QCoreApplication.translate("Presenter", "watch: {change}").format(change=words)


class HeldOutPresenter(QObject):
    """Shows the readings of the part held out. Made after the presenter, whose curve it extends."""

    def __init__(
        self,
        parts: Parts,
        watchman: WatchFeed,
        *,
        session: Session,
        bridge: WorkerBridge,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._parts = parts
        self._watchman = watchman
        self._bridge = bridge
        session.built.connect(self._on_session_built)
        bridge.heldOutDone.connect(self._on_bridge_held_out_done)
        watchman.bestAsked.connect(self._on_watchman_best_asked)

    def _on_session_built(self, event: Built) -> None:
        corpus = event.corpus
        trained = training_length(corpus, event.experiment.corpus.held_out)
        self._parts.card.set_held_out(len(corpus) - trained, len(songs_held_out(corpus, trained)))
        self._show_last(float(event.position.epoch))

    def _show_last(self, epoch: float) -> None:
        found = self._parts.plot.held_out_at(epoch)
        self._parts.status.set_held_out(None if found is None else found[1])

    def _on_bridge_held_out_done(self, event: HeldOutDone) -> None:
        self._parts.plot.append_held_out(event.epoch, event.perplexity)
        self._parts.status.set_held_out(event.perplexity)
        self._watchman.add_held_out(event)

    def _on_watchman_best_asked(self) -> None:
        self._bridge.post(BackToBest())
