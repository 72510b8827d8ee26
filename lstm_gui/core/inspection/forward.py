"""The forward pass in numpy, character by character, with an intervention if asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lstm_gui.core.arrays import Arrays, Floats, floats, indices
from lstm_gui.core.model.backend import Memory, Trace
from lstm_gui.core.model.cell import GATES, gru_gates, lstm_gates, state_quantity
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


_ONE = np.float32(1)
_NAMES: dict[CellKind, tuple[str, ...]] = {
    "lstm": ("c", "h", *GATES["lstm"]),
    "gru": ("h", *GATES["gru"]),
    "rnn": ("h",),
}
_Step = dict[str, Floats]


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
        self._hand = None if intervention is None else _Hand(intervention, self._hidden)
        if intervention is not None and intervention.layer >= self._layers:
            raise IndexError(f"there is no layer {intervention.layer}")
        self._start = start if start is not None else self._zeros()
        self._ids: list[int] = []
        self._steps: list[list[_Step]] = []  # by character, then by layer

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
        if self.cell_kind != "lstm":
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
        names = tuple(self._steps[0][0]) if self._steps else _NAMES[self.cell_kind]
        shape = (self._layers, len(self._ids), self._hidden)
        quantities = {
            name: floats(
                np.reshape(
                    [s[layer][name] for layer in range(self._layers) for s in self._steps], shape
                )
            )
            for name in names
        }
        logits = quantities["h"][-1] @ self._weights["W_hq"] + self._weights["b_q"]
        return Trace(self.cell_kind, indices(self._ids), self._start, quantities, floats(logits))

    def _zeros(self) -> Memory:
        shape = (self._layers, 1, self._hidden)
        c = np.zeros(shape, np.float32) if self.cell_kind == "lstm" else None
        return Memory(np.zeros(shape, np.float32), c)

    def _before(self, layer: int, name: Literal["h", "c"]) -> Floats:
        if self._steps:
            return self._steps[-1][layer][name]
        state = self._start.h if name == "h" else self._start.c
        assert state is not None  # an LSTM's memory has a c
        return np.asarray(state[layer, 0], np.float32)

    def _step(self, index: int) -> list[_Step]:
        """Read one character: the quantities of each layer, each of shape (H,)."""
        computed: list[_Step] = []
        for layer in range(self._layers):
            weights, at = self._weights, f"l{layer}."
            W_x = weights[at + "W_x"]
            x = W_x[index] if layer == 0 else computed[-1]["h"] @ W_x  # (G·H,)
            recurrent = self._before(layer, "h") @ weights[at + "W_h"]  # (G·H,)
            computed.append(self._cell(layer, x, recurrent))
        return computed

    def _cell(self, layer: int, x: Floats, recurrent: Floats) -> _Step:
        hand = self._hand if self._hand and self._hand.acts(layer, len(self._ids)) else None
        state = self._before(layer, state_quantity(self.cell_kind))
        weights, at = self._weights, f"l{layer}."
        if self.cell_kind == "lstm":
            return self._lstm(x + recurrent + weights[at + "b"], state, hand)
        if self.cell_kind == "gru":
            both = x + weights[at + "b_x"], recurrent + weights[at + "b_h"]
            return self._gru(*both, state, hand)
        h = np.tanh(x + recurrent + weights[at + "b"])
        return {"h": h if hand is None else hand.change(h, state, len(self._ids))}

    def _lstm(self, a: Floats, before: Floats, hand: _Hand | None) -> _Step:
        i, f, o, c_tilda = lstm_gates(a)
        if hand is not None and hand.holds:
            i, f = np.where(hand.mask, 0 * _ONE, i), np.where(hand.mask, _ONE, f)
        c = f * before + i * c_tilda
        if hand is not None:
            c = hand.change(c, before, len(self._ids))
        return {"c": c, "h": o * np.tanh(c), "i": i, "f": f, "o": o, "c~": c_tilda}

    def _gru(self, x: Floats, recurrent: Floats, before: Floats, hand: _Hand | None) -> _Step:
        r, z, h_tilda = gru_gates(x, recurrent)
        if hand is not None and hand.holds:
            z = np.where(hand.mask, _ONE, z)
        h = z * before + (1 - z) * h_tilda
        if hand is not None:
            h = hand.change(h, before, len(self._ids))
        return {"h": h, "r": r, "z": z, "h~": h_tilda}


class _Hand:
    """An intervention at work: it remembers what it froze."""

    def __init__(self, intervention: Intervention, hidden: int) -> None:
        self._what = intervention
        self.mask = intervention.mask(hidden)
        self.holds = intervention.kind == "hold"
        self._frozen: Floats | None = None

    def acts(self, layer: int, position: int) -> bool:
        return layer == self._what.layer and position >= self._what.start

    def change(self, state: Floats, before: Floats, position: int) -> Floats:
        """Return the state (H,) as it is after the hand was on it."""
        match self._what.kind:
            case "hold":  # the gates have done it already, but an RNN has none
                changed = before
            case "zero":
                changed = np.zeros_like(state)
            case "flip":
                changed = -state if position == self._what.start else state
            case "freeze":
                self._frozen = state if self._frozen is None else self._frozen
                changed = self._frozen
        return np.where(self.mask, changed, state)
