"""What a real process logs while people tell it all about themselves, and WeChat's API fails it."""

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

from bot.simulator.account import Account, Mode
from tests.fakes.api import SECRET, served
from tests.fakes.logbook import BOOK, personal
from tests.fakes.wechat import KEY, settings

OPENID = "o6_bmjrPTlm6_2sgVt7hMZOPfL2M"
SAID = (
    "我是张三，身份证11010519491231002X，手机13800138000，卡号6222021234567890128，学费多少",
    "订阅招生",
    "体育馆的健身房收费吗",
)


def test_a_service_logs_nothing_of_what_people_tell_it(tmp_path: Path) -> None:
    """Over the webhook, the page, forms, addresses and broken bodies; the token is refused, and so is a message."""
    environment = os.environ | {
        "GONGKAI_WECHAT__TOKEN": "testtoken",
        "GONGKAI_WECHAT__APP_ID": "wx1",
        "GONGKAI_WECHAT__SECRET": SECRET,
        "GONGKAI_WECHAT__ENCODING_AES_KEY": KEY,
    }
    command = [sys.executable, "-m", "scripts.main", "serve", "--port", "0", "--data", str(tmp_path / "data")]
    log = tmp_path / "log"
    with served() as (fake, base), log.open("wb") as stream:
        fake.fail(40001, "", times=-1)
        environment["GONGKAI_WECHAT__API_BASE"] = base
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=stream, text=True, env=environment) as process:
            assert process.stdout is not None
            _tell(process.stdout.readline().split()[-1].rstrip("/"))
            process.terminate()
            assert process.wait(20) == 0
    with BOOK.child("told") as book:
        book.write(log.read_bytes())
    lines = log.read_text(encoding="utf-8").splitlines()
    assert not [kind for line in lines for kind in personal(line)]
    events = [json.loads(line)["event"] for line in lines if line.startswith("{")]
    assert events.count("message") == len(SAID) + 1
    assert "refused" in events


def _tell(address: str) -> None:
    account = Account(settings(), Mode.SAFE)
    for number, text in enumerate(SAID):
        parcel = account.text(OPENID, text, number, time.time())
        assert _send(f"{address}/wechat?{parcel.query}", parcel.body) == 200
    left = f"<FromUserName>{OPENID}</FromUserName><CreateTime>{int(time.time())}</CreateTime>"
    left = f"<ToUserName>gh</ToUserName>{left}<MsgType>event</MsgType><Event>unsubscribe</Event>"
    parcel = account.pack(OPENID, "", left, time.time())
    assert _send(f"{address}/wechat?{parcel.query}", parcel.body) == 200
    said = urllib.parse.quote(SAID[0])
    assert _send(f"{address}/wechat?signature=x&timestamp=1&nonce=2&openid={OPENID}", SAID[0].encode()) == 403
    assert _send(f"{address}/api/ask", json.dumps({"question": SAID[0], "conversation": OPENID * 2}).encode()) < 500
    assert _send(f"{address}/api/ask", f'{{"question": {SAID[0]}'.encode()) == 400
    assert _send(f"{address}/{said}?access_token={said}", None) == 404
    assert _send(f"{address}/request", f"name=张三&contact=13800138000&content={said}".encode()) < 500


def _send(address: str, body: bytes | None) -> int:
    try:
        with urllib.request.urlopen(urllib.request.Request(address, body), timeout=20) as response:  # noqa: S310  # ours
            return int(response.status)
    except urllib.error.HTTPError as error:
        return error.code
