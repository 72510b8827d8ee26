"""The text in use: its name and size, how it was read, and where another comes from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject, QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from lstm_gui.core.corpus.tasks import TASKS, Task, task_of
from lstm_gui.core.corpus.text import SHIPPED, Corpus
from lstm_gui.core.files import path_of, shown
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP, Sentence
from lstm_gui.core.numbers import thousands
from lstm_gui.gui.forms.task_form import TaskForm, task_label, task_title
from lstm_gui.gui.session.session import Session
from lstm_gui.gui.widgets.formats import menu_text, tooltip
from lstm_gui.gui.widgets.labels import PlainLabel
from lstm_gui.gui.widgets.notices import NoticeBar
from lstm_gui.gui.widgets.theme import GRID
from lstm_gui.gui.widgets.translation import Retranslated, translated

__all__ = ["CorpusCard", "OFFERED_TEXT", "TextOffer"]


@dataclass(frozen=True, slots=True)
class _Summary:
    name: str
    encoding: str
    used_characters: int
    total_characters: int
    distinct: int
    songs: int
    lines: int
    batches_per_epoch: int
    is_file: bool
    remarks: tuple[Sentence, ...] = ()
    task: Task | None = None


class _ElidedLabel(PlainLabel):
    """One line that is cut in its middle where room is short; the tooltip has all of it."""

    def __init__(self) -> None:
        super().__init__()
        self._whole = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def set_whole_text(self, text: str) -> None:
        self._whole = text
        self.setToolTip(tooltip(text))
        self.setAccessibleName(text)
        self._elide()

    def minimumSizeHint(self) -> QSize:
        return QSize(6 * GRID, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        mode = Qt.TextElideMode.ElideMiddle
        self.setText(self.fontMetrics().elidedText(self._whole, mode, self.width()))


class CorpusCard(Retranslated, QWidget):
    """Shows which text is trained on and lets the person choose another.

    Signals:
        textChosen: The name of a text that the playground has or makes: lyrics, or a task.
        taskChanged: The name of the task in use with other parameters.
        fileRequested: The person wants to open a file.
        catalogueRequested: The person wants a text from the network.
        songsRequested: The person wants to choose songs of the text in use.
        editRequested: The person wants to change the text in use, or paste another.
        recentChosen: The path of a file that was open before.
        recentCleared: The recent files are to be forgotten.
        encodingRequested: The person wants to read the file in another encoding.
    """

    textChosen = Signal(str)
    taskChanged = Signal(str)
    fileRequested = Signal()
    catalogueRequested = Signal()
    songsRequested = Signal()
    editRequested = Signal()
    recentChosen = Signal(str)
    recentCleared = Signal()
    encodingRequested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("corpusCard")
        self._summary: _Summary | None = None
        self._recent: tuple[str, ...] = ()
        self._name = _ElidedLabel()
        self._name.setObjectName("corpusName")
        self._name.setProperty("role", "heading")
        self._size = self._muted("corpusSize")
        self._parts = self._muted("corpusParts")
        self._held_out = self._muted("corpusHeldOut")
        self._held_out.hide()
        self._held_out_counts = (0, 0)
        self._batches = self._muted("corpusBatches")
        self._encoding = self._muted("corpusEncoding")
        self._remarks = self._muted("corpusRemarks")
        self._remarks.hide()
        self.task = TaskForm()
        self.task.taskChanged.connect(self.taskChanged)
        self._menu = QMenu(self)
        self._menu.setObjectName("corpusMenu")
        self._menu.setToolTipsVisible(True)
        self._tasks = QMenu(self)
        self._tasks.setObjectName("tasksMenu")
        self._tasks.setToolTipsVisible(True)
        self._button = QPushButton()
        self._button.setObjectName("corpusButton")
        self._button.setMenu(self._menu)
        self._encoding_button = QPushButton()
        self._encoding_button.setObjectName("encodingButton")
        self._encoding_button.setFlat(True)
        self._encoding_button.clicked.connect(self.encodingRequested)
        self._lay_out()
        self.retranslate()

    def _muted(self, name: str) -> QLabel:
        label = PlainLabel()
        label.setObjectName(name)
        label.setProperty("role", "muted")
        label.setWordWrap(True)
        return label

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(GRID)
        top.addWidget(self._name, 1)
        top.addWidget(self._button)
        reading = QHBoxLayout()
        reading.setSpacing(GRID)
        reading.addWidget(self._encoding, 1)
        reading.addWidget(self._encoding_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, GRID // 2)
        column.setSpacing(2)
        column.addLayout(top)
        column.addWidget(self.task)
        column.addWidget(self._size)
        column.addWidget(self._parts)
        column.addWidget(self._held_out)
        column.addWidget(self._batches)
        column.addWidget(self._remarks)
        column.addLayout(reading)

    def retranslate(self) -> None:
        """Set all texts."""
        self.setAccessibleName(self.tr("Text"))
        self._button.setText(self.tr("Text"))
        self._button.setAccessibleName(self.tr("Choose a text"))
        self._button.setToolTip(self.tr("Choose a text to train on"))
        self._encoding_button.setText(self.tr("change…"))
        self._encoding_button.setAccessibleName(self.tr("Change the encoding"))
        self._encoding_button.setToolTip(self.tr("Read the file in another encoding"))
        self._fill_menu()
        self._show()
        self._show_held_out()

    def set_summary(
        self,
        name: str,
        encoding: str,
        *,
        used_characters: int,
        total_characters: int,
        distinct: int,
        songs: int,
        lines: int,
        batches_per_epoch: int,
        is_file: bool,
        remarks: tuple[Sentence, ...] = (),
        task: Task | None = None,
    ) -> None:
        """Show the text in use; `distinct` and `batches_per_epoch` count in the part used."""
        self._summary = _Summary(
            name=name,
            encoding=encoding,
            used_characters=used_characters,
            total_characters=total_characters,
            distinct=distinct,
            songs=songs,
            lines=lines,
            batches_per_epoch=batches_per_epoch,
            is_file=is_file,
            remarks=remarks,
            task=task,
        )
        self.task.set_task(task)
        self._show()

    def set_held_out(self, characters: int, songs: int) -> None:
        """Show how much of the part used is kept from training; 0 for nothing."""
        self._held_out_counts = (characters, songs)
        self._show_held_out()

    def set_recent(self, paths: Sequence[str]) -> None:
        """Offer these files again, the newest first."""
        self._recent = tuple(paths)
        self._fill_menu()

    def _show(self) -> None:
        summary = self._summary
        self._encoding_button.setEnabled(bool(summary and summary.is_file))
        self._encoding_button.setVisible(bool(summary and summary.is_file))
        if summary is None:
            self._name.set_whole_text(self.tr("No text"))
            return
        labels = {shipped.file: shipped.label for shipped in SHIPPED.values()}
        own = labels.get(summary.name) if not summary.is_file else None
        name = QCoreApplication.translate("Corpora", own) if own else summary.name
        if summary.task is not None:
            name = task_label(summary.task)
        self._name.set_whole_text(name)
        self._size.setText(self._size_text(summary))
        self._parts.setText(self._parts_text(summary))
        batches = summary.batches_per_epoch
        one = self.tr("1 batch an epoch")
        several = self.tr("{batches} batches an epoch", "", batches)
        text = one if batches == 1 else several.format(batches=thousands(batches))
        self._batches.setText(text)
        self._remarks.setText("\n".join(map(translated, summary.remarks)))
        self._remarks.setVisible(bool(summary.remarks))
        self._encoding.setVisible(summary.task is None)
        self._encoding.setText(self.tr("Read as {encoding}").format(encoding=summary.encoding))

    def _show_held_out(self) -> None:
        characters, songs = self._held_out_counts
        if songs == 1:
            template = self.tr("{characters} of them held out: the last song")
        elif songs:
            template = self.tr("{characters} of them held out: the last {songs} songs", "", songs)
        else:
            template = self.tr("{characters} of them held out, at the end")
        text = template.format(characters=thousands(characters), songs=thousands(songs))
        self._held_out.setText(text)
        self._held_out.setVisible(bool(characters))

    def _size_text(self, summary: _Summary) -> str:
        if summary.used_characters >= summary.total_characters:
            template = self.tr("{total} characters", "", summary.total_characters)
        else:
            template = self.tr("{used} of {total} characters", "", summary.total_characters)
        return template.format(
            used=thousands(summary.used_characters), total=thousands(summary.total_characters)
        )

    def _parts_text(self, summary: _Summary) -> str:
        if summary.songs == 1:
            template = self.tr("{distinct} distinct · 1 song")
        elif summary.songs > 1:
            template = self.tr("{distinct} distinct · {songs} songs", "", summary.songs)
        elif summary.lines == 1:
            template = self.tr("{distinct} distinct · 1 line")
        else:
            template = self.tr("{distinct} distinct · {lines} lines", "", summary.lines)
        return template.format(
            songs=thousands(summary.songs),
            lines=thousands(summary.lines),
            distinct=thousands(summary.distinct),
        )

    def _fill_menu(self) -> None:
        self._menu.clear()
        for key, shipped in SHIPPED.items():
            label = QCoreApplication.translate("Corpora", shipped.label)
            action = self._add_action(label, data=key)
            action.triggered.connect(self._on_named_triggered)
        self._fill_tasks()
        self._menu.addSeparator()
        for text, asked in (
            (self.tr("Open file…"), self.fileRequested),
            (self.tr("Get texts…"), self.catalogueRequested),
            (self.tr("Songs…"), self.songsRequested),
            (self.tr("Edit or paste text…"), self.editRequested),
        ):
            self._add_action(text).triggered.connect(asked)
        if not self._recent:
            return
        self._menu.addSeparator()
        for path in self._recent:
            text = menu_text(task_title(path) or shown(path_of(path).name))
            action = self._add_action(text, data=path)
            action.setToolTip(tooltip(path))
            action.triggered.connect(self._on_recent_triggered)
        self._add_action(self.tr("Clear recent files")).triggered.connect(self.recentCleared)

    def _fill_tasks(self) -> None:
        self._tasks.clear()
        self._tasks.setTitle(self.tr("Tasks that need memory"))
        for name in TASKS:
            task = Task.of(f"task:{name}")
            action = QAction(task_label(task), self._tasks)
            action.setData(task.name)
            action.setToolTip(tooltip(QCoreApplication.translate("Tasks", task.spec.asks)))
            action.triggered.connect(self._on_named_triggered)
            self._tasks.addAction(action)
        self._menu.addMenu(self._tasks)

    def _add_action(self, text: str, *, data: str = "") -> QAction:
        action = QAction(text, self._menu)
        action.setData(data)
        self._menu.addAction(action)
        return action

    def _on_named_triggered(self) -> None:
        self.textChosen.emit(self._sender_data())

    def _on_recent_triggered(self) -> None:
        self.recentChosen.emit(self._sender_data())

    def _sender_data(self) -> str:
        action = self.sender()
        return str(action.data()) if isinstance(action, QAction) else ""


OFFERED_TEXT = "offered-text"

_LOADED = QT_TRANSLATE_NOOP("TextOffer", "{name} is loaded. What the model has learnt can go on.")
_KEEP = QT_TRANSLATE_NOOP("TextOffer", "Keep learning on it")
_RESTART = QT_TRANSLATE_NOOP("TextOffer", "Begin anew on it")


class TextOffer(QObject):
    """Asks what becomes of the model, and says before it happens what would not carry over."""

    def __init__(self, notices: NoticeBar, session: Session, *, parent: QObject) -> None:
        super().__init__(parent)
        self._notices = notices
        self._session = session
        session.textOffered.connect(self._on_session_text_offered)
        notices.actionTriggered.connect(self._on_notices_action_triggered)
        notices.otherTriggered.connect(self._on_notices_other_triggered)

    def _on_session_text_offered(self, corpus: Corpus) -> None:
        task = task_of(corpus)
        name = corpus.name if task is None else Sentence(task.spec.label, context="Tasks")
        said = [Sentence(_LOADED, {"name": name}, "TextOffer")]
        said += self._session.losses()
        values = {f"part{number}": sentence for number, sentence in enumerate(said)}
        lines = "\n".join(f"{{{name}}}" for name in values)
        self._notices.show_notice(
            Sentence(lines, values, "TextOffer"),
            "info",
            key=OFFERED_TEXT,
            action=Sentence(_KEEP, context="TextOffer"),
            other=Sentence(_RESTART, context="TextOffer"),
        )

    def take_back(self) -> None:
        """Ask no more: another model stands, or this one elsewhere."""
        self._notices.dismiss(OFFERED_TEXT)

    def _on_notices_action_triggered(self, key: str) -> None:
        if key == OFFERED_TEXT:
            self._session.take_text(keep=True)

    def _on_notices_other_triggered(self, key: str) -> None:
        if key == OFFERED_TEXT:
            self._session.take_text(keep=False)
