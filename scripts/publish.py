"""`gongkai publish`: builds a bundle of the published notices and makes it live."""

import os
from datetime import UTC, datetime

from rich.progress import TaskID

from index.encoder import OnnxEncoder
from index.encoders import obtain
from index.publish import Published, publish
from knowledge.store import KnowledgeStore
from scripts.console import progress, say, write_json
from scripts.options import AsJson, Config, Data
from scripts.settings import Settings, load


def run(config: Config = None, data: Data = None, as_json: AsJson = False) -> None:
    """Build a bundle from the published notices and make it live."""
    done = publish_now(load(config, data))
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
        folder = obtain(settings.encoder.source, settings.encoder.cache, settings.data.dir)
        encoder = OnnxEncoder.open(folder, threads=settings.encoder.threads or os.cpu_count() or 1)

        def show(done: int, total: int, task: TaskID = task) -> None:
            bar.update(task, description="encoding", completed=done, total=total)

        with KnowledgeStore.open(settings.data.store) as store:
            return publish(
                store.published(),
                encoder,
                settings.data.dir,
                now=settings.clock.moment(datetime.now(UTC)),
                keep=settings.publish.keep_bundles,
                on_progress=show,
            )
