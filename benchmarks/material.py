"""What the benchmarks work on: a data folder of real notices, in a scratch folder, and questions asked of them."""

import os
import secrets
import string
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.simulator.wording import distinct
from index import golden
from index.encoder import OnnxEncoder
from index.encoders import obtain
from index.publish import Published, publish
from index.shelf import Shelf
from knowledge.audit import Actor
from knowledge.importer import import_paths
from knowledge.store import KnowledgeStore
from scripts.settings import Settings, load

BENCHMARK = Actor("benchmark")


@dataclass(frozen=True, slots=True)
class Source:
    """Where notices and golden questions come from; the questions are asked on the day `today` (ISO 8601)."""

    name: str
    notices: Path
    golden: Path
    today: str


@dataclass(frozen=True, slots=True)
class Material:
    """An imported data folder with its configuration file, settings and encoder folder, and first questions."""

    name: str
    config: Path
    settings: Settings
    encoder: Path
    questions: tuple[str, ...]

    @property
    def data(self) -> Path:
        """The data folder."""
        return self.settings.data.dir

    @property
    def threads(self) -> int:
        """How many threads a publish encodes with."""
        return self.settings.encoder.threads or os.cpu_count() or 1

    def distinct(self, number: int, skip: int = 0) -> list[str]:
        """`number` questions that all differ, after the first `skip`. Raises ValueError when there are not so many."""
        found = distinct(self.questions, number, skip)
        if len(found) < number:
            raise ValueError(f"{self.name} has only {skip + len(found)} distinct questions, not {skip + number}")
        return found

    def publish(self, encoder: OnnxEncoder) -> Published:
        """Publishes the data folder as `gongkai publish` does. Raises RetrievalError."""
        with KnowledgeStore.open(self.settings.data.store) as store:
            return publish(store.published(), encoder, self.data, now=datetime.now(UTC))

    def published(self) -> None:
        """Sees to it that a bundle is live."""
        if not Shelf(self.data).history():
            self.publish(OnnxEncoder.open(self.encoder, self.threads))


def locate(root: Path) -> Source:
    """The 700 pages of a university beside the repository at `root`; without them its demonstration notices."""
    shared = root.parent / "shared"
    if (shared / "corpus" / "nku").is_dir():
        return Source("nku", shared / "corpus" / "nku", shared / "eval" / "nku.jsonl", "2025-06-15")
    return Source("demo", root / "demo" / "notices", root / "demo" / "golden.jsonl", "2026-09-15")


def prepare(source: Source, folder: Path, encoder: str = "") -> Material:
    """Imports `source` into the scratch `folder`; `encoder` is the configuration's, "" for the default.

    Raises KnowledgeError or RetrievalError.
    """
    config = folder / "gongkai.toml"
    config.write_text(_configuration(folder, source, encoder), encoding="utf-8")
    settings = load(config)
    with KnowledgeStore.open(settings.data.store) as store:
        import_paths([source.notices], store, BENCHMARK, datetime.now(UTC))
    exported = obtain(settings.encoder.source, settings.encoder.cache, settings.data.dir)
    return Material(source.name, config, settings, exported, _questions(source.golden))


def _questions(file: Path) -> tuple[str, ...]:
    """First turns of what asks for a fact: a greeting is answered without any search."""
    return tuple(dict.fromkeys(question.turns[0] for question in golden.read(file) if question.group != "chat"))


def _configuration(folder: Path, source: Source, encoder: str) -> str:
    key = "".join(secrets.choice(string.ascii_letters) for _ in range(42)) + "A"
    lines = [
        f'data.dir = "{folder / "data"}"',
        f'clock.now = "{source.today}"',
        f'wechat.token = "{secrets.token_hex(12)}"',
        f'wechat.app_id = "wx{secrets.token_hex(8)}"',
        f'wechat.encoding_aes_key = "{key}"',
    ]
    if encoder:
        lines += [f'encoder.source = "{encoder}"', f'encoder.cache = "{folder / "cache"}"']
    return "\n".join(lines) + "\n"
