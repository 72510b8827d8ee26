"""Goes on with a run from the table: its model, on its text, with its curve."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from lstm_gui.core.corpus import SHIPPED, Corpus
from lstm_gui.core.runs import Curve, Run, RunStore, digest_of
from lstm_gui.gui.corpus_loader import CorpusLoader
from lstm_gui.gui.notices import NoticeBar
from lstm_gui.gui.runs.archive import RunArchive
from lstm_gui.gui.runs.follower import Follower
from lstm_gui.gui.runs.words import name_of
from lstm_gui.gui.session import Session

__all__ = ["Resuming"]

_KEY = "continue"


class Resuming(QObject):
    """Opens the model of a run if its text can be had, and says why where it cannot."""

    def __init__(
        self,
        archive: RunArchive,
        follower: Follower,
        session: Session,
        notices: NoticeBar,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._archive = archive
        self._follower = follower
        self._session = session
        self._notices = notices
        self._wanted: Run | None = None
        self._loader = CorpusLoader(self)
        self._loader.loaded.connect(self._on_loader_loaded)
        self._loader.refused.connect(self._on_loader_refused)
        session.buildRefused.connect(self._on_session_build_refused)

    def go_on(self, run: Run) -> None:
        """Go on with a run."""
        self._notices.dismiss(_KEY)
        self._wanted = run
        if not run.model_bytes:
            self._refuse(
                self.tr(
                    "The model of {name} is not kept, so it cannot go on. Its settings can be "
                    "used for a new run, from the menu of the table."
                )
            )
        elif self._session.corpus is not None:
            self._check(self._session.corpus, self._on_own_text_checked)

    def _check(self, corpus: Corpus, then: object) -> None:
        """Compare a text with that of the wanted run, away from this thread; it may be long."""
        assert self._wanted is not None and callable(then)
        run = self._wanted

        def task(store: RunStore) -> tuple[Run, Corpus, bool, Curve]:
            used = corpus.first(run.experiment.corpus.max_chars)
            return run, corpus, digest_of(used.text) == run.digest, store.curve(run.id)

        self._archive.ask(task, then)

    def _on_own_text_checked(self, answer: tuple[Run, Corpus, bool, Curve]) -> None:
        run, corpus, same, curve = answer
        if run is not self._wanted:
            return
        if same:
            self._open(run, curve, corpus, self._session.source)
        elif run.source in SHIPPED:
            self._loader.load_shipped(run.source)
        elif run.source:
            self._loader.load_file(Path(run.source))
        else:
            self._say_text_is_missing()

    def _on_loader_loaded(self, corpus: Corpus) -> None:
        if self._wanted is not None:
            self._check(corpus, self._on_other_text_checked)

    def _on_other_text_checked(self, answer: tuple[Run, Corpus, bool, Curve]) -> None:
        run, corpus, same, curve = answer
        if run is not self._wanted:
            return
        if same:
            self._open(run, curve, corpus, None if run.source in SHIPPED else Path(run.source))
        else:
            self._say_text_is_missing()

    def _on_loader_refused(self) -> None:
        self._say_text_is_missing()

    def _open(self, run: Run, curve: Curve, corpus: Corpus, source: Path | None) -> None:
        path = self._archive.model_path(run.id)
        if path is not None:
            expect = partial(self._follower.expect, run, curve)
            self._session.open_model(path, corpus, source, opening=expect)

    def _on_session_build_refused(self) -> None:
        self._follower.expect(None)

    def _say_text_is_missing(self) -> None:
        self._refuse(
            self.tr(
                "{name} was trained on {text}, which is not there any more or has changed. Open "
                "that text as it was, and continue then."
            )
        )

    def _refuse(self, text: str) -> None:
        run, self._wanted = self._wanted, None
        if run is not None:
            said = text.format(name=name_of(run), text=run.corpus)
            self._notices.show_notice(said, "warning", key=_KEY)
