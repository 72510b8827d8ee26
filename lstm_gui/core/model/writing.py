"""Writing with a model: the characters that follow a prefix, one at a time, in variants at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from lstm_gui.core.arrays import Floats, Ids
from lstm_gui.core.corpus.vocabulary import Vocabulary
from lstm_gui.core.errors import CorpusError
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP
from lstm_gui.core.model.backend import Backend, Memory
from lstm_gui.core.settings.groups import MAX_SEED, DrawConfig, GenerateRequest

__all__ = ["choose", "probabilities", "write", "write_batch", "write_variants"]

LINE_END = " "  # what each new line of a text becomes, as in the book


def choose(
    logits: Floats,
    draw: DrawConfig,
    rng: np.random.Generator | None,
    written: Collection[int] = (),
) -> int:
    """Return the index of the next character; see `probabilities`.

    Args:
        logits: Scores of shape (V,).
        draw: How it is drawn; the temperature 0 takes the likeliest.
        rng: The source of chance, not used at temperature 0.
        written: Indices that stand in the text so far, prefix included; for the penalty.
    """
    if draw.temperature == 0 or rng is None or not np.isfinite(logits).all():
        return int(np.argmax(_penalised(logits, draw.repetition_penalty, written)))
    cumulated = probabilities(logits, draw, written).cumsum()
    cumulated /= cumulated[-1]  # ends at 1, which no draw reaches
    return int(cumulated.searchsorted(rng.random(), side="right"))


def probabilities(
    logits: Floats, draw: DrawConfig, written: Collection[int] = ()
) -> NDArray[np.float64]:
    """Return what each character is drawn with, (V,), at a temperature above 0.

    In this order: scores of characters that stand in the text already are divided by the penalty,
    or multiplied where they are negative (Keskar et al., 2019); all are divided by the temperature;
    the k likeliest are kept; of these, the fewest that have p together (Holtzman et al., 2020).
    """
    scores = _penalised(logits, draw.repetition_penalty, written).astype(np.float64)
    with np.errstate(over="ignore"):  # a tiny temperature makes all but the likeliest -inf
        scores = (scores - scores.max()) / draw.temperature
    if 0 < draw.top_k < scores.size:
        kept = np.argpartition(scores, -draw.top_k)[-draw.top_k :]
        rest = np.full_like(scores, -np.inf)
        rest[kept] = scores[kept]
        scores = rest
    chances: NDArray[np.float64] = np.exp(scores)
    chances /= chances.sum()
    return chances if draw.top_p == 1 else _nucleus(chances, draw.top_p)


def _penalised(logits: Floats, penalty: float, written: Collection[int]) -> Floats:
    if penalty == 1:
        return logits
    scores, seen = logits.copy(), np.fromiter(written, np.intp)
    scores[seen] = np.where(scores[seen] > 0, scores[seen] / penalty, scores[seen] * penalty)
    return scores


def _nucleus(chances: NDArray[np.float64], p: float) -> NDArray[np.float64]:
    """Keep the fewest of the likeliest characters that have p together, at least one."""
    order = np.argsort(-chances, kind="stable")
    count = int(np.searchsorted(chances[order].cumsum(), p)) + 1
    kept = np.zeros_like(chances)
    kept[order[:count]] = chances[order[:count]]
    kept /= kept.sum()
    return kept


def write(backend: Backend, vocabulary: Vocabulary, request: GenerateRequest) -> Iterator[str]:
    """Yield the characters of a single text that follow the prefix, each as it is written.

    While the prefix is read, empty strings are yielded, so that a long one can be interrupted.

    Raises:
        CorpusError: The prefix has characters that the vocabulary lacks.
    """
    for (character,) in write_variants(backend, vocabulary, request):
        yield character


def write_variants(
    backend: Backend, vocabulary: Vocabulary, request: GenerateRequest
) -> Iterator[tuple[str, ...]]:
    """Yield the next character of each variant, or nothing for one that has ended.

    The engine reads all variants as one batch; one that has ended leaves it. While the prefix is
    read, empty strings are yielded.

    Raises:
        CorpusError: The prefix has characters that the vocabulary lacks, or a text is to end with
            its line and words have spaces between them.
    """
    prefix = vocabulary.encode(request.prefix)
    if request.until_line_end and not vocabulary.has_line_ends:
        raise CorpusError(
            QT_TRANSLATE_NOOP(
                "Errors",
                "Where a line ends cannot be seen: a new line is a space to the model, as between "
                "words. Ask for a length instead.",
            )
        )
    memory: Memory | None = None
    logits: Floats | None = None
    for index in prefix:  # they have it in common
        logits, memory = backend.advance(np.array([index], np.int32), memory)
        yield ("",) * request.variants
    assert logits is not None and memory is not None  # a prefix has at least one character
    texts = [_Variant(request, vocabulary, prefix, k) for k in range(request.variants)]
    logits, memory = np.repeat(logits, len(texts), axis=0), _rows(memory, [0] * len(texts))
    under_way = list(texts)
    while under_way:
        for text, row in zip(under_way, logits, strict=True):
            text.go_on(row)
        yield tuple(text.take() for text in texts)
        going = [place for place, text in enumerate(under_way) if not text.ended]
        if len(going) < len(under_way):
            memory = _rows(memory, going)
        under_way = [under_way[place] for place in going]
        if under_way:
            last = np.array([text.ids[-1] for text in under_way], np.int32)
            logits, memory = backend.advance(last, memory)


class _Variant:
    """One of the texts that are written side by side."""

    def __init__(
        self, request: GenerateRequest, vocabulary: Vocabulary, prefix: Ids, number: int
    ) -> None:
        seed = (request.seed + number) % (MAX_SEED + 1)
        self._rng = np.random.default_rng(seed) if request.temperature > 0 else None
        self._request, self._vocabulary = request, vocabulary
        self._ends_at = len(prefix) + request.length
        self.ids: list[int] = prefix.tolist()
        self._seen = set(self.ids)
        self.ended = False
        self._in_line = False  # a space right after the prefix ends no line of the text
        self._new = ""

    def go_on(self, logits: Floats) -> None:
        """Choose the next character from its scores, (V,)."""
        index = choose(logits, self._request, self._rng, self._seen)
        self.ids.append(index)
        self._seen.add(index)
        self._new = self._vocabulary.decode([index])
        if self._new != LINE_END:
            self._in_line = True
        at_line_end = self._request.until_line_end and self._in_line and self._new == LINE_END
        self.ended = at_line_end or len(self.ids) == self._ends_at

    def take(self) -> str:
        """Return the character that is new, once."""
        new, self._new = self._new, ""
        return new


def _rows(memory: Memory, rows: list[int]) -> Memory:
    """Return the state of some of the texts; see `Memory` for its shape."""
    return Memory(memory.h[:, rows], None if memory.c is None else memory.c[:, rows])


def write_batch(
    backend: Backend, vocabulary: Vocabulary, prefixes: Sequence[str], length: int
) -> Iterator[tuple[str, ...]]:
    """Yield, a character at a time, what greedily follows each prefix; the last item is whole.

    All prefixes are read side by side, one character a step; a shorter one starts to write while
    a longer one is still being read.
    """
    if not prefixes:
        return
    known = [list(vocabulary.encode(prefix)) for prefix in prefixes]
    texts = [list(ids) for ids in known]
    wanted = [len(ids) + length for ids in known]
    memory: Memory | None = None
    for position in range(max(wanted) - 1):
        column = [ids[min(position, len(ids) - 1)] for ids in texts]
        logits, memory = backend.advance(np.array(column, np.int32), memory)
        best = logits.argmax(axis=1)
        for row, ids in enumerate(texts):
            if len(ids) == position + 1 and len(ids) < wanted[row]:
                ids.append(int(best[row]))
        yield tuple(
            vocabulary.decode(ids[len(start) :]) for ids, start in zip(texts, known, strict=True)
        )
