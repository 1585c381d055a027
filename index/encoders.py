"""The encoder that a publish needs: exported once into a cache, then shared with a data folder by its fingerprint.

Called before index/publish.py; what it returns is opened by index/encoder.py. Exporting takes half a minute, every later
call milliseconds.
"""

import fcntl
import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from index import tuning, weights
from index.encoder_card import CARD_FILE, EncoderCard
from index.errors import EncoderUnavailable

DEFAULT = "default"
_RECIPE = 3  # raise it whenever index/export.py or index/weights.py would make something else of the same source


def build(source: str, folder: Path) -> None:
    """Export `source` into the empty `folder`, with scratch files beside it; raises EncoderUnavailable."""
    try:
        # The one import inside a function: it keeps torch out of every process that builds nothing.
        from index import export  # noqa: PLC0415
    except ImportError as missing:
        remedy = "run `pip install 'gongkai[build]'`"
        raise EncoderUnavailable(source, f"building it needs {missing.name}", remedy) from missing
    if source != DEFAULT:
        export.export(source, folder, Path(source).name if Path(source).is_dir() else source)
        return
    model = folder.with_name("sentence-transformers")
    pruned = weights.prune(weights.read(weights.locate()))
    export.build_default(tuning.tune(pruned, tuning.shipped()), model)
    export.export(str(model), folder, tuning.MODEL_NAME)


def obtain(source: str, cache: Path, data: Path, build: Callable[[str, Path], None] = build) -> Path:
    """The folder `data/encoders/<fingerprint>` with the exported encoder of `source`, every file verified when it is put there.

    `source` is "default", a sentence-transformers folder, or a hub name; a hub name is fetched once and kept, so delete
    its folder in `cache` to take a newer revision. Nothing half-written is ever visible, in the cache or in the data
    folder; of several processes that ask at once one builds and the others wait. Raises EncoderUnavailable.
    """
    key = _key(source)
    with _locked(cache, key):
        exported = cache / key
        if not _is_whole(exported):
            _replace(exported, lambda folder: build(source, folder))
        card = EncoderCard.read(exported)
        place = data / "encoders"
        with _locked(place, card.fingerprint):
            shared = place / card.fingerprint
            if not _is_whole(shared):
                card.verify(exported)
                _replace(shared, lambda folder: _share(card, exported, folder))
    return shared


def _key(source: str) -> str:
    """A readable folder name that changes with whatever the export depends on."""
    identity = [str(_RECIPE), source]
    if source == DEFAULT:
        identity += [weights.SHA256, tuning.digest()]
    elif Path(source).is_dir():
        files = sorted(path for path in Path(source).rglob("*") if path.is_file())
        identity += [f"{path}:{path.stat().st_size}:{path.stat().st_mtime_ns}" for path in files]
    readable = re.sub(r"[^\w.-]+", "-", source).strip("-.")[-48:]
    return f"{readable}-{hashlib.sha256(chr(0).join(identity).encode()).hexdigest()[:12]}"


@contextmanager
def _locked(folder: Path, name: str) -> Iterator[None]:
    """Holds the lock of one name in the folder; the system frees it when the process dies."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f".{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _is_whole(folder: Path) -> bool:
    try:
        EncoderCard.read(folder)
    except EncoderUnavailable:
        return False
    return True


def _replace(target: Path, fill: Callable[[Path], None]) -> None:
    """Put a folder filled by `fill` at `target` in one step; the caller holds the target's lock."""
    workshop = target.with_name(f".building-{target.name}")
    shutil.rmtree(workshop, ignore_errors=True)  # what a killed process left
    shutil.rmtree(target, ignore_errors=True)
    built = workshop / "encoder"
    built.mkdir(parents=True)
    try:
        fill(built)
        for path in (*built.iterdir(), built):
            _flush(path)
        built.rename(target)
        _flush(target.parent)
    finally:
        shutil.rmtree(workshop, ignore_errors=True)


def _flush(path: Path) -> None:
    """Wait until the file or folder is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _share(card: EncoderCard, exported: Path, folder: Path) -> None:
    """Link the encoder's files into the folder, or copy them where the file systems differ."""
    for name in (*card.files, CARD_FILE):
        try:
            (folder / name).hardlink_to(exported / name)
        except OSError:
            shutil.copyfile(exported / name, folder / name)
