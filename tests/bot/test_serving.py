from contextlib import closing
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from bot.serving import MESSAGES, ServingFile, Statement

ADD = Statement(
    insert(MESSAGES).values(tries=1, owner="a", **{name: sa.bindparam(name) for name in ("key", "at", "text")})
)
COUNT = Statement(sa.select(sa.func.count()).select_from(MESSAGES))


def test_a_long_log_is_cut_and_nothing_in_it_is_lost(tmp_path: Path) -> None:
    """Steady writing would otherwise let it grow without end; a short one is left to be written over."""
    path = tmp_path / "serving.db"
    log = path.with_name("serving.db-wal")
    with closing(ServingFile.open(path)) as file:
        file.run(ADD, key="first", at=0.0, text="答")
        file.checkpoint()
        assert log.stat().st_size > 0
        file.run_all(ADD, [{"key": f"{number}", "at": 0.0, "text": "答" * 10_000} for number in range(700)])
        assert log.stat().st_size > 16_000_000
        file.checkpoint()
        assert log.stat().st_size == 0
        assert file.run(COUNT) == [(701,)]
