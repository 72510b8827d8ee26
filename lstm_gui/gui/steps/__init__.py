"""The view of a training step in slow motion: forward, loss, backward, clip, update."""

from __future__ import annotations
