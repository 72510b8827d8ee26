"""The forward pass in numpy, character by character, with an intervention if asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lstm_gui.core.arrays import Arrays, Floats, floats, indices
from lstm_gui.core.model.backend import Memory, Trace
from lstm_gui.core.model.cell import Before, Quantities, StepEffect
from lstm_gui.core.model.cell_kinds import CELLS, zero_memory
from lstm_gui.core.settings.groups import CellKind

__all__ = ["ForwardPass", "INTERVENTIONS", "Intervention", "Kind", "forward"]

Kind = Literal["hold", "zero", "flip", "freeze"]
INTERVENTIONS: tuple[Kind, ...] = ("hold", "zero", "flip", "freeze")


@dataclass(frozen=True, slots=True)
class Intervention:
    """What is done to the kept state of cells of one layer, from position `start` on.

    The state of a trace at t is the one after character t; with s = `start`:

    - hold: forget gate 1, input gate 0 at every t ≥ s (GRU: update gate 1; an RNN has no gates
      and its state is kept), so the state stays what it was before character s.
    - zero: the state is 0 at every t ≥ s.
    - flip: the state at s has the other sign, once; what follows is the cell's own doing.
    - freeze: the state stays what it is at s, character s included, whatever the gates say.

    An LSTM's h is computed from the state as it was changed.
    """

    kind: Kind
    cells: tuple[int, ...] | None  # None for all
    layer: int
    start: int = 0

    def __post_init__(self) -> None:
        """Refuse what cannot be meant."""
        if self.kind not in INTERVENTIONS:
            raise ValueError(f"an intervention is one of {INTERVENTIONS}, got {self.kind!r}")
        if self.layer < 0 or self.start < 0 or min(self.cells or (0,)) < 0:
            raise ValueError("layer, cells and start count from 0")

    def mask(self, hidden: int) -> NDArray[np.bool_]:
        """Return which of `hidden` cells are touched.

        Raises:
            IndexError: There is no such cell.
        """
        if self.cells is None:
            return np.ones(hidden, np.bool_)
        touched = np.zeros(hidden, np.bool_)
        touched[list(self.cells)] = True
        return touched


def forward(
    weights: Arrays,
    cell_kind: CellKind,
    ids: ArrayLike,
    start: Memory | None = None,
    intervention: Intervention | None = None,
) -> Trace:
    """Read a text from a state (zeros for None) and keep everything that was computed.

    Args:
        weights: In the canonical form; they are only read.
        cell_kind: The kind of cell that the weights are of.
        ids: Characters, (T,).
        start: The state before the first character, N = 1.
        intervention: What is done to the memory meanwhile; positions count from 0 here.
    """
    reader = ForwardPass(weights, cell_kind, start=start, intervention=intervention)
    reader.read(np.asarray(ids, np.int32).tolist())
    return reader.trace()


class ForwardPass:
    """Reads one text, as many characters at a time as the caller likes.

    Args:
        weights: In the canonical form; they are only read.
        cell_kind: The kind of cell that the weights are of.
        start: The state before the first character (N = 1); None for zeros.
        intervention: What is done to the memory while it reads.

    Raises:
        IndexError: The intervention is on a cell or layer that is not there.
    """

    def __init__(
        self,
        weights: Arrays,
        cell_kind: CellKind,
        *,
        start: Memory | None = None,
        intervention: Intervention | None = None,
    ) -> None:
        self.cell_kind = cell_kind
        self._weights = weights
        self._layers = sum(name.endswith(".W_h") for name in weights)
        self._hidden = weights["W_hq"].shape[0]
        self._spec = CELLS[cell_kind]
        self._intervention = intervention
        self._effect = _NO_EFFECT
        if intervention is not None:
            held = self._spec.held if intervention.kind == "hold" else {}
            self._effect = _Effect(intervention, self._hidden, held)
        if intervention is not None and intervention.layer >= self._layers:
            raise IndexError(f"there is no layer {intervention.layer}")
        zeros = zero_memory(cell_kind, (self._layers, 1, self._hidden))
        self._start = start if start is not None else zeros
        self._ids: list[int] = []
        self._steps: list[list[Quantities]] = []  # by character, then by layer

    def __len__(self) -> int:
        """Tell how many characters have been read."""
        return len(self._ids)

    @property
    def memory(self) -> Memory:
        """The state after the last character, N = 1; the start before the first."""
        if not self._steps:
            return self._start
        last = self._steps[-1]
        h = np.stack([layer["h"] for layer in last])[:, np.newaxis]
        if not self._spec.has_c:
            return Memory(h, None)
        return Memory(h, np.stack([layer["c"] for layer in last])[:, np.newaxis])

    def read(self, ids: Iterable[int]) -> None:
        """Read more characters."""
        with np.errstate(over="ignore"):  # sigmoid(-100) is 1 / (1 + inf), which is right
            for index in ids:
                self._steps.append(self._step(index))
                self._ids.append(index)

    def logits(self) -> Floats:
        """Return the scores of what follows the last character, (V,)."""
        return self._steps[-1][-1]["h"] @ self._weights["W_hq"] + self._weights["b_q"]

    def values(self, quantity: str, layer: int) -> Floats:
        """Return one quantity of one layer at every character so far, (T, H)."""
        return floats(np.reshape([s[layer][quantity] for s in self._steps], (-1, self._hidden)))

    def trace(self) -> Trace:
        """Return everything that was computed so far."""
        shape = (self._layers, len(self._ids), self._hidden)
        quantities = {
            name: floats(
                np.reshape(
                    [s[layer][name] for layer in range(self._layers) for s in self._steps], shape
                )
            )
            for name in self._spec.quantities
        }
        logits = quantities["h"][-1] @ self._weights["W_hq"] + self._weights["b_q"]
        return Trace(self.cell_kind, indices(self._ids), self._start, quantities, floats(logits))

    def _before(self, layer: int, name: Literal["h", "c"]) -> Floats:
        if self._steps:
            return self._steps[-1][layer][name]
        state = self._start.h if name == "h" else self._start.c
        assert state is not None  # it is not asked for where there is none
        return np.asarray(state[layer, 0], np.float32)

    def _step(self, index: int) -> list[Quantities]:
        """Read one character: the quantities of each layer, each of shape (H,)."""
        computed: list[Quantities] = []
        for layer in range(self._layers):
            W_x = self._weights[f"l{layer}.W_x"]
            x = W_x[index] if layer == 0 else computed[-1]["h"] @ W_x  # (G·H,)
            computed.append(self._spec.forward(self._begin(layer, x), self._effect_on(layer)))
        return computed

    def _begin(self, layer: int, x: Floats) -> Before:
        """Return what the step of a layer begins with, where x W_x is known, (G·H,)."""
        c = self._before(layer, "c") if self._spec.has_c else None
        return self._spec.begin(self._weights, layer, x, self._before(layer, "h"), c)

    def _effect_on(self, layer: int) -> StepEffect:
        what = self._intervention
        acts = what is not None and layer == what.layer and len(self._ids) >= what.start
        return self._effect if acts else _NO_EFFECT


_NO_EFFECT = StepEffect()


class _Effect(StepEffect):
    """An intervention at work: it remembers what it froze.

    Args:
        what: The intervention.
        hidden: H.
        held: The values that gates are held at.
    """

    def __init__(self, what: Intervention, hidden: int, held: Mapping[str, float]) -> None:
        self._what, self._held = what, held
        self._mask = what.mask(hidden)
        self._first = True
        self._frozen: Floats | None = None

    def gate(self, name: str, value: Floats) -> Floats:
        """Return a gate (H,) with the touched cells held."""
        if name not in self._held:
            return value
        return np.where(self._mask, np.float32(self._held[name]), value)

    def state(self, after: Floats, before: Floats) -> Floats:
        """Return the memory (H,) with the touched cells changed; it is called once a step."""
        match self._what.kind:
            case "hold":  # the gates have done it already, but an RNN has none
                changed = before
            case "zero":
                changed = np.zeros_like(after)
            case "flip":
                changed = -after if self._first else after
            case "freeze":
                self._frozen = after if self._frozen is None else self._frozen
                changed = self._frozen
        self._first = False
        return np.where(self._mask, changed, after)
