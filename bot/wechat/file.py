"""The small SQLite file in which all worker processes share what they must know of WeChat: tokens, quotas, kept answers."""

from pathlib import Path

import sqlalchemy as sa

from knowledge import sqlite

METADATA = sa.MetaData()
NAME = "wechat.db"


def open_file(folder: Path) -> sa.Engine:
    """The file in `folder`, made if it is new; nobody but its owner may read it, for it holds the access token.

    What is deleted of a person is overwritten.
    """
    path = folder / NAME
    engine = sqlite.connect(path, pragmas=(*sqlite.WAL, "secure_delete=ON"))
    path.touch(mode=0o600)
    sqlite.make(engine, METADATA)
    return engine
