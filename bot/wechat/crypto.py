"""Encrypted bodies of the compatible and safe modes; called by `envelope.py` once the signature was found good.

AES-256-CBC over random(16) + length(4, network order) + message + app id, padded to 32 bytes
(developers.weixin.qq.com/doc/subscription/guide/dev/push/encryption). The only file that knows wechatpy's crypto.
"""

import base64
import hmac
import secrets
import struct
from collections.abc import Callable

from wechatpy.crypto import PrpCrypto
from wechatpy.exceptions import InvalidAppIdException

from bot.errors import ForgedRequest, UnreadableMessage

Prefix = Callable[[], str]

# What wechatpy lets through when a body was made with another key: none of it is wrapped in an error of its own.
_WRONG_KEY = (struct.error, ValueError, IndexError)


def random_prefix() -> str:
    """Sixteen unpredictable characters; they keep two encryptions of one text from looking alike."""
    return secrets.token_hex(8)


class _AppId(str):
    """An app id that takes the same time to compare wherever it differs; wechatpy compares it with `!=`."""

    __slots__ = ()
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        return hmac.compare_digest(self.encode(), str(other).encode("utf-8", "replace"))

    def __ne__(self, other: object) -> bool:
        return not self == other


class _Crypto(PrpCrypto):  # type: ignore[misc]  # wechatpy carries no types
    """wechatpy's cipher with the prefix given from outside; its own is drawn from a predictable generator."""

    def __init__(self, key: bytes, prefix: Prefix) -> None:
        super().__init__(key)
        self.get_random_string = prefix


class Cipher:
    """One EncodingAESKey of one account."""

    def __init__(self, app_id: str, encoding_aes_key: str, prefix: Prefix = random_prefix) -> None:
        self._app_id = _AppId(app_id)
        self._crypto = _Crypto(base64.b64decode(encoding_aes_key + "="), prefix)

    def encrypt(self, text: str) -> str:
        """`text` encrypted for this account, in base64."""
        return str(self._crypto.encrypt(text, self._app_id).decode("ascii"))

    def decrypt(self, encrypted: str) -> str:
        """The text within; raises UnreadableMessage for another key's, ForgedRequest for another account's."""
        try:
            return str(self._crypto.decrypt(encrypted, self._app_id))
        except InvalidAppIdException as error:
            raise ForgedRequest("the encrypted message names another app id") from error
        except _WRONG_KEY as error:
            raise UnreadableMessage("the message was not encrypted with this EncodingAESKey") from error


def decrypt_with(ciphers: tuple[Cipher, ...], encrypted: str) -> tuple[str, Cipher]:
    """The text and the cipher that opened it, which must also seal the reply; they are tried in the order given.

    Raises ForgedRequest when a key fits but the app id does not, UnreadableMessage when no key fits.
    """
    failure: ForgedRequest | UnreadableMessage = UnreadableMessage("no EncodingAESKey is configured")
    for cipher in ciphers:
        try:
            return cipher.decrypt(encrypted), cipher
        except ForgedRequest as error:
            failure = error
        except UnreadableMessage as error:
            # A key that fits another account tells more than one that does not fit at all.
            failure = failure if isinstance(failure, ForgedRequest) else error
    raise failure
