"""`gongkai publish`: builds a bundle of the published notices and makes it live."""

import json
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated

import typer

from index.encoder import OnnxEncoder
from index.encoders import obtain
from index.publish import Published, publish
from knowledge.store import KnowledgeStore
from scripts.console import progress, say, write_json
from scripts.options import AsJson, Config, Data
from scripts.settings import Settings, load

Show = Callable[[str, int, int], None]
Lines = Annotated[bool, typer.Option("--progress", help="Tell each step as a line of JSON on standard error.")]


def run(config: Config = None, data: Data = None, as_json: AsJson = False, lines: Lines = False) -> None:
    """Build a bundle from the published notices and make it live."""
    settings = load(config, data)
    done = _publish(settings, _tell) if lines else publish_now(settings)
    if as_json:
        write_json({name: getattr(done, name) for name in Published.__slots__})
        return
    if not done.changed:
        say(f"Nothing has changed: bundle {done.id} is live ({done.notices} notices, {done.passages} passages).")
        return
    say(f"Bundle {done.id} is live: {done.notices} notices, {done.passages} passages.")
    say(f"{done.encoded} texts encoded in {done.encode_seconds:.1f} s; {done.seconds:.1f} s in all.")


def publish_now(settings: Settings) -> Published:
    """Publishes with progress on standard error."""
    with progress() as bar:
        task = bar.add_task("encoder", total=None)
        return _publish(
            settings,
            lambda stage, done, total: bar.update(task, description=stage, completed=done, total=total or None),
        )


def _tell(stage: str, done: int, total: int) -> None:
    """One step for a program that follows."""
    sys.stderr.write(json.dumps({"stage": stage, "done": done, "total": total}) + "\n")
    sys.stderr.flush()


def _publish(settings: Settings, show: Show) -> Published:
    show("encoder", 0, 0)
    folder = obtain(settings.encoder.source, settings.encoder.cache, settings.data.dir)
    encoder = OnnxEncoder.open(folder, threads=settings.encoder.threads or os.cpu_count() or 1)
    with KnowledgeStore.open(settings.data.store) as store:
        return publish(
            store.published(),
            encoder,
            settings.data.dir,
            now=settings.clock.moment(datetime.now(UTC)),
            keep=settings.publish.keep_bundles,
            on_progress=lambda done, total: show("encoding", done, total),
        )
