"""Who asks, without saying who: an OpenID becomes a keyed hash before it reaches dialogue, ledger or log."""

import hashlib
import hmac

from bot.settings import WeChatSettings


def identity_key(settings: WeChatSettings) -> bytes:
    """The key of all pseudonyms: `identity_key`, or one derived from the account's secrets.

    The derived one stays the same over restarts and processes, and changes with the token or the EncodingAESKey.
    """
    configured = settings.identity_key.get_secret_value()
    if configured:
        return configured.encode()
    secrets = f"{settings.token.get_secret_value()}:{settings.encoding_aes_key.get_secret_value()}"
    return hmac.digest(secrets.encode(), b"gongkai identity", "sha256")


def pseudonym(key: bytes, openid: str) -> str:
    """HMAC-SHA256 of the OpenID: 32 hexadecimal digits that nobody without the key can lead back to a person."""
    return hmac.new(key, openid.encode("utf-8", "replace"), hashlib.sha256).hexdigest()[:32]
