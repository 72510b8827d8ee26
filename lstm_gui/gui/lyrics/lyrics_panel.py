"""The lyrics panel: write with the model as it is now; below are the samples of the recipe."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from lstm_gui.core.clean_text import one_line
from lstm_gui.core.corpus.known_forms import nearest_forms
from lstm_gui.core.export.data_table import DataTable
from lstm_gui.core.numbers import thousands
from lstm_gui.core.settings.groups import GenerateRequest, random_seed
from lstm_gui.core.worker.events import Built, TextDone
from lstm_gui.core.worker.states import Act, RunState, allowed
from lstm_gui.gui.lyrics.lyrics_output import LyricsOutput, TwinLyrics
from lstm_gui.gui.lyrics.samples_list import SamplesList
from lstm_gui.gui.session.bridge import WorkerBridge
from lstm_gui.gui.session.session import Session
from lstm_gui.gui.widgets.exportable import Exportable, Exported
from lstm_gui.gui.widgets.formats import duration, tooltip
from lstm_gui.gui.widgets.labels import PlainLabel
from lstm_gui.gui.widgets.number_boxes import CountBox, DecimalBox
from lstm_gui.gui.widgets.theme import GRID, Theme
from lstm_gui.gui.widgets.translation import Retranslated, TypedLine
from lstm_gui.gui.widgets.unknown_characters import NearestForms, UnknownCharacters, UnknownIn

__all__ = ["LyricsPanel", "WritingController"]

MAX_PREFIX_LENGTH = 10_000
MAX_LENGTH = 5000
DEFAULT_LENGTH = 50
MAX_TEMPERATURE = 5.0
TEMPERATURE_STEP = 0.1
TEMPERATURE_DECIMALS = 2
SHARES = (280, 290)
"""Of the height, at first: what is written, and the samples."""


class LyricsPanel(Exportable, Retranslated, QWidget):
    """Asks the model to write and shows what it writes, character by character.

    `samples` is the list beneath, `unknown` what the model does not know of the prefix.

    Signals:
        writeRequested: Prefix, length, temperature and seed of a text to write.
        writeStopped: The text under way is not wanted further.
    """

    writeRequested = Signal(str, int, float, int)
    writeStopped = Signal()

    def __init__(
        self,
        theme: Theme,
        *,
        seed: Callable[[], int] = random_seed,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("lyricsPanel")
        self._new_seed = seed
        self._ready = False
        self._underway = 0
        self._written, self._blank = 0, True
        self._outcome: tuple[float, bool] | None = None
        self.samples = SamplesList(theme)
        self._make_inputs()
        self._make_labels()
        self._make_outputs(theme)
        self._lay_out()
        self.retranslate()

    def exported(self) -> Exported:
        """Return the samples of the recipe."""
        return Exported(self.samples.drawn, self._exported_table, words=self.samples.summary)

    def _exported_table(self) -> DataTable:
        """Return the samples of the recipe."""
        samples = self.samples.samples
        names = ("epoch", "perplexity", "prefix", "text")
        return DataTable({name: [getattr(one, name) for one in samples] for name in names})

    def _make_inputs(self) -> None:
        self._prefix = TypedLine()
        self._prefix.setObjectName("prefixEdit")
        self._prefix.setMaxLength(MAX_PREFIX_LENGTH)
        self.unknown = UnknownCharacters("prefix")
        self.unknown.mended.connect(self._on_unknown_mended)
        self._length = CountBox()
        self._length.setObjectName("lengthSpin")
        self._length.setRange(1, MAX_LENGTH)
        self._length.setValue(DEFAULT_LENGTH)
        self._length.setGroupSeparatorShown(True)
        self._temperature = DecimalBox()
        self._temperature.setObjectName("temperatureSpin")
        self._temperature.setRange(0, MAX_TEMPERATURE)
        self._temperature.setSingleStep(TEMPERATURE_STEP)
        self._temperature.setDecimals(TEMPERATURE_DECIMALS)
        for spin in (self._length, self._temperature):
            spin.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._button = QPushButton()
        self._button.setObjectName("generateButton")
        self._button.setProperty("role", "primary")
        self._prefix.textChanged.connect(self._on_prefix_changed)
        self._prefix.returnPressed.connect(self._on_prefix_return_pressed)
        self._button.clicked.connect(self._on_button_clicked)

    def _make_labels(self) -> None:
        self._labels = {"prefix": PlainLabel(), "length": PlainLabel(), "temperature": PlainLabel()}
        fields = (self._prefix, self._length, self._temperature)
        for label, field in zip(self._labels.values(), fields, strict=True):
            label.setBuddy(field)

    def _make_outputs(self, theme: Theme) -> None:
        self._output = LyricsOutput(theme)
        self._output.setObjectName("lyricsOutput")
        self.twin = TwinLyrics(theme, self._output)
        self._status = PlainLabel()
        self._status.setObjectName("lyricsStatus")
        self._status.setProperty("role", "muted")
        self._copy = QPushButton()
        self._copy.setObjectName("copyLyricsButton")
        self._copy.setEnabled(False)
        self._copy.clicked.connect(self._on_copy_clicked)

    def _lay_out(self) -> None:
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.setObjectName("lyricsSplitter")
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self._writing())
        splitter.addWidget(self.samples)
        splitter.setSizes(SHARES)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID, GRID, GRID)
        column.addWidget(splitter)

    def _writing(self) -> QWidget:
        """Return the upper half: what to write, and what was written."""
        foot = QHBoxLayout()
        foot.addWidget(self._status, 1)
        foot.addWidget(self._copy)
        writing = QWidget()
        column = QVBoxLayout(writing)
        column.setContentsMargins(0, 0, 0, GRID // 2)
        column.setSpacing(GRID)
        column.addLayout(self._form())
        column.addWidget(self.twin, 1)
        column.addLayout(foot)
        return writing

    def _form(self) -> QGridLayout:
        form = QGridLayout()
        form.setHorizontalSpacing(GRID)
        form.setVerticalSpacing(GRID // 2)
        form.setColumnStretch(1, 1)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for line, label in zip((0, 2, 3), self._labels.values(), strict=True):
            form.addWidget(label, line, 0, right)
        form.addWidget(self._prefix, 0, 1, 1, 2)
        form.addWidget(self.unknown, 1, 1, 1, 2)
        form.addWidget(self._length, 2, 1, 1, 2)
        form.addWidget(self._temperature, 3, 1)
        form.addWidget(self._button, 3, 2)
        return form

    def retranslate(self) -> None:
        """Set all texts."""
        names = {
            "prefix": (self.tr("Prefix"), self._prefix),
            "length": (self.tr("Length"), self._length),
            "temperature": (self.tr("Temperature"), self._temperature),
        }
        for key, (name, field) in names.items():
            self._labels[key].setText(name)
            field.setAccessibleName(name)
        self._prefix.setToolTip(self.tr("The model goes on from here"))
        self._length.setSuffix(self.tr(" characters"))
        self._length.setToolTip(self.tr("How many characters to write"))
        self._temperature.setSpecialValueText(self.tr("0 · greedy"))
        self._temperature.setToolTip(
            tooltip(
                self.tr(
                    "0 is greedy: always the likeliest character. Higher values choose more freely."
                )
            )
        )
        self._output.setAccessibleName(self.tr("Lyrics"))
        self._output.setPlaceholderText(self.tr("What the model writes after the prefix."))
        self._copy.setText(self.tr("Copy"))
        self._copy.setAccessibleName(self.tr("Copy lyrics"))
        self._refresh()

    @property
    def prefix(self) -> str:
        """What the prefix box holds, cleaned as the text was."""
        return one_line(self._prefix.text())

    def set_prefix(self, prefix: str) -> None:
        """Put a text into the prefix box; nothing is written yet."""
        self._prefix.setText(prefix)

    def set_unknown_check(self, unknown: UnknownIn, nearest: NearestForms | None = None) -> None:
        """Use this to find the characters of a prefix that the model does not know."""
        self.unknown.set_check(unknown, nearest)
        self._refresh()

    def submit(self) -> None:
        """Ask for what follows the prefix, if the model can write it."""
        if self._may_write():
            self._request()

    def set_engine_ready(self, ready: bool) -> None:
        """Tell whether there is a model that can write."""
        self._ready = ready
        self._refresh()

    def begin(self, prefix: str) -> None:
        """Start a fresh text with its prefix; the button stops it from now on."""
        self._underway = len(self.twin.asked)
        self._written, self._blank = 0, True
        self._outcome = None
        self.twin.begin(prefix)
        self._refresh()

    def append_text(self, text: str, *, twin: bool = False) -> None:
        """Show more of what the model writes, or the twin's."""
        self._written += len(text)
        self._blank = self._blank and text.isspace()
        (self.twin.output if twin else self._output).add(text)

    def finish(self, seconds: float, *, cancelled: bool = False) -> None:
        """Say that a text is complete or was stopped."""
        self._underway = max(self._underway - 1, 0)
        self._outcome = (seconds, cancelled)
        self._refresh()

    @property
    def text(self) -> str:
        """What is shown: the prefix and what was written after it."""
        return self.twin.text

    def _refresh(self) -> None:
        self._button.setText(self.tr("Stop") if self._underway else self.tr("Generate"))
        self._button.setAccessibleName(self._button.text())
        self._button.setEnabled(self._underway > 0 or self._may_write())
        self._copy.setEnabled(bool(self.text))
        self._copy.setToolTip("" if self.text else self.tr("Nothing has been written yet."))
        self._status.setText(self._status_text())
        self._prefix.setAccessibleDescription(self.unknown.warning)

    def _may_write(self) -> bool:
        return self._ready and bool(self.prefix) and not self.unknown.characters

    def _status_text(self) -> str:
        if self._outcome is None or self._underway:
            return self.tr("Writing") if self._underway else ""
        seconds, cancelled = self._outcome
        if self._written and self._blank:  # or one would think that nothing was written
            template = self.tr("Only blanks: {count} · {time}")
        elif cancelled:
            one = self.tr("Stopped after 1 character · {time}")
            several = self.tr("Stopped after {count} characters · {time}", "", self._written)
            template = one if self._written == 1 else several
        elif self._written == 1:
            template = self.tr("1 character · {time}")
        else:
            template = self.tr("{count} characters · {time}", "", self._written)
        return template.format(count=thousands(self._written), time=duration(seconds))

    def _on_prefix_changed(self) -> None:
        self.unknown.look_at(self.prefix)
        self._refresh()

    def _on_unknown_mended(self, prefix: str) -> None:
        self._prefix.setText(prefix)
        self._prefix.setFocus()  # the button that was pressed is gone

    def _on_prefix_return_pressed(self) -> None:
        self.submit()

    def _on_button_clicked(self) -> None:
        if self._underway:
            self.writeStopped.emit()
        else:
            self._request()

    def _request(self) -> None:
        temperature = round(self._temperature.value(), TEMPERATURE_DECIMALS)
        seed = self._new_seed() if temperature > 0 else 0
        self.writeRequested.emit(self.prefix, self._length.value(), temperature, seed)

    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self.text)


class WritingController(QObject):
    """Lets the model write where a person asks for it, and the twin beside it if it is wanted."""

    def __init__(
        self, lyrics: LyricsPanel, session: Session, bridge: WorkerBridge, *, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._lyrics = lyrics
        self._bridge = bridge
        session.stateChanged.connect(self._on_session_state_changed)
        bridge.run.textAdded.connect(self._on_run_text_added)
        bridge.run.textDone.connect(self._on_run_text_done)
        lyrics.writeRequested.connect(self._on_lyrics_write_requested)
        lyrics.writeStopped.connect(self._on_lyrics_write_stopped)
        self._on_session_state_changed(session.state)

    def begin(self, event: Built) -> None:
        """Offer what the text in use can go on from."""
        vocabulary, prefixes = event.corpus.vocabulary, event.experiment.train.prefixes
        unknown = vocabulary.unknown
        nearest = partial(nearest_forms, vocabulary=vocabulary)
        self._lyrics.set_unknown_check(unknown, nearest)
        usable = self._lyrics.prefix and not unknown(self._lyrics.prefix)
        if prefixes and not usable:
            self._lyrics.set_prefix(prefixes[0])

    def _on_session_state_changed(self, state: RunState) -> None:
        self._lyrics.set_engine_ready(allowed(state, Act.WRITE))

    def _on_lyrics_write_requested(
        self, prefix: str, length: int, temperature: float, seed: int
    ) -> None:
        self._lyrics.begin(prefix)
        request = GenerateRequest(prefix=prefix, length=length, temperature=temperature, seed=seed)
        for twin in self._lyrics.twin.asked:
            self._bridge.write(request, "twin" if twin else "panel")

    def _on_lyrics_write_stopped(self) -> None:
        self._bridge.cancel_write("panel", "twin")

    def _on_run_text_added(self, _text_id: int, text: str) -> None:
        self._lyrics.append_text(text)

    def _on_run_text_done(self, event: TextDone) -> None:
        self._lyrics.finish(event.seconds, cancelled=event.cancelled)
