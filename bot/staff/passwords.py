"""Passwords as argon2id hashes (RFC 9106); the one file that knows argon2."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_HASHER = PasswordHasher()


def hashed(password: str) -> str:
    """The hash to keep, with its salt and cost in it."""
    return _HASHER.hash(password)


def matches(kept: str | None, password: str) -> bool:
    """Whether `password` is the one whose hash is `kept`; takes as long where there is none."""
    try:
        _HASHER.verify(kept or _nobodys(), password)
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def is_dated(kept: str) -> bool:
    """Whether the hash was made at another cost than today's, so that it should be made anew."""
    return _HASHER.check_needs_rehash(kept)


@cache
def _nobodys() -> str:
    """A hash that stands in where there is no account, so that a stranger cannot tell by the time."""
    return hashed("nobody has this password")
