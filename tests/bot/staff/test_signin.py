"""Signing in and out: the session, the slow-down, where it leads, and the link that sets a password."""

import pytest

from bot.staff.door import FREE_ACCOUNT
from bot.staff.signin import safe
from tests.bot.staff.conftest import Open
from tests.fakes.staff import PASSWORD, College
from tests.fakes.wechat import Service


async def test_signing_in_gives_a_new_session_whatever_id_the_browser_came_with(browse: Open) -> None:
    """Session fixation: an id that was planted before is no session afterwards, and the cookie is for this site alone."""
    browser, thief = await browse(), await browse()
    await browser.get("/sign-in")
    planted = browser.cookies()["gongkai_staff"]
    response = await browser.sign_in("李财务")
    cookie = response.headers.getall("Set-Cookie")[0]
    assert {"HttpOnly", "Path=/staff", "SameSite=Strict"} <= set(cookie.split("; "))
    assert "Secure" not in cookie
    assert browser.cookies()["gongkai_staff"] != planted
    thief.client.session.cookie_jar.update_cookies({"gongkai_staff": planted})
    assert (await thief.get(""))[0] == 303


async def test_behind_https_the_cookie_is_never_sent_in_the_clear(browse: Open) -> None:
    """A proxy that is believed tells that the browser came by https."""
    browser = await browse()
    response = await browser.client.get("/staff/sign-in", headers={"X-Forwarded-Proto": "https"})
    assert "; Secure" in response.headers["Set-Cookie"]


async def test_a_session_ends_when_it_is_idle_and_when_it_is_old(browse: Open, college: College) -> None:
    """Half an hour without a page, or twelve hours in all."""
    browser = await browse("李财务")
    for _ in range(24):
        college.clock.now += 29 * 60
        assert (await browser.get(""))[0] == 200
    college.clock.now += 29 * 60
    assert (await browser.get(""))[0] == 303
    again = await browse("李财务")
    college.clock.now += 31 * 60
    assert (await again.get(""))[0] == 303


async def test_signing_out_ends_the_session_for_good(browse: Open) -> None:
    """The old cookie opens nothing, also when somebody has kept it."""
    browser = await browse("李财务")
    kept = browser.cookies()["gongkai_staff"]
    assert "sign-in" in await browser.send("/sign-out")
    browser.client.session.cookie_jar.update_cookies({"gongkai_staff": kept})
    assert (await browser.get(""))[0] == 303


async def test_signing_out_everywhere_ends_every_session_of_this_person_alone(browse: Open) -> None:
    """The forgotten one in the library too; a colleague stays."""
    here, there, colleague = await browse("李财务"), await browse("李财务"), await browse("王审核")
    await here.send("/me/sign-out")
    assert (await there.get(""))[0] == 303
    assert (await colleague.get(""))[0] == 200


async def test_a_closed_account_is_out_at_once(browse: Open, college: College) -> None:
    """The page after it was disabled is the sign-in, and the password opens nothing."""
    browser = await browse("李财务")
    college.roster().enable("李财务", "test", is_enabled=False)
    assert (await browser.get(""))[0] == 303
    assert (await browser.sign_in("李财务")).status == 403


async def test_guessing_is_slowed_down_and_the_owner_still_gets_in(browse: Open, college: College) -> None:
    """After some failures a stranger waits, even with the right password; a browser that is known does not."""
    owner, stranger = await browse("李财务"), await browse()
    await owner.send("/sign-out")
    for _ in range(FREE_ACCOUNT - 1):
        assert (await stranger.sign_in("李财务", "猜一个长的口令")).status == 403
    assert (await stranger.sign_in("李财务", "再猜一个口令")).status == 429
    assert (await stranger.sign_in("李财务")).status == 429
    assert (await owner.sign_in("李财务")).status == 303
    college.clock.now += 901
    assert (await stranger.sign_in("李财务")).status == 303


async def test_guessing_at_many_names_is_slowed_down_by_address(browse: Open) -> None:
    """One address may not try a password on everybody; another address is not concerned."""
    browser = await browse()
    await browser.get("/sign-in")
    statuses = [(await browser.post("/sign-in", name=f"某{n}", password="一样的口令")).status for n in range(21)]
    assert statuses[:19] == [403] * 19
    assert statuses[20] == 429
    form = {"token": browser.token, "name": "李财务", "password": PASSWORD}
    elsewhere = {"X-Forwarded-For": "203.0.113.9"}
    response = await browser.client.post("/staff/sign-in", data=form, headers=elsewhere, allow_redirects=False)
    assert response.status == 303


@pytest.mark.parametrize(
    "after",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "/staff//evil.example",
        "/staff\\..",
        "/staffing",
        "javascript:alert(1)",
        "/staff/notices\r\nSet-Cookie: a=b",
        "/staff/sign-in?next=/staff",
        "",
    ],
)
async def test_the_sign_in_leads_nowhere_but_into_the_console(browse: Open, after: str) -> None:
    """Open redirect: any other address leads to the first page."""
    assert safe(after) == "/staff"
    browser = await browse()
    response = await browser.sign_in("李财务", after=after)
    assert response.headers["Location"] == "/staff"


async def test_after_the_sign_in_the_page_that_was_asked_for_comes(browse: Open) -> None:
    """A link in a message leads there, with its query."""
    browser = await browse()
    response = await browser.client.get("/staff/notice?id=fees", allow_redirects=False)
    asked = response.headers["Location"]
    page = await browser.client.get(asked)
    assert 'value="/staff/notice?id=fees"' in await page.text()
    assert (await browser.sign_in("李财务", after="/staff/notice?id=fees")).headers[
        "Location"
    ] == "/staff/notice?id=fees"


async def test_a_link_sets_a_password_once(browse: Open, college: College) -> None:
    """The person chooses it on a page; a used, old or made-up link says so."""
    roster = college.roster()
    secret = roster.link("李财务", "test")
    browser = await browse()
    status, page = await browser.get(f"/welcome/{secret}")
    assert (status, "李财务" in page) == (200, True)
    for password, again in (("短", "短"), ("aaaaaaaaaaaa", "aaaaaaaaaaaa"), ("一句新的口令 2027", "另一句口令 2027")):
        assert (await browser.refused(f"/welcome/{secret}", password=password, again=again))[0] == 400
    new = "一句新的口令 2027"
    assert "sign-in" in await browser.send(f"/welcome/{secret}", password=new, again=new)
    assert (await browser.get(f"/welcome/{secret}"))[0] == 404
    await browser.get("/sign-in")
    assert (await browser.refused(f"/welcome/{secret}", password=new, again=new))[0] == 404
    assert (await browser.sign_in("李财务", new)).status == 303
    old = roster.link("王审核", "test")
    college.clock.now += 73 * 3600
    assert (await browser.get(f"/welcome/{old}"))[0] == 404


async def test_one_changes_ones_own_password_with_the_old_one(browse: Open) -> None:
    """Then every session ends, and the new one opens."""
    browser = await browse("李财务")
    new = "换了一句口令 2028"
    assert (await browser.refused("/me/password", old="不是它的口令", password=new, again=new))[0] == 400
    assert (await browser.refused("/me/password", old=PASSWORD, password=new, again="别的口令"))[0] == 400
    await browser.send("/me/password", old=PASSWORD, password=new, again=new)
    assert (await browser.get(""))[0] == 303
    assert (await browser.sign_in("李财务", new)).status == 303


async def test_no_password_name_or_address_is_in_any_log_or_file(
    browse: Open, service: Service, college: College
) -> None:
    """Signing in, failing and guessing leave no secret behind: the file holds hashes and digests only."""
    browser = await browse("李财务")
    await browser.sign_in("李财务", "一个错的口令 1234")
    session = browser.cookies()["gongkai_staff"]
    logged = service.stream.getvalue().decode()
    for secret in (PASSWORD, "一个错的口令 1234", session, "李财务", "127.0.0.1"):
        assert secret not in logged
    kept = b"".join(path.read_bytes() for path in college.data.glob("staff.db*"))
    for secret in (PASSWORD, "一个错的口令 1234", session, "127.0.0.1"):
        assert secret.encode() not in kept
