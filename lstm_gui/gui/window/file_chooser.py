"""The dialogs that open and save files: the only modal ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QBuffer, QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from lstm_gui.core.corpus.decoding import ENCODINGS
from lstm_gui.core.corpus.source import read_source
from lstm_gui.core.corpus.tasks import NUM_STEPS, Task, names_task, task_of
from lstm_gui.core.corpus.text import preview_text
from lstm_gui.core.errors import CorpusError, OutputError
from lstm_gui.core.file_reading import AS_FOUND, FileReading
from lstm_gui.core.files import log_folder, shown, write_atomically
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP, Sentence
from lstm_gui.core.model.checkpoint import looks_like_model
from lstm_gui.core.outputs import output_errors, require_place
from lstm_gui.core.runs.moment_file import MOMENT_SUFFIX, looks_like_moment
from lstm_gui.gui.forms.encoding_dialog import EncodingDialog
from lstm_gui.gui.session.session import Session
from lstm_gui.gui.widgets.notices import NoticeBar

if TYPE_CHECKING:  # imported when pieces are saved
    from lstm_gui.core.inspection.pieces import Piece

__all__ = ["FileChooser", "FileKind", "TEXT_ENDINGS", "TEXT_REFUSED", "kind_of"]

TEXT_REFUSED = "text"
"""The notice that a file could not be used; its action asks for the encoding."""

MODEL_SUFFIX = ".safetensors"
TEXT_ENDINGS = (".txt", ".zip", ".lrc", ".srt", ".vtt")
_TEXTS = " ".join(f"*{ending}" for ending in TEXT_ENDINGS)

FileKind = Literal["lesson", "moment", "model", "settings", "text"]

_TAKEN = QT_TRANSLATE_NOOP(
    "FileChooser", "The settings of the run in {file} are in the form; the text is as it was."
)
_NO_SETTINGS = QT_TRANSLATE_NOOP(
    "FileChooser", "The settings in {file} are not of this version, so none is taken."
)


def kind_of(path: Path) -> FileKind:
    """Tell by its content what a file can be opened as; what is nothing else may be a text."""
    from lstm_gui.core.export.run_export import looks_like_run
    from lstm_gui.core.lessons.lesson_file import looks_like_lesson

    if looks_like_lesson(path):
        return "lesson"
    if looks_like_moment(path):
        return "moment"
    if looks_like_model(path):
        return "model"
    return "settings" if looks_like_run(path) else "text"


class FileChooser(QObject):
    """Asks for files and gives them to the session; says what could not be opened.

    Signals:
        textOpened(Path, FileReading): A text file was chosen, and how it is to be read; or a task
            by its name.
        modelOpened(Path): A model was chosen.
        momentChosen(Path): A moment is to be opened.
        lessonChosen(Path): A lesson is to begin.
        settingsRead(Experiment): These settings are wanted in the form.
    """

    textOpened = Signal(object, object)
    modelOpened = Signal(object)
    momentChosen = Signal(object)
    lessonChosen = Signal(object)
    settingsRead = Signal(object)

    def __init__(self, window: QWidget, session: Session, notices: NoticeBar) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._notices = notices

    def open_text(self) -> None:
        """Ask for a text and open it."""
        path = self.ask_text()
        if path is not None:
            self.open_dropped(path)

    def open_any(self) -> None:
        """Ask for a file, a text, a model or a moment, and open it."""
        every = f"{_TEXTS} *.safetensors *.lstm *.lesson *.json"
        kinds = self.tr("Texts, models, moments and lessons ({endings});;All files (*)")
        name, _ = QFileDialog.getOpenFileName(
            self._window, self.tr("Open"), self._folder(), kinds.format(endings=every)
        )
        if name:
            self.open_dropped(Path(name))

    def ask_text(self) -> Path | None:
        """Ask for a text, and leave it to the caller."""
        name, _ = QFileDialog.getOpenFileName(
            self._window,
            self.tr("Open text"),
            self._folder(),
            self.tr("Texts (*.txt *.zip *.lrc *.srt *.vtt);;All files (*)"),
        )
        return Path(name) if name else None

    def open_model(self) -> None:
        """Ask for a checkpoint and go on with it."""
        name, _ = QFileDialog.getOpenFileName(
            self._window,
            self.tr("Open model"),
            self._folder(),
            self.tr("Models (*.safetensors);;All files (*)"),
        )
        if name and not self._open_saved(Path(name)):
            self._open_model(Path(name))  # which says why it is none

    def open_lesson(self) -> None:
        """Ask for a lesson and begin it."""
        name, _ = QFileDialog.getOpenFileName(
            self._window,
            self.tr("Open lesson"),
            self._folder(),
            self.tr("Lessons (*.lesson);;All files (*)"),
        )
        if name:
            self.lessonChosen.emit(Path(name))

    def open_dropped(self, path: Path) -> None:
        """Open a file by its content: a moment, a model, or what may be a text; or a lesson.

        Of a run that was exported as JSON, the settings are taken.
        """
        match kind_of(path):
            case "lesson":
                self.lessonChosen.emit(path)
            case "settings":
                self._take_settings(path)
            case "text":
                self._open(path)
            case _:
                self._open_saved(path)

    def _take_settings(self, path: Path) -> None:
        from lstm_gui.core.export.run_export import exported_settings

        experiment, values = exported_settings(path), {"file": shown(path.name)}
        if experiment is None:
            said = Sentence(_NO_SETTINGS, values, "FileChooser")
            self._notices.show_notice(said, "error", key="settings")
            return
        self._notices.show_notice(Sentence(_TAKEN, values, "FileChooser"), "info", key="settings")
        self.settingsRead.emit(experiment)

    def open_named(self, name: str) -> None:
        """Open a text that the program has or makes; a task is offered again like a file."""
        self._open_named(name, None)

    def change_task(self, name: str) -> None:
        """Open the task in use with other parameters; the settings stay as they are.

        But the time steps follow the length of its sequences, unless the person has set them.
        """
        corpus, train = self._session.corpus, self._session.experiment.train
        before = None if corpus is None else task_of(corpus)
        follows = before is not None and train.num_steps == before.num_steps
        self._open_named(name, {NUM_STEPS: Task.of(name).num_steps} if follows else {})

    def _open_named(self, name: str, settings: Mapping[str, object] | None) -> None:
        self._session.open_named(name, settings=settings)
        if names_task(name):
            self.textOpened.emit(name, AS_FOUND)

    def _open_saved(self, path: Path) -> bool:
        """Open a moment or a model; False if it is neither."""
        if looks_like_moment(path):
            self.momentChosen.emit(path)
        elif looks_like_model(path):
            self._open_model(path)
        else:
            return False
        return True

    def _open_model(self, path: Path) -> None:
        self._session.open_model(path)
        self.modelOpened.emit(path)

    def open_recent(self, path: Path, reading: FileReading) -> None:
        """Open a file that was open before; a text is read as it was then."""
        if not self._open_saved(path):
            self._open(path, reading)

    def open_own(self, path: Path, settings: Mapping[str, object]) -> None:
        """Open a text that was made or fetched here, with the settings that come with it."""
        self._open(path, settings=settings)

    def save_model(self, save: Callable[[Path], None], run: str = "") -> None:
        """Ask where the model is to be saved; `run` names it where there are two."""
        title, name = self.tr("Save model"), "model"
        if run:
            title, name = self.tr("Save model {run}").format(run=run), f"model-{run[0]}"
        kinds = self.tr("Models (*.safetensors)")
        path = self.place_for(title, f"{name}{MODEL_SUFFIX}", kinds)
        if path is not None:
            save(path)

    def save_moment(self, save: Callable[[Path], None]) -> None:
        """Ask where a moment is to be saved."""
        title, kinds = self.tr("Save moment"), self.tr("Moments (*.lstm)")
        path = self.place_for(title, f"moment{MOMENT_SUFFIX}", kinds)
        if path is not None:
            save(path)

    def save_samples(self, text: str) -> None:
        """Ask where the samples are to be saved, and save them."""
        place = Path(self._folder()) / "samples.txt"
        path = self._ask_where(self.tr("Save samples"), place, self.tr("Texts (*.txt)"))
        if path is None or not self._may_write(path):
            return
        try:
            with output_errors(path):
                write_atomically(path, text.encode("utf-8"))
        except OutputError as error:
            self._refuse(error)

    def save_pieces(self, pieces: Sequence[Piece], picture: Callable[[], QImage]) -> None:
        """Ask where pieces are to be saved, and as what: its ending tells.

        A picture is one of the page.
        """
        place = Path(self._folder()) / "pieces.txt"
        kinds = self.tr(
            "Texts (*.txt);;Markdown (*.md);;JSON (*.json);;Picture of the page (*.png)"
        )
        path = self._ask_where(self.tr("Save pieces"), place, kinds)
        if path is None or not self._may_write(path):
            return
        try:
            with output_errors(path):
                write_atomically(path, _written(pieces, path.suffix.lower(), picture))
        except OutputError as error:
            self._refuse(error)

    def place_for(self, title: str, name: str, kinds: str) -> Path | None:
        """Ask where a file is to be, and whether it may be replaced; None if it cannot be."""
        suffix = Path(name).suffix
        path = self._ask_where(title, Path(self._folder()) / name, kinds)
        if path is not None and path.suffix.lower() != suffix:
            path = path.with_name(path.name + suffix)  # a dot in a name begins no suffix
            if path.exists():  # nobody has been asked whether that one may be replaced
                path = self._ask_where(title, path, kinds)
        return path if path is not None and self._may_write(path) else None

    def show_logs(self) -> None:
        """Open the folder of logs and crash reports, or say where it is."""
        folder = log_folder()
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            text = self.tr("Logs and crash reports lie in {folder}.").format(folder=folder)
            self._notices.show_notice(text, "info", key="logs")

    def choose_encoding(self) -> None:
        """Ask how the text file in use is to be read."""
        path, corpus = self._session.source, self._session.corpus
        if path is not None and corpus is not None:
            self._ask_reading(path, corpus.encoding, corpus.reading)

    def _ask_reading(self, path: Path, encoding: str, reading: FileReading) -> None:
        try:
            source = read_source(path, beginning=True)
        except CorpusError as error:
            self._notices.show_error(error, key=TEXT_REFUSED)
            return
        dialog = EncodingDialog(
            ENCODINGS,
            encoding,
            name=shown(path.name),
            preview=lambda reading: preview_text(source, reading),
            reading=reading,
            parent=self._window,
        )
        dialog.accepted.connect(lambda: self._open(path, dialog.reading))
        dialog.open()

    def choose_unknown(self, path: Path) -> None:
        """Ask how a text file is to be read whose encoding was not found."""
        self._notices.dismiss(TEXT_REFUSED)
        self._ask_reading(path, ENCODINGS[0], FileReading(encoding=ENCODINGS[0]))

    def _open(
        self,
        path: Path,
        reading: FileReading = AS_FOUND,
        settings: Mapping[str, object] | None = None,
    ) -> None:
        self._session.open_file(path, reading, settings)
        self.textOpened.emit(path, reading)

    def _ask_where(self, title: str, place: Path, kinds: str) -> Path | None:
        chosen, _ = QFileDialog.getSaveFileName(self._window, title, str(place), kinds)
        return Path(chosen) if chosen else None

    def _may_write(self, path: Path) -> bool:
        """Say why not, if a file cannot be written there or is the text in use."""
        source = self._session.source
        try:
            require_place(path, () if source is None else (source,))
        except OutputError as error:
            self._refuse(error)
            return False
        return True

    def _refuse(self, error: OutputError) -> None:
        self._notices.show_error(error, key="output")

    def _folder(self) -> str:
        source = self._session.source
        return str(source.parent if source is not None else Path.home())


def _written(pieces: Sequence[Piece], ending: str, picture: Callable[[], QImage]) -> bytes:
    """Return what a file with this ending has of some pieces."""
    if ending == ".png":
        buffer = QBuffer()
        buffer.open(QBuffer.OpenModeFlag.WriteOnly)
        picture().save(buffer, "PNG")  # type: ignore[call-overload]  # its stub wants bytes
        return bytes(buffer.data().data())
    from lstm_gui.core.inspection.pieces import as_json, as_markdown, as_text

    write = {".md": as_markdown, ".json": as_json}.get(ending, as_text)
    return write(pieces).encode("utf-8")
