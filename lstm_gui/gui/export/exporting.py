"""Exports what the person wants: copies at once, files on a thread, and says how it went."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from lstm_gui.core.errors import ExportError, PlaygroundError
from lstm_gui.core.export.run_export import RunExport, runs_table
from lstm_gui.core.export.run_files import RUN_KINDS, run_files, write_files
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP, Sentence
from lstm_gui.core.runs.run import Run
from lstm_gui.gui.export.dialog import ExportDialog
from lstm_gui.gui.export.film import FILM_SIZE, MOST_FILM_PIXELS, Filmed, FilmStory, FilmWords
from lstm_gui.gui.export.film_maker import FilmMaker
from lstm_gui.gui.export.wish import ExportedThing, ExportWish, Kind
from lstm_gui.gui.widgets.answers import NewestAnswer
from lstm_gui.gui.widgets.exportable import Exportable
from lstm_gui.gui.widgets.notices import NoticeBar, NoticeKind
from lstm_gui.gui.widgets.picture import PictureForm, picture, png, require_pixels, svg
from lstm_gui.gui.widgets.theme import Theme
from lstm_gui.gui.widgets.translation import translated

__all__ = ["ExportController", "RunSource"]

_KEY = "export"
_SAVED = QT_TRANSLATE_NOOP("ExportController", "{file} is written.")
_COPIED = QT_TRANSLATE_NOOP("ExportController", "“{title}” is copied.")
_NO_NUMBERS = QT_TRANSLATE_NOOP("ExportController", "“{title}” shows no numbers yet.")
_FAILED = QT_TRANSLATE_NOOP("ExportController", "Something unexpected happened: {error}.")
_COPY_SCALE = 2.0

PlaceFor = Callable[[str, str, str], Path | None]
"""Asks for a file by the dialog's title, a name with its ending, and the kinds to choose from."""


class RunSource(Protocol):
    """What the exports must know of runs."""

    def runs(self) -> Sequence[tuple[str, str]]:
        """Return the ids and names of all runs, the one under way first."""

    def rows(self) -> Sequence[Run]:
        """Return the rows of the table of runs."""

    def read(self, run_id: str, then: Callable[[RunExport], object]) -> None:
        """Fetch a run with its curve, and call `then` with it."""

    def film(self, run_id: str) -> Filmed | None:
        """Return what is filmed of the run under way besides its curve; None for another run."""


class ExportController(QObject):
    """Puts the dialog, the views, the runs and the files together.

    Args:
        window: Over which the dialog stands.
        theme: The colours of the window.
        language: Its language, such as zh_CN.
        notices: Say how it went.
        views: Returns the views that there are, named in the language in use.
        runs: The runs.
        place_for: Asks where a file is to be.

    Signals:
        viewWanted(str): The view of this dock is to come forward.
    """

    viewWanted = Signal(str)

    def __init__(
        self,
        window: QWidget,
        *,
        theme: Theme,
        language: Callable[[], str],
        notices: NoticeBar,
        views: Callable[[], Sequence[ExportedThing]],
        runs: RunSource,
        place_for: PlaceFor,
    ) -> None:
        super().__init__(window)
        self._window, self._theme, self._language = window, theme, language
        self._notices, self._runs, self._place_for = notices, runs, place_for
        self._views = views
        self.dialog: ExportDialog | None = None
        self._writing = NewestAnswer(self)
        self._writing.answered.connect(self._on_written)
        self._writing.failed.connect(self._on_failed)
        self.films = FilmMaker(self)
        self.films.made.connect(self._on_film_made)
        self.films.failed.connect(self._on_failed)
        self.films.broke.connect(self._on_failed)

    def show(self, kind: Kind = "view", key: str = "") -> None:
        """Open the dialog, with this view or run chosen."""
        dialog = self.dialog = ExportDialog(self._theme, self._things, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(self._on_dialog_finished)
        dialog.viewChosen.connect(self.viewWanted)
        dialog.copyAsked.connect(self._on_dialog_copy_asked)
        dialog.exportAsked.connect(self._on_dialog_export_asked)
        dialog.cancelAsked.connect(self.films.stop)
        self.films.progressed.connect(dialog.set_progress)
        dialog.choose(kind, key)
        dialog.open()

    def close(self) -> None:
        """Make nothing more; the window is to be closed."""
        self.films.stop()

    # What there is

    def _things(self, kind: Kind) -> list[ExportedThing]:
        if kind == "view":
            return list(self._views())
        if kind == "runs":
            return [ExportedThing("runs", self.tr("All runs"))] if self._runs.rows() else []
        return [ExportedThing(run_id, name) for run_id, name in self._runs.runs()]

    # Copies

    def copy_view(self, thing: ExportedThing) -> None:
        """Copy a view as it is seen, as a picture."""
        if thing.view is not None:
            drawn = picture(thing.view(), self._theme, PictureForm(scale=_COPY_SCALE))
            QGuiApplication.clipboard().setImage(drawn)
            self._say(_COPIED, "info", title=thing.title)

    def _copy(self, wish: ExportWish) -> None:
        view = wish.thing.view
        if view is None:
            return
        if wish.format.picture:
            drawn = picture(view(), self._theme, wish.form)
            QGuiApplication.clipboard().setImage(drawn)
        else:
            table = view().exported().table()
            if table.empty:
                self._say(_NO_NUMBERS, "warning", title=wish.thing.title)
                return
            text = table.csv() if wish.format.key == "csv" else table.json()
            QGuiApplication.clipboard().setText(text)
        self._say(_COPIED, "info", title=wish.thing.title)

    # Files

    def _export(self, wish: ExportWish) -> None:
        view = wish.thing.view
        numbers = not wish.format.picture and view is not None
        if numbers and view is not None and view().exported().table().empty:
            self._say(_NO_NUMBERS, "warning", title=wish.thing.title)
            return
        name = f"{_file_name(wish.thing.title)}{wish.format.suffix}"
        kinds = f"{wish.format.words} (*{wish.format.suffix})"
        path = self._place_for(self.tr("Export"), name, kinds)
        if path is None:
            return
        if view is not None:
            self._write({path: self._view_bytes(wish, view())})
        elif wish.kind == "runs":
            table = runs_table(self._runs.rows())
            text = table.csv() if wish.format.key == "csv" else table.json()
            self._write({path: text.encode("utf-8")})
        else:
            then = partial(self._export_run, wish, path)
            self._runs.read(wish.thing.key, lambda run: self._try(partial(then, run)))

    def _view_bytes(self, wish: ExportWish, view: Exportable) -> bytes:
        match wish.format.key:
            case "png":
                return png(view, self._theme, wish.form)
            case "svg":
                return svg(view, self._theme, wish.form)
            case "csv":
                return view.exported().table().csv().encode("utf-8")
        return view.exported().table().json().encode("utf-8")

    def _write(self, files: dict[Path, bytes]) -> None:
        self._writing.ask(partial(_written, files))

    def _export_run(self, wish: ExportWish, path: Path, exported: RunExport) -> None:
        kind = next((kind for kind in RUN_KINDS if kind == wish.format.key), None)
        if kind is None:
            self._film(wish, path, exported)
            return
        language = self._language().replace("_", "-")

        def job() -> Path:
            right = _with_its_text(exported)
            files = run_files(right, kind, path, language=language, translate=translated)
            return _written(files)

        self._writing.ask(job)

    def _film(self, wish: ExportWish, path: Path, exported: RunExport) -> None:
        words = FilmWords(
            title=wish.form.title,
            stamp=self.tr("epoch {epoch} · perplexity {perplexity}"),
            memory=self.tr("memory cells by characters"),
            curve=self.tr("perplexity"),
        )
        story = FilmStory(exported.points(), exported.samples, words=words)
        filmed = self._runs.film(wish.thing.key)
        if filmed is not None and len(filmed.moments) > 1:
            story = replace(story, filmed=filmed)
        if not story.points.size:
            self._say(_NO_NUMBERS, "warning", title=wish.thing.title)
            return
        size = wish.form.size or FILM_SIZE
        require_pixels(size, MOST_FILM_PIXELS)
        scheme = self._theme.paper if wish.form.paper else self._theme.scheme
        self.films.make(story, scheme, size, path)

    # How it went

    def _on_written(self, path: Path) -> None:
        self._say(_SAVED, "info", file=str(path))
        if self.dialog is not None:
            self.dialog.accept()

    def _on_film_made(self, path: Path) -> None:
        self._on_written(path)

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, PlaygroundError):
            self._notices.show_error(error, key=_KEY)
        else:
            self._say(_FAILED, "error", error=str(error) or type(error).__name__)

    def _on_dialog_copy_asked(self, wish: ExportWish) -> None:
        self._try(partial(self._copy, wish))

    def _on_dialog_export_asked(self, wish: ExportWish) -> None:
        self._try(partial(self._export, wish))

    def _try(self, act: Callable[[], object]) -> None:
        try:
            act()
        except ExportError as error:
            self._on_failed(error)

    def _on_dialog_finished(self) -> None:
        self.dialog = None

    def _say(self, template: str, kind: NoticeKind, **values: object) -> None:
        said = Sentence(template, values, "ExportController")
        self._notices.show_notice(said, kind, key=_KEY)


def _written(files: dict[Path, bytes]) -> Path:
    """Write all; return the one that was asked for, which is the last."""
    write_files(files)
    return list(files)[-1]


def _with_its_text(exported: RunExport) -> RunExport:
    """Leave out a text that is not the one that the run was trained on."""
    digest, corpus = exported.run.digest, exported.corpus
    if corpus is not None and digest and corpus.digest != digest:
        return replace(exported, corpus=None)
    return exported


def _file_name(title: str) -> str:
    """Return a title as a file's name can have it."""
    kept = "".join(letter if letter.isalnum() or letter in " -_" else " " for letter in title)
    return "-".join(kept.split())[:60].lower() or "export"
