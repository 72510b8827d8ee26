"""How much a Quick model copies at epochs 10, 20 and 40, beside how much real songs repeat.

`python -m tests.copying` trains on the lyrics that come with the program, and prints the table of
README. What is written begins as lines of the text do, spread over all of it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

from lstm_gui.core.corpus.text import Corpus, load_shipped
from lstm_gui.core.inspection.copies import (
    Novelty,
    TextIndex,
    novelty_of_samples,
    novelty_of_songs,
)
from lstm_gui.core.model.writing import write_variants
from lstm_gui.core.settings.groups import GenerateRequest
from lstm_gui.core.settings.presets import PRESETS
from lstm_gui.core.training.loop import Training, prepare_text

EPOCHS = (10, 20, 40)
PREFIXES, VARIANTS, LENGTH = 8, 4, 200


def prefixes(corpus: Corpus) -> list[str]:
    """Return the first word, or two characters, of lines spread over the text."""
    lines = range(0, len(corpus.line_starts), len(corpus.line_starts) // PREFIXES)
    begin = 2 if corpus.language == "zh" else None
    return [corpus.line(line).split()[0][:begin] for line in lines][:PREFIXES]


def written(training: Training, temperature: float) -> Iterator[tuple[str, str]]:
    """Yield (prefix, text) of what the model writes."""
    for prefix in prefixes(training.corpus):
        request = GenerateRequest(
            prefix=prefix,
            length=LENGTH,
            temperature=temperature,
            variants=VARIANTS if temperature else 1,
            seed=0,
        )
        steps = list(write_variants(training.backend, training.vocabulary, request))
        yield from ((prefix, "".join(text)) for text in zip(*steps, strict=True))


def row(*cells: object) -> None:
    """Print a row of the table."""
    print("|", " | ".join(map(str, cells)), "|", flush=True)


def words(found: Novelty) -> str:
    """Say what was found in a cell of the table."""
    return f"{found.share_new:.1%}, {found.longest}"


def measure(key: str) -> None:
    """Train on the lyrics `key`, and print its rows."""
    from lstm_gui.engine import create_backend

    experiment = PRESETS["quick"].experiment
    corpus = prepare_text(load_shipped(key), experiment)
    training = Training(create_backend(), corpus, experiment)
    index = TextIndex.of(corpus, training.trained)
    for epoch in EPOCHS:
        while training.position.epoch < epoch:
            *_, last = training.step()
        found = [words(novelty_of_samples(written(training, t), index)) for t in (0, 1)]
        row(key, f"epoch {epoch}, perplexity {last.perplexity:.2f}", *found)
    songs = novelty_of_songs(corpus, index)
    assert songs is not None
    row(key, "real songs", words(songs), words(songs))


def main() -> int:
    """Measure both lyrics."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    row("text", "written by", "greedy: new, longest", "temperature 1: new, longest")
    row(*["---"] * 4)
    for key in ("zh", "en"):
        measure(key)
    return 0


if __name__ == "__main__":
    sys.exit(main())
