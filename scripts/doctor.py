"""`gongkai doctor`: looks at everything a newcomer may have missed, and says for each what to do.

A check is a function in CHECKS that takes the settings and returns findings; add one there.
"""

import asyncio
import os
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot.errors import VocabularyInvalid
from bot.understanding.own import OwnWords
from bot.wechat.rights import Right, Standing
from bot.wechat.rights import examine as rights_of
from index.bundle import Manifest
from index.encoder_card import CARD_FILE
from index.errors import NoBundle, RetrievalError
from index.shelf import Shelf
from knowledge.errors import StoreUnavailable
from knowledge.notice import Status
from knowledge.parsers import ocr
from knowledge.sites.errors import Refusal, SyncStateUnavailable
from knowledge.sites.job import Place
from knowledge.sites.state import SyncState
from knowledge.store import KnowledgeStore
from scripts import console, options
from scripts.calling import api
from scripts.errors import ConfigurationError
from scripts.settings import Settings, load


class Level(StrEnum):
    """How bad a finding is: only FAIL makes the command fail."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check saw, and what to do about it ("" when nothing)."""

    check: str
    level: Level
    message: str
    advice: str = ""


WeChat = Annotated[bool, typer.Option("--wechat", help="Ask WeChat too: the account's rights, addresses, clock.")]


def run(
    wechat: WeChat = False,
    as_json: options.AsJson = False,
    config: options.Config = None,
    data: options.Data = None,
) -> None:
    """Check the installation, the data folder and the settings, and say what to do.

    Exits with 1 when something must be mended before the service can work.
    """
    findings = examine(config, data)
    if wechat and all(finding.check != "settings" or finding.level is Level.OK for finding in findings):
        findings += check_account(load(config, data))
    if as_json:
        console.write_json([asdict(finding) for finding in findings])
    else:
        for finding in findings:
            advice = f" → {finding.advice}" if finding.advice else ""
            console.OUT.print(
                f"{finding.level:<4}  {finding.check}: {finding.message}{advice}", markup=False, soft_wrap=True
            )
    if any(finding.level is Level.FAIL for finding in findings):
        raise typer.Exit(1)


def examine(config: Path | None, data: Path | None) -> list[Finding]:
    """The findings of all checks, or the one that the settings cannot be read."""
    try:
        settings = load(config, data)
    except ConfigurationError as error:
        return [check_python(sys.version_info[:2]), Finding("settings", Level.FAIL, str(error), "mend the setting")]
    found = [check_python(sys.version_info[:2]), Finding("settings", Level.OK, "every setting is known and in bounds")]
    return found + [check(settings) for check in CHECKS]


def check_python(version: tuple[int, ...]) -> Finding:
    """Whether the interpreter is one that gongkai runs on; `version` is (major, minor)."""
    shown = ".".join(map(str, version))
    if version < (3, 11):
        return Finding("python", Level.FAIL, f"version {shown}", "install Python 3.11 or newer")
    return Finding("python", Level.OK, f"version {shown}")


def check_folder(settings: Settings) -> Finding:
    """Whether the data folder, or the one that it will be created in, can be written."""
    folder = settings.data.dir.absolute()
    standing = next(path for path in (folder, *folder.parents) if path.exists())
    if not standing.is_dir() or not os.access(standing, os.W_OK | os.X_OK):
        return Finding("data folder", Level.FAIL, f"{standing} cannot be written", "choose another with --data")
    return Finding("data folder", Level.OK, f"{folder} can be written")


def check_store(settings: Settings) -> Finding:
    """Whether the knowledge store opens, and how much is in it; it is not created."""
    if not settings.data.store.exists():
        return Finding("notices", Level.WARN, "none has been imported yet", "run `gongkai import PATH`")
    try:
        with KnowledgeStore.open(settings.data.store) as store:
            notices = store.notices()
    except StoreUnavailable as error:
        return Finding("notices", Level.FAIL, str(error), "restore the data folder from a backup, or choose another")
    published = sum(notice.status is Status.PUBLISHED for notice in notices)
    if not published:
        return Finding("notices", Level.WARN, f"{len(notices)} notices, none published", "import or restore some")
    return Finding("notices", Level.OK, f"{len(notices)} notices, {published} of them published")


def check_encoder(settings: Settings) -> Finding:
    """Whether an encoder has been converted into the cache already; a publish does it otherwise."""
    folders = [card.parent.name for card in settings.encoder.cache.glob(f"*/{CARD_FILE}")]
    if not folders:
        message = f"none is prepared in {settings.encoder.cache}"
        return Finding("encoder", Level.WARN, message, "the first `gongkai publish` prepares it")
    return Finding("encoder", Level.OK, f"{len(folders)} prepared in {settings.encoder.cache}")


def check_bundle(settings: Settings) -> Finding:
    """Whether the live bundle's manifest is there and of this version's format."""
    try:
        manifest = Manifest.read(Shelf(settings.data.dir).live())
    except NoBundle:
        return Finding("bundle", Level.WARN, "nothing is published yet", "run `gongkai publish`")
    except RetrievalError as error:
        return Finding("bundle", Level.FAIL, str(error), "run `gongkai publish`, or `gongkai rollback`")
    counts = f"{manifest.notices} notices, {manifest.passages} passages"
    return Finding("bundle", Level.OK, f"{manifest.id} is live: {counts}")


def check_words(settings: Settings) -> Finding:
    """Whether the college's own words can be read, where it has any."""
    try:
        own = OwnWords(settings.data.dir).entries()
    except VocabularyInvalid as error:
        return Finding("vocabulary", Level.FAIL, str(error), "mend the entry that the line names")
    return Finding("vocabulary", Level.OK, f"{len(own)} entries of the college's own")


def check_recognition(settings: Settings) -> Finding:  # noqa: ARG001 - every check is given the settings
    """Whether scanned PDFs and pictures can be read; without it they are reported at import, and nothing else is lost."""
    if absent := ocr.missing():
        message = f"{absent} is not installed, so scanned PDFs and pictures cannot be imported"
        return Finding("text recognition", Level.WARN, message, ocr.INSTALL)
    return Finding("text recognition", Level.OK, "scanned PDFs and pictures can be imported")


def check_sync(settings: Settings) -> Finding:
    """Which columns of sites are followed, when they last were, and what the sites' robots.txt keep back; asks no site."""
    columns = settings.sync.columns
    if not columns:
        return Finding("sync", Level.OK, "no column of a site is configured, so `gongkai sync` follows none")
    names = f"{len(columns)} columns ({'、'.join(column.name for column in columns)})"
    place = Place(settings.data.sites)
    if not place.state.exists():
        return Finding("sync", Level.WARN, f"{names}, never followed yet", "run `gongkai sync`")
    try:
        with SyncState.open(place.state) as state:
            runs = [run for column in columns if (run := state.last(column.name))]
            forbidden = sum(
                page.reason == Refusal.ROBOTS for column in columns for page in state.of_column(column.name)
            )
    except SyncStateUnavailable as error:
        return Finding("sync", Level.FAIL, str(error), "restore the data folder from a backup")
    last = max((run.started_at for run in runs), default=None)
    message = f"{names}, last followed {f'{last:%Y-%m-%d %H:%M} UTC' if last else 'never'}"
    message += f"; robots.txt forbids {forbidden} pages" if forbidden else "; robots.txt forbids no page"
    if len(runs) < len(columns) or not all(run.finished for run in runs):
        advice = "run `gongkai sync`: it goes on where it was broken off"
        return Finding("sync", Level.WARN, f"{message}; not every column was followed to its end", advice)
    return Finding("sync", Level.OK, message)


def check_wechat(settings: Settings) -> Finding:
    """Whether WeChat can reach the webhook, and in which mode; forms and lengths are the settings' own business."""
    wechat = settings.wechat
    if not wechat.configured:
        advice = "set GONGKAI_WECHAT__TOKEN to the token of WeChat's developer platform"
        return Finding("wechat", Level.WARN, "no token, so the webhook is closed and only the page answers", advice)
    if not wechat.aes_keys:
        advice = "set GONGKAI_WECHAT__APP_ID and GONGKAI_WECHAT__ENCODING_AES_KEY for safe mode"
        return Finding("wechat", Level.WARN, "plaintext mode only: messages are not encrypted", advice)
    if not wechat.app_id.startswith("wx"):
        return Finding("wechat", Level.WARN, f"the app id {wechat.app_id} does not begin with wx", "copy it again")
    return Finding("wechat", Level.OK, f"safe mode for {wechat.app_id}")


_LEVELS = {Standing.OK: Level.OK, Standing.MISSING: Level.WARN, Standing.FAILED: Level.FAIL}


def check_account(settings: Settings) -> list[Finding]:
    """What WeChat lets the account do, by asking it; passive replies need none of it."""
    if not settings.wechat.calls_out:
        advice = "set GONGKAI_WECHAT__APP_ID and GONGKAI_WECHAT__SECRET; passive replies work without"
        return [Finding("wechat api", Level.WARN, "no app id and secret, so WeChat cannot be asked", advice)]
    rights = asyncio.run(_rights(settings))
    return [Finding(f"wechat {one.name}", _LEVELS[one.standing], one.message, one.advice) for one in rights]


async def _rights(settings: Settings) -> list[Right]:
    async with api(settings) as opened:
        return await rights_of(opened)


def check_clock(settings: Settings) -> Finding:
    """Whether the day is the machine's own."""
    today = settings.clock.today(datetime.now(UTC))
    if settings.clock.now is not None:
        advice = "remove GONGKAI_CLOCK__NOW, or `now` in the section `clock`, before real use"
        return Finding("clock", Level.WARN, f"fixed at {today}: dates of validity are judged by that day", advice)
    return Finding("clock", Level.OK, f"{today} in China")


CHECKS: tuple[Callable[[Settings], Finding], ...] = (
    check_folder,
    check_store,
    check_encoder,
    check_bundle,
    check_words,
    check_recognition,
    check_sync,
    check_wechat,
    check_clock,
)
