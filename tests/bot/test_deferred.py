import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.deferred import DeferredPages


async def told(request: web.Request) -> web.Response:
    """Says by which route it was found."""
    resource = request.match_info.route.resource
    return web.json_response([resource.canonical if resource else "", dict(request.match_info)])


class Loaded:
    """Two pages below /desk, and how often they were loaded."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> list[web.RouteDef]:
        self.times += 1
        return [web.get("/desk", told), web.post("/desk/{drawer}/file", told)]


def app(load: Loaded) -> web.Application:
    made = web.Application()
    made.add_routes([web.get("/", told), web.get("/desktop", told)])
    made.router.register_resource(DeferredPages("/desk", load))
    return made


async def test_pages_are_loaded_once_when_the_first_is_asked_for() -> None:
    """Other addresses, one that only begins alike among them, load nothing; a page keeps its own address and its parts."""
    load = Loaded()
    async with TestClient(TestServer(app(load))) as client:
        assert await (await client.get("/")).json() == ["/", {}]
        assert await (await client.get("/desktop")).json() == ["/desktop", {}]
        assert load.times == 0
        assert await (await client.get("/desk")).json() == ["/desk", {}]
        assert await (await client.post("/desk/b/file")).json() == ["/desk/{drawer}/file", {"drawer": "b"}]
        assert load.times == 1


@pytest.mark.parametrize(
    ("method", "path", "status", "allow"),
    [
        ("GET", "/desk/b", 404, None),
        ("GET", "/desk/", 404, None),
        ("GET", "/desk/b/file", 405, "POST"),
        ("DELETE", "/desk", 405, "GET,HEAD"),
    ],
)
async def test_what_is_no_page_is_refused_as_elsewhere(method: str, path: str, status: int, allow: str | None) -> None:
    """An address that no page has is not found; one that takes other methods says which."""
    async with TestClient(TestServer(app(Loaded()))) as client:
        response = await client.request(method, path)
        assert (response.status, response.headers.get("Allow")) == (status, allow)


def test_the_pages_are_listed_with_the_applications_routes() -> None:
    """Whoever looks at all routes sees these too, and so what guards them."""
    listed = [route.resource.canonical for route in app(Loaded()).router.routes() if route.resource]
    assert listed.count("/desk") == 2  # GET and HEAD
    assert "/desk/{drawer}/file" in listed
    pages = DeferredPages("/desk", Loaded())
    assert len(pages) == 3
    assert (pages.get_info(), pages.raw_match("/desk"), pages.raw_match("/desk/b")) == (
        {"prefix": "/desk"},
        True,
        False,
    )


def test_pages_stay_at_their_addresses() -> None:
    """They can neither be moved into another application nor be asked for an address."""
    pages = DeferredPages("/desk", Loaded())
    with pytest.raises(RuntimeError, match="cannot be moved"):
        pages.add_prefix("/house")
    with pytest.raises(RuntimeError, match="known to its pages alone"):
        pages.url_for()
