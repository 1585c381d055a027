"""The small SQLite file in which all worker processes share what they must know of WeChat: tokens, quotas, kept answers."""

from pathlib import Path

import sqlalchemy as sa

METADATA = sa.MetaData()
NAME = "wechat.db"


def open_file(folder: Path) -> sa.Engine:
    """The file in `folder`, made if it is new; nobody but its owner may read it, for it holds the access token."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / NAME
    path.touch(mode=0o600)
    engine = sa.create_engine(f"sqlite:///{path}")
    sa.event.listen(engine, "connect", _tune)
    METADATA.create_all(engine)
    return engine


def _tune(connection: sa.engine.interfaces.DBAPIConnection, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in ("busy_timeout=5000", "journal_mode=WAL", "synchronous=NORMAL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
