"""Joints: where a sequence of a batch ends, and the next begins. What becomes of the state there.

A track is what stands at one place of all batches: with consecutive sampling it goes on from batch
to batch, and the state is carried, detached; with random sampling it does not, and starts at zero.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lstm_gui.core.arrays import Floats
from lstm_gui.core.model.backend import Memory, Trace
from lstm_gui.core.settings.groups import Sampling
from lstm_gui.core.training.loop import Training

__all__ = ["Joint", "SequenceEnd", "end_of_next", "joint_at"]


@dataclass(frozen=True, slots=True, eq=False)
class SequenceEnd:
    """A sequence that the next step is about to read, read with the weights of now."""

    training: Training
    step: int
    track: int
    trace: Trace


@dataclass(frozen=True, slots=True, eq=False)
class Joint:
    """The sequence of a track in one batch, and the one in the next batch.

    `end` is the engine's own state after the first, and `after.start` the one from which it begins
    the second, after it has updated its weights. Each trace is of the weights of its batch.
    """

    before: Trace
    end: Memory
    after: Trace
    carried: bool
    sampling: Sampling
    epoch: int
    batch: int  # of the second sequence, counted from 1
    track: int
    tracks: int

    def values(self, quantity: str, layer: int, most: int) -> Floats | None:
        """Return the last values of one sequence, those the next starts from, and its first.

        `most` of each, (≤ 2·most + 1, H). Gates have nothing at the joint: NaN.
        """
        before, after = (t.quantities.get(quantity) for t in (self.before, self.after))
        if before is None or after is None or layer >= len(before):
            return None
        start = {"h": self.after.start.h, "c": self.after.start.c}.get(quantity)
        nothing = np.full((1, before.shape[2]), np.nan, np.float32)
        seam = nothing if start is None else start[layer]
        joined: Floats = np.concatenate((before[layer, -most:], seam, after[layer, :most]))
        return joined


def end_of_next(training: Training, track: int) -> SequenceEnd:
    """Read the sequence of a track that comes next, from the state it begins with."""
    inputs, memory = training.next_start()
    track = min(track, len(inputs) - 1)
    trace = training.backend.trace(inputs[track], memory and _one(memory, track))
    return SequenceEnd(training, training.position.step, track, trace)


def joint_at(end: SequenceEnd) -> Joint | None:
    """Return the joint after a sequence that the engine has trained on by now.

    None if it has not, or not on that one, or if its batches are others now.
    """
    training = end.training
    memory, place = training.backend.training_memory(), training.position
    if memory is None or place.step != end.step + 1:
        return None
    inputs, start = training.next_start()
    if end.track >= min(memory.h.shape[1], len(inputs)):
        return None
    return Joint(
        before=end.trace,
        end=_one(memory, end.track),
        after=training.backend.trace(inputs[end.track], start and _one(start, end.track)),
        carried=start is not None,
        sampling=training.experiment.train.sampling,
        epoch=place.epoch + 1,
        batch=place.batch + 1,
        track=end.track,
        tracks=len(inputs),
    )


def _one(memory: Memory, track: int) -> Memory:
    """Return the state of one track."""
    c = memory.c
    row = slice(track, track + 1)
    return Memory(memory.h[:, row].copy(), None if c is None else c[:, row].copy())
