"""The page beside the same text as the model read it at an earlier moment, coloured by surprise."""

from __future__ import annotations

import math
from functools import partial

import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from lstm_gui.core.arrays import Floats
from lstm_gui.core.inspection.moment_reading import (
    KeepMoment,
    KeptMoment,
    mean_surprise,
    surprise_then,
)
from lstm_gui.core.inspection.page_reading import PageReading
from lstm_gui.core.numbers import significant
from lstm_gui.core.worker.events import Built, InspectDone
from lstm_gui.gui.memory.colors import color_table
from lstm_gui.gui.memory.quantities import Scale
from lstm_gui.gui.session.bridge import WorkerBridge
from lstm_gui.gui.studio.page import Coloring, Page
from lstm_gui.gui.widgets.answers import NewestAnswer
from lstm_gui.gui.widgets.formats import named_characters, percent, tooltip
from lstm_gui.gui.widgets.labels import WrapLabel
from lstm_gui.gui.widgets.theme import GRID, Scheme, Theme
from lstm_gui.gui.widgets.timers import one_shot
from lstm_gui.gui.widgets.translation import Retranslated

__all__ = ["MomentReader", "TwoMoments", "surprise_coloring"]

_RETRY_MS = 200


def surprise_coloring(surprise: Floats, characters: int, scheme: Scheme) -> Coloring:
    """Return the colours of a page; a first character, of which nothing was expected, has none.

    The scale ends at what a model expects that knows nothing of so many characters.
    """
    table = color_table(scheme, gate=True)
    scale = Scale(0.0, float(np.log(max(characters, 2))), gate=True)
    return Coloring(table, [-1, *scale.indices(surprise).tolist()[1:]])


class TwoMoments(Retranslated, QWidget):
    """The page alone; or to the left of it the same text as it was read then.

    Signals:
        rememberAsked: The model as it is now is to be the earlier moment from now on.
    """

    rememberAsked = Signal()

    def __init__(self, theme: Theme, page: Page) -> None:
        super().__init__()
        self._page = page
        self.then = Page(theme)
        self.then.setObjectName("thenPage")
        self.then.setReadOnly(True)
        self.then_label, self.now_label = WrapLabel(), WrapLabel()
        self.then_label.setObjectName("thenLabel")
        self.now_label.setObjectName("nowLabel")
        self.remember_button = QPushButton()
        """It stands wherever there is room for it."""
        self.remember_button.setObjectName("rememberMomentButton")
        self.remember_button.clicked.connect(self.rememberAsked)
        self._lay_out()
        for bar, other in (
            (page.verticalScrollBar(), self.then.verticalScrollBar()),
            (self.then.verticalScrollBar(), page.verticalScrollBar()),
        ):
            bar.valueChanged.connect(other.setValue)
        self.show_then(False)
        self.retranslate()

    def show_then(self, shown: bool) -> None:
        """Show both, or the page alone."""
        for part in (self.then_label, self.now_label, self.then, self.remember_button):
            part.setVisible(shown)
        self._row.setStretch(0, 1 if shown else 0)

    def set_then(self, text: str, coloring: Coloring | None, *, lines: bool) -> None:
        """Show the text as it was read then."""
        self.then.set_lines(lines)
        if text != self.then.text:
            self.then.set_text(text, 0)
            self.then.verticalScrollBar().setValue(self._page.verticalScrollBar().value())
        self.then.mark(coloring, ())

    def retranslate(self) -> None:
        """Set all texts."""
        self.then.setAccessibleName(self.tr("The page as it was read then"))
        self.remember_button.setText(self.tr("Remember now"))
        self.remember_button.setAccessibleName(self.remember_button.text())
        self.remember_button.setToolTip(
            self.tr("Keep the model as it is now, and read the page with it from now on, too")
        )

    def _lay_out(self) -> None:
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID // 2)
        for head, page in ((self.then_label, self.then), (self.now_label, self._page)):
            column = QVBoxLayout()
            column.setSpacing(GRID // 2)
            column.addWidget(head)
            column.addWidget(page, 1)
            row.addLayout(column)
        row.setStretch(1, 1)


class MomentReader(QObject):
    """Keeps an earlier model, and reads the page with it on a thread of its own.

    Args:
        view: Where the page is shown.
        bridge: To the engine.
        theme: Colours.
        parent: Whoever reads the page with the model as it is.
    """

    def __init__(
        self, view: TwoMoments, bridge: WorkerBridge, theme: Theme, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._view, self._bridge, self._theme = view, bridge, theme
        self._moment: KeptMoment | None = None
        self._epoch, self._other_run = 0, False
        self._number = 0  # of what was asked of the engine; 0 for nothing
        self._wanted = self._lines = self._reading = False
        self._text = ""
        self._now: PageReading | None = None
        self.then: tuple[str, Floats] | None = None
        """A text, and how much each of its characters surprised the model then."""
        self._answer = NewestAnswer(self)
        self._answer.answered.connect(self._on_answer_answered)
        self._answer.failed.connect(self._on_answer_failed)
        self._retry = one_shot(self, _RETRY_MS)
        self._retry.timeout.connect(self._on_retry_timeout)
        bridge.inspectDone.connect(self._on_bridge_inspect_done)
        bridge.run.began.connect(self._on_run_began)
        view.rememberAsked.connect(self.remember)
        view.then.set_tip(lambda place: tooltip(self.tip(place)))

    def show(self, text: str, now: PageReading | None, *, lines: bool) -> None:
        """Show this text then and now; the first time, now is remembered."""
        self._text, self._now, self._lines = text, now, lines
        if not self._wanted:
            self._wanted = True
            self._view.show_then(True)
            if self._moment is None:
                self.remember()
        self._read()
        self._say()

    def hide(self) -> None:
        """Show the page alone; the moment stays."""
        self._wanted = False
        self._view.show_then(False)

    def remember(self) -> None:
        """Let the model as it is now be the earlier moment."""
        self._number = self._bridge.inspect(KeepMoment())

    def tip(self, place: int) -> str:
        """Say how likely a character was then."""
        if not self._wanted or self.then is None or self.then[0] != self._text or not place:
            return ""
        template = self.tr("at epoch {epoch} it was expected with {share}")
        share = percent(float(np.exp(-self.then[1][place])))
        return template.format(epoch=self._epoch, share=share)

    def _read(self) -> None:
        """Read the page, one text after the other."""
        moment, text = self._moment, self._text
        known = self.then is not None and self.then[0] == text
        if moment is None or self._reading or known or self._unknown:
            return
        self._reading = True
        self._answer.ask(partial(_read_then, moment, text))

    @property
    def _unknown(self) -> tuple[str, ...]:
        return () if self._moment is None else self._moment.vocabulary.unknown(self._text)

    def _on_bridge_inspect_done(self, event: InspectDone) -> None:
        if event.id != self._number:
            return
        self._number = 0
        if not isinstance(event.result, KeptMoment):
            self._retry.start()  # another view has asked meanwhile
            return
        self._moment, self.then, self._other_run = event.result, None, False
        last = self._bridge.run.last_epoch()
        self._epoch = 0 if last is None else last[0]
        self._read()
        self._say()

    def _on_retry_timeout(self) -> None:
        if self._wanted:
            self.remember()

    def _on_run_began(self, event: Built) -> None:
        self._other_run = self._other_run or not event.continues

    def _on_answer_answered(self, then: tuple[KeptMoment, str, Floats]) -> None:
        self._reading = False
        moment, text, surprise = then
        if moment is self._moment:
            self.then = text, surprise
        if self._wanted:
            self._read()
            self._say()

    def _on_answer_failed(self) -> None:
        self._reading = False

    def _say(self) -> None:
        """Show what is known of the text, then and now."""
        view, scheme, text = self._view, self._theme.scheme, self._text
        now = self._now if self._now is not None and self._now.text == text else None
        view.now_label.set_message(self._title(self.tr("Now"), now.surprise if now else None))
        template = self.tr("Epoch {epoch} of an earlier run") if self._other_run else ""
        name = (template or self.tr("Epoch {epoch}")).format(epoch=self._epoch)
        known = self.then is not None and self.then[0] == text
        then = self.then[1] if self.then is not None and known else None
        coloring = None
        if then is not None and self._moment is not None:
            coloring = surprise_coloring(then, len(self._moment.vocabulary), scheme)
        view.set_then(text, coloring, lines=self._lines)
        view.then_label.set_message(self._title(name, then))
        if self._unknown:
            unknown = self.tr("it did not know {characters}")
            names = named_characters(self._unknown)
            view.then_label.set_message(f"{name}: {unknown.format(characters=names)}")

    def _title(self, name: str, surprise: Floats | None) -> str:
        """Return a moment's name, with what the text is to it in one number."""
        mean = math.nan if surprise is None else mean_surprise(surprise)
        if not math.isfinite(mean):
            return name
        template = self.tr("{moment} · perplexity {perplexity}")
        perplexity = math.exp(min(mean, 700.0))
        return template.format(moment=name, perplexity=significant(perplexity))


def _read_then(moment: KeptMoment, text: str) -> tuple[KeptMoment, str, Floats]:
    return moment, text, surprise_then(moment, text)
