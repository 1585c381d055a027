"""Opens the knowledge store for a command, under the college's policy for imports."""

from functools import partial

from knowledge import corrections
from knowledge.importer import Steps
from knowledge.privacy.screen import screen
from knowledge.store import KnowledgeStore
from scripts.errors import CommandError
from scripts.settings import Settings


def opened(configured: Settings) -> KnowledgeStore:
    """The store, created if there is none yet. Raises StoreUnavailable."""
    return KnowledgeStore.open(configured.data.store, configured.imports.policy)


def existing(configured: Settings) -> KnowledgeStore:
    """The store, never created: a mistyped data folder must not look like an empty one. Raises StoreUnavailable."""
    if not configured.data.store.exists():
        raise CommandError(f"no notice has been imported into {configured.data.dir}; run `gongkai import PATH`")
    return opened(configured)


def steps(configured: Settings) -> Steps:
    """What an import is made of, with the public contacts that the configuration releases and what staff corrected."""
    return Steps(
        screen=partial(screen, released=configured.privacy.released),
        corrected=partial(corrections.read, configured.data.dir),
    )
