"""Configuration: `gongkai.toml` and `GONGKAI_…` variables, read once by each command, frozen, and handed down.

A variable is stronger than the file: `GONGKAI_CLOCK__NOW` is `now` in the section `clock`. `--data` beats both.
"""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path

from pydantic import Field, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.chat.settings import PageSettings
from bot.loop.settings import LoopSettings
from bot.settings import MenuSettings, RetentionSettings, ServerSettings, StaffSettings, WeChatSettings
from knowledge.sites.columns import SyncSettings
from scripts.errors import ConfigurationError
from scripts.sections import (
    ClockSettings,
    ConversationSettings,
    DataSettings,
    EncoderSettings,
    ImportSettings,
    OfficesSettings,
    PrivacySettings,
    PublishSettings,
)

DEFAULT_FILE = Path("gongkai.toml")
PREFIX = "GONGKAI_"


class Settings(BaseSettings):
    """Everything that can be configured, by section."""

    model_config = SettingsConfigDict(
        frozen=True,
        extra="forbid",
        env_prefix=PREFIX,
        env_prefix_target="all",
        env_nested_delimiter="__",
        env_ignore_empty=True,
        hide_input_in_errors=True,
    )

    data: DataSettings = Field(default_factory=DataSettings)
    server: ServerSettings = Field(default_factory=lambda: ServerSettings.model_validate({}))
    wechat: WeChatSettings = Field(default_factory=lambda: WeChatSettings.model_validate({}))
    encoder: EncoderSettings = Field(default_factory=EncoderSettings)
    clock: ClockSettings = Field(default_factory=ClockSettings)
    # a section may be called what no name in Python may
    imports: ImportSettings = Field(default_factory=ImportSettings, alias="import")
    publish: PublishSettings = Field(default_factory=PublishSettings)
    conversation: ConversationSettings = Field(default_factory=ConversationSettings)
    menu: MenuSettings = Field(default_factory=MenuSettings)
    offices: OfficesSettings = Field(default_factory=OfficesSettings)
    sync: SyncSettings = Field(default_factory=SyncSettings)
    retention: RetentionSettings = Field(default_factory=RetentionSettings)
    privacy: PrivacySettings = Field(default_factory=PrivacySettings)
    page: PageSettings = Field(default_factory=lambda: PageSettings.model_validate({}))
    staff: StaffSettings = Field(default_factory=lambda: StaffSettings.model_validate({}))
    loop: LoopSettings = Field(default_factory=lambda: LoopSettings.model_validate({}))

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Variables before what `load` read from the file; nothing else is looked at."""
        del settings_cls, dotenv_settings, file_secret_settings
        return env_settings, init_settings


def load(config: Path | None = None, data: Path | None = None) -> Settings:
    """The settings of one command: `config` (default ./gongkai.toml, if there), variables, and `data` over `data.dir`.

    Raises ConfigurationError for a file that cannot be read, an unknown key or variable, or a value out of bounds.
    """
    file = config or (DEFAULT_FILE if DEFAULT_FILE.is_file() else None)
    read = _read(file) if file else {}
    _check_names(os.environ)
    where = f"{file} or a variable" if file else "a variable"
    try:
        settings = Settings(**read)  # type: ignore[arg-type]
    except ValidationError as error:
        # a value of two possible kinds fails once for each: one line a setting is enough
        problems = {_name(problem): _line(problem) for problem in error.errors(include_url=False)}
        raise ConfigurationError(f"{where} cannot be used: {'; '.join(problems.values())}") from None
    return settings.model_copy(update={"data": DataSettings(dir=data)}) if data is not None else settings


def _read(file: Path) -> dict[str, object]:
    try:
        with file.open("rb") as stream:
            return _beside(file, tomllib.load(stream))
    except OSError as error:
        raise ConfigurationError(f"{file} cannot be read: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{file} is not TOML: {error}") from None


_PATHS = (
    ("data", "dir"),
    ("encoder", "cache"),
    ("publish", "golden"),
    ("offices", "file"),
    ("menu", "file"),
    ("wechat", "keywords"),
    ("loop", "topics"),
)


def _beside(file: Path, read: dict[str, object]) -> dict[str, object]:
    """The settings with paths that the file gives read from where the file stands, not from where the command runs."""
    for section, key in _PATHS:
        values = read.get(section)
        if isinstance(values, dict) and isinstance(values.get(key), str):
            values[key] = str(file.parent / Path(values[key]).expanduser())
    return read


def _check_names(environment: Mapping[str, str]) -> None:
    """Refuses what pydantic-settings passes over: a variable that begins like ours but names no section."""
    sections = [field.alias or name for name, field in Settings.model_fields.items()]
    for name in environment:
        section, _, key = name.upper().removeprefix(PREFIX).lower().partition("__")
        if name.upper().startswith(PREFIX) and not (key and section in sections):
            expected = f"{PREFIX}SECTION__KEY, the sections being {', '.join(sections)}"
            raise ConfigurationError(f"unknown variable {name}: expected {expected}")


def _name(problem: ErrorDetails) -> str:
    path = [str(step) for step in problem["loc"] if step not in ("date", "datetime")]
    return f"`{'.'.join(path)}` ({PREFIX}{'__'.join(path).upper()})"


def _line(problem: ErrorDetails) -> str:
    """One problem in words; what came is left out for the section that holds secrets."""
    name = _name(problem)
    if problem["type"] == "extra_forbidden":
        return f"unknown setting {name}"
    shown = "" if problem["loc"][0] in ("wechat", "loop") else f", got {problem['input']!r}"
    return f"{name}: {problem['msg'].removeprefix('Value error, ')}{shown}"
