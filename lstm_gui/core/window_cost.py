"""What `lstm-gui bench` asks the process that opens the window, and what that answers, as JSON."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from lstm_gui.core.config import Experiment

__all__ = ["WindowCost", "WindowJob"]


class WindowJob(BaseModel):
    """What to measure; no alternations measure the launch alone.

    `launched` is what time.monotonic() said to the parent, right before it started this process.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    corpus: str = "zh"
    encoding: str | None = None
    experiment: Experiment = Experiment()
    alternations: int = Field(default=8, ge=0)
    seconds: float = Field(default=2.0, gt=0)
    launched: float | None = None


class WindowCost(BaseModel):
    """Medians over the phases. `inspection_share` is of the time while the window is live."""

    model_config = ConfigDict(frozen=True)

    platform: str
    launch_seconds: float | None = None
    open_seconds: float | None = None
    muted_seconds: float | None = None
    overhead: float | None = None
    inspection_share: float | None = None
    error: str = ""
