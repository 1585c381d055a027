"""An Official Account for tests: its settings, a watch whose log can be read, and a service over a scripted answerer."""

import io
import json
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.app import Fittings, make_app
from bot.chat.routes import Site
from bot.logs import open_log
from bot.metrics import Metrics
from bot.settings import WeChatSettings
from bot.staff.console import Console
from bot.wechat.letters import Letters
from bot.wechat.watch import Watch
from bot.wechat.webhook import Patience
from tests.fakes.answerer import ScriptedAnswerer

NOW = 1_780_000_000.0
KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
OLD_KEY = "kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1aR"


def settings(**given: object) -> WeChatSettings:
    """A fully configured account; `given` replaces or adds settings."""
    return WeChatSettings.model_validate({"token": "testtoken", "app_id": "wx1", "encoding_aes_key": KEY} | given)


@dataclass(slots=True)
class Service:
    """The real application over a scripted answerer; what it logs and counts can be read."""

    answerer: ScriptedAnswerer = field(default_factory=ScriptedAnswerer)
    settings: WeChatSettings = field(default_factory=settings)
    patience: Patience = field(default_factory=Patience)
    examples: tuple[str, ...] = ("学费是多少？",)
    site: Site = field(default_factory=Site)
    metrics: Metrics = field(default_factory=Metrics)
    stream: io.BytesIO = field(default_factory=io.BytesIO)
    folder: Path | None = None
    clock: Callable[[], float] = lambda: NOW
    staff: AbstractContextManager[Console] | None = None
    letters: Letters = field(default_factory=Letters)

    def app(self) -> web.Application:
        watch = Watch(open_log(self.stream), self.metrics, now=self.clock)
        if self.folder is not None:
            watch = replace(watch, clock=self.clock)
        return make_app(
            nullcontext(self.answerer),
            self.settings,
            watch,
            Fittings(
                patience=self.patience,
                folder=self.folder,
                site=replace(self.site, examples=self.examples),
                staff=self.staff,
                letters=self.letters,
            ),
        )

    def logged(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.stream.getvalue().splitlines()]

    def counted(self, name: str, **labels: str) -> float:
        return self.metrics.registry.get_sample_value(name, labels) or 0.0
