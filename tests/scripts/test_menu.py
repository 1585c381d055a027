"""`gongkai menu`, `doctor --wechat` and `fake-api`, against the fake of WeChat's API."""

import json
import os
import signal
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.simulator.api import FakeApi
from bot.simulator.api_account import Rights
from bot.wechat import keywords
from scripts.main import main
from tests.fakes.api import SECRET, served

Captured = pytest.CaptureFixture[str]
OWN = "- {name: 学费, ask: 学费是多少？}\n"


class Account:
    """A configured account, and the fake that stands for WeChat."""

    def __init__(self, folder: Path, fake: FakeApi, base: str) -> None:
        self.fake = fake
        self.folder = folder
        self.config = folder / "gongkai.toml"
        wechat = f'[wechat]\ntoken = "testtoken"\napp_id = "wx1"\nsecret = "{SECRET}"\napi_base = "{base}"\n'
        self.config.write_text(wechat, encoding="utf-8")

    def run(self, *arguments: str) -> int:
        return main([*arguments, "--config", str(self.config), "--data", str(self.folder / "data")])


@pytest.fixture
def account(tmp_path: Path) -> Iterator[Account]:
    with served() as (fake, base):
        yield Account(tmp_path, fake, base)


def test_a_theme_is_pushed_compared_and_pulled(account: Account, capsys: Captured) -> None:
    """Before the push there is a difference, after it none; what is pulled can be pushed again."""
    assert account.run("menu", "pull") == 0
    assert account.run("menu", "diff") == 1
    assert "+招生报考" in capsys.readouterr().out
    assert account.run("menu", "push") == 0
    assert account.run("menu", "diff") == 0
    assert account.run("menu", "diff", "--theme", "term") == 1
    capsys.readouterr()
    assert account.run("menu", "pull") == 0
    pulled = account.folder / "pulled.yaml"
    pulled.write_text(capsys.readouterr().out, encoding="utf-8")
    assert account.run("menu", "push", "--file", str(pulled)) == 0
    assert account.run("menu", "diff", "--theme", "admissions") == 0
    assert account.fake.account.fetched == 1


def test_the_menu_of_the_settings_is_pushed_and_lies_beside_them(account: Account, capsys: Captured) -> None:
    """`menu.file` is read from where the settings stand; `show` prints it without asking WeChat."""
    (account.folder / "menu.yaml").write_text(OWN, encoding="utf-8")
    account.config.write_text(account.config.read_text() + '[menu]\nfile = "menu.yaml"\n', encoding="utf-8")
    assert account.run("menu", "show") == 0
    assert "学费是多少？" in capsys.readouterr().out
    assert account.fake.calls == []
    assert account.run("menu", "push") == 0
    assert account.fake.account.menu == {"button": [{"type": "click", "name": "学费", "key": "学费是多少？"}]}


def test_the_account_s_own_replies_are_taken_over(account: Account, capsys: Captured) -> None:
    """What is printed is the file of the settings: words, how they match, and their texts; pictures are left."""
    account.fake.account.replies = {
        "add_friend_autoreply_info": {"type": "text", "content": "欢迎！"},
        "keyword_autoreply_info": {
            "list": [
                {
                    "keyword_list_info": [
                        {"type": "text", "match_mode": "contain", "content": "开放日"},
                        {"type": "text", "match_mode": "equal", "content": "校歌"},
                    ],
                    "reply_list_info": [{"type": "text", "content": "五月十日"}, {"type": "img", "content": "x"}],
                },
                {"keyword_list_info": [], "reply_list_info": [{"type": "img", "content": "x"}]},
            ]
        },
    }
    assert account.run("menu", "keywords") == 0
    file = account.folder / "keywords.yaml"
    file.write_text(capsys.readouterr().out, encoding="utf-8")
    read = keywords.load(file)
    assert read.welcome == "欢迎！"
    assert [read.reply(said) for said in ("开放日几号", "校歌", "校歌是什么", "学费")] == [
        "五月十日",
        "五月十日",
        "",
        "",
    ]


def test_a_menu_beyond_the_limits_is_not_sent(account: Account, capsys: Captured) -> None:
    """The line names the button and its bytes, and WeChat is not asked."""
    own = account.folder / "menu.yaml"
    own.write_text("- {name: 招生报考专栏, ask: x}\n", encoding="utf-8")
    assert account.run("menu", "push", "--file", str(own)) == 1
    assert "18 bytes" in capsys.readouterr().err
    assert account.run("menu", "push", "--file", str(own), "--theme", "term") == 1
    assert account.run("menu", "push", "--file", str(account.folder / "absent.yaml")) == 1
    assert account.fake.calls == []


def test_an_account_without_the_right_is_told_what_it_lacks(tmp_path: Path, capsys: Captured) -> None:
    """48001 says that the account must be verified, with the request id for WeChat's support."""
    with served(Rights(verified=False)) as (fake, base):
        account = Account(tmp_path, fake, base)
        assert account.run("menu", "push") == 1
        line = capsys.readouterr().err
        assert "认证" in line
        assert "rid 66aa1b2c" in line
        fake.fail(46003, "/cgi-bin/get_current_selfmenu_info")
        assert account.run("menu", "pull") == 0
        fake.fail(40164, "/cgi-bin/get_current_selfmenu_info")
        assert account.run("menu", "pull") == 1
        assert "203.0.113.7" in capsys.readouterr().err


def test_without_app_id_and_secret_there_is_no_menu(tmp_path: Path, capsys: Captured) -> None:
    """One line names the two settings."""
    assert main(["menu", "pull", "--data", str(tmp_path)]) == 1
    assert "GONGKAI_WECHAT__SECRET" in capsys.readouterr().err


def _wechat_findings(account: Account, capsys: Captured) -> tuple[int, dict[str, tuple[str, str]]]:
    capsys.readouterr()
    status = account.run("doctor", "--wechat", "--json")
    findings = json.loads(capsys.readouterr().out)
    return status, {one["check"]: (one["level"], one["message"]) for one in findings}


def test_the_doctor_says_what_a_verified_account_may(account: Account, capsys: Captured) -> None:
    """All rights, where messages come from, and the clock; nobody was sent anything."""
    status, found = _wechat_findings(account, capsys)
    assert status == 0
    for right in ("menu", "customer service", "typing status", "clock", "callback addresses"):
        assert found[f"wechat {right}"][0] == "ok"
    assert "101.226.103.0/25" in found["wechat callback addresses"][1]
    assert account.fake.account.sent == []


def test_the_doctor_says_what_an_unverified_account_lacks(tmp_path: Path, capsys: Captured) -> None:
    """Missing rights warn and do not fail: passive replies are enough."""
    with served(Rights(verified=False)) as (fake, base):
        status, found = _wechat_findings(Account(tmp_path, fake, base), capsys)
    assert status == 0
    assert found["wechat customer service"][0] == found["wechat menu"][0] == "warn"
    assert "everything else works" in found["wechat customer service"][1]


@pytest.mark.parametrize(("fault", "said"), [(40164, "203.0.113.7"), (40125, "SECRET"), ("cut", "way out")])
def test_the_doctor_fails_where_a_setting_or_the_network_must_be_mended(
    account: Account, capsys: Captured, fault: str | int, said: str
) -> None:
    """It stops at the first such call and says what to do."""
    account.fake.fail(fault, "/cgi-bin/stable_token", times=-1)
    status, found = _wechat_findings(account, capsys)
    assert status == 1
    assert found["wechat callback addresses"][0] == "fail"
    assert said in found["wechat callback addresses"][1]
    assert "wechat menu" not in found


def test_the_doctor_asks_nothing_of_wechat_without_a_secret(tmp_path: Path, capsys: Captured) -> None:
    """It warns, and says that passive replies work without."""
    assert main(["doctor", "--wechat", "--data", str(tmp_path)]) == 0
    assert "passive replies work without" in capsys.readouterr().out


def _stop_when_told(port: int, answers: list[str]) -> None:
    for _ in range(400):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/cgi-bin/getcallbackip", timeout=5) as response:
                answers.append(response.read().decode())
            break
        except OSError:
            time.sleep(0.05)
    os.kill(os.getpid(), signal.SIGTERM)


def test_the_fake_runs_as_a_command_with_faults_on_order(account: Account, capsys: Captured) -> None:
    """It announces the address to point the service at, and fails as told."""
    answers: list[str] = []
    port = 18_471
    stopper = threading.Thread(target=_stop_when_told, args=(port, answers))
    stopper.start()
    assert account.run("fake-api", "--port", str(port), "--fault", "45009@/cgi-bin/getcallbackip") == 0
    stopper.join()
    assert f"GONGKAI_WECHAT__API_BASE=http://127.0.0.1:{port}" in capsys.readouterr().out
    assert json.loads(answers[0])["errcode"] == 45009


def test_the_fake_says_what_it_cannot_play(account: Account, tmp_path: Path, capsys: Captured) -> None:
    """Unknown rights and faults, and missing secrets."""
    assert account.run("fake-api", "--account", "royal") == 2
    assert account.run("fake-api", "--fault", "sulk") == 1
    assert "hang, cut or html" in capsys.readouterr().err
    assert main(["fake-api", "--data", str(tmp_path)]) == 1
