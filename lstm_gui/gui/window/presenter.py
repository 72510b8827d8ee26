"""Brings what the session and the engine say to the parts of the window, and nothing more."""

from __future__ import annotations

import os
import traceback
from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLocale, QObject

from lstm_gui.core.corpus.tasks import task_of
from lstm_gui.core.errors import CorpusError, EncodingError
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP, Sentence
from lstm_gui.core.settings.experiment import Experiment
from lstm_gui.core.settings.presets import PRESETS, preset_of
from lstm_gui.core.training.article import reference_curve
from lstm_gui.core.training.baselines import what_is_left_out
from lstm_gui.core.training.changes import Change, described
from lstm_gui.core.training.held_out import songs_held_out, training_length
from lstm_gui.core.training.progress import HeldOutDone, SampleDone
from lstm_gui.core.worker.commands import BackToBest
from lstm_gui.core.worker.events import Built, Failure
from lstm_gui.core.worker.states import UNTRAINED, RunState
from lstm_gui.gui.session.bridge import WorkerBridge
from lstm_gui.gui.session.run_model import StepBatch
from lstm_gui.gui.session.session import Session
from lstm_gui.gui.watch.watchman import WatchFeed
from lstm_gui.gui.widgets.fonts import Script, missing_scripts
from lstm_gui.gui.widgets.notices import NoticeBar
from lstm_gui.gui.widgets.translation import (
    error_sentence,
    input_methods,
    missing_input_method,
    translated,
)
from lstm_gui.gui.window.file_chooser import TEXT_REFUSED
from lstm_gui.gui.window.parts import Parts

__all__ = ["HeldOutPresenter", "Presenter", "Reports"]

_REFUSED = "command"
"""The key of what the engine says when it refuses an act; another model makes it out of date."""

_SAVED = QT_TRANSLATE_NOOP("Presenter", "The model is saved in {file}.")
_UNEXPECTED = QT_TRANSLATE_NOOP(
    "Presenter", "Something unexpected happened in the engine. Press Reset to go on."
)


class Presenter(QObject):
    """Shows the run in the parts of the window."""

    def __init__(
        self, parts: Parts, session: Session, bridge: WorkerBridge, *, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._parts = parts
        self._session = session
        self._run = bridge.run
        self._connect(bridge)
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
        self._show_changes()

    def begin(self, event: Built) -> None:
        """Show another model, or another moment of this one."""
        parts, experiment = self._parts, event.experiment
        if not event.continues:
            self._begin_afresh()
        parts.config.set_experiment(experiment)
        parts.notices.dismiss(_REFUSED)
        self._withdraw_warning()
        self._show_card(event)
        self._show_right()
        self._show_experiment(experiment, event.position.epoch)
        self.retranslate()

    def _connect(self, bridge: WorkerBridge) -> None:
        session, run, parts = self._session, self._run, self._parts
        session.configured.connect(self._on_session_configured)
        session.stateChanged.connect(self._on_session_state_changed)
        session.buildRefused.connect(self._on_session_build_refused)
        session.startAwaited.connect(parts.actions.set_awaited)
        session.startAwaited.connect(parts.status.set_awaited)
        bridge.engineReady.connect(parts.run_bar.set_contexts)
        run.stepsAdded.connect(self._on_run_steps_added)
        run.epochsAdded.connect(self._on_run_epochs_added)
        run.sampleAdded.connect(self._on_run_sample_added)
        run.rightAdded.connect(self._show_right)
        run.marksChanged.connect(self._show_changes)
        run.diverged.connect(self._on_run_diverged)
        run.failed.connect(self._on_run_failed)
        bridge.saved.connect(self._on_bridge_saved)

    # The run

    def _begin_afresh(self) -> None:
        parts = self._parts
        parts.plot.begin()
        for training in parts.training.made:
            training.begin()
        parts.lyrics.samples.clear()
        parts.status.clear()

    def _show_changes(self) -> None:
        """Mark what was changed, before the run was taken up again as well, and offer the ways."""
        run = self._run
        marks = [(change.x, _in_words(change)) for change in run.changes]
        marks += [(c.x, ", ".join(map(translated, c.described()))) for c in run.earlier]
        self._parts.plot.set_marks(marks)
        self._parts.actions.set_undo(
            _in_words(run.undo) if run.undo else "", _in_words(run.redo) if run.redo else ""
        )

    def _withdraw_warning(self) -> None:
        """Warn of a preset no longer when the settings are not its own, nor waiting to be."""
        preset = PRESETS.get(preset_of(self._parts.config.draft) or "")
        if preset is None or not preset.warning:
            self._parts.notices.dismiss("preset")

    def _on_session_configured(self, experiment: Experiment) -> None:
        self._parts.config.set_applied(experiment)
        self._withdraw_warning()
        last = self._run.last_epoch()
        self._show_experiment(experiment, last[0] if last else 0)

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

    def _on_run_steps_added(self, batch: StepBatch) -> None:
        self._parts.status.add_steps(batch)
        self._parts.plot.set_message("")

    def _on_run_epochs_added(self) -> None:
        last, planned = self._run.last_epoch(), self._run.experiment.train.epochs
        if last is not None:
            self._parts.run_bar.set_progress(last[0], planned, last[1])
            self._show_curve()

    def _on_run_sample_added(self, sample: SampleDone) -> None:
        self._parts.lyrics.samples.add_sample(
            sample.epoch,
            sample.perplexity,
            seconds=sample.seconds,
            prefix=sample.prefix,
            text=sample.text,
        )

    def _on_run_diverged(self) -> None:
        """Say why, where the settings are known to fail; what to do, the watch says."""
        preset = PRESETS.get(preset_of(self._session.experiment) or "")
        if preset is not None and preset.warning:
            why = Sentence(preset.warning, context="Presets")
            self._parts.notices.show_notice(why, "warning", key="preset", help="diverged")

    # Outcomes

    def _on_bridge_saved(self, path: object) -> None:
        self._parts.notices.dismiss("save")
        text = Sentence(_SAVED, {"file": str(path)}, "Presenter")
        self._parts.notices.show_notice(text, "info", key="saved")

    def _on_run_failed(self, failure: Failure) -> None:
        if failure.expected:
            text = error_sentence(failure.template, failure.values)
            self._parts.notices.show_notice(text, "error", key=failure.doing, help=failure.help)
            return
        text = Sentence(_UNEXPECTED, context="Presenter")
        details = failure.details
        self._parts.notices.show_notice(text, "error", details=details, help="unexpected")

    # Showing

    def _show_curve(self) -> None:
        self._parts.run_bar.set_curve(self._run.curves.epochs["perplexity"])

    def _show_experiment(self, experiment: Experiment, epoch: int) -> None:
        parts, epochs = self._parts, experiment.train.epochs
        parts.run_bar.set_context(experiment.compute.context)
        parts.run_bar.set_preset(preset_of(experiment))
        last = self._run.last_epoch()
        parts.run_bar.set_progress(epoch, epochs, last[1] if last else None)
        self._show_curve()
        parts.status.set_run(experiment.compute.context, epochs, epoch)
        parts.plot.set_epochs(epochs)

    def _show_card(self, event: Built) -> None:
        session, used = self._session, event.corpus
        total = session.corpus or used
        trained = training_length(used, event.experiment.corpus.held_out)
        left_out = what_is_left_out(trained, len(used) - trained)
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
            remarks=total.remarks if left_out is None else (*total.remarks, left_out),
            task=task_of(used),
        )

    def _show_right(self) -> None:
        """Say how much of a task is right, where its parameters are and where the run is."""
        run = self._run
        self._parts.card.task.set_right(run.right, run.longer)
        self._parts.status.set_right(None if run.right is None else run.right.right)

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
    """Shows the readings of the part held out."""

    def __init__(
        self, parts: Parts, watchman: WatchFeed, *, bridge: WorkerBridge, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._parts = parts
        self._watchman = watchman
        self._bridge = bridge
        bridge.run.heldOutAdded.connect(self._on_run_held_out_added)
        watchman.bestAsked.connect(self._on_watchman_best_asked)

    def begin(self, event: Built) -> None:
        """Show how much is held out now, and how it was read last."""
        corpus = event.corpus
        trained = training_length(corpus, event.experiment.corpus.held_out)
        self._parts.card.set_held_out(len(corpus) - trained, len(songs_held_out(corpus, trained)))
        found = self._bridge.run.held_out_at(float(event.position.epoch))
        self._parts.status.set_held_out(None if found is None else found[1])

    def _on_run_held_out_added(self, event: HeldOutDone) -> None:
        self._parts.status.set_held_out(event.perplexity)
        self._watchman.add_held_out(event)

    def _on_watchman_best_asked(self) -> None:
        self._bridge.post(BackToBest())


# What went wrong around the window

_SURPRISE = QT_TRANSLATE_NOOP(
    "Reports", "Something unexpected happened. The details help to report it."
)
_SET_ASIDE = QT_TRANSLATE_NOOP(
    "Reports", "The preferences were damaged and are set aside as {file}."
)
_LAYOUT_DROPPED = QT_TRANSLATE_NOOP(
    "Reports",
    "The window has its default layout: the stored one was damaged, or the last start ended while "
    "it was being restored. The preferences of then are kept as {file}.",
)
_CHOOSE = QT_TRANSLATE_NOOP("Reports", "Choose the encoding…")
_NO_FONT = QT_TRANSLATE_NOOP(
    "Reports",
    "No font for this is installed: {scripts}. Its characters appear as empty boxes. "
    "Install one (on Debian and Ubuntu: apt install {packages}) and start again.",
)
_NO_INPUT_METHOD = QT_TRANSLATE_NOOP(
    "Reports",
    "Chinese cannot be typed here: QT_IM_MODULE asks for {wanted}, and this Qt has only {there}. "
    "Start the program with QT_IM_MODULE=ibus, which works with fcitx5, too.",
)


class Reports:
    """Says it in the bar at the window's top."""

    def __init__(self, notices: NoticeBar) -> None:
        self._notices = notices
        self.unread: Path | None = None
        """The file whose encoding the person is offered to choose."""
        self._no_font: tuple[str, tuple[Script, ...]] = "", ()

    def refused(self, error: CorpusError) -> None:
        """Say why a text could not be used; the one in use stays."""
        self.unread = error.path if isinstance(error, EncodingError) else None
        action = Sentence(_CHOOSE, context="Reports") if self.unread is not None else ""
        self._notices.show_error(error, key=TEXT_REFUSED, action=action)

    def unexpected(self, error: BaseException) -> None:
        """Say that something unexpected happened, with its traceback as details."""
        details = "".join(traceback.format_exception(error))
        text = Sentence(_SURPRISE, context="Reports")
        self._notices.show_notice(
            text, "error", details=details, key="unexpected", help="unexpected"
        )

    def preferences_lost(self, place: Path) -> None:
        """Say that damaged preferences were set aside."""
        text = Sentence(_SET_ASIDE, {"file": place.name}, "Reports")
        self._notices.show_notice(text, "warning", help="preferences")

    def layout_dropped(self, place: Path) -> None:
        """Say that the window could not have the layout that was stored."""
        text = Sentence(_LAYOUT_DROPPED, {"file": place.name}, "Reports")
        self._notices.show_notice(text, "warning", help="preferences")

    def missing_font(self, characters: Iterable[str]) -> None:
        """Say which of these characters cannot be shown, by their scripts."""
        missing = missing_scripts((*QLocale().nativeLanguageName(), *characters))
        said, self._no_font = self._no_font, (QLocale().name(), missing)
        if said == self._no_font:  # and perhaps read and closed
            return
        if not missing:
            self._notices.dismiss("font")
            return
        packages = dict.fromkeys(" ".join(script.packages for script in missing).split())
        between = QCoreApplication.translate("Wording", ", ")
        scripts = between.join(script.shown for script in missing)
        values = {"scripts": scripts, "packages": " ".join(packages)}
        text = Sentence(_NO_FONT, values, "Reports")
        self._notices.show_notice(text, "warning", key="font", help="font")

    def missing_input_method(self) -> None:
        """Say if the system's way to type Chinese is not there."""
        wanted = missing_input_method(os.environ)
        if wanted:
            values = {"wanted": wanted, "there": ", ".join(input_methods())}
            text = Sentence(_NO_INPUT_METHOD, values, "Reports")
            self._notices.show_notice(text, "warning", key="input", help="input")
