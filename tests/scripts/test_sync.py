"""`gongkai sync`."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scripts.main import main
from tests.fakes import site as fake
from tests.fakes.site import Reply, Site

Captured = pytest.CaptureFixture[str]
LISTED = [(f"/info/1/{at}.htm", f"关于第{at}批助学金发放的通知", "2024-05-01") for at in range(3)]


@pytest.fixture
def site() -> Iterator[Site]:
    with fake.serve() as running:
        for path, title, _ in LISTED:
            running.put(path, fake.vsb_article(title, f"{title}，请各院系按时办理。"))
        running.put("/tzgg.htm", fake.vsb_list(LISTED))
        yield running


@pytest.fixture
def options(site: Site, tmp_path: Path) -> list[str]:
    text = '[clock]\nnow = 2024-06-01\n[sync]\nprivate_networks = ["127.0.0.0/8"]\n'
    text += f'[[sync.columns]]\nname = "通知公告"\nurl = "{site.base}/tzgg.htm"\nrate = 0\ndepartment = "学生处"\n'
    (tmp_path / "gongkai.toml").write_text(text, encoding="utf-8")
    return ["--config", str(tmp_path / "gongkai.toml"), "--data", str(tmp_path / "data")]


def printed(capsys: Captured) -> Any:  # noqa: ANN401 - JSON
    return json.loads(capsys.readouterr().out)


def test_report(site: Site, options: list[str], capsys: Captured) -> None:
    """The report counts, names what was refused and why, and says what to do next."""
    site.leads("/info/1/0.htm", "http://169.254.169.254/")
    site.put("/info/1/1.htm", "<html><body></body></html>")
    assert main(["sync", *options]) == 0
    shown = capsys.readouterr().err
    assert "通知公告: 1 new, 1 refused, 1 unreadable" in shown
    assert f"refused (host): {site.base}/info/1/0.htm: 169.254.169.254:80 is not one of the column's hosts" in shown
    assert "unreadable: " in shown
    assert "gongkai publish" in shown
    main(["sync", *options])
    assert "Nothing changed." in capsys.readouterr().err


def test_json(options: list[str], capsys: Captured) -> None:
    """With --json the report stands alone on standard output."""
    assert main(["sync", "--json", "--column", "通知公告", *options]) == 0
    (column,) = printed(capsys)["columns"]
    assert [page["title"] for page in column["new"]] == [title for _, title, _ in LISTED]
    main(["sync", "--json", *options])
    (column,) = printed(capsys)["columns"]
    assert (column["new"], column["unchanged"], column["unchanged_how"]["not_modified"]) == ([], 3, 3)


def test_dry_run(site: Site, options: list[str], tmp_path: Path, capsys: Captured) -> None:
    """A dry run names what would be fetched and writes nothing."""
    assert main(["sync", "--dry-run", *options]) == 0
    shown = capsys.readouterr().err
    assert f"would be fetched: {site.base}/info/1/2.htm" in shown
    assert "Nothing was written" in shown
    assert not (tmp_path / "data").exists()


def test_gone(site: Site, options: list[str], capsys: Captured) -> None:
    """Pages that left their site are listed with the two ways to decide; a decided one is listed no more."""
    main(["sync", "--gone", *options])
    assert "No page is gone" in capsys.readouterr().err
    main(["sync", *options])
    site.replies["/info/1/0.htm"] = site.replies["/info/1/1.htm"] = Reply(status=404)
    main(["sync", *options])
    assert "`gongkai sync --gone`" in capsys.readouterr().err
    main(["sync", "--gone", "--json", *options])
    first, second = printed(capsys)
    assert (first["why"], first["column"], first["since"][:10]) == ("the site answers 404", "通知公告", "2024-06-01")
    main(["sync", "--gone", *options])
    shown = capsys.readouterr()
    assert first["id"] in shown.out
    assert "gongkai notices withdraw ID" in shown.err
    assert main(["sync", "--keep", first["id"], "--by", "李", *options]) == 0
    assert main(["notices", "withdraw", second["id"], "--reason", "网站已撤下", *options]) == 0
    capsys.readouterr()
    main(["sync", "--gone", "--json", *options])
    assert printed(capsys) == []


def test_keep_unknown(options: list[str], capsys: Captured) -> None:
    """Keeping what nobody asked about is an error that says where to look."""
    assert main(["sync", "--keep", "nothing", *options]) == 1
    assert "gongkai sync --gone" in capsys.readouterr().err
    main(["sync", *options])
    assert main(["sync", "--keep", "nothing", *options]) == 1


def test_reimport(options: list[str], tmp_path: Path, capsys: Captured) -> None:
    """After a change of settings the originals are read again."""
    main(["sync", *options])
    file = tmp_path / "gongkai.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("学生处", "资助中心"), encoding="utf-8")
    capsys.readouterr()
    assert main(["sync", "--reimport", "--json", *options]) == 0
    assert len(printed(capsys)["columns"][0]["changed"]) == 3


def test_failed_column(site: Site, options: list[str], capsys: Captured) -> None:
    """A column that cannot be followed makes the status 1, and the report says why; a list too long says so."""
    site.put("/tzgg.htm", fake.vsb_list(LISTED, "/next.htm"))
    assert main(["sync", *options]) == 0
    assert "the list ends early" in capsys.readouterr().err
    site.replies["/tzgg.htm"] = Reply(status=404)
    assert main(["sync", *options]) == 1
    assert "not followed to its end" in capsys.readouterr().err


def test_long_lists_are_cut(site: Site, options: list[str], capsys: Captured) -> None:
    """More than twenty pages of a kind are not all printed, and the report says where they are."""
    site.put("/tzgg.htm", fake.vsb_list([(f"/no/{at}.htm", f"没有了的第{at}则通知", "2024-05-01") for at in range(25)]))
    main(["sync", *options])
    assert "… and 5 more unreadable; --json lists them all" in capsys.readouterr().err


def test_no_column(tmp_path: Path, options: list[str], capsys: Captured) -> None:
    """Without columns, or with a name that none has, the command says what to write."""
    assert main(["sync", "--column", "招生", *options]) == 1
    assert "the configuration has: 通知公告" in capsys.readouterr().err
    assert main(["sync", "--data", str(tmp_path), "--config", str(_empty(tmp_path))]) == 1
    assert "[[sync.columns]]" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('url = "ftp://a.cn/"', "expected an address such as https://"),
        ('url = "http://a.cn/"\nhosts = ["a.cn/b"]', "expected a host such as"),
        ('url = "http://a.cn/"\nhosts = ["a.cn:x"]', "expected a host such as"),
        ('url = "http://a.cn/"\npages = 0', "greater than or equal to 1"),
        ('url = "http://a.cn/"\npage = 1', "unknown setting `sync.columns.0.page`"),
        ('url = "http://a.cn/"\n[[sync.columns]]\nname = "甲"\nurl = "http://b.cn/"', "甲 stands twice"),
        ('url = "http://a.cn/"\n[sync]\nprivate_networks = ["169.254.0.0/16"]', "never opened"),
        ('url = "http://a.cn/"\n[sync]\nprivate_networks = ["0.0.0.0/0"]', "never opened"),
        ('url = "http://a.cn/"\n[sync]\nprivate_networks = ["campus"]', "expected a network"),
    ],
)
def test_bad_settings(tmp_path: Path, capsys: Captured, line: str, message: str) -> None:
    """A setting that cannot be meant is refused with what was expected."""
    file = tmp_path / "my.toml"
    section, _, rest = line.partition("\n[sync]\n")
    file.write_text(
        f'{"[sync]" + chr(10) + rest if rest else ""}\n[[sync.columns]]\nname = "甲"\n{section}\n', encoding="utf-8"
    )
    assert main(["sync", "--config", str(file), "--data", str(tmp_path)]) == 1
    assert message in capsys.readouterr().err


def _empty(folder: Path) -> Path:
    file = folder / "empty.toml"
    file.write_text("", encoding="utf-8")
    return file
