"""A thousand pages: the second run fetches none; `kill -9` of the command at ten random moments loses and doubles nothing."""

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.notice import Notice
from knowledge.passage import Passage
from knowledge.store import KnowledgeStore
from scripts.main import main
from tests.fakes import site as fake
from tests.fakes.logbook import BOOK
from tests.fakes.site import Site

ROOT = Path(__file__).resolve().parents[3]
KILLS = 10
COMMAND = "import sys; from scripts.main import main; sys.exit(main(sys.argv[1:]))"

Contents = list[tuple[Notice, tuple[Passage, ...]]]


@pytest.fixture(scope="module")
def college() -> Iterator[Site]:
    """A thousand articles: 600 over a paged VSB list, 200 over a paged webplus list, 180 in a sitemap, 20 in a feed."""
    with fake.serve() as site:
        listed = []
        for at in range(1000):
            path, title = f"/info/{at // 100}/{at}.htm", f"关于第{at}批奖学金评审结果的公示"
            below = f'<p>附件：<a href="/files/{at}.csv">附件1：第{at}批获奖人数表.csv</a></p>' if at % 50 == 0 else ""
            text = f"第{at}批奖学金每人{at + 100}元，由学生处负责评审，公示期为五个工作日。"
            site.put(path, fake.vsb_article(title, text, below=below))
            listed.append((path, title, f"2024-05-{at % 28 + 1:02}"))
            if below:
                site.put(f"/files/{at}.csv", f"等级,人数\n一等,{at + 1}\n二等,{at + 2}\n", "text/csv")
        _paged(site, fake.vsb_list, "/tzgg", listed[:600])
        _paged(site, fake.webplus_list, "/zs/list", listed[600:800])
        site.put(
            "/sitemap.xml", fake.sitemap([(site.base + path, day) for path, _, day in listed[800:980]]), "text/xml"
        )
        site.put("/rss.xml", fake.feed([(site.base + path, title) for path, title, _ in listed[980:]]), "text/xml")
        yield site


def _paged(site: Site, layout: object, stem: str, listed: list[tuple[str, str, str]]) -> None:
    assert callable(layout)
    pages = [listed[at : at + 20] for at in range(0, len(listed), 20)]
    for at, page in enumerate(pages):
        site.put(f"{stem}{at or ''}.htm", layout(page, f"{stem}{at + 1}.htm" if at + 1 < len(pages) else ""))


def configuration(site: Site, folder: Path) -> Path:
    columns = [("通知公告", "/tzgg.htm"), ("招生", "/zs/list.htm"), ("全站", "/sitemap.xml"), ("订阅", "/rss.xml")]
    text = '[clock]\nnow = 2024-06-01\n[sync]\nprivate_networks = ["127.0.0.0/8"]\n'
    for name, path in columns:
        text += f'[[sync.columns]]\nname = "{name}"\nurl = "{site.base}{path}"\npages = 100\nrate = 0\n'
    file = folder / "gongkai.toml"
    file.write_text(text, encoding="utf-8")
    return file


def contents(data: Path) -> Contents:
    with KnowledgeStore.open(data / "knowledge.sqlite3") as store:
        return [(notice, store.passages(notice.id)) for notice in store.notices()]


def counts(report: str) -> dict[str, int]:
    columns = json.loads(report)["columns"]
    assert [column["error"] for column in columns] == [""] * 4
    return {
        name: sum(_count(column[name]) for column in columns) for name in ("new", "unchanged", "refused", "unreadable")
    }


def _count(value: int | list[object]) -> int:
    return value if isinstance(value, int) else len(value)


def test_killed_ten_times_and_resumed(college: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The store after ten kills and a resumed run is that of an undisturbed one; the next run fetches no page."""
    config = configuration(college, tmp_path)
    options = ["sync", "--json", "--by", "李", "--config", str(config), "--data"]
    assert main([*options, str(tmp_path / "whole")]) == 0
    assert counts(capsys.readouterr().out) == {"new": 1020, "unchanged": 0, "refused": 0, "unreadable": 0}

    college.served.clear()
    assert main([*options, str(tmp_path / "whole")]) == 0
    assert counts(capsys.readouterr().out) == {"new": 0, "unchanged": 1020, "refused": 0, "unreadable": 0}
    assert college.bodies() == []

    college.served.clear()
    moment = random.Random(11)  # noqa: S311 - when to kill is no secret
    broken = tmp_path / "broken"
    for _ in range(KILLS):
        _killed([*options, str(broken)], college, moment)
    assert main([*options, str(broken)]) == 0
    assert contents(broken) == contents(tmp_path / "whole")
    assert not [file for file in (broken / "sites").rglob("*.htm") if not file.read_bytes().endswith(b"</html>")]
    # each page once, less the ten that a kill may have cut off between fetching and remembering
    assert sum(college.served.values()) < 2000


def _killed(arguments: list[str], site: Site, moment: random.Random) -> None:
    """Runs the command and kills it after a random number of requests and a random moment more."""
    before, wanted = sum(site.served.values()), moment.randint(1, 130)
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", COMMAND, *arguments]
    with BOOK.child("sync") as log, subprocess.Popen(command, env=environment, cwd=ROOT, stderr=log) as child:
        while sum(list(site.served.values())) < before + wanted and child.poll() is None:
            time.sleep(0.002)
        time.sleep(moment.uniform(0.0, 0.02))
        child.kill()
    assert child.returncode == -9
