"""A model as a file: arrays and a header in one .safetensors, checked before it is believed."""

from __future__ import annotations

import contextlib
import hashlib
import json
import struct
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Literal

import numpy as np
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator
from safetensors import SafetensorError
from safetensors.numpy import load as parse_safetensors

from lstm_gui.core.arrays import Arrays, Floats
from lstm_gui.core.corpus.vocabulary import Vocabulary
from lstm_gui.core.errors import TEMPLATE_CONTEXT, CheckpointError, PlaygroundError
from lstm_gui.core.files import free_enough, write_atomically
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP, Sentence
from lstm_gui.core.model.backend import EpochProgress, Memory, Position, Snapshot
from lstm_gui.core.model.cell_kinds import CELLS
from lstm_gui.core.model.weights import weight_shapes
from lstm_gui.core.settings.experiment import Experiment

__all__ = [
    "Checkpoint",
    "Header",
    "MAX_BYTES",
    "SCHEMA",
    "StoredPosition",
    "load_checkpoint",
    "reason_of",
    "save_checkpoint",
    "save_unasked",
]

SCHEMA = 1


class _Reached(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)

    batch: Annotated[int, Field(ge=0)]
    batches: Annotated[int, Field(ge=1)]
    loss_sum: float

    @model_validator(mode="after")
    def _within_the_epoch(self) -> _Reached:
        if self.batch >= self.batches:
            raise ValueError("an epoch cannot have come further than its end")
        return self


class StoredPosition(BaseModel):
    """Where the run stands."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)

    epoch: Annotated[int, Field(ge=0)]
    batch: Annotated[int, Field(ge=0)]
    step: Annotated[int, Field(ge=0)]
    loss_sum: float
    seconds: Annotated[float, Field(ge=0)]
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


MAX_BYTES = 2**30
MAX_HEADER_BYTES = 2**20
_PIECE = 2**18
_KEY, _DIGEST = "lstm-playground", "sha256"
_OF_THE_SYSTEM = (  # what it gives as reasons, so that they can be read in every language
    QT_TRANSLATE_NOOP("Errors", "Input/output error"),
    QT_TRANSLATE_NOOP("Errors", "No space left on device"),
    QT_TRANSLATE_NOOP("Errors", "No such file or directory"),
    QT_TRANSLATE_NOOP("Errors", "Not a directory"),
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
        CheckpointError: The model is too large, the disk is full, or the folder not writable.
    """
    arrays = _flatten(checkpoint.snapshot)
    size = sum(array.nbytes for array in arrays.values())
    _require_saveable(path, arrays, size)
    header = _header(checkpoint)
    metadata = {_KEY: header, _DIGEST: _digest(header, arrays)}
    try:
        if not free_enough(path.parent, size):
            raise OSError(28, "No space left on device")
        write_atomically(path, *_parts(arrays, metadata))
    except OSError as error:
        raise CheckpointError(
            QT_TRANSLATE_NOOP(
                "Errors", "{file} could not be written ({reason}). Choose another folder."
            ),
            file=path.name,
            reason=error.strerror or str(error),
        ) from error


def load_checkpoint(path: Path) -> Checkpoint:
    """Read and verify a checkpoint.

    Raises:
        CheckpointError: The file is missing, foreign, damaged or too large.
    """
    metadata = _metadata(path, _read(path, 8 + MAX_HEADER_BYTES))
    if _KEY not in metadata or _DIGEST not in metadata:
        raise CheckpointError(_FOREIGN, file=path.name)
    header = _parse_header(path, metadata[_KEY])
    try:
        arrays = parse_safetensors(_read(path))
    except (SafetensorError, KeyError, ValueError, TypeError) as error:
        raise CheckpointError(_DAMAGED, file=path.name, reason=_brief(error)) from error
    if _digest(metadata[_KEY], arrays) != metadata[_DIGEST]:
        reason = QT_TRANSLATE_NOOP("Errors", "its checksum does not match")
        raise CheckpointError(_DAMAGED, file=path.name, reason=reason)
    snapshot = _assemble(path, header, arrays)
    return Checkpoint(header.experiment, header.vocabulary, header.corpus_name, snapshot)


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


def _require_saveable(path: Path, arrays: Arrays, size: int) -> None:
    if path.exists() and not path.is_file():
        raise CheckpointError(
            QT_TRANSLATE_NOOP("Errors", "{file} is not a file. Choose another name."),
            file=path.name or str(path),
        )
    if not all(np.isfinite(array).all() for array in arrays.values()):
        raise CheckpointError(
            QT_TRANSLATE_NOOP(
                "Errors",
                "The model cannot be saved, because training has broken down and its weights are "
                "no longer numbers. Lower the learning rate or clipping θ, and train again.",
            )
        )
    if size > MAX_BYTES:
        raise CheckpointError(
            QT_TRANSLATE_NOOP(
                "Errors", "The model is too large to be saved ({size} MB). Use fewer hidden units."
            ),
            size=size // 2**20,
        )


def _read(path: Path, limit: int = -1) -> bytes:
    """Return the bytes of a file, or its first `limit`."""
    try:
        if not path.is_file():
            raise FileNotFoundError(2, "No such file")
        size = path.stat().st_size
        if size > MAX_BYTES + MAX_HEADER_BYTES:
            raise CheckpointError(
                QT_TRANSLATE_NOOP(
                    "Errors",
                    "{file} is larger than any model of the playground ({size} MB). Choose "
                    "another file.",
                ),
                file=path.name,
                size=size // 2**20,
            )
        with path.open("rb") as file:
            return file.read(limit)
    except OSError as error:
        raise CheckpointError(
            QT_TRANSLATE_NOOP(
                "Errors", "{file} could not be read ({reason}). Check the name and try again."
            ),
            file=path.name or str(path),
            reason=error.strerror or str(error),
        ) from error


def _metadata(path: Path, data: bytes) -> dict[str, str]:
    """Read the header by hand from a file's beginning: its length first, before it is trusted."""
    if len(data) < 8:
        raise CheckpointError(_FOREIGN, file=path.name)
    (length,) = struct.unpack("<Q", data[:8])
    if length > min(MAX_HEADER_BYTES, len(data) - 8):
        raise CheckpointError(_FOREIGN, file=path.name)
    try:
        header = json.loads(data[8 : 8 + length].decode("utf-8"), object_pairs_hook=_without_twins)
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise CheckpointError(_FOREIGN, file=path.name) from error
    metadata = header.get("__metadata__") if isinstance(header, dict) else None
    if not isinstance(metadata, dict):
        return {}
    return {str(key): value for key, value in metadata.items() if isinstance(value, str)}


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
                file=path.name,
            )
        return Header.model_validate_json(text)
    except (ValidationError, ValueError, AttributeError, RecursionError) as error:
        raise CheckpointError(_DAMAGED, file=path.name, reason=_brief(error)) from error


def _assemble(path: Path, header: Header, arrays: Arrays) -> Snapshot:
    parts: dict[str, dict[str, Floats]] = {"weights": {}, "optimizer": {}, "memory": {}}
    for name, array in arrays.items():
        part, _, rest = name.partition("/")
        if part not in parts or array.dtype != np.float32 or not np.isfinite(array).all():
            raise CheckpointError(_DAMAGED, file=path.name, reason=name)
        parts[part][rest] = array
    _check_shapes(path, header, parts)
    memory = parts["memory"]
    return Snapshot(
        position=header.place.position,
        weights=parts["weights"],
        optimizer=parts["optimizer"],
        memory=Memory(memory["h"], memory.get("c")) if memory else None,
    )


def _check_shapes(path: Path, header: Header, parts: dict[str, dict[str, Floats]]) -> None:
    model, batch = header.experiment.model, header.experiment.train.batch_size
    shapes = weight_shapes(model, len(header.vocabulary))
    state = (model.layers, batch, model.hidden)
    expected: dict[str, dict[str, tuple[int, ...]]] = {
        "weights": shapes,
        "optimizer": {
            **{
                f"{kind}.{name}": shape
                for kind in ("mean", "var")
                for name, shape in shapes.items()
            },
            "t": (1,),
        },
        "memory": dict.fromkeys(CELLS[model.cell].states, state),
    }
    for part, wanted in expected.items():
        found = {name: array.shape for name, array in parts[part].items()}
        if found != wanted and not (part != "weights" and not found):
            reason = QT_TRANSLATE_NOOP("Errors", "its arrays do not fit its settings")
            raise CheckpointError(_DAMAGED, file=path.name, reason=reason)


def _brief(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:120]


def save_unasked(path: Path, checkpoint: Checkpoint) -> None:
    """Save a model where nobody has chosen the folder: it is made if it is not there (any more).

    Raises:
        CheckpointError: That could not be done; `reason_of` tells why.
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
