"""WeChat's signatures: the first thing the webhook looks at, before it reads any body."""

import hashlib
import hmac


def sign(*parts: str) -> str:
    """SHA-1 (hex) of the parts sorted and joined.

    Token, timestamp and nonce give `signature`; with the encrypted body as a fourth part they give `msg_signature`
    (developers.weixin.qq.com/doc/subscription/guide/dev/push/encryption).
    """
    # SHA-1 is what the platform prescribes; characters that UTF-8 cannot hold can only come from a forger.
    joined = b"".join(sorted(part.encode("utf-8", "replace") for part in parts))
    return hashlib.sha1(joined, usedforsecurity=False).hexdigest()


def matches(signature: str, *parts: str) -> bool:
    """Whether `signature` is the one of `parts`; takes the same time wherever they differ."""
    return hmac.compare_digest(sign(*parts).encode(), signature.encode("utf-8", "replace"))
