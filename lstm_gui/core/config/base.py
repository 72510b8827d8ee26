"""What all settings share: they are frozen, and nothing unknown, infinite or converted gets in."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

__all__ = ["MAX_SEED", "Config"]

MAX_SEED = 2**31 - 1


class Config(BaseModel):
    """A group of settings; a value out of its range raises a `pydantic.ValidationError`."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", allow_inf_nan=False, validate_default=True, strict=True
    )
