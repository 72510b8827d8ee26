"""The whole moment in one file: a model in training and all that the window shows of its run.

A moment is a model's file with more in it: curve, changes, samples, the snapshots of the time
machine, the text if the person wants, and what the views were set to. It is data only, and is
checked like a model: sizes, names and shapes before it takes memory, then the digest, then every
value. What no run can have come to is refused as damaged.
"""

from __future__ import annotations

import math
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from lstm_gui.core.arrays import Doubles
from lstm_gui.core.corpus.named_texts import names_file
from lstm_gui.core.corpus.stored_text import StoredText, text_arrays
from lstm_gui.core.corpus.text import Corpus
from lstm_gui.core.corpus.vocabulary import Vocabulary
from lstm_gui.core.file_reading import FileReading
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP
from lstm_gui.core.inspection.time_machine import MAX_MOMENTS, History, trace_shapes
from lstm_gui.core.model.checkpoint import (
    MAX_BYTES,
    UNFIT,
    Checkpoint,
    Header,
    checkpoint_of,
    header_of,
    model_sizes,
    saveable_arrays,
)
from lstm_gui.core.model.sealed_file import (
    FileKind,
    NamedArrays,
    StoredArray,
    StoredShapes,
    brief,
    damaged,
    read_sealed,
    refuse_newer,
    write_sealed,
)
from lstm_gui.core.runs.run import Curve, KeptChange, Run, require_sound, summed_up, thinned
from lstm_gui.core.training.progress import SampleDone

__all__ = [
    "HISTORY_BYTES",
    "MOMENT_SCHEMA",
    "MOMENT_SUFFIX",
    "SavedMoment",
    "ViewState",
    "load_moment",
    "looks_like_moment",
    "save_moment",
]

MOMENT_SCHEMA = 1
MOMENT_SUFFIX = ".lstm"
HISTORY_BYTES = 64 * 2**20
"""What the snapshots may take in a file that is sent to somebody; of more, some are left out."""

_MOST_BATCHES = 250_000
_MOST_SAMPLES = 100_000
_LARGEST = MAX_BYTES + 2**29
_FOREIGN = QT_TRANSLATE_NOOP(
    "Errors", "{file} is not a moment of the LSTM playground. Choose a file that it has saved."
)
_MOMENT = FileKind("lstm-moment", _LARGEST, _FOREIGN)

_Count = Annotated[int, Field(ge=0, le=2**31 - 1)]
_Id = Annotated[str, Field(pattern=r"^([0-9a-f]{32})?$")]


class ViewState(BaseModel):
    """What the views were set to. An empty probe is the beginning of the text."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    probe: Annotated[str, Field(max_length=100_000)] = ""
    quantity: Annotated[str, Field(max_length=20)] = ""
    layer: _Count = 0
    cell: _Count = 0
    position: _Count = 0
    pins: Annotated[
        tuple[Annotated[tuple[_Count, ...], Field(max_length=4096)], ...], Field(max_length=64)
    ] = ()
    axis: Literal["epoch", "batch", "time"] = "epoch"
    smoothing: Annotated[int, Field(ge=1, le=1000)] = 1
    layout: Annotated[str, Field(max_length=100_000)] = ""


def _no_file(source: str) -> str:
    """Refuse the name of a file: one of this machine is no business of a file from elsewhere."""
    if source and names_file(source):
        raise ValueError("a text cannot be named by its file")
    return source


class _StoredRun(BaseModel):
    """What is kept of a run's row; the rest is worked out from its curve."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    id: _Id
    name: Annotated[str, Field(max_length=200)]
    notes: Annotated[str, Field(max_length=10_000)]
    began: Annotated[float, Field(ge=0, le=1e11)]
    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    source: Annotated[str, Field(max_length=500), AfterValidator(_no_file)]
    reading: FileReading
    changes: Annotated[tuple[KeptChange, ...], Field(max_length=1000)]


class _StoredSample(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    prefix: Annotated[str, Field(max_length=10_000)]
    text: Annotated[str, Field(max_length=100_000)]


class _StoredHistory(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    text: Annotated[str, Field(min_length=1, max_length=100_000)]
    names: Annotated[tuple[Annotated[str, Field(max_length=20)], ...], Field(max_length=20)]


class _Document(BaseModel):
    """All of a moment that is no number; it lies in the file as an array of bytes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    run: _StoredRun
    samples: Annotated[tuple[_StoredSample, ...], Field(max_length=_MOST_SAMPLES)] = ()
    history: _StoredHistory | None = None
    text: StoredText | None = None
    view: ViewState = ViewState()


class _MomentHeader(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_version: Literal[1]
    model: Header


@dataclass(frozen=True, slots=True)
class SavedMoment:
    """A moment of a run.

    `gradients` has for each batch of the curve the norm of its gradient, where it was clipped, and
    its learning rate. `text` is the whole text, if it is in the file; the run's digest is that of
    the part that is trained on.
    """

    model: Checkpoint
    run: Run
    curve: Curve
    gradients: Doubles
    samples: tuple[SampleDone, ...] = ()
    history: History | None = None
    text: Corpus | None = None
    view: ViewState = field(default_factory=ViewState)

    @property
    def shapes(self) -> dict[str, tuple[int, ...]]:
        """The shapes of the arrays of each snapshot."""
        length = 0 if self.history is None else len(self.history.text)
        return trace_shapes(self.model.experiment.model, length, len(self.model.vocabulary))


def looks_like_moment(path: Path) -> bool:
    """Tell whether a file is meant as a moment: by its name, or by how one begins."""
    if path.suffix.lower() == MOMENT_SUFFIX:
        return True
    start = b'{"__metadata__":{"' + _MOMENT.key.encode()
    try:
        if not path.is_file():  # to open a pipe would wait
            return False
        with path.open("rb") as file:
            return file.read(8 + len(start))[8:] == start
    except (OSError, ValueError):
        return False


def save_moment(path: Path, moment: SavedMoment) -> None:
    """Write a moment; on failure an older file of that name stays as it was.

    Raises:
        CheckpointError: The model is too large, or no longer numbers.
        OutputError: The disk is full, or the place cannot be written.
    """
    header = _MomentHeader(schema_version=MOMENT_SCHEMA, model=header_of(moment.model))
    arrays: dict[str, NDArray[Any]] = {**saveable_arrays(moment.model.snapshot)}
    fits = _fits(moment)
    history = moment.history if fits else None
    document = _Document(
        run=_stored_run(moment.run),
        samples=tuple(
            _StoredSample(prefix=one.prefix[:10_000], text=one.text[:100_000])
            for one in moment.samples[-_MOST_SAMPLES:]
        ),
        history=None if history is None else _StoredHistory(text=history.text, names=history.names),
        text=None if moment.text is None else StoredText.of(moment.text),
        view=moment.view,
    )
    arrays["document"] = np.frombuffer(document.model_dump_json().encode(), np.uint8)
    arrays |= _curve_arrays(moment)
    if history is not None:
        arrays |= {"history/places": history.places, "history/values": history.values}
    if moment.text is not None:
        arrays |= text_arrays(moment.text)
    text = header.model_dump_json(exclude=_left_out(header))
    kept = {name: np.ascontiguousarray(array) for name, array in arrays.items() if array.size}
    write_sealed(path, _MOMENT, text, kept)


def load_moment(path: Path) -> SavedMoment:
    """Read and verify a moment. Its run has no number, and an id of its own: it is another one.

    Raises:
        CheckpointError: The file is missing, foreign, damaged, too large, or of a newer version.
    """

    def expect(text: str, stored: StoredShapes) -> _MomentHeader:
        header = _header(path, text)
        _check_shapes(path, header.model, stored)
        return header

    header, arrays = read_sealed(path, _MOMENT, expect)
    rest = {name: arrays.pop(name) for name in _OTHERS if name in arrays}
    model = checkpoint_of(path, header.model, arrays)
    try:
        document = _Document.model_validate_json(rest["document"].tobytes())
        return _assembled(model, document, rest)
    except (ValidationError, ValueError, KeyError, RecursionError) as error:
        raise damaged(path, brief(error)) from error


_MANY = -1  # stands for any number of columns
_OTHERS: dict[str, tuple[str, tuple[int, ...], int]] = {  # kind of number, shape, most of them
    "document": ("U8", (_MANY,), 2**25),
    "curve/epochs": ("F64", (3, _MANY), 2**24),
    "curve/batches": ("F64", (4, _MANY), 2**24),
    "curve/gradients": ("F64", (3, _MANY), 2**24),
    "curve/held_out": ("F64", (3, _MANY), 2**24),
    "samples": ("F64", (3, _MANY), 3 * _MOST_SAMPLES),
    "history/places": ("F64", (4, _MANY), 4 * MAX_MOMENTS),
    "history/values": ("F16", (_MANY, _MANY), HISTORY_BYTES),
    "text/characters": ("U8", (_MANY,), 2**28),
    "text/lines": ("I32", (_MANY,), 2**26),
    "text/songs": ("I32", (2, _MANY), 2**20),
}
"""The arrays of a moment beside those of its model."""


def _check_shapes(path: Path, model: Header, stored: StoredShapes) -> None:
    """Refuse what a file says of its arrays if no moment has such, before they take any memory."""
    if stored.nbytes != sum(map(_bytes_of, stored.arrays.values())):
        raise damaged(path, UNFIT)
    of_model = 0
    for name, array in stored.arrays.items():
        if name not in _OTHERS:
            of_model += _bytes_of(array)
            continue
        kind, shape, most = _OTHERS[name]
        alike = len(shape) == len(array.shape) and all(
            wanted in (_MANY, found) for wanted, found in zip(shape, array.shape, strict=True)
        )
        if array.dtype != kind or not alike or math.prod(array.shape) > most:
            raise damaged(path, name)
    if of_model not in model_sizes(model):
        raise damaged(path, UNFIT)


_BYTES = {"F64": 8, "F32": 4, "I32": 4, "F16": 2, "U8": 1}


def _bytes_of(array: StoredArray) -> int:
    return _BYTES[array.dtype] * math.prod(array.shape)


def _header(path: Path, text: str) -> _MomentHeader:
    try:
        refuse_newer(path, text, MOMENT_SCHEMA)
        return _MomentHeader.model_validate_json(text)
    except (ValidationError, ValueError, RecursionError) as error:
        raise damaged(path, brief(error)) from error


def _left_out(header: _MomentHeader) -> dict[str, Any] | None:
    return {"model": {"place": {"reached"}}} if header.model.place.reached is None else None


def _stored_run(run: Run) -> _StoredRun:
    """Return what a moment has of a run; where its text lies on this machine is left out."""
    return _StoredRun(
        id=run.id,
        name=run.name,
        notes=run.notes,
        began=run.began,
        digest=run.digest,
        source="" if names_file(run.source) else run.source,
        reading=run.reading,
        changes=run.changes,
    )


def _curve_arrays(moment: SavedMoment) -> dict[str, NDArray[Any]]:
    batches = np.concatenate([moment.curve.batches, moment.gradients])
    if batches.shape[1] > _MOST_BATCHES:
        batches = thinned(batches)
    figures = [(one.epoch, one.perplexity, one.seconds) for one in moment.samples[-_MOST_SAMPLES:]]
    return {
        "curve/epochs": moment.curve.epochs,
        "curve/batches": batches[:4],
        "curve/gradients": batches[4:],
        "curve/held_out": moment.curve.held_out,
        "samples": np.array(figures, np.float64).reshape(-1, 3).T,
    }


def _fits(moment: SavedMoment) -> bool:
    """Tell whether the snapshots are of the model: just after a change, they may not be yet."""
    history = moment.history
    if history is None or Vocabulary(moment.model.vocabulary).unknown(history.text):
        return False
    shapes = moment.shapes
    numbers = sum(map(math.prod, shapes.values()))
    same = history.cell == moment.model.experiment.model.cell and sorted(history.names) == sorted(
        shapes
    )
    return same and history.values.shape[1] == numbers


def _assembled(model: Checkpoint, document: _Document, arrays: NamedArrays) -> SavedMoment:
    curve, gradients = _curve(arrays)
    stored = document.run
    text = None if document.text is None else document.text.corpus(arrays)
    if text is not None:
        used = text.first(model.experiment.corpus.max_chars)
        if used.digest != stored.digest or used.vocabulary.characters != model.vocabulary:
            raise ValueError("the text is not the one that the model was trained on")
    run = Run(
        id=uuid.uuid4().hex,
        corpus=model.corpus_name if text is None else text.name,
        experiment=model.experiment,
        origin="branch",
        parent=stored.id,
        **{name: getattr(stored, name) for name in _StoredRun.model_fields if name != "id"},
    )
    moment = SavedMoment(
        model=model,
        run=summed_up(run, curve),
        curve=curve,
        gradients=gradients,
        samples=_samples(document, arrays),
        history=_history(model, document.history, arrays),
        text=text,
        view=document.view,
    )
    if moment.history is not None and not _fits(moment):
        raise ValueError(UNFIT)
    return moment


def _curve(arrays: NamedArrays) -> tuple[Curve, Doubles]:
    """Return the curve; beyond the model it goes if the run diverged and fell back to it.

    Raises:
        ValueError: It cannot have been measured.
    """
    empty = np.empty((4, 0))
    batches = arrays.get("curve/batches", empty)
    gradients = arrays.get("curve/gradients", empty[:3])
    curve = Curve(
        arrays.get("curve/epochs", empty[:3]), batches, arrays.get("curve/held_out", empty[:3])
    )
    require_sound(curve)
    for columns in (curve.epochs, batches, curve.held_out):
        if np.any(np.diff(columns[0]) <= 0):
            raise ValueError("the points of the curve do not follow each other")
    if gradients.shape[1] != batches.shape[1]:
        raise ValueError("there are not as many gradients as batches")
    if np.any(gradients < 0):
        raise ValueError("a gradient or a rate is below 0")
    return curve, gradients


def _samples(document: _Document, arrays: NamedArrays) -> tuple[SampleDone, ...]:
    figures = arrays.get("samples", np.empty((3, 0)))
    epochs, _, seconds = figures
    sound = np.all((epochs >= 0) & (epochs < 2**31) & (epochs % 1 == 0) & (seconds >= 0))
    if figures.shape[1] != len(document.samples) or not sound or not np.isfinite(seconds).all():
        raise ValueError("these are not the figures of samples")
    return tuple(
        SampleDone(0, int(epoch), perplexity, took, one.prefix, one.text)
        for (epoch, perplexity, took), one in zip(figures.T.tolist(), document.samples, strict=True)
    )


def _history(
    model: Checkpoint, stored: _StoredHistory | None, arrays: Mapping[str, NDArray[Any]]
) -> History | None:
    if stored is None:
        return None
    places, values = arrays["history/places"], arrays["history/values"]
    steps, epochs, x, _ = places
    counted = np.all((steps >= 0) & (steps < 2**53) & (epochs >= 0) & (epochs < 2**31))
    ordered = np.all(np.diff(steps) > 0) and np.all(np.diff(x) >= 0) and np.isfinite(x).all()
    if not (counted and ordered) or len(values) != places.shape[1] or np.isnan(values).any():
        raise ValueError("these are not the snapshots of a run")
    return History(model.experiment.model.cell, stored.text, stored.names, places, values)
