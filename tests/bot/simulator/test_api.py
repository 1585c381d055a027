"""The fake of WeChat's API answers as WeChat documents it."""

import json
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.simulator.api_account import Rights
from tests.fakes.api import SECRET, Bench, bench

SEND, TYPING = "/cgi-bin/message/custom/send", "/cgi-bin/message/custom/typing"
CREATE = "/cgi-bin/menu/create"


@pytest.fixture
async def fake(tmp_path: Path) -> AsyncIterator[Bench]:
    async with bench(tmp_path) as opened:
        yield opened


async def post(fake: Bench, path: str, body: object, token: str = "") -> Mapping[str, Any]:
    raw = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
    async with fake.session.post(f"{fake.base}{path}", params={"access_token": token}, data=raw) as response:
        return dict(await response.json())


async def get(fake: Bench, path: str, token: str) -> Mapping[str, Any]:
    async with fake.session.get(f"{fake.base}{path}", params={"access_token": token}) as response:
        return dict(await response.json())


async def grant(fake: Bench, *, forced: bool = False, secret: str = SECRET, app_id: str = "wx1") -> Mapping[str, Any]:
    body = {"grant_type": "client_credential", "appid": app_id, "secret": secret, "force_refresh": forced}
    return await post(fake, "/cgi-bin/stable_token", body)


def text(openid: str, content: str = "学费") -> dict[str, Any]:
    return {"touser": openid, "msgtype": "text", "text": {"content": content}}


async def test_a_stable_token_stays_and_overlaps_with_the_next(fake: Bench) -> None:
    """Everybody gets the same one until five minutes before its end; then the old and the new one both work."""
    first = await grant(fake)
    assert first["expires_in"] == 7200
    assert (await grant(fake))["access_token"] == first["access_token"]
    fake.clock.at += 6950
    second = await grant(fake)
    assert second["access_token"] != first["access_token"]
    assert "ip_list" in await get(fake, "/cgi-bin/getcallbackip", first["access_token"])
    assert "ip_list" in await get(fake, "/cgi-bin/get_api_domain_ip", second["access_token"])
    fake.clock.at += 300
    assert (await get(fake, "/cgi-bin/getcallbackip", first["access_token"]))["errcode"] == 42001


async def test_a_forced_renewal_ends_the_old_token_and_has_its_limits(fake: Bench) -> None:
    """30 s apart and 20 a day."""
    first = (await grant(fake))["access_token"]
    second = (await grant(fake, forced=True))["access_token"]
    assert second != first
    refused = await get(fake, "/cgi-bin/getcallbackip", first)
    assert refused["errcode"] == 40001
    assert "rid: " in refused["errmsg"]
    assert (await grant(fake, forced=True))["errcode"] == 45011
    for _ in range(19):
        fake.clock.at += 31
        assert (await grant(fake, forced=True))["access_token"]
    fake.clock.at += 31
    assert (await grant(fake, forced=True))["errcode"] == 45009


async def test_secret_app_id_token_and_body_are_checked(fake: Bench) -> None:
    """Each has its own code."""
    assert (await grant(fake, secret="x"))["errcode"] == 40125
    assert (await grant(fake, app_id="x"))["errcode"] == 40013
    assert (await get(fake, "/cgi-bin/getcallbackip", ""))["errcode"] == 41001
    token = (await grant(fake))["access_token"]
    assert (await post(fake, SEND, b"{", token))["errcode"] == 47001
    assert (await post(fake, SEND, b"[]", token))["errcode"] == 47001
    assert (await post(fake, "/cgi-bin/stable_token", b"{"))["errcode"] == 47001
    assert (await post(fake, SEND, b'{"touser": "\\u5b66"}', token))["errcode"] == 40033


async def test_windows_open_close_and_run_out(fake: Bench) -> None:
    """Five messages in 48 h after a message, three in a minute after a tap, none before or after."""
    token = (await grant(fake))["access_token"]

    async def sent(openid: str) -> int:
        return int((await post(fake, SEND, text(openid), token))["errcode"])

    assert await sent("nobody") == 40003
    assert await sent("oA") == 40003
    fake.fake.account.heard("oA")
    assert [await sent("oA") for _ in range(6)] == [0] * 5 + [45047]
    fake.fake.account.heard("oB", "click")
    assert [await sent("oB") for _ in range(4)] == [0] * 3 + [45047]
    fake.fake.account.heard("oB", "click")
    fake.clock.at += 61
    assert await sent("oB") == 45015
    fake.fake.account.heard("oA")
    fake.fake.account.left("oA")
    assert await sent("oA") == 45015


async def test_messages_are_checked(fake: Bench) -> None:
    """Type, emptiness, length and number of articles."""
    token = (await grant(fake))["access_token"]
    fake.fake.account.heard("oA")
    bad = {
        40008: {"touser": "oA", "msgtype": "song"},
        44004: text("oA", " "),
        45002: text("oA", "学" * 683),
        45008: {"touser": "oA", "msgtype": "news", "news": {"articles": [{}, {}]}},
    }
    for code, body in bad.items():
        assert (await post(fake, SEND, body, token))["errcode"] == code
    assert (await post(fake, SEND, {"touser": "oA", "msgtype": "text"}, token))["errcode"] == 44004
    menu = {"touser": "oA", "msgtype": "msgmenu", "msgmenu": {"head_content": "?", "list": []}}
    assert (await post(fake, SEND, menu, token))["errcode"] == 44004
    menu["msgmenu"] = {"head_content": "?", "list": [{"id": "1", "content": "有用"}]}
    assert (await post(fake, SEND, menu, token))["errcode"] == 0


async def test_typing_needs_a_recent_message_and_is_not_repeated(fake: Bench) -> None:
    """30 s and 15 s."""
    token = (await grant(fake))["access_token"]

    async def typing(openid: str, command: str = "Typing") -> int:
        return int((await post(fake, TYPING, {"touser": openid, "command": command}, token))["errcode"])

    assert await typing("oA") == 40003
    fake.fake.account.heard("oA")
    assert [await typing("oA"), await typing("oA"), await typing("oA", "CancelTyping")] == [0, 45081, 0]
    assert await typing("oA", "Sing") == 45072
    fake.clock.at += 31
    assert await typing("oA") == 45080


@pytest.mark.parametrize(
    ("code", "menu"),
    [
        (40016, []),
        (40016, [{"name": "一", "type": "click", "key": "一"}] * 4),
        (40018, [{"name": "招生报考专栏", "type": "click", "key": "一"}]),
        (40017, [{"name": "一", "type": "sing", "key": "一"}]),
        (40019, [{"name": "一", "type": "click", "key": "学" * 43}]),
        (40020, [{"name": "一", "type": "view", "url": "https://x/" + "a" * 1024}]),
        (40023, [{"name": "一", "sub_button": [{"name": "二", "type": "click", "key": "二"}] * 6}]),
        (40025, [{"name": "一", "sub_button": [{"name": "学" * 21, "type": "click", "key": "二"}]}]),
        (40027, [{"name": "一", "sub_button": [{"name": "二", "type": "click"}]}]),
        (40028, [{"name": "一", "sub_button": [{"name": "二", "type": "view", "url": ""}]}]),
        (0, [{"name": "一", "type": "media_id", "media_id": "x"}]),
    ],
)
async def test_menus_are_checked(fake: Bench, code: int, menu: list[object]) -> None:
    """Three buttons, five below each, names, keys and addresses in bytes."""
    token = (await grant(fake))["access_token"]
    assert (await post(fake, CREATE, {"button": menu}, token))["errcode"] == code


async def test_a_menu_is_kept_shown_and_deleted(fake: Bench) -> None:
    """Both readings show it; after deletion there is none."""
    token = (await grant(fake))["access_token"]
    menu = {"button": [{"name": "一", "sub_button": [{"name": "二", "type": "click", "key": "二"}]}]}
    assert (await get(fake, "/cgi-bin/menu/get", token))["errcode"] == 46003
    assert (await post(fake, CREATE, menu, token))["errcode"] == 0
    assert (await get(fake, "/cgi-bin/menu/get", token))["menu"] == menu
    shown = await get(fake, "/cgi-bin/get_current_selfmenu_info", token)
    assert shown["selfmenu_info"]["button"][0]["sub_button"]["list"][0]["name"] == "二"
    assert (await get(fake, "/cgi-bin/menu/delete", token))["errcode"] == 0
    assert (await get(fake, "/cgi-bin/get_current_selfmenu_info", token))["is_menu_open"] == 0


async def test_an_account_without_certification_may_neither_send_nor_have_a_menu(tmp_path: Path) -> None:
    """48001 for both; a test account knows no msgmenu."""
    async with bench(tmp_path / "1", Rights(verified=False)) as fake:
        token = (await grant(fake))["access_token"]
        fake.fake.account.heard("oA")
        assert (await post(fake, SEND, text("oA"), token))["errcode"] == 48001
        assert (await post(fake, CREATE, {"button": []}, token))["errcode"] == 48001
        assert (await get(fake, "/cgi-bin/menu/delete", token))["errcode"] == 48001
    async with bench(tmp_path / "2", Rights(sandbox=True), lenient=True) as fake:
        token = (await grant(fake))["access_token"]
        menu = {"touser": "oA", "msgtype": "msgmenu", "msgmenu": {"list": [{"id": "1", "content": "有用"}]}}
        assert (await post(fake, SEND, menu, token))["errcode"] == 40200
        assert (await post(fake, SEND, text("oA"), token))["errcode"] == 0


async def test_faults_and_windows_come_on_order_over_http(fake: Bench) -> None:
    """Another process can order a fault, open a window and see what was sent."""
    token = (await grant(fake))["access_token"]
    await post(fake, "/fake/fault", {"kind": 45009, "path": SEND, "times": 1})
    await post(fake, "/fake/heard", {"openid": "oA"})
    assert [(await post(fake, SEND, text("oA"), token))["errcode"] for _ in range(2)] == [45009, 0]
    assert (await get(fake, "/fake/sent", ""))["sent"] == [text("oA")]
