"""All files that must be refused, and what each refusal costs, for `test_refusals`.

A process makes a child for each of them, so that the most memory a child has had is its own.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

from lstm_gui.core.corpus.text import load_corpus
from lstm_gui.core.errors import PlaygroundError
from lstm_gui.core.model.checkpoint import load_checkpoint, save_checkpoint
from lstm_gui.core.runs.moment_file import load_moment, save_moment
from tests.core.corpus import bad_texts
from tests.core.model import damage
from tests.core.model.test_checkpoint import model
from tests.core.runs.moments import moment
from tests.core.runs.test_moment_file import ARRAYS, DOCUMENTS, forged

Make = Callable[[Path], object]


def files(folder: Path) -> dict[str, tuple[Callable[[Path], object], Make]]:
    """Return who reads each of the files, and what writes it."""
    save_checkpoint(folder / "good", model())
    save_moment(folder / "good.lstm", moment())
    good, whole = (folder / "good").read_bytes(), (folder / "good.lstm").read_bytes()
    made: dict[str, tuple[Callable[[Path], object], Make]] = {}
    for name, write in {**damage.FILES, **damage.PLACES}.items():
        made[f"model, {name}"] = load_checkpoint, lambda path, write=write: write(path, good)
    for name, edit in DOCUMENTS.items():
        changed = forged(whole, document=edit)
        made[f"moment, {name}"] = load_moment, lambda path, data=changed: path.write_bytes(data)
    for name, edit in ARRAYS.items():
        changed = forged(whole, arrays=edit)
        made[f"moment, {name}"] = load_moment, lambda path, data=changed: path.write_bytes(data)
    for name, content in bad_texts.BYTES.items():
        data = content()
        made[f"text, {name}"] = load_corpus, lambda path, data=data: path.write_bytes(data)
    for name, make in bad_texts.PLACES.items():
        made[f"text, {name}"] = load_corpus, make
    return made


def refusal(load: Callable[[Path], object], path: Path) -> dict[str, object]:
    """Load a file; return what was said, and what it took."""
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    try:
        load(path)
    except PlaygroundError as error:
        took = time.monotonic() - began
        more = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        values = {name: str(value) for name, value in error.values.items()}
        return {
            "said": str(error),
            "template": error.template,
            "values": values,
            "seconds": took,
            "megabytes": more / 1024,
        }
    return {"said": ""}


def main(place: Path, every: int) -> None:
    """Print what each file, or every third and so on, is refused with."""
    for name, (load, make) in list(files(place).items())[::every]:
        folder = place / "one"
        folder.mkdir()
        path = folder / ("a.lstm" if load is load_moment else "a.file")
        make(path)
        sys.stdout.flush()
        child = os.fork()
        if child == 0:
            print(json.dumps({"name": name, **refusal(load, path)}), flush=True)
            os._exit(0)
        assert os.waitpid(child, 0)[1] == 0, name
        assert {entry.name for entry in folder.iterdir()} <= {path.name}, name
        shutil.rmtree(folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
