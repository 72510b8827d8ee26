"""A model as a file: arrays and a header in one .safetensors, checked before it is believed."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Literal

import numpy as np
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from lstm_gui.core.arrays import Arrays, Floats
from lstm_gui.core.corpus.vocabulary import Vocabulary
from lstm_gui.core.errors import TEMPLATE_CONTEXT, CheckpointError, PlaygroundError
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP, Sentence
from lstm_gui.core.model.backend import EpochProgress, Memory, Position, Snapshot
from lstm_gui.core.model.cell_kinds import CELLS
from lstm_gui.core.model.sealed_file import (
    FileKind,
    NamedArrays,
    StoredShapes,
    brief,
    damaged,
    has_arrays,
    read_sealed,
    refuse_newer,
    write_sealed,
)
from lstm_gui.core.model.weights import weight_shapes
from lstm_gui.core.settings.experiment import Experiment

__all__ = [
    "Checkpoint",
    "Header",
    "MAX_BYTES",
    "SCHEMA",
    "StoredPosition",
    "UNFIT",
    "checkpoint_of",
    "header_of",
    "load_checkpoint",
    "looks_like_model",
    "model_sizes",
    "reason_of",
    "require_saveable",
    "save_checkpoint",
    "save_unasked",
    "saveable_arrays",
    "saved_size",
]

SCHEMA = 1
MAX_BYTES = 2**30

MOST_COUNT = 2**31 - 1  # as far as the window counts
MOST_STEPS = 2**53  # as far as a float counts, in which curves have them
MOST_LOSS = 1e15
MOST_SECONDS = 1e12
"""No run comes near these; what lies beyond is no number that anything else could work with."""

_Count = Annotated[int, Field(ge=0, le=MOST_COUNT)]
_Loss = Annotated[float, Field(ge=-MOST_LOSS, le=MOST_LOSS)]


class _Reached(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)

    batch: _Count
    batches: Annotated[int, Field(ge=1, le=MOST_COUNT)]
    loss_sum: _Loss

    @model_validator(mode="after")
    def _within_the_epoch(self) -> _Reached:
        if self.batch >= self.batches:
            raise ValueError("an epoch cannot have come further than its end")
        return self


class StoredPosition(BaseModel):
    """Where the run stands."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)

    epoch: _Count
    batch: _Count
    step: Annotated[int, Field(ge=0, le=MOST_STEPS)]
    loss_sum: _Loss
    seconds: Annotated[float, Field(ge=0, le=MOST_SECONDS)]
    reached: _Reached | None = None

    @property
    def position(self) -> Position:
        """The place as the run has it."""
        far = self.reached
        reached = None if far is None else EpochProgress(far.batch, far.batches, far.loss_sum)
        return Position(self.epoch, self.batch, self.step, self.loss_sum, self.seconds, reached)

    @classmethod
    def of(cls, position: Position) -> StoredPosition:
        """Return the place of a run."""
        return cls(**asdict(position))


def _sorted(characters: str) -> str:
    return Vocabulary(characters).characters  # raises ValueError


class Header(BaseModel):
    """All that is known of the model beside its arrays."""

    model_config = ConfigDict(extra="forbid")

    schema_version: Literal[1]
    experiment: Experiment
    vocabulary: Annotated[str, Field(min_length=1, max_length=200_000), AfterValidator(_sorted)]
    corpus_name: Annotated[str, Field(max_length=500)]
    place: StoredPosition

    def text(self) -> str:
        """Return it as JSON; what an earlier version does not know is there only if needed."""
        left_out = {"place": {"reached"}} if self.place.reached is None else None
        return self.model_dump_json(exclude=left_out)


UNFIT = QT_TRANSLATE_NOOP("Errors", "its arrays do not fit its settings")
_MOMENTS = ("mean", "var")
_FOREIGN = QT_TRANSLATE_NOOP(
    "Errors", "{file} is not a model of the LSTM playground. Choose a file that it has saved."
)
_MODEL = FileKind("lstm-playground", MAX_BYTES, _FOREIGN)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A trained model and all that is needed to write with it or to go on training it."""

    experiment: Experiment
    vocabulary: str
    corpus_name: str
    snapshot: Snapshot


def save_checkpoint(path: Path, checkpoint: Checkpoint) -> None:
    """Write a checkpoint; on failure an older file of that name stays as it was.

    Raises:
        CheckpointError: The model is too large, or no longer numbers.
        OutputError: The disk is full, or the place cannot be written.
    """
    arrays = saveable_arrays(checkpoint.snapshot)
    write_sealed(path, _MODEL, header_of(checkpoint).text(), arrays)


def load_checkpoint(path: Path) -> Checkpoint:
    """Read and verify a checkpoint.

    Raises:
        CheckpointError: The file is missing, foreign, damaged or too large.
    """

    def expect(text: str, stored: StoredShapes) -> Header:
        header = _parse_header(path, text)
        if stored.nbytes not in model_sizes(header):  # before the arrays take any memory
            raise damaged(path, UNFIT)
        return header

    header, arrays = read_sealed(path, _MODEL, expect)
    return checkpoint_of(path, header, arrays)


def looks_like_model(path: Path) -> bool:
    """Tell by its first bytes whether a file is meant as a model, whatever it is called."""
    return has_arrays(path, _MODEL)


def require_saveable(experiment: Experiment, vocabulary_size: int) -> None:
    """Find out before training, not after it, that a model would be too large for a file.

    Raises:
        CheckpointError: It would be.
    """
    _require_small(saved_size(experiment, vocabulary_size))


def saved_size(experiment: Experiment, vocabulary_size: int) -> int:
    """Return how many bytes a model of these settings takes in a file."""
    parts = _shapes(experiment, vocabulary_size)
    if experiment.train.optimizer != "adam":
        del parts["optimizer"]
    return sum(map(_bytes, parts.values()))


def model_sizes(header: Header) -> set[int]:
    """Return how many bytes its arrays may take: those of the weights, with or without the rest."""
    parts = _shapes(header.experiment, len(header.vocabulary))
    weights, optimizer, memory = (
        _bytes(parts[name]) for name in ("weights", "optimizer", "memory")
    )
    return {weights + more for more in (0, optimizer, memory, optimizer + memory)}


def _bytes(shapes: Mapping[str, tuple[int, ...]]) -> int:
    return 4 * sum(map(math.prod, shapes.values()))


def header_of(checkpoint: Checkpoint) -> Header:
    """Return what stands in the header of a model's file."""
    return Header(
        schema_version=SCHEMA,
        experiment=checkpoint.experiment,
        vocabulary=checkpoint.vocabulary,
        corpus_name=checkpoint.corpus_name[:500],
        place=StoredPosition.of(checkpoint.snapshot.position),
    )


def saveable_arrays(snapshot: Snapshot) -> dict[str, Floats]:
    """Return the arrays of a model by the names that they have in a file.

    Raises:
        CheckpointError: They are too large, or no longer numbers.
    """
    arrays = _flatten(snapshot)
    _require_saveable(arrays, sum(array.nbytes for array in arrays.values()))
    return arrays


def _flatten(snapshot: Snapshot) -> dict[str, Floats]:
    arrays = {f"weights/{name}": array for name, array in snapshot.weights.items()}
    arrays.update({f"optimizer/{name}": array for name, array in snapshot.optimizer.items()})
    if snapshot.memory is not None:
        arrays["memory/h"] = snapshot.memory.h
        if snapshot.memory.c is not None:
            arrays["memory/c"] = snapshot.memory.c
    return {name: np.ascontiguousarray(array, np.float32) for name, array in arrays.items()}


def _require_saveable(arrays: Arrays, size: int) -> None:
    if not all(np.isfinite(array).all() for array in arrays.values()):
        raise CheckpointError(
            QT_TRANSLATE_NOOP(
                "Errors",
                "The model cannot be saved, because training has broken down and its weights are "
                "no longer numbers. Lower the learning rate or clipping θ, and train again.",
            )
        )
    _require_small(size)


def _require_small(size: int) -> None:
    if size > MAX_BYTES:
        template = QT_TRANSLATE_NOOP(
            "Errors",
            "The model is too large to be saved ({size} MB, and {most} MB is the most). Use fewer "
            "hidden units or layers.",
        )
        raise CheckpointError(template, size=size // 2**20, most=MAX_BYTES // 2**20)


def _parse_header(path: Path, text: str) -> Header:
    try:
        refuse_newer(path, text, SCHEMA)
        return Header.model_validate_json(text)
    except (ValidationError, ValueError, RecursionError) as error:
        raise damaged(path, brief(error)) from error


def checkpoint_of(path: Path, header: Header, arrays: NamedArrays) -> Checkpoint:
    """Make a model of what a file says it is.

    Raises:
        CheckpointError: It cannot be one.
    """
    snapshot = _assemble(path, header, arrays)
    return Checkpoint(header.experiment, header.vocabulary, header.corpus_name, snapshot)


def _assemble(path: Path, header: Header, arrays: NamedArrays) -> Snapshot:
    parts: dict[str, dict[str, Floats]] = {"weights": {}, "optimizer": {}, "memory": {}}
    for name, array in arrays.items():
        part, _, rest = name.partition("/")
        if part not in parts or array.dtype != np.float32 or not np.isfinite(array).all():
            raise damaged(path, name)
        parts[part][rest] = array
    _check_shapes(path, header, parts)
    _check_optimizer(path, parts["optimizer"])
    memory = parts["memory"]
    return Snapshot(
        position=header.place.position,
        weights=parts["weights"],
        optimizer=parts["optimizer"],
        memory=Memory(memory["h"], memory.get("c")) if memory else None,
    )


def _check_shapes(path: Path, header: Header, parts: dict[str, dict[str, Floats]]) -> None:
    expected = _shapes(header.experiment, len(header.vocabulary))
    for part, wanted in expected.items():
        found = {name: array.shape for name, array in parts[part].items()}
        if found != wanted and not (part != "weights" and not found):
            raise damaged(path, UNFIT)


def _shapes(experiment: Experiment, vocabulary_size: int) -> dict[str, dict[str, tuple[int, ...]]]:
    """Return the shape of every array of a model, by its part of the file."""
    model, batch = experiment.model, experiment.train.batch_size
    shapes = weight_shapes(model, vocabulary_size)
    moments = {f"{kind}.{name}": shape for kind in _MOMENTS for name, shape in shapes.items()}
    state = (model.layers, batch, model.hidden)
    return {
        "weights": shapes,
        "optimizer": {**moments, "t": (1,)},
        "memory": dict.fromkeys(CELLS[model.cell].states, state),
    }


def _check_optimizer(path: Path, optimizer: Arrays) -> None:
    """Refuse what Adam cannot have come to: squares below 0, or a count that is none."""
    for name, array in optimizer.items():
        sound = array.min() >= 0 if name.startswith("var.") else True
        if name == "t":
            sound = bool(0 <= array[0] <= MOST_STEPS and float(array[0]).is_integer())
        if not sound:
            raise damaged(path, f"optimizer/{name}")


def save_unasked(path: Path, checkpoint: Checkpoint) -> None:
    """Save a model where nobody has chosen the folder: it is made if it is not there (any more).

    Raises:
        CheckpointError: The model cannot be saved at all.
        OutputError: The place cannot be written; `reason_of` tells why.
    """
    with contextlib.suppress(OSError):  # what stands against it shows when the file is written
        path.parent.mkdir(parents=True, exist_ok=True)
    save_checkpoint(path, checkpoint)


def reason_of(error: PlaygroundError) -> Sentence:
    """Return why a model could not be kept, without the file and folder that nobody has chosen."""
    reason = error.values.get("reason")
    if isinstance(reason, str):
        return Sentence(reason, context=TEMPLATE_CONTEXT)
    return Sentence(error.template, error.values, TEMPLATE_CONTEXT)
