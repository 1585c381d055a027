"""Importing real files: how much of the bare parsing libraries' speed is left when everything else is done as well."""

import gc
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import process_time

from benchmarks import bare_parsers
from benchmarks.figure import Figure
from benchmarks.material import BENCHMARK, Material
from knowledge.clean import clean
from knowledge.errors import KnowledgeError
from knowledge.importer import import_paths
from knowledge.parsers import registry
from knowledge.parsers.sniff import Kind, sniff
from knowledge.store import KnowledgeStore

FILES = Path(__file__).resolve().parents[2] / "shared" / "files"
NEEDED = 0.6


def measure(_: Material, rounds: int, scratch: Path, files: Path = FILES) -> tuple[Figure, ...]:
    """Office files beside the repository, scans left out; no figure where there are none.

    Reading is what stands between a file's bytes and its blocks; the whole import adds passages, classification and
    the store, and its rate is told among the facts. Both sides count processor time, for both use one core and neither
    waits. What the benchmarks themselves hold in memory is kept out of both sides' garbage collections.
    """
    chosen = _readable(files)
    if not chosen:
        return ()
    gc.collect()
    gc.freeze()
    try:
        runs = [_run(chosen, scratch / f"rate-{number}") for number in range(rounds)]
    finally:
        gc.unfreeze()
    ratios = tuple(sum(bare.values()) / sum(parsed.values()) for bare, parsed, _ in runs)
    kinds = sorted(runs[0][0], key=lambda kind: kind.name)
    shares = ", ".join(f"{kind.name.lower()} {_share(runs, kind):.2f}" for kind in kinds)
    whole = median(sum(bare.values()) / seconds for bare, _, seconds in runs)
    seconds = median(seconds for *_, seconds in runs)
    facts = f"{shares}; with passages and store {whole:.2f} ({len(chosen) / seconds:.0f} files/s)"
    what = f"bare libraries ÷ parsing, {len(chosen)} office files without recognition"
    return (Figure("import_rate", what, "", NEEDED, at_least=True, runs=ratios, facts=facts),)


Seconds = dict[Kind, float]
Run = tuple[Seconds, Seconds, float]


def _run(chosen: Sequence[tuple[Path, bytes, Kind]], data: Path) -> Run:
    return _bare(chosen), _parsed(chosen), _imported(chosen, data)


def _share(runs: Sequence[Run], kind: Kind) -> float:
    return median(bare[kind] / parsed[kind] for bare, parsed, _ in runs)


def _readable(files: Path) -> list[tuple[Path, bytes, Kind]]:
    found: list[tuple[Path, bytes, Kind]] = []
    for path in sorted(files.glob("*/*")):
        content = path.read_bytes()
        try:
            kind = sniff(path, content)
            if kind is Kind.PICTURE or (kind is Kind.PDF and not bare_parsers.has_text_layer(content)):
                continue
            registry.parse(path, content)
        except KnowledgeError:
            continue
        found.append((path, content, kind))
    return found


def _bare(chosen: Sequence[tuple[Path, bytes, Kind]]) -> Seconds:
    seconds: Seconds = defaultdict(float)
    for path, content, kind in chosen:
        started = process_time()
        bare_parsers.run(path, content)
        seconds[kind] += process_time() - started
    return seconds


def _parsed(chosen: Sequence[tuple[Path, bytes, Kind]]) -> Seconds:
    seconds: Seconds = defaultdict(float)
    clean.cache_clear()  # each round begins as an import does
    for path, content, kind in chosen:
        started = process_time()
        registry.parse(path, content)
        seconds[kind] += process_time() - started
    return seconds


def _imported(chosen: Sequence[tuple[Path, bytes, Kind]], data: Path) -> float:
    with KnowledgeStore.open(data / "knowledge.sqlite3") as store:
        return import_paths([path for path, *_ in chosen], store, BENCHMARK, datetime.now(UTC)).seconds
