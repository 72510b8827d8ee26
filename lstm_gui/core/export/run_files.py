"""The files that a run becomes: which kinds there are, and what is in each."""

from __future__ import annotations

import itertools
import json
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Literal, get_args

from lstm_gui.core.errors import ExportError
from lstm_gui.core.export.report import Translate, report_of
from lstm_gui.core.export.run_export import RunExport, batch_table, epoch_table, settings_of
from lstm_gui.core.export.script import script_of
from lstm_gui.core.files import write_atomically
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP
from lstm_gui.core.outputs import output_errors

__all__ = [
    "RUN_KINDS",
    "RunKind",
    "run_files",
    "suffix_of",
    "tensorboard_events",
    "write_files",
]

RunKind = Literal["script", "csv", "json", "tensorboard", "film", "report"]
RUN_KINDS: tuple[RunKind, ...] = get_args(RunKind)

_SUFFIXES: dict[RunKind, str] = {
    "script": ".py",
    "csv": ".csv",
    "json": ".json",
    "tensorboard": ".tfevents",
    "film": ".gif",
    "report": ".html",
}
_EVENTS = "tfevents"


def suffix_of(kind: RunKind) -> str:
    """Return how the name of such a file ends."""
    return _SUFFIXES[kind]


def run_files(
    exported: RunExport,
    kind: RunKind,
    path: Path,
    *,
    language: str = "en",
    translate: Translate = str,
) -> dict[Path, bytes]:
    """Return what is written where: one file, and for a script its text beside it.

    A film is drawn elsewhere.

    Raises:
        PlaygroundError: The run cannot be exported like this; the sentence says why.
    """
    if kind not in ("script", "report") and exported.curve.empty:
        raise ExportError(
            QT_TRANSLATE_NOOP(
                "Errors", "Nothing was measured here yet. Choose a run that has been trained."
            )
        )
    match kind:
        case "script":
            return _script_files(exported, path)
        case "report":
            return {path: report_of(exported, language, translate).encode("utf-8")}
        case "tensorboard":
            return {_named_for_tensorboard(path): tensorboard_events(exported)}
        case "csv":
            table = epoch_table(exported)
            return {path: (batch_table(exported) if table.empty else table).csv().encode("utf-8")}
        case "json":
            return {path: _json(exported).encode("utf-8")}
        case "film":
            raise ValueError("a film is drawn by the window")


def write_files(files: Mapping[Path, bytes]) -> None:
    """Write each of them whole or not at all.

    Raises:
        OutputError: A place cannot be written.
    """
    for path, data in files.items():
        with output_errors(path):
            write_atomically(path, data)


def _text_beside(path: Path, text: bytes) -> Path:
    """Return where the text of a script lies: no other file is replaced by it."""
    for number in itertools.count(1):
        place = path.with_name(f"{path.stem}-text{'' if number == 1 else f'-{number}'}.txt")
        with output_errors(place):
            if not place.exists() or (place.is_file() and place.read_bytes() == text):
                break
    return place


def _script_files(exported: RunExport, path: Path) -> dict[Path, bytes]:
    text = b"" if exported.corpus is None else exported.corpus.text.encode("utf-8")
    place = _text_beside(path, text)
    return {place: text, path: script_of(exported, path.name, place.name).encode("utf-8")}


def _named_for_tensorboard(path: Path) -> Path:
    """TensorBoard finds a file by this word in its name."""
    return path if _EVENTS in path.name else path.with_name(f"{path.name}.{_EVENTS}")


def _json(exported: RunExport) -> str:
    batches = batch_table(exported)
    table = epoch_table(exported)
    return replace(table, facts={**table.facts, "batches": batches.json_columns()}).json()


def tensorboard_events(exported: RunExport) -> bytes:
    """Return an event file: the losses by batch, perplexities by epoch, settings and samples.

    Raises:
        ExportError: tensorboardX is not installed.
    """
    try:
        from tensorboardX import SummaryWriter
    except ImportError:
        raise ExportError.missing("TensorBoard", "tensorboard") from None
    with tempfile.TemporaryDirectory() as folder:
        with SummaryWriter(folder) as writer:
            _write_events(writer, exported)
        (file,) = Path(folder).glob("events.out.tfevents.*")
        return file.read_bytes()


def _write_events(writer: object, exported: RunExport) -> None:
    began, curve = exported.run.began, exported.curve
    add = writer.add_scalar  # type: ignore[attr-defined]  # tensorboardX has no types
    _, step, loss, seconds = (row.tolist() for row in curve.batches)
    for number, value, after in zip(step, loss, seconds, strict=True):
        add("batch/loss", value, round(number), began + after)
    for tag, rows in (("perplexity", curve.epochs), ("held-out perplexity", curve.held_out)):
        for number, value, after in zip(*(row.tolist() for row in rows), strict=True):
            add(f"epoch/{tag}", value, round(number), began + after)
    _write_texts(writer, exported)


def _write_texts(writer: object, exported: RunExport) -> None:
    add = writer.add_text  # type: ignore[attr-defined]
    settings = json.dumps(settings_of(exported.start), ensure_ascii=False, indent=1)
    began = exported.run.began
    add("settings", f"```\n{settings}\n```", 0, began)
    for change in exported.run.changes:
        words = "; ".join(map(str, change.described()))
        add("changes", f"{change.x:.6g}: {words}", round(change.x), began)
    for sample in exported.samples:
        add("samples", f"**{sample.prefix}**{sample.text}", sample.epoch, began + sample.seconds)
