"""What stands in the head of a checkpoint beside the arrays, checked as it is read."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from lstm_gui.core.config import Experiment
from lstm_gui.core.corpus import Vocabulary
from lstm_gui.core.moments import Position, Reached

__all__ = ["SCHEMA", "Header", "Place"]

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


class Place(BaseModel):
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
        reached = None if far is None else Reached(far.batch, far.batches, far.loss_sum)
        return Position(self.epoch, self.batch, self.step, self.loss_sum, self.seconds, reached)

    @classmethod
    def of(cls, position: Position) -> Place:
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
    place: Place

    def text(self) -> str:
        """Return it as JSON; what an earlier version does not know is there only if needed."""
        left_out = {"place": {"reached"}} if self.place.reached is None else None
        return self.model_dump_json(exclude=left_out)
