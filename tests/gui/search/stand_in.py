"""Stands in for `lstm-gui search`: prints JSON lines, or fails in a way that its study's name says.

Run as a script. A worker notes its trials in a folder, and a reader tells them, as a study does.
What needs the program to be written stands in the folder already, so that nothing is imported here.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from pathlib import Path

EXPERIMENT, REFUSAL = "experiment.json", "refusal.json"

STUDY = {
    "event": "study",
    "storage": "here",
    "trials": 3,
    "epochs": 2,
    "source": "zh",
    "digest": "0" * 64,
    "ranges": [
        {"path": "train.learning_rate", "low": 0.001, "high": 0.1, "choices": []},
        {"path": "train.optimizer", "low": None, "high": None, "choices": ["sgd", "adam"]},
    ],
}


def tell(**event: object) -> None:
    sys.stdout.write(json.dumps(event) + "\n")
    sys.stdout.flush()


def trial(number: int, outcome: str = "complete") -> dict[str, object]:
    curve = [9.0 - number, 8.0 - number]
    return {
        "event": "trial",
        "number": number,
        "outcome": outcome,
        "settings": {"learning_rate": 0.01 * (number + 1), "optimizer": "adam"},
        "score": curve[-1],
        "perplexity": curve[-1],
        "epochs": 2,
        "seconds": 0.5,
        "curve": curve,
    }


def read(study: str, folder: Path, follow: bool) -> int:
    wished: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _: wished.append(number))
    tell(**STUDY, study=study, experiment=json.loads((folder / EXPERIMENT).read_text()))
    told: set[str] = set()
    last = False
    while True:
        last = bool(wished) or not follow
        for path in sorted(folder.glob(f"{study}.*")):
            if path.name not in told:
                told.add(path.name)
                tell(**trial(int(path.suffix[1:])))
        if told:
            best = max(int(name.rpartition(".")[2]) for name in told)
            settings = trial(best)["settings"]
            score = 8.0 - best
            figures = {"score": score, "perplexity": score, "command": "x"}
            tell(event="best", number=best, settings=settings, **figures)
            shares = {"learning_rate": 0.75, "optimizer": 0.25}
            tell(event="mattered", method="PED-ANOVA", trials=len(told), shares=shares)
        tell(event="under_way", ended=len(told), trials=[])
        if last:
            return 0
        if study == "garbage":
            sys.stdout.buffer.write(b'\xff\x00 not JSON\n{"event":"nonsense"}\n[1, 2\n')
            sys.stdout.flush()
        time.sleep(0.05)


def work(study: str, folder: Path, trials: int) -> int:
    if study == "refused":
        tell(**json.loads((folder / REFUSAL).read_text()))
        return 2
    if study == "mute":
        sys.stderr.write("lstm-gui: nothing is as it should be.\n")
        return 2
    if study == "deaf":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    (folder / "workers").open("a").write(f"{os.getpid()}\n")
    for number in range(trials):
        time.sleep(0.05)
        if study == "crash" and number == 1:
            os.kill(os.getpid(), signal.SIGSEGV)
        while study in ("endless", "deaf") and number == 1:
            time.sleep(0.02)
        (folder / f"{study}.{number}").touch()
    return 0


def main(argv: list[str]) -> int:
    study = argv[argv.index("--study") + 1]
    folder = Path(os.environ["STAND_IN"])
    (folder / "argv").open("a").write(json.dumps(argv) + "\n")
    if study == "blind" and "--results" in argv:
        sys.stderr.write("lstm-gui: the journal is not for reading.\n")
        return 70
    if "--results" in argv:
        return read(study, folder, "--follow" in argv)
    return work(study, folder, int(argv[argv.index("--trials") + 1]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
