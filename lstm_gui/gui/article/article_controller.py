"""The article in the window: its recipe is run as twins, and what comes of it fills its table."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

from PySide6.QtCore import QObject

from lstm_gui.core.inspection.claims import CLAIMS, ClaimFinding
from lstm_gui.core.model.cell_kinds import CELLS
from lstm_gui.core.settings.difference import Difference
from lstm_gui.core.settings.experiment import changed
from lstm_gui.core.settings.groups import CellKind
from lstm_gui.core.settings.presets import PRESETS
from lstm_gui.core.training.article import is_books_text, is_recipe, printed, recipe
from lstm_gui.core.training.progress import SampleDone
from lstm_gui.core.worker.states import NO_MODEL, RunState
from lstm_gui.gui.article.panel import ArticlePanel
from lstm_gui.gui.article.showing import ClaimShower
from lstm_gui.gui.article.words import ArticleState
from lstm_gui.gui.plots.perplexity_plot import PerplexityPlot
from lstm_gui.gui.session.bridge import WorkerBridge
from lstm_gui.gui.session.run_model import RunModel
from lstm_gui.gui.session.session import Session
from lstm_gui.gui.widgets.translation import translated

__all__ = ["ArticleController"]


class _Results:
    """What the recipe has reached on this machine, kept when its runs are gone."""

    def __init__(self) -> None:
        self.here: dict[CellKind, dict[int, float]] = {}
        self.samples: dict[CellKind, list[SampleDone]] = {}
        self.books_text = False

    def take(self, run: RunModel) -> None:
        """Take what a run has reached, if it is one of the recipe."""
        if run.corpus is None or not is_recipe(run.experiment):
            return
        cell, epochs = run.experiment.model.cell, run.curves.epochs
        numbers = map(int, epochs["x"].tolist())
        self.here[cell] = dict(zip(numbers, epochs["perplexity"].tolist(), strict=True))
        last = max(self.here[cell], default=0)
        self.samples[cell] = [sample for sample in run.samples if sample.epoch <= last]


class ArticleController(QObject):
    """Shows the state of the runs on the page, and does what its links and buttons ask for.

    Args:
        panel: The page.
        shower: Shows claims.
        plot: Where the printed perplexities are marked while the recipe runs.
        session: Tells the text, and begins twins.
        bridge: Tells of the runs.
        show_texts: Opens the catalogue of texts.
        parent: The window.
    """

    def __init__(
        self,
        panel: ArticlePanel,
        shower: ClaimShower,
        plot: PerplexityPlot,
        *,
        session: Session,
        bridge: WorkerBridge,
        show_texts: Callable[[], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._panel, self.shower, self._plot = panel, shower, plot
        self._session, self._bridge = session, bridge
        self._results = _Results()
        self._connect_page(show_texts)
        self._connect_runs()
        for run in bridge.models:
            self._results.take(run)
        self._mark()
        self._refresh()

    def _connect_page(self, show_texts: Callable[[], None]) -> None:
        panel, shower = self._panel, self.shower
        panel.claimAsked.connect(self._on_panel_claim_asked)
        panel.ledgerAsked.connect(shower.show_equation)
        panel.besideAsked.connect(self._on_panel_beside_asked)
        panel.slipAsked.connect(self._on_panel_slip_asked)
        panel.textsAsked.connect(show_texts)
        panel.runAsked.connect(self._on_panel_run_asked)
        panel.backAsked.connect(shower.go_back)
        panel.languageChanged.connect(self._mark)
        shower.changed.connect(self._refresh)
        shower.found.connect(self._on_shower_found)

    def _connect_runs(self) -> None:
        for run in self._bridge.models:
            for signal in (run.began, run.wentTo, run.epochsAdded, run.sampleAdded):
                signal.connect(self._on_run_went_on)
            for signal in (run.stateChanged, run.settingsChanged, run.ended):
                signal.connect(self._refresh)
            run.began.connect(self._mark)

    def _on_run_went_on(self) -> None:
        run = self.sender()
        if isinstance(run, RunModel):
            self._results.take(run)
            self._refresh()

    def _refresh(self) -> None:
        run = self._bridge.run
        corpus = run.corpus
        self._panel.set_state(
            ArticleState(
                here=self._results.here,
                samples=self._results.samples,
                books_text=corpus is not None and self._is_book(run),
                text_name=corpus.name if corpus is not None else "",
                tested=dict(self.shower.tested),
                beside=self._beside(),
            )
        )
        self._panel.set_can_run(run.state not in NO_MODEL and not self._is_running)
        self._panel.set_away(self.shower.away)

    def _is_book(self, run: RunModel) -> bool:
        assert run.corpus is not None
        limit = recipe("lstm").corpus.max_chars
        return len(run.corpus) == limit and is_books_text(run.corpus.text)

    @property
    def _is_running(self) -> bool:
        """Whether the recipe is being run for both cells."""
        run, beside = self._bridge.models
        both = all(is_recipe(one.experiment) for one in (run, beside))
        return both and self._bridge.difference is not None and run.state is RunState.RUNNING

    def _beside(self) -> str:
        """Return the kind of cell beside which gradients could be compared; none if it is there."""
        run, twin = self._bridge.models
        cells = [run.experiment.model.cell]
        if self._bridge.difference is not None:
            cells.append(twin.experiment.model.cell)
        gated = any(CELLS[cell].keep is not None for cell in cells)
        return "lstm" if not gated else "" if "rnn" in cells else "rnn"

    def _mark(self) -> None:
        """Mark the printed perplexities in the plot while the recipe runs."""
        shown = is_recipe(self._bridge.run.experiment)
        self._plot.set_printed(printed() if shown else (), self.tr("printed"))

    # Acts

    def _on_panel_claim_asked(self, name: str) -> None:
        for claim in CLAIMS:
            if claim == name:
                self.shower.show_claim(claim)

    def _on_shower_found(self, finding: ClaimFinding) -> None:
        self._panel.reveal(translated(finding.sentence))

    def _on_panel_beside_asked(self, name: str) -> None:
        for cell in get_args(CellKind):
            if cell == name:
                self._session.begin_twin(Difference("model.cell", cell), start=True)

    def _on_panel_run_asked(self) -> None:
        self._run_recipe(Difference("model.cell", "gru"))

    def _on_panel_slip_asked(self) -> None:
        theta = PRESETS["article"].experiment.train.clipping_theta
        self._run_recipe(Difference("train.clipping_theta", theta))

    def _run_recipe(self, difference: Difference) -> None:
        """Run the recipe for the LSTM, and beside it what differs."""
        context = self._session.experiment.compute.context
        experiment = changed(recipe("lstm"), "compute.context", context)
        self._session.begin_twin(difference, experiment, start=True)
