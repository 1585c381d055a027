"""The border of the console over all routes of the application: roles, forms, headers."""

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.staff.account import Role
from bot.staff.console import open_console
from bot.staff.guard import Guarded
from bot.staff.visit import ANYBODY, Page
from tests.bot.staff.conftest import Open
from tests.fakes.staff import PEOPLE, College
from tests.fakes.wechat import Service

NAMES = {account.role: account.name for account in PEOPLE}
# What anybody may call outside the console; a new route has to be put here, or behind the border.
OPEN = {
    "/",
    "/page/{name}",
    "/api/ask",
    "/api/feedback",
    "/embed.js",
    "/healthz",
    "/readyz",
    "/metrics",
    "/wechat",
    "/wechat/",
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def declared(app: web.Application) -> list[tuple[str, Page]]:
    """The path and page of every route behind the border, as the application's own router has them."""
    found: list[tuple[str, Page]] = []
    for route in app.router.routes():
        path = route.resource.canonical if route.resource else ""
        owner = getattr(route.handler, "__self__", None)
        if isinstance(owner, Guarded):
            found.append((path.format(secret="x", name="staff.css", number="1"), owner.page))
        else:
            assert path in OPEN, f"{route.method} {path} is neither open to all nor behind the border of /staff"
    return found


def test_every_route_says_who_may_call_it(service: Service) -> None:
    """A route is one of those open to all, or a page of the console that names its roles; only the way in needs none."""
    pages = declared(service.app())
    assert len(pages) > 40
    assert all(path.startswith("/staff") for path, _ in pages)
    free = {page.path for _, page in pages if page.needs is ANYBODY}
    assert free == {"/sign-in", "/welcome/{secret}", "/static/{name}"}
    assert all(page.needs is ANYBODY or (page.needs and set(page.needs) <= set(Role)) for _, page in pages)


async def test_no_page_is_shown_or_done_without_its_role(service: Service, browse: Open) -> None:
    """Every route, with every role and without any: a stranger is sent to the sign-in or refused, a wrong role refused."""
    pages = [(path, page) for path, page in declared(service.app()) if page.needs is not ANYBODY]
    leaving = {"/staff/sign-out", "/staff/me/sign-out"}
    stranger = await browse()
    await stranger.get("/sign-in")
    people = {role: await browse(name) for role, name in NAMES.items()}
    for path, page in pages:
        response = await stranger.client.request(
            page.method, path, data={"token": stranger.token} if page.method == "POST" else None, allow_redirects=False
        )
        expected = (303, "/staff/sign-in") if page.method == "GET" else (401, "")
        assert response.status == expected[0], path
        assert response.headers.get("Location", "").startswith(expected[1])
        for role, browser in people.items():
            if role in page.needs and path in leaving:
                continue
            response = await browser.client.request(
                page.method,
                path,
                data={"token": browser.token} if page.method == "POST" else None,
                allow_redirects=False,
            )
            assert (response.status == 403) == (role not in page.needs), (path, role, response.status)
            assert response.status < 500, (path, role)


async def test_no_form_is_taken_without_the_token_of_its_own_page(service: Service, browse: Open) -> None:
    """Every POST route: no token, a made-up one and another person's are refused before the page is run."""
    posts = [(path, page) for path, page in declared(service.app()) if page.method == "POST"]
    assert len(posts) > 12
    people = {role: await browse(name) for role, name in NAMES.items()}
    others = {Role.OFFICER: Role.REVIEWER, Role.REVIEWER: Role.OFFICER, Role.ADMINISTRATOR: Role.OFFICER}
    for path, page in posts:
        role = next((one for one in Role if one in page.needs), Role.OFFICER)
        browser = people[role]
        for wrong in ({}, {"token": "0" * 64}, {"token": "不是"}, {"token": people[others[role]].token}):
            response = await browser.client.post(path, data=wrong, allow_redirects=False)
            assert response.status == 400, path
            assert "表单已经失效" in await response.text()


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
async def test_a_form_from_another_site_is_refused_even_with_a_token(browse: Open, site: str) -> None:
    """The browser itself tells that the form stood elsewhere (Sec-Fetch-Site)."""
    browser = await browse("李财务")
    response = await browser.client.post(
        "/staff/sign-out", data={"token": browser.token}, headers={"Sec-Fetch-Site": site}, allow_redirects=False
    )
    assert response.status == 400


async def test_every_page_has_the_headers_that_keep_it_private_and_unframed(service: Service, browse: Open) -> None:
    """No inline script or style, no frame, no guessing, no referrer, nothing kept in a cache."""
    browser = await browse("陈管理")
    for path, page in declared(service.app()):
        if page.method == "GET" and page.path != "/static/{name}":
            response = await browser.client.get(path, allow_redirects=False)
            assert {name: response.headers[name] for name in HEADERS} == HEADERS, path
            policy = response.headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy
            assert "frame-ancestors 'none'" in policy
            assert "unsafe" not in policy
            text = await response.text()
            assert " style=" not in text
            assert "<script>" not in text


@pytest.mark.parametrize(
    ("name", "status", "kind"),
    [("staff.css", 200, "text/css"), ("staff.js", 200, "text/javascript"), ("frame.html", 404, "text/html")],
)
async def test_the_style_sheet_and_the_script_are_served_and_nothing_else_of_the_folder(
    browse: Open, name: str, status: int, kind: str
) -> None:
    """They may be kept for minutes, and set no cookie."""
    browser = await browse()
    response = await browser.client.get(f"/staff/static/{name}")
    assert (response.status, response.content_type) == (status, kind)


async def test_an_error_of_our_own_is_a_polite_line_and_a_log_entry_without_its_message(
    service: Service, browse: Open, college: College
) -> None:
    """What broke is in the log by its place alone; the page tells the person."""
    browser = await browse("王审核")
    (college.data / "staff-publish.json").write_text('{"by": "x", "started": 1e300, "ended": 1e300}')
    response = await browser.client.get("/staff/publish")
    assert response.status == 500
    assert "告诉管理员" in await response.text()
    (entry,) = service.logged()
    assert (entry["event"], entry["path"]) == ("request_failed", "/staff/publish")


async def test_without_any_account_the_console_says_how_to_make_the_first(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """The command is on the page where one would sign in."""
    college = College(tmp_path_factory.mktemp("empty"))
    app = Service(staff=open_console(college.premises())).app()
    async with TestClient(TestServer(app)) as client:
        response = await client.get("/staff")
        assert "gongkai staff add" in await response.text()
