"""A model as a file: arrays and a header in one .safetensors, checked before it is believed."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import math
import os
import stat
import struct
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, BinaryIO, Literal

import numpy as np
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator
from safetensors import SafetensorError
from safetensors.numpy import load as parse_safetensors

from lstm_gui.core.arrays import Arrays, Floats
from lstm_gui.core.corpus.vocabulary import Vocabulary
from lstm_gui.core.errors import TEMPLATE_CONTEXT, CheckpointError, PlaygroundError
from lstm_gui.core.files import free_enough, open_at_once, shown, write_atomically
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP, Sentence
from lstm_gui.core.model.backend import EpochProgress, Memory, Position, Snapshot
from lstm_gui.core.model.cell_kinds import CELLS
from lstm_gui.core.model.weights import weight_shapes
from lstm_gui.core.outputs import output_errors
from lstm_gui.core.settings.experiment import Experiment

__all__ = [
    "Checkpoint",
    "Header",
    "MAX_BYTES",
    "SCHEMA",
    "StoredPosition",
    "load_checkpoint",
    "looks_like_model",
    "reason_of",
    "require_saveable",
    "save_checkpoint",
    "save_unasked",
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


_UNFIT = QT_TRANSLATE_NOOP("Errors", "its arrays do not fit its settings")
_MOMENTS = ("mean", "var")
MAX_HEADER_BYTES = 2**20
_PIECE = 2**18
_KEY, _DIGEST = "lstm-playground", "sha256"
_OF_THE_SYSTEM = (  # what it gives as reasons, so that they can be read in every language
    QT_TRANSLATE_NOOP("Errors", "Input/output error"),
    QT_TRANSLATE_NOOP("Errors", "No space left on device"),
    QT_TRANSLATE_NOOP("Errors", "No such file or directory"),
    QT_TRANSLATE_NOOP("Errors", "Is a directory"),
    QT_TRANSLATE_NOOP("Errors", "Not a directory"),
    QT_TRANSLATE_NOOP("Errors", "Disk quota exceeded"),
    QT_TRANSLATE_NOOP("Errors", "File name too long"),
    QT_TRANSLATE_NOOP("Errors", "Invalid argument"),
    QT_TRANSLATE_NOOP("Errors", "Operation not permitted"),
    QT_TRANSLATE_NOOP("Errors", "Too many levels of symbolic links"),
    QT_TRANSLATE_NOOP("Errors", "Permission denied"),
    QT_TRANSLATE_NOOP("Errors", "Read-only file system"),
)
_FOREIGN = QT_TRANSLATE_NOOP(
    "Errors", "{file} is not a model of the LSTM playground. Choose a file that it has saved."
)
_DAMAGED = QT_TRANSLATE_NOOP(
    "Errors", "{file} is damaged ({reason}). Use another copy of it, or train the model again."
)


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
    arrays = _flatten(checkpoint.snapshot)
    size = sum(array.nbytes for array in arrays.values())
    _require_saveable(arrays, size)
    header = _header(checkpoint)
    metadata = {_KEY: header, _DIGEST: _digest(header, arrays)}
    with output_errors(path):
        if not free_enough(path.resolve().parent, size):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        write_atomically(path, *_parts(arrays, metadata))


def load_checkpoint(path: Path) -> Checkpoint:
    """Read and verify a checkpoint.

    Raises:
        CheckpointError: The file is missing, foreign, damaged or too large.
    """
    with _opened(path) as (file, size):
        metadata, length = _metadata(path, file.read(8 + MAX_HEADER_BYTES))
        if _KEY not in metadata or _DIGEST not in metadata:
            raise CheckpointError(_FOREIGN, file=shown(path.name))
        header = _parse_header(path, metadata[_KEY])
        if size - 8 - length not in _sizes(header):  # before the arrays take any memory
            raise CheckpointError(_DAMAGED, file=shown(path.name), reason=_UNFIT)
        file.seek(0)
        arrays = _parse_arrays(path, file.read(size))
    if _digest(metadata[_KEY], arrays) != metadata[_DIGEST]:
        reason = QT_TRANSLATE_NOOP("Errors", "its checksum does not match")
        raise CheckpointError(_DAMAGED, file=shown(path.name), reason=reason)
    snapshot = _assemble(path, header, arrays)
    return Checkpoint(header.experiment, header.vocabulary, header.corpus_name, snapshot)


def looks_like_model(path: Path) -> bool:
    """Tell by its first bytes whether a file is meant as a model, whatever it is called."""
    try:
        with _opened(path) as (file, size):
            start = file.read(9)
    except CheckpointError:
        return False
    return start[8:] == b"{" and int.from_bytes(start[:8], "little") <= min(size, MAX_HEADER_BYTES)


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


def _parse_arrays(path: Path, data: bytes) -> dict[str, Floats]:
    try:
        return parse_safetensors(data)
    except (SafetensorError, KeyError, ValueError, TypeError) as error:
        raise CheckpointError(_DAMAGED, file=shown(path.name), reason=_brief(error)) from error


def _sizes(header: Header) -> set[int]:
    """Return how many bytes its arrays may take: those of the weights, with or without the rest."""
    parts = _shapes(header.experiment, len(header.vocabulary))
    weights, optimizer, memory = (
        _bytes(parts[name]) for name in ("weights", "optimizer", "memory")
    )
    return {weights + more for more in (0, optimizer, memory, optimizer + memory)}


def _bytes(shapes: Mapping[str, tuple[int, ...]]) -> int:
    return 4 * sum(map(math.prod, shapes.values()))


def _header(checkpoint: Checkpoint) -> str:
    return Header(
        schema_version=SCHEMA,
        experiment=checkpoint.experiment,
        vocabulary=checkpoint.vocabulary,
        corpus_name=checkpoint.corpus_name[:500],
        place=StoredPosition.of(checkpoint.snapshot.position),
    ).text()


def _flatten(snapshot: Snapshot) -> dict[str, Floats]:
    arrays = {f"weights/{name}": array for name, array in snapshot.weights.items()}
    arrays.update({f"optimizer/{name}": array for name, array in snapshot.optimizer.items()})
    if snapshot.memory is not None:
        arrays["memory/h"] = snapshot.memory.h
        if snapshot.memory.c is not None:
            arrays["memory/c"] = snapshot.memory.c
    return {name: np.ascontiguousarray(array, np.float32) for name, array in arrays.items()}


def _parts(arrays: Arrays, metadata: Mapping[str, str]) -> Iterator[bytes | memoryview]:
    """Yield the file piece by piece: safetensors' own writer copies everything twice, and holds
    the interpreter's lock meanwhile, so that with a large model the window would stand still.
    """
    places: dict[str, object] = {"__metadata__": dict(metadata)}
    end = 0
    for name, array in arrays.items():
        start, end = end, end + array.nbytes
        places[name] = {"dtype": "F32", "shape": array.shape, "data_offsets": (start, end)}
    head = json.dumps(places, ensure_ascii=False, separators=(",", ":")).encode()
    head += b" " * (-len(head) % 8)
    yield struct.pack("<Q", len(head)) + head
    for array in arrays.values():
        little = array.astype("<f4", copy=False).reshape(-1)
        for start in range(0, little.size, _PIECE):
            yield little[start : start + _PIECE].data


def _digest(header: str, arrays: Mapping[str, Floats]) -> str:
    digest = hashlib.sha256(header.encode())
    for name in sorted(arrays):
        array = arrays[name]
        digest.update(f"{name}{array.dtype}{array.shape}".encode())
        digest.update(np.ascontiguousarray(array).data)
    return digest.hexdigest()


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


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[tuple[BinaryIO, int]]:
    """Open what may be a model, with its size; what is no file is refused without being opened."""
    try:
        _require_file(path, path.stat())
        with open(path, "rb", opener=open_at_once) as file:
            yield file, _require_file(path, os.fstat(file.fileno()))
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise CheckpointError(
            QT_TRANSLATE_NOOP(
                "Errors", "{file} could not be read ({reason}). Check the name and try again."
            ),
            file=shown(path.name or str(path)),
            reason=getattr(error, "strerror", None) or str(error),
        ) from error


def _require_file(path: Path, found: os.stat_result) -> int:
    """Return the size of a file that may be a model."""
    name = shown(path.name or str(path))
    if stat.S_ISDIR(found.st_mode):
        template = QT_TRANSLATE_NOOP(
            "Errors", "{file} is a folder. Choose a model, a .safetensors file."
        )
        raise CheckpointError(template, file=name)
    if not stat.S_ISREG(found.st_mode):
        template = QT_TRANSLATE_NOOP(
            "Errors",
            "{file} is a device or a pipe, not a file. Choose a model, a .safetensors file.",
        )
        raise CheckpointError(template, file=name)
    if found.st_size < 8:  # also what the system makes up, such as /proc/kmsg, which would wait
        raise CheckpointError(_FOREIGN, file=name)
    if found.st_size > MAX_BYTES + MAX_HEADER_BYTES:
        template = QT_TRANSLATE_NOOP(
            "Errors",
            "{file} is larger than any model of the playground ({size} MB). Choose another file.",
        )
        raise CheckpointError(template, file=name, size=found.st_size // 2**20)
    return found.st_size


def _metadata(path: Path, data: bytes) -> tuple[dict[str, str], int]:
    """Read safetensors' own header by hand: its length first, before it is trusted.

    Returns:
        What it says of the file, and its length.
    """
    if len(data) < 8:
        raise CheckpointError(_FOREIGN, file=shown(path.name))
    (length,) = struct.unpack("<Q", data[:8])
    if length > min(MAX_HEADER_BYTES, len(data) - 8):
        raise CheckpointError(_FOREIGN, file=shown(path.name))
    try:
        header = json.loads(data[8 : 8 + length].decode("utf-8"), object_pairs_hook=_without_twins)
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise CheckpointError(_FOREIGN, file=shown(path.name)) from error
    metadata = header.get("__metadata__") if isinstance(header, dict) else None
    if not isinstance(metadata, dict):
        return {}, length
    return {str(key): value for key, value in metadata.items() if isinstance(value, str)}, length


def _without_twins(pairs: list[tuple[str, object]]) -> dict[str, object]:
    # Readers differ in which of two equal names they believe.
    names = dict(pairs)
    if len(names) < len(pairs):
        raise ValueError("a name stands there twice")
    return names


def _parse_header(path: Path, text: str) -> Header:
    try:
        version = json.loads(text).get("schema_version")
        if isinstance(version, int) and version > SCHEMA:
            raise CheckpointError(
                QT_TRANSLATE_NOOP(
                    "Errors",
                    "{file} was saved by a newer version of the playground. Update the program "
                    "to open it.",
                ),
                file=shown(path.name),
            )
        return Header.model_validate_json(text)
    except (ValidationError, ValueError, AttributeError, RecursionError) as error:
        raise CheckpointError(_DAMAGED, file=shown(path.name), reason=_brief(error)) from error


def _assemble(path: Path, header: Header, arrays: Arrays) -> Snapshot:
    parts: dict[str, dict[str, Floats]] = {"weights": {}, "optimizer": {}, "memory": {}}
    for name, array in arrays.items():
        part, _, rest = name.partition("/")
        if part not in parts or array.dtype != np.float32 or not np.isfinite(array).all():
            raise CheckpointError(_DAMAGED, file=shown(path.name), reason=name)
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
            raise CheckpointError(_DAMAGED, file=shown(path.name), reason=_UNFIT)


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
            raise CheckpointError(_DAMAGED, file=shown(path.name), reason=f"optimizer/{name}")


def _brief(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:120]


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
