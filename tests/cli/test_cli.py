"""The command line keeps its word: output, exit status, one sentence for what is wrong."""

from __future__ import annotations

import errno
import io
import os
import pty
import re
import shlex
import signal
import subprocess
import sys
import zipfile
from itertools import pairwise
from pathlib import Path

import pytest

import lstm_gui
from lstm_gui.__main__ import run_verb
from lstm_gui.cli import doctor
from lstm_gui.cli.doctor import verdict
from lstm_gui.cli.flags import add_corpus, add_knobs, experiment_of
from lstm_gui.cli.output import ProgressBar, remark
from lstm_gui.cli.search.search_report import train_command
from lstm_gui.core.corpus.text import shipped_file
from lstm_gui.core.file_reading import FileReading
from lstm_gui.core.files import config_folder, data_folder, log_folder
from lstm_gui.core.inspection.spans import DISTANCES
from lstm_gui.core.model.checkpoint import load_checkpoint
from lstm_gui.core.settings.experiment import KNOBS, changed
from lstm_gui.core.settings.options import VERBS, Parser, WindowOptions, parse_window_options
from lstm_gui.core.settings.presets import PRESETS
from tests.commands import ROOT, SMALL, environment, objects, run, start, write_song

mxnet = pytest.mark.mxnet


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cli")


@pytest.fixture(scope="module")
def song(folder: Path) -> Path:
    return write_song(folder / "song.txt")


@pytest.fixture(scope="module")
def model(folder: Path, song: Path) -> Path:
    path = folder / "model.safetensors"
    done = run("train", "--corpus", song, *SMALL, "--sample-every", 1, "--out", path)
    assert done.returncode == 0, done.stderr
    (folder / "model.txt").write_text(done.stdout, "utf-8")
    return path


class Gone(io.StringIO):
    """A terminal or a file on which nothing can be written once the second epoch is printed."""

    def __init__(self, code: int, *, hangs_up: bool) -> None:
        super().__init__()
        self._code, self._hangs_up, self.is_gone = code, hangs_up, False

    def write(self, text: str) -> int:
        if "epoch 2," in text and self._hangs_up:
            os.kill(os.getpid(), signal.SIGHUP)
        self.is_gone = self.is_gone or "epoch 2," in text
        self.flush()
        return len(text)

    def flush(self) -> None:
        if self.is_gone:
            raise OSError(self._code, os.strerror(self._code))

    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        return os.open(os.devnull, os.O_WRONLY)


def quick(capsys: pytest.CaptureFixture[str], *argv: object) -> subprocess.CompletedProcess[str]:
    """Run a command that is refused before MXNet is loaded."""
    loaded_before = "mxnet" in sys.modules  # by another test of this process
    done = here(capsys, *argv)
    assert "mxnet" not in sys.modules or loaded_before
    return done


def here(capsys: pytest.CaptureFixture[str], *argv: object) -> subprocess.CompletedProcess[str]:
    """Run a command in this process, where MXNet need not be loaded anew."""
    try:
        status = run_verb([str(word) for word in argv])
    except SystemExit as ended:
        status = int(ended.code or 0)
    said = capsys.readouterr()
    return subprocess.CompletedProcess(argv, status, said.out, said.err)


def page(capsys: pytest.CaptureFixture[str], verb: str) -> str:
    """Return the help of a command, or of the window."""
    if verb:
        return quick(capsys, verb, "--help").stdout
    with pytest.raises(SystemExit):
        parse_window_options(["--help"])
    return capsys.readouterr().out


def sentence(done: subprocess.CompletedProcess[str], status: int = 2) -> str:
    """Check that a run was refused as it should be, and return what it said."""
    assert done.returncode == status, (done.stdout, done.stderr)
    assert done.stdout == "" or status != 2
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("lstm-gui: ") and done.stderr.endswith("\n")
    assert done.stderr.count("\n") == 1, done.stderr
    return done.stderr.removeprefix("lstm-gui: ").strip()


class TestWindowOptions:
    def test_nothing_is_asked(self) -> None:
        assert parse_window_options([]) == WindowOptions(None, None, False)

    def test_everything_is_asked(self) -> None:
        options = parse_window_options(["--corpus", "a.txt", "--preset", "quick", "--start"])
        assert options == WindowOptions(Path("a.txt"), "quick", True)

    @pytest.mark.parametrize(
        "argv",
        [["--nonsense"], ["trian"], ["--preset", "x"], ["--corpus"], ["--lesson", "none.lesson"]],
    )
    def test_a_mistake_ends_with_status_2(
        self, argv: list[str], capsys: pytest.CaptureFixture[str]
    ) -> None:
        with pytest.raises(SystemExit) as ended:
            parse_window_options(argv)
        assert ended.value.code == 2
        said = capsys.readouterr().err
        assert said.startswith("lstm-gui: ") and said.count("\n") == 1

    def test_a_file_is_opened_if_there_is_one(self, tmp_path: Path) -> None:
        file = tmp_path / "model.safetensors"
        file.touch()
        options = parse_window_options([str(file), "--corpus", "en"])
        assert options == WindowOptions(Path("en"), file=file)

    def test_a_lesson_is_begun(self, tmp_path: Path) -> None:
        file = tmp_path / "own.lesson"
        file.touch()
        assert parse_window_options(["--lesson", str(file)]) == WindowOptions(lesson=file)

    def test_the_door_opens_the_window_with_them(self) -> None:
        code = """
import sys, types
app = types.ModuleType("lstm_gui.app")
app.main = lambda options: print(options.preset, options.start, "mxnet" in sys.modules) or 7
sys.modules["lstm_gui.app"] = app
sys.argv = ["lstm-gui", "--preset", "quick", "--start"]
from lstm_gui.__main__ import main
sys.exit(main())
"""
        done = subprocess.run(
            [sys.executable, "-c", code], env=environment(), capture_output=True, text=True
        )
        assert (done.returncode, done.stdout) == (7, "quick True False\n"), done.stderr


class TestHelp:
    def test_the_program_shows_its_commands_and_options(self) -> None:
        done = run("--help")
        assert done.returncode == 0 and done.stderr == ""
        for word in (*VERBS, "--corpus", "--preset", "--start", "--version"):
            assert word in done.stdout

    def test_the_version(self) -> None:
        assert re.fullmatch(r"lstm-gui \d+\.\d+\.\d+\n", run("--version").stdout)

    def test_train_shows_every_setting(self) -> None:
        done = run("train", "--help")
        assert done.returncode == 0
        for flag in (*(knob.flag for knob in KNOBS.values()), "--encoding", "--out", "--json"):
            assert flag in done.stdout

    @pytest.mark.parametrize("verb", list(VERBS))
    def test_every_command_has_help(self, verb: str, capsys: pytest.CaptureFixture[str]) -> None:
        done = quick(capsys, verb, "--help")
        assert done.returncode == 0 and f"lstm-gui {verb}" in done.stdout
        assert "examples:" in done.stdout and "exit status:" in done.stdout

    @pytest.mark.parametrize("verb", ["", *VERBS])
    def test_every_example_is_one(self, verb: str, capsys: pytest.CaptureFixture[str]) -> None:
        """Each flag of an example is among the options, with a value that its list has."""
        pages = {one: page(capsys, one) for one in ("", *VERBS)}
        examples = re.findall(r"^  (?:xvfb-run -a )?(lstm-gui.*?)(?:  .*)?$", pages[verb], re.M)
        assert examples
        for example in examples:
            words = shlex.split(example)[1:]
            said = pages[words[0] if words and words[0] in VERBS else ""]
            for flag, value in pairwise([*words, ""]):
                if flag.startswith("--"):
                    assert re.search(rf"{flag}\b", said.partition("examples:")[0]), example
                    choices = re.search(rf"{flag} \{{(.*?)\}}", said)
                    assert choices is None or value in choices[1].split(","), example

    def test_the_variables_are_those_of_the_code(self, capsys: pytest.CaptureFixture[str]) -> None:
        pages = " ".join(page(capsys, one) for one in ("", *VERBS))
        told = set(re.findall(r"LSTM_GUI_[A-Z]+", pages))
        source = Path(lstm_gui.__file__).parent.rglob("*.py")
        used = {
            name for path in source for name in re.findall(r"LSTM_GUI_[A-Z]+", path.read_text())
        }
        assert told == used

    def test_the_files_are_where_the_program_keeps_them(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
            monkeypatch.delenv(name, raising=False)
        said = page(capsys, "")
        for place in (config_folder() / "preferences.json", data_folder(), log_folder()):
            assert str(place).replace(str(Path.home()), "~") in said


class TestBadInput:
    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (("train", "--nonsense"), "--nonsense"),
            (("train", "extra"), "extra"),
            (("train", "--corpus"), "expected one argument"),
            (("train", "--hidden", "many"), "--hidden"),
            (("train", "--hidden", "0"), "--hidden must be between 1 and 4,096, got 0."),
            (("train", "--lr", "nan"), "--lr must be between"),
            (("train", "--lr", "1e400"), "--lr must be between"),
            (("train", "--max-chars", "few"), "--max-chars"),
            (("train", "--max-chars", "1"), "--max-chars must be between"),
            (("train", "--preset", "fast"), "--preset"),
            (("train", "--sampling", "odd"), "--sampling"),
            (("train", "--context", "tpu"), "--context must be cpu or gpu:0"),
            (("train", "--prefix", "龘"), "龘"),
            (("train", "--prefix", "a" * 201), "--prefix: At most 20 prefixes"),
            (("train", "--encoding", "utf-8"), "--encoding"),
            (("train", "--out", "/nowhere/model"), "/nowhere/model cannot be written"),
            (("train", "--out", "歌" * 90), "cannot be written (File name too long)"),
            (("train", "--out", "/dev/full"), "it is a device or a pipe, not a file"),
            (("train", "--out", "/dev/stdout"), "/dev/stdout "),
            (("train", "--out", "/"), "/ cannot be written (Is a directory)"),
            (("train", "--out", "m", "--hidden", "2560", "--layers", "3"), "too large to be saved"),
            (("generate", "/dev/zero"), "zero is a device or a pipe"),
            (("generate", "/"), "/ is a folder"),
            (("generate", "/proc/kmsg"), "kmsg is not a model"),
            (("generate",), "FILE"),
            (("generate", "missing.safetensors"), "missing.safetensors could not be read"),
            (("generate", "x", "--length", "0"), "--length must be between 1 and 5000."),
            (("generate", "x", "--prefix", ""), "--prefix must have"),
            (("generate", "x", "--top-p", "0"), "--top-p must be above 0 and at most 1."),
            (("generate", "x", "--novelty", "--min-span", "0"), "--min-span must be at least 1."),
            (("generate", "x", "--variants", "65"), "--variants must be between 1 and 64."),
            (("doctor", "--nonsense"), "--nonsense"),
        ],
    )
    def test_an_option_that_cannot_be(
        self, arguments: tuple[str, ...], words: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert words in sentence(quick(capsys, *arguments))

    @pytest.mark.parametrize("link", [False, True])
    def test_the_text_is_not_written_over(
        self, link: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        text, out = write_song(tmp_path / "s.txt"), tmp_path / "link"
        out.symlink_to(text)
        before = text.read_bytes()
        said = sentence(
            quick(capsys, "train", "--corpus", text, *SMALL, "--out", out if link else text)
        )
        assert "is in use here, and would be lost" in said
        assert text.read_bytes() == before

    def test_the_included_lyrics_are_not_written_over(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        before = shipped_file("zh").read_bytes()
        assert "in use here" in sentence(quick(capsys, "train", "--out", shipped_file("zh")))
        assert shipped_file("zh").read_bytes() == before

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (("trian",), "no command trian"),
            (("--nonsense",), "no option --nonsense"),
            (("train", "--hidden", "0"), "--hidden must be between 1 and 4,096, got 0."),
            (("train", "--corpus", "missing.txt"), "missing.txt does not exist"),
        ],
    )
    def test_a_process_of_its_own_says_the_same(
        self, arguments: tuple[str, ...], words: str
    ) -> None:
        assert words in sentence(run(*arguments))

    @pytest.mark.parametrize(
        ("name", "content", "words"),
        [
            ("missing.txt", None, "does not exist"),
            ("empty.txt", b"", "is empty"),
            ("blank.txt", b" \n\n ", "nothing but blanks"),
            ("short.txt", "分开".encode(), "one batch needs"),
            ("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "is a picture"),
            ("noise.txt", bytes(range(1, 256)) * 20, "not a text"),
            ("nul.txt", b"some text\0" * 99, "NUL"),
            ("broken.zip", b"PK\x03\x04 broken", "damaged zip"),
            ("new\nline.txt", None, "does not exist"),
        ],
    )
    def test_a_text_that_cannot_be_used(
        self,
        folder: Path,
        name: str,
        content: bytes | None,
        words: str,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        path = folder / name
        if content is not None:
            path.write_bytes(content)
        assert words in sentence(quick(capsys, "train", "--corpus", path))

    def test_a_wrong_encoding(self, song: Path, capsys: pytest.CaptureFixture[str]) -> None:
        done = quick(capsys, "train", "--corpus", song, "--encoding", "ascii")
        assert "ascii" in sentence(done)

    def test_a_zip_with_two_texts(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        path = folder / "two.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("a.txt", "a")
            archive.writestr("b.txt", "b")
        assert "2 texts" in sentence(quick(capsys, "train", "--corpus", path))

    @pytest.mark.timeout(30)
    def test_a_pipe_is_not_waited_for(
        self, folder: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path = folder / "pipe"
        os.mkfifo(path)
        assert "pipe" in sentence(quick(capsys, "train", "--corpus", path))
        assert "pipe" in sentence(quick(capsys, "generate", path))

    def test_a_file_that_is_no_model(self, song: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert "not a model" in sentence(quick(capsys, "generate", song))

    @mxnet
    def test_a_context_that_is_not_here(self, song: Path, model: Path) -> None:
        assert "gpu:7" in sentence(run("train", "--corpus", song, "--context", "gpu:7"))
        assert "gpu:7" in sentence(run("generate", model, "--context", "gpu:7"))

    @mxnet
    def test_a_prefix_that_the_model_has_never_seen(
        self, model: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert "龘" in sentence(quick(capsys, "generate", model, "--prefix", "分龘"))


@mxnet
class TestTrain:
    def test_it_prints_as_the_book_does(self, model: Path) -> None:
        lines = model.with_suffix(".txt").read_text("utf-8").splitlines()
        epochs = [line for line in lines if line.startswith("epoch")]
        assert len(epochs) == 2
        for line in epochs:
            assert re.fullmatch(r"epoch \d, perplexity \d+\.\d{3}, time \d+\.\d\d sec", line)
            place = lines.index(line)
            assert re.fullmatch(r" - 分开.{6}", lines[place + 1])
            assert re.fullmatch(r" - 不分开.{6}", lines[place + 2])
        head = "\n".join(lines[:3])
        for word in ("song.txt", "characters", "distinct", "Quick", "LSTM", "parameters", "cpu"):
            assert word in head
        assert lines[-1] == f"saved in {model}"

    def test_json_is_exactly_what_was_promised(self, song: Path) -> None:
        done = run("train", "--corpus", song, *SMALL, "--json", "--sample-every", 2)
        assert done.returncode == 0 and done.stderr == ""
        assert "分开" in done.stdout  # not escaped
        events = objects(done.stdout)
        assert [list(event) for event in events] == [
            ["event", "epoch", "perplexity", "seconds"],
            ["event", "epoch", "perplexity", "seconds"],
            ["event", "epoch", "prefix", "text"],
            ["event", "epoch", "prefix", "text"],
            ["event", "epochs", "perplexity", "seconds"],
        ]
        assert [e["event"] for e in events] == ["epoch", "epoch", "sample", "sample", "done"]
        assert [e["epoch"] for e in events[:4]] == [1, 2, 2, 2]
        assert [e["prefix"] for e in events[2:4]] == ["分开", "不分开"]
        for sample in events[2:4]:
            assert sample["text"].startswith(sample["prefix"])
            assert len(sample["text"]) == len(sample["prefix"]) + 6
        assert events[4]["epochs"] == 2
        assert events[4]["perplexity"] == events[1]["perplexity"]
        assert 0 < events[1]["perplexity"] < 1000
        assert events[4]["seconds"] > 0

    def test_every_flag_overrides_the_preset(
        self, folder: Path, song: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        out = folder / "flags.safetensors"
        flags = (
            "--preset book-gru --max-chars 900 --held-out 0.2 --cell rnn --layers 2 --hidden 7 "
            "--init fan_in --forget-bias 0.5 --seed 9 --steps 6 --batch 5 --sampling random "
            "--optimizer adam "
            "--lr 0.02 --clip 0.5 --epochs 3 --sample-every 3 --length 4 --prefix 晴 --prefix 爱你 "
            "--implementation scratch --context cpu --encoding utf-8"
        )
        given = flags.split()
        done = here(capsys, "train", "--corpus", song, *given, "--out", out, "--json")
        assert done.returncode == 0, done.stderr
        used = load_checkpoint(out).experiment
        for path, knob in KNOBS.items():
            section, _, field = path.partition(".")
            value = getattr(getattr(used, section), field)
            wanted = given[given.index(knob.flag) + 1]
            assert value == ("晴", "爱你") if knob.kind == "texts" else str(value) == wanted, path
        samples = [event for event in objects(done.stdout) if event["event"] == "sample"]
        assert [(s["epoch"], s["prefix"]) for s in samples] == [(3, "晴"), (3, "爱你")]
        saved = load_checkpoint(out)
        assert saved.snapshot.position.epoch == 3 and saved.corpus_name == "song.txt"

    def test_songs_held_out_are_told(self, song: Path, capsys: pytest.CaptureFixture[str]) -> None:
        flags = ("--held-out", "20%", "--epochs", 2, "--sample-every", 2)
        events = objects(here(capsys, "train", "--corpus", song, *SMALL, *flags, "--json").stdout)
        kinds = [event["event"] for event in events]
        assert kinds == ["epoch", "held_out", "epoch", "held_out", "sample", "sample", "done"]
        assert list(events[1]) == ["event", "epoch", "perplexity", "seconds"]
        done = here(capsys, "train", "--corpus", song, *SMALL, *flags)
        assert f"held out, perplexity {events[3]['perplexity']:.3f}, time" in done.stdout
        assert "held out    the last " in done.stdout

    @pytest.mark.parametrize(
        ("share", "said"),
        [("0.7", "between 0 % and 50 %, got 70 %"), ("0.001", "Hold out more"), ("x", "held-out")],
    )
    def test_a_share_that_cannot_be_used(
        self, song: Path, share: str, said: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        done = here(capsys, "train", "--corpus", song, *SMALL, "--held-out", share)
        assert done.returncode == 2
        assert said in done.stderr and done.stderr.count("\n") == 1

    def test_all_characters_can_be_used(
        self, song: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        done = here(capsys, "train", "--corpus", song, *SMALL, "--max-chars", "all", "--epochs", 1)
        assert f"song.txt, {len(song.read_text('utf-8')):,} characters" in done.stdout

    @pytest.mark.parametrize("key", ["zh", "en"])
    def test_the_included_lyrics_are_there(
        self, key: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        done = here(
            capsys, "train", "--corpus", key, *SMALL, "--epochs", 1, "--sample-every", 1, "--json"
        )
        assert done.returncode == 0, done.stderr
        prefixes = [event["prefix"] for event in objects(done.stdout)[1:-1]]
        assert prefixes == {"zh": ["分开", "不分开"], "en": ["apart", "not apart"]}[key]

    def test_other_texts_get_prefixes_of_their_own(
        self, folder: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path = folder / "digits.txt"
        path.write_text("0123 4567 89\n" * 200)
        done = here(capsys, "train", "--corpus", path, *SMALL, "--sample-every", 2, "--json")
        assert done.returncode == 0, done.stderr
        samples = [event for event in objects(done.stdout) if event["event"] == "sample"]
        assert samples and all(set(s["prefix"]) <= set("0123456789 ") for s in samples)

    def test_what_breaks_down_says_so_and_why(
        self, folder: Path, song: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        out = folder / "broken.safetensors"
        hopeless = ("--optimizer", "sgd", "--lr", "1e6", "--clip", "1e6", "--epochs", 50)
        done = here(capsys, "train", "--corpus", song, *SMALL, *hopeless, "--json", "--out", out)
        said = sentence(done, status=1)
        assert "broke down" in said and "--lr" in said and "--clip" in said
        assert objects(done.stdout)[-1]["event"] == "diverged"
        assert not out.exists() or load_checkpoint(out)

    def test_the_preset_that_is_meant_to_fail_warns(
        self, song: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        done = here(capsys, "train", "--corpus", song, *SMALL, "--preset", "article", "--epochs", 1)
        assert PRESETS["article"].warning in done.stderr

    @pytest.mark.parametrize(
        ("number", "status"),
        [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)],
        ids=["INT", "TERM", "HUP"],
    )
    def test_a_signal_stops_after_the_batch_and_saves(
        self, folder: Path, song: Path, number: signal.Signals, status: int
    ) -> None:
        out = folder / f"stopped-{status}.safetensors"
        options = ("--corpus", song, *SMALL, "--epochs", 1_000_000, "--json", "--out", out)
        with start("train", *options) as child:
            assert child.stdout is not None and child.stderr is not None
            lines = [child.stdout.readline() for _ in range(3)]
            child.send_signal(number)
            lines += child.stdout.readlines()
            said = child.stderr.read()
            assert child.wait(timeout=60) == status
        events = objects("".join(lines))
        assert {event["event"] for event in events} == {"epoch"}
        assert "Traceback" not in said and said.startswith("lstm-gui: stopped in epoch")
        assert load_checkpoint(out).snapshot.position.epoch == events[-1]["epoch"]

    def test_nobody_reads_any_more(self, folder: Path, song: Path) -> None:
        out = folder / "unread.safetensors"
        options = ("--corpus", song, *SMALL, "--epochs", 1_000_000, "--json", "--out", out)
        with start("train", *options) as child:
            assert child.stdout is not None and child.stderr is not None
            child.stdout.readline()
            child.stdout.close()
            assert child.stderr.read() == ""
            assert child.wait(timeout=60) == 141
        assert load_checkpoint(out).snapshot.position.epoch >= 1

    def test_a_text_whose_name_is_not_utf8(
        self, song: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        text = tmp_path / os.fsdecode(b"\xb8\xe8.txt")
        text.write_bytes(song.read_bytes())
        for how in ((), ("--json",)):
            done = here(capsys, "train", "--corpus", text, *SMALL, "--epochs", 1, *how)
            assert done.returncode == 0 and done.stdout.encode("utf-8"), done.stderr
        said = sentence(here(capsys, "train", "--corpus", text, *SMALL, "--out", text))
        assert "\N{REPLACEMENT CHARACTER}" in said and "in use here" in said

    def test_a_terminal_that_is_closed(self, folder: Path, song: Path) -> None:
        out = folder / "closed.safetensors"
        options = ("--corpus", song, *SMALL, "--epochs", 1_000_000, "--sample-every", 1)
        ours, theirs = pty.openpty()
        with start(
            "train", *options, "--out", out, stdout=theirs, stderr=theirs, start_new_session=True
        ) as child:
            os.close(theirs)
            shown = b""
            while b"epoch 2," not in shown:
                shown += os.read(ours, 65536)
            os.close(ours)  # without a signal, because it is not the terminal of its session
            assert child.wait(timeout=60) == 141
        assert load_checkpoint(out).snapshot.position.epoch >= 1

    @pytest.mark.parametrize(
        ("code", "hangs_up", "status"),
        [
            (errno.EIO, True, 129),
            (errno.EIO, False, 141),
            (errno.EPIPE, False, 141),
            (errno.ENOSPC, False, 2),
        ],
        ids=["hang-up", "terminal", "pipe", "full disk"],
    )
    def test_what_was_learned_is_kept_when_nothing_can_be_printed_any_more(
        self,
        folder: Path,
        song: Path,
        monkeypatch: pytest.MonkeyPatch,
        code: int,
        hangs_up: bool,
        status: int,
    ) -> None:
        out = folder / f"unprinted-{code}-{hangs_up}.safetensors"
        gone = Gone(code, hangs_up=hangs_up)
        for name in ("stdout", "stderr"):
            monkeypatch.setattr(sys, name, gone)
        options = ("--corpus", song, *SMALL, "--epochs", 50, "--sample-every", 1, "--out", out)
        assert run_verb([str(word) for word in ("train", *options)]) == status
        gone.is_gone = False  # for a library that writes to it at the end of the process
        assert load_checkpoint(out).snapshot.position.epoch == 2

    def test_a_bar_on_a_terminal_and_none_elsewhere(self, song: Path) -> None:
        ours, theirs = pty.openpty()
        with start("train", "--corpus", song, *SMALL, "--epochs", 40, stderr=theirs) as child:
            assert child.stdout is not None
            output = child.stdout.read()
            assert child.wait(timeout=60) == 0
        os.close(theirs)
        shown = b""
        try:
            while part := os.read(ours, 65536):
                shown += part
        except OSError:  # Linux says so at the end of a terminal
            pass
        os.close(ours)
        bar = shown.decode()
        assert re.search(r"\repoch \d+/40  perplexity [\d.]+  \[#*\.*\]  \S+ left\x1b\[K", bar)
        assert bar.endswith("\r\x1b[K")
        assert "\r" not in output and "\x1b" not in output

    def test_output_is_utf8_whatever_the_terminal_says(self, song: Path) -> None:
        done = run(
            "train", "--corpus", song, *SMALL, "--sample-every", 2, "--json",
            LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING="ascii",
        )  # fmt: skip
        assert done.returncode == 0 and "分开" in done.stdout


@mxnet
class TestGenerate:
    def test_it_writes_the_prefix_and_what_follows(self, model: Path) -> None:
        done = run("generate", model, "--prefix", "想要", "--length", 12)
        assert done.returncode == 0 and done.stderr == ""
        assert done.stdout.startswith("想要") and len(done.stdout) == 2 + 12 + 1

    def test_json(self, model: Path, capsys: pytest.CaptureFixture[str]) -> None:
        plain = here(capsys, "generate", model, "--length", 9)
        (event,) = objects(here(capsys, "generate", model, "--length", 9, "--json").stdout)
        assert list(event) == ["event", "prefix", "text", "seed", "seconds"]
        assert (event["event"], event["prefix"]) == ("text", "分开")
        assert event["text"] + "\n" == plain.stdout

    def test_greedy_text_is_what_the_sample_was(
        self, model: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        lines = model.with_suffix(".txt").read_text("utf-8").splitlines()
        sample = [line for line in lines if line.startswith(" - 不分开")][-1]
        done = here(capsys, "generate", model, "--prefix", "不分开", "--length", 6)
        assert done.stdout == sample.removeprefix(" - ") + "\n"

    def test_chance_comes_from_the_seed(
        self, model: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        def text(seed: int) -> str:
            return here(capsys, "generate", model, "--temperature", 1.5, "--seed", seed).stdout

        again = run("generate", model, "--temperature", 1.5, "--seed", 1).stdout
        assert again == text(1) != text(2)

    def test_variants_are_the_texts_of_their_seeds(
        self, model: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        flags = ("--temperature", 1.5, "--top-p", 0.9, "--repetition-penalty", 1.2, "--length", 20)
        done = here(capsys, "generate", model, *flags, "--seed", 3, "--variants", 4, "--json")
        events = objects(done.stdout)
        assert [event["seed"] for event in events] == [3, 4, 5, 6]
        for event in events:
            alone = here(capsys, "generate", model, *flags, "--seed", event["seed"])
            assert alone.stdout == f"{event['text']}\n"
        lines = here(capsys, "generate", model, *flags, "--seed", 3, "--variants", 4).stdout
        assert lines == "\n\n".join(str(event["text"]) for event in events) + "\n"

    def test_a_text_can_end_with_its_line(
        self, model: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        flags = ("--temperature", 2, "--length", 500, "--until-line-end", "--json")
        (event,) = objects(here(capsys, "generate", model, *flags).stdout)
        written = str(event["text"]).removeprefix(str(event["prefix"]))
        assert written.endswith(" ") and len(written) < 500

    def test_novelty_names_what_stands_in_the_text_trained_on(
        self, model: Path, song: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        line = song.read_text("utf-8").splitlines()[20]
        flags = ("--novelty", "--corpus", song, "--prefix", line, "--length", 30, "--variants", 2)
        flags = (*flags, "--temperature", 2, "--min-span", 4)
        events = objects(here(capsys, "generate", model, *flags, "--json").stdout)
        assert [event["seed"] for event in events] == [0, 1]
        for event in events:
            text, corpus = event["text"], song.read_text("utf-8").replace("\n", " ")
            outside = set(range(len(line), len(text)))
            for span in event["spans"]:
                assert list(span) == ["start", "stop", "song", "line", "held_out"]
                assert text[span["start"] : span["stop"]] in corpus
                assert span["stop"] - span["start"] >= 4 and not span["held_out"]
                outside -= set(range(span["start"], span["stop"]))
            assert event["novelty"] == pytest.approx(len(outside) / 30)
        lines = here(capsys, "generate", model, *flags).stdout.split("\n\n")
        for event, (text, words) in zip(events, map(str.splitlines, lines), strict=True):
            assert text == event["text"]
            assert words.startswith(f"{event['novelty']:.1%} new")
            assert f"longest span: {event['longest_span']} characters, “" in words
        alone = here(capsys, "generate", model, "--novelty", "--corpus", song, "--min-span", 999)
        assert alone.stdout.splitlines()[1:] == ["100.0% new"]

    def test_novelty_knows_the_part_held_out_and_the_songs(
        self, folder: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        songs, model = folder / "songs.txt", folder / "held.safetensors"
        lines = write_song(folder / "lines.txt").read_text("utf-8").splitlines()
        bodies = ["\n".join(lines[at : at + 30]) for at in range(0, 300, 30)]
        texts = [f"# Song {number}\n{body}\n" for number, body in enumerate(bodies)]
        songs.write_text("".join(texts) + "# Last\n天晴过吹风你爱\n直升机\n" * 4, "utf-8")
        flags = (*SMALL, "--held-out", "0.02")
        assert run("train", "--corpus", songs, *flags, "--out", model).returncode == 0
        found = []
        for prefix in ("天晴过吹风你爱", lines[61]):
            flags = ("--novelty", "--corpus", songs, "--prefix", prefix, "--length", 1, "--json")
            (event,) = objects(here(capsys, "generate", model, *flags).stdout)
            found.append(event["spans"][0])
        assert (found[0]["song"], found[0]["line"], found[0]["held_out"]) == ("Last", 1, True)
        assert not found[1]["held_out"]

    def test_novelty_needs_the_text_of_the_model(
        self, model: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        said = sentence(quick(capsys, "generate", model, "--novelty", "--corpus", "en"))
        assert "lyrics_en.txt is not the text that the model was trained on (song.txt)" in said


class TestDoctor:
    def doctor(self, **changes: str | None) -> tuple[int, dict[str, dict[str, str]]]:
        done = run("doctor", "--json", **changes)
        assert done.stderr == ""
        checks = objects(done.stdout)
        assert all(list(check) == ["check", "status", "found", "remedy"] for check in checks)
        return done.returncode, {check["check"]: check for check in checks}

    @mxnet
    def test_a_machine_that_has_everything(self) -> None:
        status, checks = self.doctor(QT_QPA_PLATFORM="offscreen")
        missing = [check for check in checks.values() if check["status"] == "missing"]
        assert (status, missing) == (0, [])
        assert checks["MXNet"]["found"] == "1.9.1"
        assert checks["contexts"]["found"].startswith("cpu")
        assert int(checks["threads"]["found"].split()[0]) >= 1
        assert checks["kernels"]["found"].startswith("for x86-64-v")
        assert "nothing is compiled" in checks["engine's start"]["found"]
        assert {"Python", "platform", "numpy", "display", "Qt", "preferences"} <= set(checks)

    def test_without_a_display_the_window_would_not_start(self) -> None:
        gone = dict.fromkeys(("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
        status, checks = self.doctor(**gone)
        assert status == 1
        assert checks["display"]["status"] == "missing"
        assert "xvfb-run" in checks["display"]["remedy"]
        assert checks["Qt"]["status"] == "ok"

    def test_a_display_that_does_not_answer(self) -> None:
        gone = {"WAYLAND_DISPLAY": None, "QT_QPA_PLATFORM": "xcb", "DISPLAY": ":987"}
        status, checks = self.doctor(**gone)
        assert status == 1
        display = checks["display"]
        assert display["status"] == "missing" and ":987" in display["found"]
        assert checks["Qt"]["status"] == "ok"

    def test_an_input_method_that_is_not_there(self) -> None:
        _, checks = self.doctor(QT_QPA_PLATFORM="offscreen", QT_IM_MODULE="fcitx")
        assert checks["input methods"]["status"] == "advice"
        assert "fcitx" in checks["input methods"]["found"]
        assert "QT_IM_MODULE=ibus" in checks["input methods"]["remedy"]

    def test_what_answers_late_is_not_called_missing(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        for package in ("mxnet", "PySide6"):
            (tmp_path / package).mkdir()
            body = "import threading; __version__ = '0'; threading.Event().wait(600)"
            (tmp_path / package / "__init__.py").write_text(body)
        monkeypatch.setenv("PYTHONPATH", str(tmp_path))
        monkeypatch.setattr(doctor, "TIMEOUT_S", 2)
        monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
        assert doctor.run(["--json"]) == 0
        checks = {check["check"]: check for check in objects(capsys.readouterr().out)}
        for name in ("MXNet", "Qt"):
            assert checks[name]["status"] == "advice"
            assert checks[name]["found"] == "no answer within 2 s"
            assert "busy" in checks[name]["remedy"] and "install" not in checks[name]["remedy"]

    @pytest.mark.parametrize(
        ("body", "words"),
        [
            ("raise ImportError('half of it is missing')", "half of it is missing"),
            ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "crashed"),
            ("raise OSError('libquadmath.so.0: cannot open shared object file')", "libquadmath0"),
        ],
    )
    def test_an_mxnet_that_does_not_load_is_contained(
        self, tmp_path: Path, body: str, words: str
    ) -> None:
        (tmp_path / "mxnet").mkdir()
        (tmp_path / "mxnet" / "__init__.py").write_text(body)
        both = os.pathsep.join((str(tmp_path), str(ROOT)))
        status, checks = self.doctor(PYTHONPATH=both, QT_QPA_PLATFORM="offscreen")
        assert status == 1
        assert checks["MXNet"]["status"] == "missing" and words in checks["MXNet"]["found"]
        assert checks["Qt"]["status"] == "ok"

    def test_a_config_folder_that_cannot_be_written(self, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        place = str(tmp_path / "file")
        _, checks = self.doctor(XDG_CONFIG_HOME=place, QT_QPA_PLATFORM="offscreen")
        assert checks["preferences"]["status"] == "advice"
        assert "XDG_CONFIG_HOME" in checks["preferences"]["remedy"]

    def test_the_table_has_a_verdict(self) -> None:
        done = run("doctor", QT_QPA_PLATFORM="offscreen")
        assert "Python" in done.stdout and "window would" in done.stdout.splitlines()[-1]

    def test_the_verdict_tells_a_missing_display_from_a_missing_engine(self) -> None:
        gone = dict.fromkeys(("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
        done = run("doctor", **gone)
        missing = {line.split()[1] for line in done.stdout.splitlines() if line[:7] == "missing"}
        assert missing == {"display"}
        last = done.stdout.splitlines()[-1]
        assert last == "The window would not start without a display; train and generate need none."
        assert verdict(()) == "The window would start and train."
        assert "train and generate do not need" in verdict({"Qt", "display"})
        assert verdict({"MXNet"}) == "The window would start, but could not train."
        assert verdict({"MXNet", "Qt"}).startswith("The window would not start or not train")
        assert verdict({"numpy"}) == verdict({"MXNet", "Qt"})

    def test_it_tells_where_logs_lie_and_when_the_last_crash_was(self, tmp_path: Path) -> None:
        places = {"XDG_STATE_HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
        _, checks = self.doctor(**places)
        folder = tmp_path / "lstm-gui" / "log"
        assert checks["logs"]["found"] == str(folder)
        folder.mkdir(parents=True)
        (folder / "crash.log").write_text("Fatal Python error: Segmentation fault", "utf-8")
        os.utime(folder / "crash.log", (0, 86_400 * 365))
        _, checks = self.doctor(**places)
        assert checks["logs"]["status"] == "ok"
        assert "the last crash was on 1971-01-01" in checks["logs"]["found"]


def test_a_bar_on_a_terminal_that_is_gone_is_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    gone = Gone(errno.EIO, hangs_up=False)
    gone.is_gone = True
    monkeypatch.setattr(sys, "stderr", gone)
    bar = ProgressBar()
    for done in (0.1, 0.2):
        bar.show("half", done)
    bar.hide()
    remark("nobody hears it")


@mxnet
class TestArticle:
    def test_the_table_stands_at_the_end(
        self, song: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        done = here(capsys, "article", "--corpus", song, "--epochs", 1)
        assert done.returncode == 0, done.stderr
        said = done.stdout
        assert "Book LSTM" in said and "Book GRU" in said
        assert re.search(r"^ +40 +156\.776 +220\.297 +153\.189 +– +–$", said, re.MULTILINE)
        assert "This is not the book's text" in said and "Get texts" in said

    def test_json_has_a_line_for_each_thing(
        self, song: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("lstm_gui.cli.article_run.is_books_text", lambda _: True)
        monkeypatch.setattr("lstm_gui.cli.article_run.fetched_book", lambda: song)
        done = here(capsys, "article", "--epochs", 1, "--json")
        lines = objects(done.stdout)
        kinds = [(line["event"], line.get("cell")) for line in lines]
        each = ("begin", "epoch", "done")
        assert kinds == [
            *((event, cell) for cell in ("lstm", "gru") for event in each),
            ("table", None),
        ]
        assert lines[0]["text"] == song.name and lines[0]["books_text"]
        row = lines[-1]["rows"][0]
        assert row["printed"] == 156.776 and row["lstm"] is None and row["gru_measured"] == 153.189


def test_a_wrong_number_of_epochs_of_the_article_is_one_sentence(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert "--epochs" in sentence(quick(capsys, "article", "--epochs", "0"))


class TestTasks:
    """Texts that need memory, on the command line."""

    QUICK = ("--epochs", 2, "--hidden", 8, "--length", 6)

    def test_each_epoch_says_how_much_is_right(self, folder: Path) -> None:
        flags = ("--corpus", "task:recall:delay=5,characters=2000", *self.QUICK, "--json")
        events = objects(run("train", *flags).stdout)
        epochs = [event for event in events if event["event"] == "epoch"]
        assert list(epochs[0]) == ["event", "epoch", "perplexity", "seconds", "right"]
        assert list(epochs[1]) == [*epochs[0], "right_longer", "holds"]
        assert all(0 <= event["right"] <= 1 for event in epochs)
        again = [e for e in objects(run("train", *flags).stdout) if e["event"] == "epoch"]
        assert [e["right"] for e in again] == [e["right"] for e in epochs]

    def test_a_task_brings_its_settings_unless_there_is_a_preset(self) -> None:
        for given, steps in (((), 61), (("--preset", "quick"), 35), (("--steps", 20), 20)):
            parser = Parser()
            add_corpus(parser)
            add_knobs(parser)
            flags = parser.parse_args(["--corpus", "task:recall", *map(str, given)])
            assert experiment_of(flags).train.num_steps == steps

    def test_the_command_that_trains_again_trains_so(self) -> None:
        experiment = changed(PRESETS["quick"].experiment, "model.hidden", 12)
        command = train_command(experiment, "task:recall", FileReading())
        parser = Parser()
        add_corpus(parser)
        add_knobs(parser)
        given = parser.parse_args(shlex.split(command)[2:])
        assert experiment_of(given) == experiment

    def test_the_span_of_a_model(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        out = folder / "recall.safetensors"
        name = "task:recall:delay=5,characters=2000"
        here(capsys, "train", "--corpus", name, *self.QUICK, "--out", out)
        events = objects(here(capsys, "span", out, "--json").stdout)
        assert [event["distance"] for event in events[:-1]] == [*DISTANCES]
        assert events[-1]["event"] == "done" and events[-1]["trained"] == 5
        table = here(capsys, "span", out).stdout
        assert "a guess" in table and len(table.splitlines()) == len(DISTANCES) + 3

    def test_another_text_has_no_span(
        self, model: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        done = here(capsys, "span", model)
        assert done.returncode == 2
        assert "the span is measured with the recall task" in done.stderr

    @pytest.mark.parametrize("name", ["task:forget", "task:recall:delay=900"])
    def test_what_is_no_task_is_one_sentence(
        self, name: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        done = here(capsys, "train", "--corpus", name)
        assert done.returncode == 2 and done.stderr.count("\n") == 1
