"""`gongkai doctor`."""

import json
import sqlite3
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.settings import WeChatSettings
from index.bundle import FORMAT, Manifest
from index.shelf import Shelf
from knowledge.parsers import ocr
from knowledge.sites.columns import Column, SyncSettings
from knowledge.sites.errors import Refusal
from knowledge.sites.job import Place
from knowledge.sites.page import Outcome, Page
from knowledge.sites.state import SyncState
from knowledge.store.file import connect
from scripts import doctor
from scripts.doctor import Finding, Level
from scripts.main import main
from scripts.sections import ClockSettings, DataSettings, EncoderSettings
from scripts.settings import Settings

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=DataSettings(dir=tmp_path / "data"), encoder=EncoderSettings(cache=tmp_path / "cache"))


def wechat(settings: Settings, **values: str) -> Finding:
    return doctor.check_wechat(settings.model_copy(update={"wechat": WeChatSettings.model_validate(values)}))


def test_fresh(tmp_path: Path, capsys: Captured) -> None:
    """In a fresh folder nothing fails, and every line that warns says what to do."""
    assert main(["doctor", "--data", str(tmp_path / "data")]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2 + len(doctor.CHECKS)
    assert all("→" in line for line in lines if line.startswith("warn"))
    assert not (tmp_path / "data").exists()


def test_json_and_bad_settings(tmp_path: Path, capsys: Captured) -> None:
    """Settings that cannot be read are a finding, not a crash, and the status is 1."""
    (tmp_path / "x.toml").write_text("[sever]", encoding="utf-8")
    assert main(["doctor", "--json", "--config", str(tmp_path / "x.toml")]) == 1
    findings = json.loads(capsys.readouterr().out)
    assert [finding["level"] for finding in findings] == ["ok", "fail"]


def test_python() -> None:
    """An interpreter that is too old fails."""
    assert doctor.check_python((3, 10)).level is Level.FAIL
    assert doctor.check_python((3, 13)).level is Level.OK


def test_folder(settings: Settings, tmp_path: Path) -> None:
    """A data folder below a file cannot be written."""
    assert doctor.check_folder(settings).level is Level.OK
    (tmp_path / "data").write_text("x", encoding="utf-8")
    assert doctor.check_folder(settings).level is Level.FAIL


def test_store(settings: Settings, tmp_path: Path, capsys: Captured) -> None:
    """The store is counted when it opens, and failing when it is of another version."""
    assert doctor.check_store(settings).level is Level.WARN
    connect(settings.data.store).dispose()
    assert "none published" in doctor.check_store(settings).message
    (tmp_path / "a.md").write_text("正文。", encoding="utf-8")
    main(["import", str(tmp_path / "a.md"), "--data", str(settings.data.dir)])
    capsys.readouterr()
    assert doctor.check_store(settings).message == "1 notices, 1 of them published"
    with sqlite3.connect(settings.data.store) as connection:
        connection.execute("PRAGMA user_version=99")
    connection.close()
    assert doctor.check_store(settings).level is Level.FAIL


def test_encoder(settings: Settings) -> None:
    """An encoder counts as prepared when its card is in the cache."""
    assert doctor.check_encoder(settings).level is Level.WARN
    card = settings.encoder.cache / "abc" / "encoder.json"
    card.parent.mkdir(parents=True)
    card.write_text("{}", encoding="utf-8")
    assert doctor.check_encoder(settings).level is Level.OK


def test_text_recognition(settings: Settings) -> None:
    """What is missing to read scans is named, with the command that installs it; it never fails the check."""
    finding = doctor.check_recognition(settings)
    assert finding.level is (Level.WARN if ocr.missing() else Level.OK)
    assert bool(finding.advice) is bool(ocr.missing())


def test_bundle(settings: Settings) -> None:
    """The live bundle is described; one that cannot be read fails."""
    assert doctor.check_bundle(settings).level is Level.WARN
    shelf = Shelf(settings.data.dir)
    built = shelf.building("b1")
    Manifest("b1", FORMAT, "e", "2024-05-01T00:00:00Z", 3, 12, 256, {}).write(built)
    folder = shelf.keep(built, "b1")
    shelf.point("b1", 3)
    assert doctor.check_bundle(settings).message == "b1 is live: 3 notices, 12 passages"
    (folder / "manifest.json").write_text("x", encoding="utf-8")
    assert doctor.check_bundle(settings).level is Level.FAIL


def test_words(settings: Settings) -> None:
    """A file of own words that cannot be read fails, with the entry to mend."""
    assert doctor.check_words(settings).message.startswith("0 entries")
    settings.data.dir.mkdir(parents=True, exist_ok=True)
    (settings.data.dir / "vocabulary.yaml").write_text("- {say: [蓝房子]}", encoding="utf-8")
    found = doctor.check_words(settings)
    assert found.level is Level.FAIL
    assert "entry 1" in found.message


def test_wechat(settings: Settings) -> None:
    """The webhook's mode follows from what is set, and an app id of another kind is noticed."""
    key = "a" * 43
    assert "no token" in wechat(settings).message
    assert "plaintext" in wechat(settings, token="token").message
    assert "does not begin" in wechat(settings, token="token", app_id="gh_1", encoding_aes_key=key).message
    assert wechat(settings, token="token", app_id="wx1", encoding_aes_key=key).level is Level.OK


def test_sync(settings: Settings) -> None:
    """Which columns are followed, whether the last run came to its end, and how many pages robots.txt forbids."""
    column = Column(name="招生通知", url="https://zs.example.edu.cn/list.htm")
    assert "no column" in doctor.check_sync(settings).message
    settings = settings.model_copy(update={"sync": SyncSettings(columns=(column,))})
    assert "never followed" in doctor.check_sync(settings).message
    place = Place(settings.data.sites)
    with place.locked(), SyncState.open(place.state) as state:
        assert state.last(column.name) is None
        run = state.begin(column.name, datetime(2026, 9, 1, 6, 30, tzinfo=UTC))
        found = doctor.check_sync(settings)
        assert (found.level, "not every column" in found.message) == (Level.WARN, True)
        page = Page("https://zs.example.edu.cn/a", column.name, outcome=Outcome.REFUSED, reason=Refusal.ROBOTS)
        state.settle(page)
        state.finish(run)
    found = doctor.check_sync(settings)
    assert found.level is Level.OK
    assert found.message == "1 columns (招生通知), last followed 2026-09-01 06:30 UTC; robots.txt forbids 1 pages"
    place.state.write_bytes(b"no database" * 99)
    assert doctor.check_sync(settings).level is Level.FAIL


def test_clock(settings: Settings) -> None:
    """A fixed clock is pointed out."""
    fixed = settings.model_copy(update={"clock": ClockSettings(now=date(2025, 10, 15))})
    assert doctor.check_clock(settings).level is Level.OK
    assert "2025-10-15" in doctor.check_clock(fixed).message
