"""The SQLite file of the console in the data folder: accounts, links, sessions, failed attempts, deeds."""

import secrets
from hashlib import sha256
from pathlib import Path

import sqlalchemy as sa

from knowledge import sqlite

FILE = "staff.db"
"""Its name in a data folder."""
METADATA = sa.MetaData()

ACCOUNTS = sa.Table(
    "accounts",
    METADATA,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("office", sa.Text, nullable=False),
    sa.Column("is_enabled", sa.Boolean, nullable=False),
    sa.Column("password", sa.Text),
)

# A link by which a person sets a password, once; only its digest is kept.
LINKS = sa.Table(
    "links",
    METADATA,
    sa.Column("digest", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("until", sa.Float, nullable=False),
)

SESSIONS = sa.Table(
    "sessions",
    METADATA,
    sa.Column("digest", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False, index=True),
    sa.Column("opened", sa.Float, nullable=False),
    sa.Column("seen", sa.Float, nullable=False),
)

# Browsers from which a person has signed in before: their failures are counted apart from strangers'.
DEVICES = sa.Table(
    "devices",
    METADATA,
    sa.Column("digest", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("until", sa.Float, nullable=False),
)

ATTEMPTS = sa.Table(
    "attempts",
    METADATA,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("last", sa.Float, nullable=False),
)

DEEDS = sa.Table(
    "deeds",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", sa.Float, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("detail", sa.Text, nullable=False),
)


def connect(path: Path) -> sa.Engine:
    """An engine over the file at `path`, made with its folder if new, readable by its owner alone; safe for threads."""
    engine = sqlite.connect(path)
    path.touch(mode=0o600)
    sqlite.make(engine, METADATA)
    return engine


def secret() -> str:
    """A new unguessable id: 256 bits, safe in a URL."""
    return secrets.token_urlsafe(32)


def digest(value: str) -> str:
    """What is kept of a secret id: whoever reads the file cannot use it."""
    return sha256(value.encode("utf-8", "surrogatepass")).hexdigest()
