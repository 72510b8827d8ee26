"""The parts of the window, made once."""

from __future__ import annotations

from dataclasses import dataclass

from lstm_gui.gui.actions import Actions
from lstm_gui.gui.config_panel import ConfigPanel
from lstm_gui.gui.corpus_card import CorpusCard
from lstm_gui.gui.explorer import Views
from lstm_gui.gui.lyrics_panel import LyricsPanel
from lstm_gui.gui.memory import MemoryPanel
from lstm_gui.gui.memory.cells_panel import CellsPanel
from lstm_gui.gui.memory.ledger_panel import LedgerPanel
from lstm_gui.gui.memory.lifetimes_panel import LifetimesPanel
from lstm_gui.gui.memory.phrase_panel import PhrasePanel
from lstm_gui.gui.memory.reading_panel import ReadingPanel
from lstm_gui.gui.memory.touch_panel import TouchPanel
from lstm_gui.gui.memory.what_if_panel import WhatIfPanel
from lstm_gui.gui.notices import NoticeBar
from lstm_gui.gui.perplexity_plot import PerplexityPlot
from lstm_gui.gui.run_bar import RunBar
from lstm_gui.gui.runs.panel import RunsPanel
from lstm_gui.gui.search.panel import SearchPanel
from lstm_gui.gui.status_line import StatusLine
from lstm_gui.gui.steps.panel import StepsPanel
from lstm_gui.gui.theme import Theme
from lstm_gui.gui.training_panel import TrainingPanel

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
            touch=TouchPanel(theme),
            what_if=WhatIfPanel(theme),
        ),
        search=SearchPanel(theme),
    )
