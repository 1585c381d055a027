"""Reading the configuration."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from knowledge.life import Policy, Publishing, Reviewer
from scripts.errors import ConfigurationError
from scripts.sections import ClockSettings, encoder_cache
from scripts.settings import load

NOW = datetime(2024, 5, 1, 17, 30, tzinfo=UTC)


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path / "my.toml"


def refused(config: Path | None = None) -> str:
    with pytest.raises(ConfigurationError) as caught:
        load(config)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_defaults(file: Path) -> None:
    """Without a file and variables everything has a default."""
    settings = load()
    assert settings.data.store == Path("data/knowledge.sqlite3")
    assert (settings.server.port, settings.publish.keep_bundles, settings.conversation.minutes) == (8080, 3, 10)
    assert settings.clock.now is None
    assert not file.exists()


def test_order(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable beats the file key by key, an empty variable says nothing, and the data option beats both."""
    file.write_text('[server]\nhost = "0.0.0.0"\nport = 9000\n[data]\ndir = "~/x"\n', encoding="utf-8")
    monkeypatch.setenv("GONGKAI_SERVER__PORT", "9001")
    monkeypatch.setenv("GONGKAI_SERVER__HOST", "")
    settings = load(file)
    assert (settings.server.host, settings.server.port) == ("0.0.0.0", 9001)  # noqa: S104 - nothing listens
    assert settings.data.dir == Path.home() / "x"
    assert load(file, Path("other")).data.dir == Path("other")


def test_default_file(file: Path) -> None:
    """gongkai.toml in the present folder is read without being named."""
    file.with_name("gongkai.toml").write_text("[conversation]\nminutes = 3\n", encoding="utf-8")
    assert load().conversation.minutes == 3


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ("[server]\nprot = 1\n", "unknown setting `server.prot` (GONGKAI_SERVER__PROT)"),
        ("[sever]\nport = 1\n", "unknown setting `sever`"),
        ("[server]\nport = 70000\n", "less than or equal to 65535, got 70000"),
        ("[clock]\nnow = 'soon'\n", "`clock.now` (GONGKAI_CLOCK__NOW)"),
        ("server = 3\n", "`server`"),
        ("server", "is not TOML"),
    ],
)
def test_refused_file(file: Path, toml: str, message: str) -> None:
    """A file that cannot be used is refused in one line that names the setting once."""
    file.write_text(toml, encoding="utf-8")
    shown = refused(file)
    assert message in shown
    assert shown.count("`clock.now`") <= 1


def test_missing_file(file: Path) -> None:
    """A file that was named must be there."""
    assert "my.toml cannot be read" in refused(file)


@pytest.mark.parametrize("name", ["GONGKAI_SEVER__PORT", "GONGKAI_WECHAT_TOKEN", "GONGKAI_SERVER", "gongkai_x__y"])
def test_unknown_variable(file: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """A variable that begins like ours and names no setting is refused, with the sections there are."""
    del file
    monkeypatch.setenv(name, "1")
    assert f"unknown variable {name}" in refused()


def test_broken_variable(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable whose key is one too deep is refused in one line."""
    del file
    monkeypatch.setenv("GONGKAI_SERVER__PORT__X", "{")
    assert "server" in refused()


def test_secrets_stay_hidden(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a refusal nor the settings themselves show a secret."""
    del file
    monkeypatch.setenv("GONGKAI_WECHAT__TOKEN", "topsecret")
    assert "topsecret" not in repr(load())
    monkeypatch.setenv("GONGKAI_WECHAT__TOKEN", "topsecret!" * 9)
    assert "topsecret" not in refused()
    assert "`wechat.token`" in refused()


def test_clock(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fixed day holds all day in China; without one the real moment counts, as a day in China."""
    del file
    monkeypatch.setenv("GONGKAI_CLOCK__NOW", "2025-10-15")
    assert load().clock.today(NOW) == date(2025, 10, 15)
    assert ClockSettings().moment(NOW) == NOW
    assert ClockSettings().today(NOW) == date(2024, 5, 2)


def test_clock_moments() -> None:
    """A fixed moment without a zone is China's; one with a zone is kept."""
    local = ClockSettings(now=datetime(2025, 10, 15, 8))  # noqa: DTZ001 - as a settings file gives it
    assert local.moment(NOW) == datetime(2025, 10, 15, 0, tzinfo=UTC)
    assert ClockSettings(now=datetime(2025, 10, 15, 20, tzinfo=UTC)).today(NOW) == date(2025, 10, 16)


def test_encoder_cache() -> None:
    """Converted encoders go where the machine keeps its caches."""
    assert encoder_cache({"XDG_CACHE_HOME": "/c"}) == Path("/c/gongkai/encoders")
    assert encoder_cache({}) == Path.home() / ".cache/gongkai/encoders"


def test_paths_in_a_file_are_read_from_where_the_file_stands(tmp_path: Path) -> None:
    """A folder with its configuration can be used from anywhere."""
    file = tmp_path / "college" / "gongkai.toml"
    file.parent.mkdir()
    file.write_text(
        '[offices]\nfile = "offices.yaml"\n[wechat]\nkeywords = "keywords.yaml"\n[data]\ndir = "/srv/notices"\n',
        encoding="utf-8",
    )
    settings = load(file)
    assert settings.wechat.keywords == file.parent / "keywords.yaml"
    assert settings.offices.file == file.parent / "offices.yaml"
    assert settings.data.dir == Path("/srv/notices")


def test_import(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The section [import] is called so in the file and in variables, and a wrong value names what is allowed."""
    assert load().imports.policy == Policy(Publishing.DIRECTLY, Reviewer.ANYONE)
    file.write_text('[import]\npublish = "after-check"\n', encoding="utf-8")
    monkeypatch.setenv("GONGKAI_IMPORT__REVIEWER", "another")
    monkeypatch.setenv("IMPORT__PUBLISH", "somebody else's variable")
    assert load(file).imports.policy == Policy(Publishing.AFTER_CHECK, Reviewer.ANOTHER)
    monkeypatch.setenv("GONGKAI_IMPORT__PUBLISH", "at once")
    assert "`import.publish` (GONGKAI_IMPORT__PUBLISH)" in refused()
    assert "'directly' or 'after-check'" in refused()
    monkeypatch.setenv("GONGKAI_IMPORTS__PUBLISH", "directly")
    assert "the sections being data, server, wechat, encoder, clock, import," in refused()
