"""The twin of the run in the window: begun, named and shown beside it, and ended."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from lstm_gui.core.errors import ConfigError
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP, Sentence
from lstm_gui.core.inspection.time_machine import MomentStore
from lstm_gui.core.numbers import significant
from lstm_gui.core.settings.difference import PAIRS, Difference
from lstm_gui.core.settings.experiment import Experiment
from lstm_gui.core.training.progress import Diverged, SampleDone
from lstm_gui.core.worker.events import Built, Cells, Failure, MomentRecorded, TextDone
from lstm_gui.core.worker.states import UNTRAINED, RunState
from lstm_gui.gui.lyrics.lyrics_panel import LyricsPanel
from lstm_gui.gui.memory.map.frame import Traced, TwinFrame
from lstm_gui.gui.memory.map.panel import MemoryPanel
from lstm_gui.gui.plots.perplexity_plot import PerplexityPlot
from lstm_gui.gui.session.bridge import WorkerBridge
from lstm_gui.gui.session.session import Session
from lstm_gui.gui.twins.twin_bar import TwinBar
from lstm_gui.gui.twins.twin_form import TwinForm, TwinNames, named
from lstm_gui.gui.widgets.formats import fixed
from lstm_gui.gui.widgets.notices import NoticeBar
from lstm_gui.gui.widgets.theme import Theme
from lstm_gui.gui.widgets.translation import template_text

__all__ = ["TwinController", "TwinOpening"]

KEY = "open-model"

_ENDS = QT_TRANSLATE_NOOP(
    "TwinOpening",
    "Opening the model ends the twin run: the window goes on with that model alone. A and B stay "
    "in the table of runs, and each can go on from there.",
)
_OPEN = QT_TRANSLATE_NOOP("TwinOpening", "Open and end the twin")


class TwinOpening(QObject):
    """A notice with a button; whatever else replaces the models takes the question back."""

    def __init__(
        self, notices: NoticeBar, session: Session, bridge: WorkerBridge, *, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._notices = notices
        self._bridge = bridge
        self._waiting: Callable[[], None] | None = None
        session.before_opening = self.ask
        bridge.twin.ended.connect(self.take_back)
        notices.actionTriggered.connect(self._on_notices_action_triggered)
        notices.dismissed.connect(self._on_notices_dismissed)

    def ask(self, act: Callable[[], None]) -> None:
        """Do what opens a model: at once, or beside a twin after a yes."""
        if self._bridge.difference is None:
            act()
            return
        self._waiting = act
        said, action = (Sentence(text, context="TwinOpening") for text in (_ENDS, _OPEN))
        self._notices.show_notice(said, "info", key=KEY, action=action)

    def _on_notices_action_triggered(self, key: str) -> None:
        if key == KEY and self._waiting is not None:
            act = self._waiting
            self.take_back()
            act()

    def _on_notices_dismissed(self, key: str) -> None:
        if key == KEY:
            self._waiting = None

    def take_back(self) -> None:
        """Ask no more."""
        self._waiting = None
        self._notices.dismiss(KEY)


NOTICE = "twin"


class TwinController(QObject):
    """Shows the twin beside the run while there is one, and costs nothing while there is none.

    Signals:
        labelsChanged(object): The two runs are called so, a tuple; None: there is no twin.
        runningChanged(bool): Whether the twin is training.
    """

    labelsChanged = Signal(object)
    runningChanged = Signal(bool)

    def __init__(
        self,
        *,
        plot: PerplexityPlot,
        lyrics: LyricsPanel,
        memory: MemoryPanel,
        notices: NoticeBar,
        session: Session,
        bridge: WorkerBridge,
        theme: Theme,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._plot, self._lyrics, self._memory, self._notices = plot, lyrics, memory, notices
        self._session = session
        self._bridge = bridge
        self.bar = TwinBar(theme, bridge.models, parent)
        self.form = TwinForm(theme, parent)
        self._names: TwinNames | None = None
        self._moments = MomentStore()
        self._cells: Cells | None = None
        self._live: Traced | None = None
        self._past: Traced | None = None
        self._connect()
        self._opening = TwinOpening(notices, session, bridge, parent=self)

    def begin(self, event: Built) -> None:
        """Take note that the run is another, or at another moment."""
        if not event.continues:
            self._opening.take_back()
        self.bar.refresh()

    def ask(self) -> None:
        """Open the form that begins a twin run."""
        trained = self._session.state not in UNTRAINED
        self.form.open_for(self._session.experiment, trained=trained)

    def begin_pair(self, key: str) -> None:
        """Begin two models side by side that are ready to start, by their key in `PAIRS`."""
        pair = PAIRS[key]
        try:
            experiment = pair.of(self._session.experiment)
            pair.difference.of(experiment)
        except ConfigError as error:  # such as a cell that this implementation has not
            self._notices.show_error(error, key=NOTICE)
            return
        self._session.begin_twin(pair.difference, experiment)

    def label(self, run: int) -> str:
        """Return the name of run 0 or 1 while there are two."""
        return "" if self._names is None else self._names.labels[run]

    def retranslate(self) -> None:
        """Name the runs in the current language."""
        if self._cells is not None:
            self._on_twin_cells_changed(self._cells)
        if self._names is not None:
            self._name()

    def _connect(self) -> None:
        twin, bridge, session = self._bridge.twin, self._bridge, self._session
        self.form.twinRequested.connect(self._on_form_twin_requested)
        self.form.pairRequested.connect(self.begin_pair)
        self.bar.endRequested.connect(bridge.end_twin)
        session.configured.connect(self._on_session_configured)
        twin.began.connect(self._on_twin_began)
        twin.wentTo.connect(self._name)
        twin.ended.connect(self._on_twin_ended)
        twin.stateChanged.connect(self._on_twin_state_changed)
        twin.sampleAdded.connect(self._on_twin_sample_added)
        twin.diverged.connect(self._on_twin_diverged)
        twin.failed.connect(self._on_twin_failed)
        twin.cellsChanged.connect(self._on_twin_cells_changed)
        twin.recorded.connect(self._on_twin_recorded)
        twin.textAdded.connect(self._on_twin_text_added)
        twin.textDone.connect(self._on_twin_text_done)
        self._memory.momentChosen.connect(self._on_memory_moment_chosen)

    # A twin begins and ends

    def _on_form_twin_requested(self, difference: Difference) -> None:
        self._session.begin_twin(difference)

    def _on_twin_began(self) -> None:
        self._forget()
        self._name()
        self.bar.show()

    def _on_twin_ended(self) -> None:
        if self._names is None:  # it never began, and why not is being said
            return
        self._forget()
        self._names = None
        self.bar.hide()
        self.labelsChanged.emit(None)
        self._plot.set_names(())
        self._lyrics.twin.set_labels()
        self._lyrics.samples.set_labels()
        self._memory.set_twin(None)
        self._notices.dismiss(NOTICE)

    def _forget(self) -> None:
        self._moments.clear()
        self._cells = self._live = self._past = None

    def _name(self) -> None:
        """Name the two runs everywhere, after their difference."""
        difference = self._bridge.difference
        if difference is None:
            return
        names = self._names = named(difference, self._session.experiment)
        self.bar.set_names(names)
        self.labelsChanged.emit(names.labels)
        self._plot.set_names(names.labels)
        self._lyrics.twin.set_labels(names.labels)
        self._lyrics.samples.set_labels(names.labels)
        self._show_memory()

    # The runs

    def _on_session_configured(self, _experiment: Experiment) -> None:
        if self._names is not None:
            self._name()

    def _on_twin_state_changed(self, state: RunState) -> None:
        self.runningChanged.emit(state is RunState.RUNNING)

    def _on_twin_sample_added(self, sample: SampleDone) -> None:
        self._lyrics.samples.add_twin_sample(
            sample.epoch,
            sample.perplexity,
            seconds=sample.seconds,
            prefix=sample.prefix,
            text=sample.text,
        )

    def _on_twin_diverged(self, event: Diverged) -> None:
        text = self.tr(
            "The twin ({name}) diverged after epoch {epoch} and is back at its last good weights; "
            "the run beside it goes on."
        )
        name = "" if self._names is None else self._names.labels[1]
        said = text.format(name=name, epoch=event.epoch)
        self._notices.show_notice(said, "warning", key=NOTICE, help="diverged")

    def _on_twin_failed(self, failure: Failure) -> None:
        text = self.tr("The twin has failed, and the run beside it goes on.")
        if failure.expected:
            text = f"{text} {template_text(failure.template, failure.values)}"
        help = failure.help if failure.expected else "unexpected"
        self._notices.show_notice(text, "error", details=failure.details, key=NOTICE, help=help)

    # Memory and texts

    def _on_twin_cells_changed(self, cells: Cells) -> None:
        moment = (
            self.tr("epoch {epoch}").format(epoch=cells.epoch)
            if cells.step
            else self.tr("untrained")
        )
        self._cells = cells
        self._live = Traced(cells.trace, cells.text, moment)
        self._show_memory()

    def _on_twin_recorded(self, event: MomentRecorded) -> None:
        self._moments.add(
            event.step, event.epoch, event.x, event.perplexity, event.text, event.trace
        )

    def _on_memory_moment_chosen(self, index: int | None) -> None:
        if self._names is None:
            return
        self._past = None
        x = self._memory.moment_at(index)
        if x is not None and len(self._moments):
            moment = self._moments.moment(self._moments.nearest(x))
            title = self.tr("epoch {epoch} · perplexity {value}").format(
                epoch=fixed(moment.x, 2), value=significant(moment.perplexity)
            )
            self._past = Traced(moment.trace, moment.text, title)
        self._show_memory()

    def _show_memory(self) -> None:
        if self._names is not None:
            beside = TwinFrame(self._names.labels, self._live, self._past)
            self._memory.set_twin(beside)

    def _on_twin_text_added(self, _text_id: int, text: str) -> None:
        self._lyrics.append_text(text, twin=True)

    def _on_twin_text_done(self, event: TextDone) -> None:
        self._lyrics.finish(event.seconds, cancelled=event.cancelled)
