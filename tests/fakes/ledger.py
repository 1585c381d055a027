"""Waiting for the ledger, which a running service writes behind its answers."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.ledger import FILE


async def written(data: Path, asked: int, judged: int = 0, seconds: float = 20.0) -> None:
    """Waits until the ledger of a data folder holds so many questions and judgements."""
    with closing(sqlite3.connect(data / FILE)) as connection:
        query = "SELECT (SELECT count(*) FROM asked) >= ? AND (SELECT count(*) FROM judged) >= ?"
        async with asyncio.timeout(seconds):
            while connection.execute(query, (asked, judged)).fetchone() != (1,):  # noqa: ASYNC110  # it has no event
                await asyncio.sleep(0.02)
