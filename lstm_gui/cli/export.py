"""`lstm-gui export`: a run, a model or the table of runs as a file for other programs."""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from lstm_gui.cli.flags import add_corpus, load_text, source_of
from lstm_gui.core.corpus.named_texts import names_file, own_name
from lstm_gui.core.corpus.text import Corpus
from lstm_gui.core.corpus.vocabulary import Vocabulary
from lstm_gui.core.errors import CorpusError, ExportError, OutputError
from lstm_gui.core.export.film_file import require_film
from lstm_gui.core.export.run_export import RunExport, runs_table
from lstm_gui.core.export.run_files import RUN_KINDS, run_files, write_files
from lstm_gui.core.files import data_folder
from lstm_gui.core.model.checkpoint import load_checkpoint
from lstm_gui.core.model.writing import write_batch
from lstm_gui.core.outputs import require_place
from lstm_gui.core.runs.run import Curve, Run, summed_up
from lstm_gui.core.runs.store import FILE, MODELS, RunStore, open_store
from lstm_gui.core.settings.groups import ComputeConfig
from lstm_gui.core.settings.options import PROGRAM, Manual, Parser
from lstm_gui.core.training.loop import prepare_text, require_same_vocabulary
from lstm_gui.core.training.progress import SampleDone

__all__ = ["DrawFilm", "run"]

DrawFilm = Callable[[RunExport, str], bytes]
"""Draws the film of a run, of a kind such as .gif; the command line itself has no Qt."""

RUNS = "runs"


MANUAL = Manual(
    examples={
        "lstm-gui export 12 --to report --out run.html": "write a page about run 12 on record",
        "lstm-gui export model.safetensors --to script --out repeat.py": "write plain MXNet that "
        "trains the model again",
        "lstm-gui export runs --to csv --out runs.csv": "write the table of all runs",
    },
    statuses={0: "written", 2: "bad input, or a file that is there already"},
    files={"MODEL": "a model that train or the window has saved"},
)


def run(argv: Sequence[str], draw_film: DrawFilm) -> int:
    """Export as `argv` asks; return the exit status."""
    given = _parser().parse_args(argv)
    _require_writable(given)
    if given.what == RUNS:
        _write_table(given)
        return 0
    found = _found(given.what)
    exported = found.exported
    if given.to == "film":
        _require_curve(exported)
        write_files({given.out: draw_film(exported, given.out.suffix.lower())})
        return 0
    if given.to == "script":
        exported = replace(exported, corpus=_text(found, given))
    elif given.to == "report" and found.model is not None:
        exported = replace(exported, samples=_samples(found.model))
    elif given.to != "report":
        _require_curve(exported)
    write_files(run_files(exported, given.to, given.out))
    return 0


def _parser() -> Parser:
    parser = Parser(
        prog=f"{PROGRAM} export",
        description="Write a run, a model or the table of runs as a file for other programs.",
        manual=MANUAL,
    )
    parser.add_argument(
        "what",
        metavar="MODEL|RUN|runs",
        help="a model that was saved, the number of a run on record, or runs: the table of all",
    )
    parser.add_argument(
        "--to",
        required=True,
        choices=RUN_KINDS,
        help="script: plain MXNet that repeats the run, with its text beside it; csv, json: its "
        "numbers; tensorboard: events (needs the extra tensorboard); film: its curve as .gif "
        "(extra film) or .mp4 (ffmpeg); report: a page for a browser",
    )
    parser.add_argument("--out", required=True, type=Path, metavar="FILE", help="where to write")
    parser.add_argument("--force", action="store_true", help="replace a file that is there")
    add_corpus(parser, None, otherwise="that of the run")
    return parser


def _require_writable(given: argparse.Namespace) -> None:
    read = [] if given.what.isdecimal() or given.what == RUNS else [Path(given.what)]
    if given.corpus is not None:
        read += source_of(given)
    if given.out.exists() and not given.force:
        template = "{file} is there already. Choose another name, or --force to replace it."
        raise OutputError(template, file=given.out)
    require_place(given.out, read)
    if given.to == "film":
        require_film(given.out.suffix.lower())


# What is exported


@dataclass(frozen=True, slots=True)
class _Found:
    """A run, and where its model lies, if there is one."""

    exported: RunExport
    model: Path | None = None


def _found(what: str) -> _Found:
    if what.isdecimal():
        with closing(_store()) as store:
            row = next((row for row in store.runs() if row.number == int(what)), None)
            if row is None:
                raise ExportError("There is no run {number} on record.", number=int(what))
            return _on_record(store, row)
    path = Path(what)
    checkpoint = load_checkpoint(path)
    kept = _kept(path)
    if kept is not None:
        return kept
    row = Run(
        id="0" * 32,
        name=path.stem[:200],
        began=path.stat().st_mtime,
        corpus=checkpoint.corpus_name,
        source=own_name(checkpoint.corpus_name),
        experiment=checkpoint.experiment,
        epochs=checkpoint.snapshot.position.epoch,
    )
    return _Found(RunExport(row, Curve()), path)


def _kept(path: Path) -> _Found | None:
    """Return the run whose model this is, if it lies among those that the window keeps."""
    folder = data_folder()
    if path.resolve().parent != (folder / MODELS).resolve() or not (folder / FILE).exists():
        return None
    with closing(_store()) as store:
        row = store.run(path.stem)
        return None if row is None else _on_record(store, row)


def _on_record(store: RunStore, row: Run) -> _Found:
    curve = store.curve(row.id)
    kept = row.model_bytes > 0 and store.models is not None
    model = store.models.path(row.id) if kept and store.models is not None else None
    return _Found(RunExport(row if curve.empty else summed_up(row, curve), curve), model)


def _store() -> RunStore:
    folder = data_folder()
    if not (folder / FILE).exists():
        raise ExportError("No run is on record in {folder}.", folder=folder)
    return open_store(folder)


def _write_table(given: argparse.Namespace) -> None:
    if given.to not in ("csv", "json"):
        raise ExportError("The table of runs can be exported to csv or json.")
    with closing(_store()) as store:
        table = runs_table(store.runs())
    text = table.csv() if given.to == "csv" else table.json()
    write_files({given.out: text.encode("utf-8")})


def _require_curve(exported: RunExport) -> None:
    if exported.curve.empty:
        raise ExportError(
            "A model alone has no curve: give the number of its run, as the table of runs has it."
        )


# Its text, and what it writes


def _text(found: _Found, given: argparse.Namespace) -> Corpus:
    """Read the text that it was trained on, and make sure that it is that one."""
    row = found.exported.run
    if given.corpus is None:
        if not row.source:
            template = "The script needs the text of {name}: name the file with --corpus."
            raise ExportError(template, name=row.corpus)
        given.corpus, given.untimed = row.source, row.reading.untimed
        given.encoding = row.reading.encoding or None
    if not names_file(given.corpus):
        given.encoding, given.untimed = None, False
    corpus = prepare_text(load_text(given), found.exported.start)
    if row.digest and corpus.digest != row.digest:
        raise CorpusError(
            "{name} is not the text that the run was trained on, or has changed. Name that text "
            "with --corpus.",
            name=corpus.name,
        )
    if found.model is not None and not row.digest:
        checkpoint = load_checkpoint(found.model)
        require_same_vocabulary(corpus.vocabulary, checkpoint.vocabulary, checkpoint.corpus_name)
    return corpus


def _samples(model: Path) -> tuple[SampleDone, ...]:
    """Let the model write what the recipe asks for; the record keeps no samples."""
    from lstm_gui.engine import create_backend

    checkpoint, backend = load_checkpoint(model), create_backend()
    backend.build(checkpoint.experiment.model, ComputeConfig(), len(checkpoint.vocabulary))
    backend.load_weights(checkpoint.snapshot.weights)
    train, vocabulary = checkpoint.experiment.train, Vocabulary(checkpoint.vocabulary)
    prefixes = [prefix for prefix in train.prefixes if not vocabulary.unknown(prefix)]
    texts: tuple[str, ...] = ()
    for texts in write_batch(backend, vocabulary, prefixes, train.sample_length):  # noqa: B007
        pass
    epoch = checkpoint.snapshot.position.epoch
    return tuple(
        SampleDone(0, epoch, math.nan, 0.0, prefix, text)
        for prefix, text in zip(prefixes, texts, strict=True)
    )
