"""A text by its name: lyrics that come with the program, a task, or a file.

Runs, searches and the command line keep where a text came from as such a name.
"""

from __future__ import annotations

from pathlib import Path

from lstm_gui.core.corpus.tasks import Task, load_task, names_task
from lstm_gui.core.corpus.text import SHIPPED, Corpus, load_corpus, load_shipped, shipped_file
from lstm_gui.core.errors import CorpusError
from lstm_gui.core.file_reading import AS_FOUND, FileReading
from lstm_gui.core.files import path_of, path_text

__all__ = [
    "absolute_name",
    "file_of",
    "load_named",
    "name_of_text",
    "names_file",
    "own_name",
    "settings_with",
]


def names_file(name: str) -> bool:
    """Tell whether a name is that of a file, and not of a text that the program has or makes."""
    return name not in SHIPPED and not names_task(name)


def load_named(name: str, reading: FileReading = AS_FOUND) -> Corpus:
    """Load a text by its name; a file is read as a person wants it read.

    Raises:
        CorpusError: It cannot be used, or there is no such task.
    """
    if name in SHIPPED:
        return load_shipped(name)
    if names_task(name):
        return load_task(name)
    return load_corpus(path_of(name), reading)


def settings_with(name: str) -> dict[str, object]:
    """Return the settings that come with a text: those that learn a task quickly."""
    try:
        return Task.of(name).settings if names_task(name) else {}
    except CorpusError:  # it is refused when it is loaded
        return {}


def name_of_text(corpus: Corpus, file: Path | None) -> str:
    """Return the name of a text that was opened from a file, or from none; empty if it has none."""
    if file is not None:
        return path_text(file)
    return corpus.task or own_name(corpus.name)


def own_name(called: str) -> str:
    """Return the name of a text that the program has or makes, by what it is called in a model.

    Empty for what is called like a file of a person's.
    """
    if names_task(called):
        return called
    names = {shipped.file: key for key, shipped in SHIPPED.items()}
    return names.get(called, "")


def absolute_name(name: str) -> str:
    """Return a name that is true in any folder."""
    return path_text(path_of(name).absolute()) if names_file(name) else name


def file_of(name: str) -> Path | None:
    """Return the file that a text is read from; None for a task, which is made."""
    if name in SHIPPED:
        return shipped_file(name)
    return path_of(name) if names_file(name) else None
