"""What the service must be told: where it listens, and what it shares with WeChat.

Read once by `scripts/settings.py` from `gongkai.toml` and `GONGKAI_…` variables, frozen, then handed down. With the
defaults the service starts with its web page alone; the webhook opens once a token is set.
"""

import re
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, model_validator


def _token(value: SecretStr) -> SecretStr:
    if value.get_secret_value() and not re.fullmatch(r"[!-~]{3,32}", value.get_secret_value()):
        raise ValueError("the token has 3 to 32 letters and digits, as typed into WeChat's developer platform")
    return value


def _aes_key(value: SecretStr) -> SecretStr:
    if value.get_secret_value() and not re.fullmatch(r"[A-Za-z0-9]{43}", value.get_secret_value()):
        raise ValueError("an EncodingAESKey has exactly 43 letters and digits, as WeChat's developer platform shows it")
    return value


def _address(value: str) -> str:
    if not re.fullmatch(r"https?://[^\s/]+(/[^\s]*)?", value):
        raise ValueError("expected an address such as https://api.weixin.qq.com")
    return value.rstrip("/")


Token = Annotated[SecretStr, AfterValidator(_token)]
AesKey = Annotated[SecretStr, AfterValidator(_aes_key)]
_NONE = SecretStr("")


class ServerSettings(BaseModel):
    """Where the service listens, and how many processes answer."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str = Field(default="127.0.0.1", min_length=1)
    port: int = Field(default=8080, ge=0, le=65535, description="0 takes any free port")
    workers: int = Field(default=1, ge=0, le=64, description="processes on the one port; 0 takes one a core")


class StaffSettings(BaseModel):
    """The staff console: how long a sign-in lasts, how large an uploaded file may be, which proxies tell who calls."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    idle_minutes: int = Field(default=30, ge=1, le=1440)
    session_hours: int = Field(default=12, ge=1, le=168)
    upload_mb: int = Field(default=50, ge=1, le=1024)
    proxies: tuple[str, ...] = Field(
        default=("127.0.0.1", "::1"), description="addresses whose X-Forwarded-For and X-Forwarded-Proto are believed"
    )


class WeChatSettings(BaseModel):
    """What WeChat's developer platform and this service agree on; empty secrets mean "not configured".

    A token alone serves plaintext mode; `app_id` and `encoding_aes_key` add the compatible and safe modes. After a
    change of key in the platform the old one goes to `previous_encoding_aes_key`, because WeChat may still use it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    token: Token = _NONE
    app_id: str = Field(default="", pattern=r"^[A-Za-z0-9_\-]*$", max_length=64)
    secret: SecretStr = _NONE
    encoding_aes_key: AesKey = _NONE
    previous_encoding_aes_key: AesKey = _NONE
    api_base: Annotated[str, AfterValidator(_address)] = "https://api.weixin.qq.com"
    identity_key: SecretStr = Field(
        default=_NONE, description="keys the hash that stands for a person; derived when empty"
    )
    clock_window_s: int = Field(
        default=0,
        ge=0,
        le=86_400,
        description="how old or new a signed timestamp may be, in seconds; 0 does not look at it",
    )

    keywords: Path | None = Field(default=None, description="fixed replies, as `gongkai menu keywords` writes them")
    kept_hours: int = Field(default=48, ge=1, le=720, description="how long a late answer waits for its person")
    burst: int = Field(default=20, ge=1, le=1000, description="questions of one person that are answered at once")
    pace_s: float = Field(
        default=2.0, ge=0, le=60, description="after these, one every so many seconds; 0 slows nobody"
    )

    @model_validator(mode="after")
    def _complete(self) -> Self:
        encrypted = bool(self.encoding_aes_key.get_secret_value())
        if encrypted and not (self.app_id and self.configured):
            raise ValueError("encoding_aes_key needs token and app_id beside it")
        if self.previous_encoding_aes_key.get_secret_value() and not encrypted:
            raise ValueError("previous_encoding_aes_key needs encoding_aes_key, the current one")
        return self

    @property
    def configured(self) -> bool:
        """Whether the webhook can check a signature at all."""
        return bool(self.token.get_secret_value())

    @property
    def calls_out(self) -> bool:
        """Whether WeChat's API can be called: menus, answers that come later, `doctor --wechat`."""
        return bool(self.app_id and self.secret.get_secret_value())

    @property
    def aes_keys(self) -> tuple[str, ...]:
        """The keys to try on an encrypted message, the current one first; empty when only plaintext mode is served."""
        keys = (self.encoding_aes_key, self.previous_encoding_aes_key)
        return tuple(key.get_secret_value() for key in keys if key.get_secret_value())


class MenuSettings(BaseModel):
    """The account's menu: a file of the college's own, or a theme that comes with the program."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    theme: Literal["admissions", "term", "graduation"] = "admissions"
    file: Annotated[Path, AfterValidator(Path.expanduser)] | None = None


class RetentionSettings(BaseModel):
    """How long the words of questions are kept, which are masked and name nobody; that they were asked stays counted."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    days: int = Field(default=180, ge=1, le=3650)
