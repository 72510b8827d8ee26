"""The article's five claims, each put to the test on the model as it is now.

A test finds the place in a text where a claim is decided, with its numbers, and says what was
found, also when the claim does not hold. It reads copies of the weights and changes nothing.

T characters, L layers, H cells, N windows of the text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from lstm_gui.core.arrays import Arrays, Doubles, Floats
from lstm_gui.core.clean_text import character_name
from lstm_gui.core.i18n import Sentence
from lstm_gui.core.inspection import claim_words as words
from lstm_gui.core.inspection.differentiation import LAST, Differentiation
from lstm_gui.core.inspection.forward import ForwardPass, Intervention, forward
from lstm_gui.core.inspection.interventions import WhatIfResult, compared
from lstm_gui.core.inspection.jobs import ModelAccess, Steps
from lstm_gui.core.inspection.predictions import divergence, log_softmax
from lstm_gui.core.model.backend import Memory, Trace
from lstm_gui.core.model.cell import CellSpec
from lstm_gui.core.model.cell_kinds import CELLS, states
from lstm_gui.core.numbers import marked, thousands
from lstm_gui.core.settings.groups import CellKind

__all__ = ["CLAIMS", "Claim", "ClaimFinding", "ClaimTest", "Place", "Verdict", "reach_of"]

Claim = Literal["gates", "carry", "distance", "gradients", "output"]
CLAIMS: tuple[Claim, ...] = ("gates", "carry", "distance", "gradients", "output")

Verdict = Literal["holds", "fails", "absent"]
"""Absent: this kind of cell has not what the claim is about, or what it is compared with."""

OPEN, SHUT = 0.75, 0.25
LIVELY = 0.25
"""Least size of a candidate that a gate may let pass or keep out."""

KEEPS, WRITES = 0.95, 0.05
FILLED = 0.1
"""Least size of a memory that is carried."""
LEAST_STEPS = 3

FELT_NATS = 0.1
FAR = 10
"""So many characters are about a line of a song."""

ARRIVES = 0.01
WINDOW, WINDOWS = 101, 16


@dataclass(frozen=True, slots=True)
class Place:
    """Where a claim is decided.

    `nodes` are those of the computation graph that decide; `change` is the position of a character
    and what was put in its place, and `altered` what that did.
    """

    quantity: str
    layer: int = 0
    cell: int = 0
    position: int = 0
    nodes: tuple[str, ...] = ()
    change: tuple[int, str] | None = None
    altered: WhatIfResult | None = None


@dataclass(frozen=True, slots=True)
class ClaimFinding:
    """What came of a test: a sentence, and the place where its numbers can be seen.

    `trace` is the reading that the numbers are from.
    """

    claim: Claim
    verdict: Verdict
    sentence: Sentence
    trace: Trace
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class ClaimTest:
    """Put one claim to the test, on a text that the model knows all characters of."""

    claim: Claim
    text: str

    def steps(self, model: ModelAccess) -> Steps[ClaimFinding]:
        """Yield how far it is, and return what was found.

        Raises:
            CorpusError: The text has characters that the model does not know.
        """
        ids = model.vocabulary.encode(self.text).tolist()
        weights, cell = model.backend.weights(), model.model.cell
        yield 0.0
        reader = ForwardPass(weights, cell)
        for done, index in enumerate(ids):
            reader.read((index,))
            yield 0.2 * done / len(ids)
        reading = _Reading(self.claim, self.text, weights, reader.trace())
        match self.claim:
            case "gates":
                return reading.gates()
            case "carry":
                return reading.carry()
            case "distance":
                return (yield from reading.distance(model))
            case "gradients":
                return (yield from reading.gradients(model))
            case "output":
                return reading.output()


def _say(template: str, **values: object) -> Sentence:
    return Sentence(template, values, "Claims")


def _percent(part: float) -> str:
    """Write a share; what is not all or nothing is not said to be."""
    hundredths = 100 * part
    if 99 < hundredths < 100 or 0 < abs(hundredths) < 1:
        text = f"{hundredths:.2g}" if abs(hundredths) < 1 else f"{min(hundredths, 99.99):.2f}"
        return marked(text)
    return f"{hundredths:.0f}"


def _number(value: float) -> str:
    text = f"{value:.2f}"
    return marked("0.00" if text == "-0.00" else text.replace("-", "−"))


@dataclass(frozen=True, slots=True)
class _Reading:
    """A text that was read, to be searched for where a claim is decided."""

    claim: Claim
    text: str
    weights: Arrays
    trace: Trace

    @property
    def spec(self) -> CellSpec:
        return CELLS[self.trace.cell]

    def _found(self, verdict: Verdict, sentence: Sentence, at: Place | None = None) -> ClaimFinding:
        place = at or Place(self.spec.memory)
        return ClaimFinding(self.claim, verdict, sentence, self.trace, self.text, place)

    def _name(self, position: int) -> Sentence:
        return character_name(self.text[position])

    def _write(self) -> Floats:
        """Return how much of the candidate is written, (L, T, H)."""
        quantities, spec = self.trace.quantities, self.spec
        assert spec.keep is not None
        return quantities[spec.write] if spec.write else 1 - quantities[spec.keep]

    def _before(self) -> Floats:
        """Return the memory that each step begins with, (L, T, H)."""
        start = self.trace.start
        first = start.c if self.spec.has_c else start.h
        assert first is not None  # a cell with c has one
        return np.concatenate([first, states(self.trace)[:, :-1]], axis=1)

    # Gates decide what passes

    def gates(self) -> ClaimFinding:
        spec = self.spec
        if spec.keep is None or spec.candidate is None:
            return self._found("absent", _say(words.NO_GATES))
        gate, candidate = self._write(), self.trace.quantities[spec.candidate]
        passes, stops = gate * np.abs(candidate), (1 - gate) * np.abs(candidate)
        layer, cell = _place_of_most(np.minimum(passes.max(axis=1), stops.max(axis=1)))
        opened, shut = (int(part[layer, :, cell].argmax()) for part in (passes, stops))
        values = [float(gate[layer, t, cell]) for t in (opened, shut)]
        sizes = [float(candidate[layer, t, cell]) for t in (opened, shut)]
        key, lively = spec.write or spec.keep, min(map(abs, sizes)) >= LIVELY
        if values[0] < OPEN or values[1] > SHUT or not lively:
            return self._found("fails", *self._widest(gate, key))
        sentence = _say(
            words.GATES,
            cell=cell,
            open_at=self._name(opened),
            open=_percent(values[0]),
            open_of=_number(sizes[0]),
            shut_at=self._name(shut),
            shut=_percent(values[1]),
            shut_of=_number(sizes[1]),
            written=_number(values[1] * sizes[1]),
        )
        nodes = key, spec.candidate, "write"
        return self._found("holds", sentence, Place(key, layer, cell, shut, nodes=nodes))

    def _widest(self, gate: Floats, key: str) -> tuple[Sentence, Place]:
        """Say which gate moves most, where none both opens and shuts."""
        low, high = gate.min(axis=1), gate.max(axis=1)  # (L, H)
        layer, cell = _place_of_most(high - low)
        sentence = _say(
            words.GATES_FAIL,
            cell=cell,
            low=_percent(float(low[layer, cell])),
            high=_percent(float(high[layer, cell])),
        )
        position = int(gate[layer, :, cell].argmin())
        return sentence, Place(key, layer, cell, position, nodes=(key, "write"))

    # A memory is carried unchanged

    def carry(self) -> ClaimFinding:
        spec = self.spec
        if spec.keep is None:
            return self._found("absent", _say(words.NOTHING_CARRIES))
        keep, before = self.trace.quantities[spec.keep], self._before()
        holding = (keep > KEEPS) & (self._write() < WRITES)
        lengths = _run_lengths(holding, np.abs(before) >= FILLED)  # (L, T, H)
        steps = int(lengths.max())
        if steps == 0:
            lengths = np.minimum(keep, 1 - self._write())  # what comes nearest
        ends = np.where(lengths == lengths.max(), np.abs(before), -1.0)
        layer, last, cell = (int(i) for i in np.unravel_index(ends.argmax(), ends.shape))
        place = Place(spec.keep, layer, cell, last, nodes=(spec.keep, *_CARRIED))
        if steps < LEAST_STEPS:
            return self._found("fails", self._said_of_none(place, steps), place)
        return self._carried(place, steps)

    def _said_of_none(self, place: Place, steps: int) -> Sentence:
        """Say that no cell held for long, and which came nearest."""
        at = place.layer, place.position, place.cell
        return _say(
            words.CARRY_FAILS if steps else words.CARRY_NEVER,
            steps=steps,
            keep=place.quantity.upper(),
            cell=place.cell,
            at=self._name(place.position),
            kept=_number(float(self.trace.quantities[place.quantity][at])),
            written=_percent(float(self._write()[at])),
        )

    def _carried(self, place: Place, steps: int) -> ClaimFinding:
        """Say what a cell that held for so many steps, up to a place, has kept."""
        layer, cell, last = place.layer, place.cell, place.position
        first = last - steps + 1
        begin = float(self._before()[layer, first, cell])
        end = float(states(self.trace)[layer, last, cell])
        half = 0.5**steps
        held = self._is_held(layer, cell, first, last)
        sentence = _say(
            words.CARRY if held else words.CARRY_INEXACT,
            cell=cell,
            steps=steps,
            text=self.text[first : last + 1],
            keep=place.quantity.upper(),
            begin=_number(begin),
            end=_number(end),
            half=_percent(half),
            at_half=_number(half * begin),
        )
        return self._found("holds" if held else "fails", sentence, place)

    def _is_held(self, layer: int, cell: int, first: int, last: int) -> bool:
        """Tell whether the memory stays, bit for bit, where its gates are held at 1 and 0."""
        hold = Intervention("hold", (cell,), layer, first)
        held = forward(self.weights, self.trace.cell, self.trace.ids[: last + 1], intervention=hold)
        kept = states(held)[layer, first : last + 1, cell]
        return bool((kept == self._before()[layer, first, cell]).all())

    # Distant steps are connected

    def distance(self, model: ModelAccess) -> Steps[ClaimFinding]:
        ids, cell_kind = self.trace.ids.tolist(), self.trace.cell
        others = _commonest(model, 2)
        best: tuple[int, int, int, float, Trace] | None = None
        before = ForwardPass(self.weights, cell_kind)
        for position, index in enumerate(ids[:-1]):
            if best is not None and len(ids) - 1 - position <= best[0]:
                break  # no farther reach is left
            other = next(one for one in others if one != index)
            altered = ForwardPass(self.weights, cell_kind, start=before.memory)
            for one in (other, *ids[position + 1 :]):
                altered.read((one,))
                yield 0.2 + 0.8 * position / len(ids)
            trace = altered.trace()
            felt = divergence(self.trace.logits[position:], trace.logits)
            reach = int(np.flatnonzero(felt >= FELT_NATS)[-1]) if felt.max() >= FELT_NATS else 0
            if best is None or reach > best[0]:
                best = reach, position, other, float(felt[reach]), trace
            before.read((index,))
        return self._said_of_distance(model, best)

    def _said_of_distance(
        self, model: ModelAccess, best: tuple[int, int, int, float, Trace] | None
    ) -> ClaimFinding:
        if best is None:
            return self._found("fails", _say(words.DISTANCE_FAILS, reach=0, nats=FELT_NATS))
        reach, position, other, felt, altered = best
        at, characters = position + reach, model.vocabulary.characters
        layer, cell = _place_of_most(np.abs(states(altered)[:, reach] - states(self.trace)[:, at]))
        likeliest = int(self.trace.logits[at].argmax())
        sentence = _say(
            words.DISTANCE if reach >= FAR else words.DISTANCE_FAILS,
            old=self._name(position),
            new=character_name(characters[other]),
            reach=reach,
            at=self._name(at),
            expected=character_name(characters[likeliest]),
            was=_percent(float(np.exp(log_softmax(self.trace.logits[at])[likeliest]))),
            now=_percent(float(np.exp(log_softmax(altered.logits[reach])[likeliest]))),
            felt=_number(felt),
            nats=FELT_NATS,
        )
        result = compared(self.trace, self._with(position, other))
        change = position, characters[other]
        place = Place(self.spec.memory, layer, cell, at, change=change, altered=result)
        return self._found("holds" if reach >= FAR else "fails", sentence, place)

    def _with(self, position: int, other: int) -> Trace:
        """Read the text with another character."""
        ids = self.trace.ids.copy()
        ids[position] = other
        return forward(self.weights, self.trace.cell, ids)

    # Vanishing gradients are answered

    def gradients(self, model: ModelAccess) -> Steps[ClaimFinding]:
        kinds: dict[CellKind, Doubles] = {}
        for one in filter(None, (model, model.twin)):
            kinds[one.model.cell] = yield from _shares(one)
        own = self.trace.cell
        gated = next((cell for cell in kinds if CELLS[cell].keep is not None), None)
        if gated is None:
            sentence = _say(words.GRADIENTS_PLAIN, plain=reach_of(kinds[own]), last=WINDOW - 1)
            return self._found("absent", sentence)
        values: dict[str, object] = {
            "name": "LSTM" if CELLS[gated].has_c else gated.upper(),
            "symbol": CELLS[gated].symbol,
            "gated": reach_of(kinds[gated]),
            "last": WINDOW - 1,
        }
        if "rnn" not in kinds:
            return self._found("absent", _say(words.GRADIENTS_ALONE, **values))
        plain = reach_of(kinds["rnn"])
        answered = reach_of(kinds[gated]) > plain
        template = words.GRADIENTS if answered else words.GRADIENTS_FAIL
        values["plain"] = plain
        return self._found("holds" if answered else "fails", _say(template, **values))

    # The cell takes no part in the output layer

    def output(self) -> ClaimFinding:
        spec, layer = self.spec, len(states(self.trace)) - 1
        if not spec.has_c or spec.show is None:
            return self._found("absent", _say(words.NO_C), Place("h", layer))
        same, felt = self._without_c()
        c, gate = states(self.trace)[-1], self.trace.quantities[spec.show][-1]  # (T, H)
        hidden = np.abs(np.tanh(c)) * (1 - gate)
        position, cell = _place_of_most(hidden)
        sentence = _say(
            words.OUTPUT if same else words.OUTPUT_FAILS,
            cells=c.shape[1],
            characters=thousands(self.trace.logits.shape[1]),
            felt=_number(felt),
            cell=cell,
            at=self._name(position),
            memory=_number(float(np.tanh(c[position, cell]))),
            gate=_percent(float(gate[position, cell])),
            shown=_number(float(self.trace.quantities["h"][-1, position, cell])),
        )
        place = Place("h", layer, cell, position, nodes=("tanh", spec.show, "h"))
        return self._found("holds" if same else "fails", sentence, place)

    def _without_c(self) -> tuple[bool, float]:
        """Turn C round and leave H: are the logits the same, and what changes a character later?

        The output layer is asked twice for the same step, before and after; then both go on with
        the likeliest character.
        """
        cell = self.trace.cell
        reader = ForwardPass(self.weights, cell)
        reader.read(self.trace.ids.tolist())
        now, memory = reader.logits(), reader.memory
        assert memory.c is not None
        turned = Memory(memory.h, -memory.c)
        again = turned.h[-1, 0] @ self.weights["W_hq"] + self.weights["b_q"]  # (V,)
        later = [ForwardPass(self.weights, cell, start=start) for start in (memory, turned)]
        for one in later:
            one.read((int(now.argmax()),))
        felt = divergence(*(one.logits()[np.newaxis] for one in later))
        return bool((now == again).all()), float(felt[0])


_CARRIED = ("c_before", "keep", "c")


def _place_of_most(values: Floats) -> tuple[int, int]:
    """Return row and column of the greatest of values."""
    row, column = np.unravel_index(int(np.argmax(values)), values.shape)
    return int(row), int(column)


def _run_lengths(holding: NDArray[np.bool_], filled: NDArray[np.bool_]) -> NDArray[np.int32]:
    """Return for how many steps each cell has held by each step, from a filled memory on."""
    lengths = np.zeros(holding.shape, np.int32)  # (L, T, H)
    for t in range(holding.shape[1]):
        before = lengths[:, t - 1] if t else np.zeros_like(lengths[:, 0])
        begins = filled[:, t] | (before > 0)
        lengths[:, t] = np.where(holding[:, t] & begins, before + 1, 0)
    return lengths


def _commonest(model: ModelAccess, count: int) -> list[int]:
    """Return the commonest characters of the text that the model is trained on."""
    counts = np.bincount(model.corpus.ids, minlength=len(model.vocabulary))
    chosen: list[int] = np.argsort(-counts, kind="stable")[:count].tolist()
    return chosen


def _shares(model: ModelAccess) -> Steps[Doubles]:
    """Return the share of the gradient of the last loss that arrives k steps back, (K,).

    It is the median over windows of the text of ‖∂L/∂s_{t−k}‖ / ‖∂L/∂s_t‖, where s is the memory
    of the last layer.
    """
    ids, steps = model.corpus.ids, min(WINDOW, len(model.corpus.ids) - 1)
    last = len(ids) - steps - 1
    starts = np.linspace(0, last, min(WINDOWS, last + 1)).astype(int)
    inputs = np.stack([ids[start : start + steps] for start in starts])  # (N, T)
    targets = np.stack([ids[start + 1 : start + steps + 1] for start in starts])
    cell = model.model.cell
    # In float64: over so many steps a gradient may leave the range of float32, either way.
    weights = {name: array.astype(np.float64) for name, array in model.backend.weights().items()}
    work = Differentiation(weights, cell, None, inputs, targets)  # type: ignore[arg-type]
    for done in work.run():
        yield min(0.2 + 0.8 * done, 1.0)
    norms = work.c_gradients if CELLS[cell].has_c else work.h_gradients
    back = norms[LAST, -1, :, ::-1]  # (N, T), the last step first
    with np.errstate(divide="ignore", invalid="ignore"):
        shares: Doubles = np.median(back / back[:, :1], axis=0)
    return np.nan_to_num(shares, nan=0.0)


def reach_of(shares: Doubles) -> int:
    """Return how many steps back a hundredth of the gradient still arrives, without a gap."""
    arrives = shares >= ARRIVES
    return int(arrives.size if arrives.all() else arrives.argmin()) - 1
