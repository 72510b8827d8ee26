"""Writing with a model: the characters that follow a prefix, one at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from lstm_gui.core.arrays import Floats
from lstm_gui.core.corpus.vocabulary import Vocabulary
from lstm_gui.core.model.backend import Backend, Memory
from lstm_gui.core.settings.groups import GenerateRequest

__all__ = ["choose", "write", "write_batch"]


def choose(logits: Floats, temperature: float, top_k: int, rng: np.random.Generator | None) -> int:
    """Return the index of the next character.

    Args:
        logits: Scores of shape (V,).
        temperature: 0 takes the likeliest; 1 draws from the model's distribution.
        top_k: Draw among the k likeliest only; 0 for all.
        rng: The source of chance, not used at temperature 0.
    """
    if temperature == 0 or rng is None or not np.isfinite(logits).all():
        return int(np.argmax(logits))
    with np.errstate(over="ignore"):  # a tiny temperature makes all but the likeliest -inf
        scores = (logits.astype(np.float64) - logits.max()) / temperature
    if 0 < top_k < scores.size:
        kept = np.argpartition(scores, -top_k)[-top_k:]
        rest = np.full_like(scores, -np.inf)
        rest[kept] = scores[kept]
        scores = rest
    cumulated = np.exp(scores).cumsum()
    cumulated /= cumulated[-1]  # ends at 1, which no draw reaches
    return int(cumulated.searchsorted(rng.random(), side="right"))


def write(backend: Backend, vocabulary: Vocabulary, request: GenerateRequest) -> Iterator[str]:
    """Yield `request.length` characters that follow the prefix, each as it is written.

    While the prefix is read, empty strings are yielded, so that a long one can be interrupted.

    Raises:
        CorpusError: The prefix has characters that the vocabulary lacks.
    """
    rng = np.random.default_rng(request.seed) if request.temperature > 0 else None
    memory: Memory | None = None
    logits: Floats | None = None
    for index in vocabulary.encode(request.prefix):
        logits, memory = backend.advance(np.array([index], np.int32), memory)
        yield ""
    for written in range(request.length):
        assert logits is not None  # a prefix has at least one character
        index = choose(logits[0], request.temperature, request.top_k, rng)
        yield vocabulary.decode([index])
        if written + 1 < request.length:
            logits, memory = backend.advance(np.array([index], np.int32), memory)


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
