"""What is asked of a model that writes."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from lstm_gui.core.config.base import MAX_SEED, Config

__all__ = ["GenerateRequest"]


class GenerateRequest(Config):
    """One text to write: what follows `prefix`, character by character."""

    id: int = 0
    prefix: Annotated[str, Field(min_length=1, max_length=10_000)]
    length: Annotated[int, Field(ge=1, le=5000)] = 50
    temperature: Annotated[float, Field(ge=0, le=10)] = 0.0
    top_k: Annotated[int, Field(ge=0)] = 0
    seed: Annotated[int, Field(ge=0, le=MAX_SEED)] = 0
