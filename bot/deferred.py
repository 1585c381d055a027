"""Pages that are read in when the first of them is asked for, so that a service does not start later for their sake."""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NoReturn

from aiohttp import web
from aiohttp.web_urldispatcher import UrlMappingMatchInfo

Load = Callable[[], Iterable[web.RouteDef]]


class DeferredPages(web.AbstractResource):
    """All addresses from `prefix` down, as the routes say that `load` gives; it imports what they need, in a thread.

    Register it with `app.router.register_resource`. Every route of `load` must begin with the prefix.
    """

    def __init__(self, prefix: str, load: Load) -> None:
        super().__init__()
        self._prefix = prefix
        self._load = load
        self._pages: web.UrlDispatcher | None = None

    @property
    def canonical(self) -> str:
        """The prefix, under which aiohttp's router looks for whatever is below it."""
        return self._prefix

    async def resolve(self, request: web.Request) -> tuple[UrlMappingMatchInfo | None, set[str]]:
        """The page at the request's address; without one, the methods that the address takes."""
        pages = self._pages
        match = await (await asyncio.to_thread(self._loaded) if pages is None else pages).resolve(request)
        refusal = match.http_exception
        if refusal is None:
            return match, set()
        return None, set(refusal.allowed_methods) if isinstance(refusal, web.HTTPMethodNotAllowed) else set()

    def _loaded(self) -> web.UrlDispatcher:
        if self._pages is None:
            pages = web.UrlDispatcher()
            pages.add_routes(self._load())
            self._pages = pages
        return self._pages

    def raw_match(self, path: str) -> bool:
        """Whether a path is the prefix itself."""
        return path == self._prefix

    def get_info(self) -> Any:  # noqa: ANN401 - aiohttp's own type is private
        """The prefix, for those who list an application's routes."""
        return {"prefix": self._prefix}

    def add_prefix(self, prefix: str) -> NoReturn:
        """Not for applications inside another: the routes have their whole addresses."""
        raise RuntimeError(f"pages of {self._prefix} cannot be moved to {prefix}")

    def url_for(self, **_: str) -> NoReturn:
        """Not for making addresses: the pages are not known yet."""
        raise RuntimeError(f"the addresses below {self._prefix} are known to its pages alone")

    def __len__(self) -> int:
        return len(self._loaded().routes())

    def __iter__(self) -> Iterator[web.AbstractRoute]:
        return iter(self._loaded().routes())
