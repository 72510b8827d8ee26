"""The list of samples that the recipe asks for, with its heading and menu."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from lstm_gui.core.numbers import thousands
from lstm_gui.gui.lyrics.samples_view import Sample, SampleView, in_turn
from lstm_gui.gui.session.sample_novelty import SampleNovelty
from lstm_gui.gui.widgets.exportable import add_export_actions
from lstm_gui.gui.widgets.formats import tooltip
from lstm_gui.gui.widgets.labels import PlainLabel
from lstm_gui.gui.widgets.theme import GRID, Theme
from lstm_gui.gui.widgets.translation import Retranslated

__all__ = ["SamplesList"]


class SamplesList(Retranslated, QWidget):
    """The heading "Samples", what can be done with them, and the rows, the newest on top.

    Signals:
        saveRequested: The person wants the samples in a file; `as_text` is what to write.
        changesToggled(bool): The person wants to see what changed from sample to sample, or not.
    """

    saveRequested = Signal()
    changesToggled = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("samplesPanel")
        self._labels = ("", "")
        self._heading = PlainLabel(parent=self)
        self._heading.setObjectName("samplesHeading")
        self._heading.setProperty("role", "heading")
        self._changes = QPushButton(self)
        self._changes.setObjectName("sampleChangesButton")
        self._changes.setCheckable(True)
        self._changes.clicked.connect(self._on_changes_clicked)
        self._copy_button = QPushButton(self)
        self._copy_button.setObjectName("copySamplesButton")
        self._copy_button.clicked.connect(self._on_copy_triggered)
        self._save_button = QPushButton(self)
        self._save_button.setObjectName("saveSamplesButton")
        self._save_button.clicked.connect(self.saveRequested)
        self._view = SampleView(theme, self)
        self._view.setObjectName("samplesList")
        self._heading.setBuddy(self._view)
        self._make_actions()
        self._lay_out()
        self.retranslate()
        self._enable()

    def _make_actions(self) -> None:
        self._copy = QAction(self._view)
        self._copy.setObjectName("copySamplesAction")
        self._copy.setShortcut(QKeySequence.StandardKey.Copy)
        self._copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self._copy.triggered.connect(self._on_copy_triggered)
        self._view.addAction(self._copy)
        self._save = QAction(self)
        self._save.setObjectName("saveSamplesAction")
        self._save.triggered.connect(self.saveRequested)
        self._view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._view.customContextMenuRequested.connect(self._on_view_menu_requested)

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(GRID // 2)
        line.addWidget(self._heading, 1)
        line.addWidget(self._changes)
        line.addWidget(self._copy_button)
        line.addWidget(self._save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addLayout(line)
        column.addWidget(self._view, 1)

    def retranslate(self) -> None:
        """Set all texts."""
        self._heading.setText(self.tr("Samples"))
        self._view.setAccessibleName(self.tr("Samples by epoch"))
        self._view.empty_text = self.tr("While it trains, the model writes here.")
        self._view.setAccessibleDescription(self._view.empty_text)
        self._view.viewport().update()
        self._changes.setText(self.tr("Changes"))
        self._changes.setAccessibleName(self.tr("Show changes"))
        self._changes.setToolTip(
            tooltip(
                self.tr(
                    "Mute the beginning that is as in the sample before, after the same prefix."
                    " Written greedily, everything after the first change is another text."
                )
            )
        )
        self._copy.setText(self.tr("Copy"))
        self._copy_button.setText(self.tr("Copy"))
        self._copy_button.setAccessibleName(self.tr("Copy samples"))
        self._copy_button.setToolTip(self.tr("Copy the selected samples, or all"))
        self._save.setText(self.tr("Save…"))
        self._save_button.setText(self.tr("Save…"))
        self._save_button.setAccessibleName(self.tr("Save samples"))
        self._save_button.setToolTip(self.tr("Save all samples as a text file"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the font, beside the language."""
        if event.type() == QEvent.Type.FontChange:
            self._view.measure_anew()
        super().changeEvent(event)

    def add_sample(
        self, epoch: int, perplexity: float, *, seconds: float, prefix: str, text: str
    ) -> None:
        """Put a sample on top; `text` is what follows the prefix."""
        self._view.add(Sample(epoch, perplexity, seconds, prefix, text, label=self._labels[0]))
        self._enable()

    def add_twin_sample(
        self, epoch: int, perplexity: float, *, seconds: float, prefix: str, text: str
    ) -> None:
        """Put a sample of the twin beside the one of the same epoch and prefix."""
        sample = Sample(epoch, perplexity, seconds, prefix, text, label=self._labels[1])
        self._view.add(sample, twin=True)
        self._enable()

    def set_labels(self, labels: tuple[str, str] = ("", "")) -> None:
        """Name the two runs that write from now on; no names while there is one."""
        self._labels = labels

    def set_novelty(self, novelty: SampleNovelty) -> None:
        """Show how much of each sample is new, by what this knows."""
        self._view.set_novelty(novelty)

    def show_changes(self, shown: bool) -> None:
        """Show what changed from sample to sample, or the texts plainly."""
        self._changes.setChecked(shown)
        self._view.show_changes(shown)

    def clear(self) -> None:
        """Take all samples away: a new run begins."""
        self._view.clear_samples()
        self._enable()

    @property
    def samples(self) -> tuple[Sample, ...]:
        """All samples, the oldest first; beside a twin, the twin's are in them."""
        return tuple(self._view.samples())

    @property
    def drawn(self) -> QWidget:
        """What makes a picture of them: the texts, without the buttons."""
        return self._view

    def summary(self) -> str:
        """Say in words how many samples there are, and which is the newest."""
        samples = self.samples
        if not samples:
            return self._view.empty_text
        counted = self.tr("Samples: {count}").format(count=thousands(len(samples)))
        newest = samples[-1]
        return f"{counted} · {newest.heading} · {newest.prefix}{newest.text}"

    def as_text(self, *, selected: bool = False) -> str:
        """Return the samples, or the selected ones, as the book prints them, the oldest first."""
        lines: list[str] = []
        heading = ""
        chosen = self._view.selected_samples() if selected else self._view.samples()
        for sample in in_turn(chosen):
            if sample.heading != heading:
                heading = sample.heading
                lines.append(heading)
            lines.append(f" - {sample.prefix}{sample.text}")
        return "".join(f"{line}\n" for line in lines)

    def _enable(self) -> None:
        filled = self._view.model().rowCount() > 0
        for part in (self._copy_button, self._save_button, self._copy, self._save):
            part.setEnabled(filled)

    def _on_changes_clicked(self, shown: bool) -> None:
        self._view.show_changes(shown)
        self.changesToggled.emit(shown)

    def _on_copy_triggered(self) -> None:
        text = self.as_text(selected=bool(self._view.selectedIndexes()))
        QGuiApplication.clipboard().setText(text)

    def _on_view_menu_requested(self, place: QPoint) -> None:
        menu = QMenu(self._view)
        menu.addActions([self._copy, self._save])
        add_export_actions(menu, self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._view.viewport().mapToGlobal(place))
