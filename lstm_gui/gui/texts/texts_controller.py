"""Where texts come from beside files: the catalogue, a choice of songs, and the editor."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from lstm_gui.core.corpus.own_texts import (
    SongChoice,
    SongList,
    save_joined,
    save_own,
    song_list,
    texts_folder,
)
from lstm_gui.core.corpus.selection import (
    Parts,
    arranged_text,
    held_out_share,
    parts_in_use,
    whole_text,
)
from lstm_gui.core.corpus.text import Corpus
from lstm_gui.core.errors import PlaygroundError
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP, Sentence
from lstm_gui.core.training.held_out import training_length
from lstm_gui.core.worker.events import Built
from lstm_gui.gui.session.session import Session
from lstm_gui.gui.widgets.answers import NewestAnswer
from lstm_gui.gui.widgets.notices import NoticeBar

if TYPE_CHECKING:  # the dialogs are imported when they are asked for, and with them the network
    from lstm_gui.core.corpus.catalogue import Entry
    from lstm_gui.core.corpus.download import Download
    from lstm_gui.gui.texts.catalogue_dialog import CatalogueDialog
    from lstm_gui.gui.texts.songs_dialog import SongsDialog
    from lstm_gui.gui.texts.text_editor import TextEditor

__all__ = ["OwnText", "TextsController"]

_NOT_SAVED = QT_TRANSLATE_NOOP(
    "TextsController",
    "The text could not be saved in {folder} ({reason}). Check the folder and try again.",
)


@dataclass(frozen=True, slots=True)
class OwnText:
    """A text of one's own that was saved, and the settings that come with it."""

    path: Path
    settings: Mapping[str, object] = field(default_factory=dict)


class TextsController(QObject):
    """Opens the dialogs about texts, and hands on what is chosen in them.

    Args:
        notices: Where it is said what could not be saved.
        session: Tells the text in use.
        parent: The window.
        folder: Where texts of one's own are kept; the user's by default.
        make_download: Makes what fetches a text; tests have a server of their own.

    Signals:
        textChosen(Path, Mapping): A text is to be opened, with these settings.
    """

    textChosen = Signal(object, object)

    def __init__(
        self,
        notices: NoticeBar,
        session: Session,
        *,
        parent: QWidget,
        folder: Path | None = None,
        make_download: Callable[[Entry], Download] | None = None,
    ) -> None:
        super().__init__(parent)
        self._notices = notices
        self._session = session
        self._window = parent
        self._folder = folder or texts_folder()
        self._make_download = make_download
        self._saving = NewestAnswer(self)
        self._saving.answered.connect(self._on_saving_answered)
        self._saving.failed.connect(self._on_saving_failed)
        self._looking = NewestAnswer(self)
        self._looking.answered.connect(self._on_looking_answered)
        self._stop_fetching: Callable[[], None] = lambda: None
        self._catalogue: CatalogueDialog | None = None
        self._songs: SongsDialog | None = None
        self._editor: TextEditor | None = None
        self._listed: tuple[Corpus, int, int] | None = None
        self._list: SongList | None = None

    def show_catalogue(self) -> None:
        """List the texts that can be fetched."""
        if self._catalogue is None:
            self._catalogue = self._new_catalogue()
            self._catalogue.textChosen.connect(self._on_catalogue_text_chosen)
        self._catalogue.refresh()
        _bring_up(self._catalogue)

    def _new_catalogue(self) -> CatalogueDialog:
        from lstm_gui.core.corpus.catalogue import load_catalogue
        from lstm_gui.core.corpus.download import Download
        from lstm_gui.gui.texts.catalogue_dialog import CatalogueDialog, Fetching

        make = self._make_download or partial(Download, folder=self._folder)
        fetching = Fetching(make, self)
        self._stop_fetching = fetching.close
        return CatalogueDialog(load_catalogue(), fetching, self._window)

    def show_songs(self) -> None:
        """List the songs of the text in use."""
        from lstm_gui.gui.texts.songs_dialog import SongsDialog

        if self._songs is None:
            self._songs = SongsDialog(self._window)
            self._songs.chosen.connect(self._on_songs_chosen)
            self._songs.editAsked.connect(self.edit_text)
        self._listed = None
        self._list_songs()
        _bring_up(self._songs)

    def edit_text(self) -> None:
        """Open the editor on the text in use, or as it was left if something is written there."""
        editor = self._made_editor()
        if editor.isHidden():
            if editor.has_draft:
                editor.offer_text()
            else:
                self._edit_text_in_use()
        _bring_up(editor)

    def _edit_text_in_use(self) -> None:
        from lstm_gui.gui.texts.text_editor import MOST_EDITED

        corpus = self._session.corpus
        if corpus is not None:
            text = whole_text(corpus) if len(corpus) <= MOST_EDITED else corpus.text
            self._made_editor().set_text(text, Path(corpus.name).stem)

    def edit_piece(self, text: str) -> None:
        """Open the editor on a piece of text, or put it into what is being written there."""
        editor = self._made_editor()
        if editor.isHidden() and not editor.has_draft:
            editor.set_text("", "")
        editor.add_piece(text)
        _bring_up(editor)

    def join(self, paths: Sequence[Path]) -> None:
        """Make one text of several files, and use it."""
        self._save(lambda folder: save_joined(paths, folder), {})

    def _made_editor(self) -> TextEditor:
        from lstm_gui.gui.texts.text_editor import TextEditor

        if self._editor is None:
            self._editor = TextEditor(self._window)
            self._editor.textWritten.connect(self._on_editor_text_written)
            self._editor.textAsked.connect(self._edit_text_in_use)
        return self._editor

    def begin(self, _event: Built) -> None:
        """Follow another text, or another share of it."""
        if self._songs is not None and self._songs.isVisible():
            self._list_songs()

    def close(self) -> None:
        """Fetch nothing any more, and show no dialog."""
        self._stop_fetching()
        self._saving.forget()
        self._looking.forget()
        for dialog in (self._catalogue, self._songs, self._editor):
            if dialog is not None:
                dialog.hide()

    def _list_songs(self) -> None:
        corpus, used = self._session.corpus, self._session.used
        if self._songs is None or corpus is None:
            return
        part = corpus if used is None else used
        trained = training_length(part, self._session.experiment.corpus.held_out)
        now = (corpus, len(part), trained)
        if self._listed == now:  # or ticks that are not used yet would be lost
            return
        self._listed = now
        parts = parts_in_use(corpus, len(part), trained)
        songs = SongList(corpus, parts, self._session.opened_from(), corpus.reading)
        if self._session.source is None:
            self._on_looking_answered(songs)
        else:
            self._looking.ask(lambda: song_list(songs))

    def _save(self, make: Callable[[Path], Path], settings: Mapping[str, object]) -> None:
        folder = self._folder
        self._saving.ask(lambda: OwnText(make(folder), settings))

    def _on_looking_answered(self, songs: SongList) -> None:
        self._list = songs
        if self._songs is not None:
            self._songs.show_songs(songs.corpus, songs.parts)

    def _on_catalogue_text_chosen(self, place: Path) -> None:
        self.textChosen.emit(place, {})

    def _on_songs_chosen(self, parts: Parts) -> None:
        songs = self._list
        if songs is None:
            return
        corpus = songs.corpus
        settings = {"corpus.max_chars": None, "corpus.held_out": held_out_share(corpus, parts)}

        def save(folder: Path) -> Path:
            choice = SongChoice.of(songs, parts) if songs.source else None
            return save_own(arranged_text(corpus, parts), corpus.name, folder, choice)

        self._save(save, settings)

    def _on_editor_text_written(self, text: str, name: str) -> None:
        self._save(lambda folder: save_own(text, name, folder), {})

    def _on_saving_answered(self, own: OwnText) -> None:
        self.textChosen.emit(own.path, own.settings)

    def _on_saving_failed(self, error: Exception) -> None:
        if isinstance(error, PlaygroundError):  # of a file that is none of one's own yet
            self._notices.show_error(error, key="own text")
            return
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        values = {"folder": str(self._folder), "reason": reason}
        self._notices.show_notice(
            Sentence(_NOT_SAVED, values, "TextsController"),
            "error",
            key="own text",
            help="output",
        )


def _bring_up(dialog: QDialog) -> None:
    dialog.show()
    dialog.activateWindow()
