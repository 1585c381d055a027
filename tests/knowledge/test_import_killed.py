"""`kill -9` at random moments of an import, which is then run again: the store equals that of an undisturbed import."""

import os
import random
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FILES = 120
KILLS = 10
IMPORT = [sys.executable, "-m", "scripts.main", "import", "--by", "李"]
# the same moment for every import, so that the trails can be compared to the letter
ENVIRONMENT = os.environ | {"GONGKAI_CLOCK__NOW": "2026-05-01"}


def run(folder: Path, data: Path) -> subprocess.Popen[bytes]:
    command = [*IMPORT, str(folder), "--data", str(data)]
    return subprocess.Popen(command, cwd=ROOT, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def content(data: Path) -> list[str]:
    with closing(sqlite3.connect(data / "knowledge.sqlite3")) as connection:
        return list(connection.iterdump())


def write(folder: Path, version: str) -> None:
    for number in range(FILES):
        rows = "".join(f"\n第{n}条 本项收费{n * number}元{version}。\n" for n in range(30))
        supersedes = f"supersedes: n{number - 1}\n" if number % 7 == 6 else ""
        head = f"---\nid: n{number}\ntitle: 第{number}号通知\n{supersedes}---\n"
        (folder / f"{number:03d}.md").write_text(head + rows, encoding="utf-8")


def entries(data: Path) -> int:
    """How long the trail is, 0 while there is no store."""
    try:
        with closing(sqlite3.connect(f"file:{data / 'knowledge.sqlite3'}?mode=ro", uri=True)) as connection:
            return int(connection.execute("SELECT count(*) FROM audit").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


def kill_at(folder: Path, data: Path, goal: int) -> None:
    """Runs an import and kills it when its trail has reached `goal`."""
    with run(folder, data) as child:
        while entries(data) < goal and child.poll() is None:
            time.sleep(0.001)
        child.kill()


def test_a_killed_import_resumes_and_loses_nothing(tmp_path: Path) -> None:
    """Killed again and again while files are added and then changed, and run once more: not a letter differs."""
    folder, undisturbed, disturbed = (tmp_path / name for name in ("in", "undisturbed", "disturbed"))
    folder.mkdir()
    moment = random.Random(11)  # noqa: S311 - when to kill is no secret
    reached = []
    for version in range(2):
        write(folder, "（更正）" * version)
        with run(folder, undisturbed) as whole:
            assert whole.wait() == 0
        for goal in sorted(moment.sample(range(1, FILES), KILLS // 2)):
            kill_at(folder, disturbed, version * FILES + goal)
            reached.append(entries(disturbed) - version * FILES)
        with run(folder, disturbed) as last:
            assert last.wait() == 0
        assert content(disturbed) == content(undisturbed)
    assert any(0 < done < FILES for done in reached), reached
