import pytest
from pydantic import ValidationError

from bot.settings import ServerSettings, WeChatSettings
from tests.fakes.wechat import KEY, OLD_KEY, settings


def test_nothing_configured_is_allowed_and_known_as_such() -> None:
    """The defaults start a service whose webhook is closed."""
    bare = WeChatSettings()
    assert not bare.configured
    assert bare.aes_keys == ()
    assert ServerSettings().port == 8080


def test_the_current_key_comes_before_the_previous_one() -> None:
    """Messages are tried with the current key first."""
    assert settings(previous_encoding_aes_key=OLD_KEY).aes_keys == (KEY, OLD_KEY)


def test_no_secret_shows_in_the_repr() -> None:
    """Token, secret and keys are masked wherever settings are printed."""
    shown = repr(settings(secret="s3cret-value", identity_key="id-key"))
    assert not any(secret in shown for secret in ("testtoken", KEY, "s3cret-value", "id-key"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"token": "ab"},
        {"token": "a" * 33},
        {"token": "两三个字"},
        {"encoding_aes_key": "a" * 42},
        {"encoding_aes_key": "a" * 44},
        {"encoding_aes_key": "a" * 42 + "="},
        {"encoding_aes_key": KEY, "app_id": ""},
        {"encoding_aes_key": KEY, "token": ""},
        {"encoding_aes_key": "", "previous_encoding_aes_key": OLD_KEY},
        {"app_id": "wx 1"},
        {"api_base": "api.weixin.qq.com"},
        {"clock_window_s": -1},
        {"tokn": "abc"},
    ],
)
def test_what_wechat_would_not_accept_is_refused_early(wrong: dict[str, object]) -> None:
    """A value that cannot work, or an unknown key, is an error when settings are read."""
    with pytest.raises(ValidationError):
        settings(**wrong)


def test_the_address_of_the_api_loses_its_last_slash() -> None:
    """Paths can be appended to `api_base` as they are."""
    assert settings(api_base="http://127.0.0.1:9000/").api_base == "http://127.0.0.1:9000"
