"""The parts of the window, made once."""

from __future__ import annotations

from dataclasses import dataclass

from lstm_gui.gui.forms.config_panel import ConfigPanel
from lstm_gui.gui.forms.corpus_card import CorpusCard
from lstm_gui.gui.lyrics.lyrics_panel import LyricsPanel
from lstm_gui.gui.memory.cells.lifetimes_panel import LifetimesPanel
from lstm_gui.gui.memory.cells.panel import CellsPanel
from lstm_gui.gui.memory.explorer.explorer import Views
from lstm_gui.gui.memory.intervention.panel import InterventionPanel
from lstm_gui.gui.memory.ledger.panel import LedgerPanel
from lstm_gui.gui.memory.map.panel import MemoryPanel
from lstm_gui.gui.memory.phrases.panel import PhrasePanel
from lstm_gui.gui.memory.reading.panel import ReadingPanel
from lstm_gui.gui.memory.what_if.panel import WhatIfPanel
from lstm_gui.gui.plots.perplexity_plot import PerplexityPlot
from lstm_gui.gui.plots.training_panel import TrainingPanel
from lstm_gui.gui.runs.panel import RunsPanel
from lstm_gui.gui.search.panel import SearchPanel
from lstm_gui.gui.steps.panel import StepsPanel
from lstm_gui.gui.widgets.notices import NoticeBar
from lstm_gui.gui.widgets.theme import Theme
from lstm_gui.gui.window.actions import Actions
from lstm_gui.gui.window.run_bar import RunBar
from lstm_gui.gui.window.status_line import StatusLine

__all__ = ["Parts", "make_parts"]


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of the window."""

    actions: Actions
    run_bar: RunBar
    status: StatusLine
    notices: NoticeBar
    card: CorpusCard
    config: ConfigPanel
    plot: PerplexityPlot
    runs: RunsPanel
    training: TrainingPanel
    steps: StepsPanel
    lyrics: LyricsPanel
    views: Views
    search: SearchPanel

    @property
    def memory(self) -> MemoryPanel:
        """The heat map and what belongs to it."""
        return self.views.memory


def make_parts(theme: Theme, actions: Actions) -> Parts:
    """Make all parts of a window."""
    card = CorpusCard()
    return Parts(
        actions=actions,
        run_bar=RunBar(theme, actions.by_name),
        status=StatusLine(),
        notices=NoticeBar(theme),
        card=card,
        config=ConfigPanel(theme, card),
        plot=PerplexityPlot(theme),
        runs=RunsPanel(theme),
        training=TrainingPanel(theme),
        steps=StepsPanel(theme),
        lyrics=LyricsPanel(theme),
        views=Views(
            memory=MemoryPanel(theme),
            reading=ReadingPanel(theme),
            ledger=LedgerPanel(theme),
            cells=CellsPanel(theme),
            lifetimes=LifetimesPanel(theme),
            phrases=PhrasePanel(theme),
            intervention=InterventionPanel(theme),
            what_if=WhatIfPanel(theme),
        ),
        search=SearchPanel(theme),
    )
