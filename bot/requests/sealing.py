"""Personal data under lock: encrypted with a key that stands apart from the file; the only file that knows cryptography."""

import base64
import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken

from bot.loop.errors import FileUnusable

KEY_FILE = "requests.key"
# Without letters and digits that are taken for one another when read out.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_SECRET_LENGTH = 10


class Seal:
    """Closes and opens small records, and makes and checks the applicants' secrets."""

    def __init__(self, key: bytes) -> None:
        self._key = hashlib.sha256(b"gongkai requests" + key).digest()
        self._fernet = Fernet(base64.urlsafe_b64encode(self._key))

    def close(self, record: Mapping[str, object]) -> bytes:
        """The record, encrypted and authenticated."""
        return self._fernet.encrypt(json.dumps(dict(record), ensure_ascii=False).encode())

    def open(self, sealed: bytes) -> dict[str, str | bool]:
        """The record again. Raises FileUnusable where another key closed it."""
        try:
            record: dict[str, str | bool] = json.loads(self._fernet.decrypt(sealed))
        except InvalidToken as error:
            reason = "the key is another one than the one it was encrypted with; put the old key back"
            raise FileUnusable(Path(KEY_FILE), reason) from error
        return record

    def derive(self, purpose: str) -> bytes:
        """A key for another purpose, from which this one cannot be told."""
        return hmac.new(self._key, f"derived for {purpose}".encode(), hashlib.sha256).digest()

    def new_secret(self) -> str:
        """A secret for a receipt: 49 bits of chance."""
        return "".join(secrets.choice(_ALPHABET) for _ in range(_SECRET_LENGTH))

    def mark(self, number: str, secret: str) -> str:
        """What is kept of a secret: nobody can read it back."""
        said = f"{number}:{secret.strip().upper()}".encode("utf-8", "replace")
        return hmac.new(self._key, said, hashlib.sha256).hexdigest()

    def knows(self, number: str, secret: str, mark: str) -> bool:
        """Whether `secret` is the one behind `mark`, in constant time."""
        return hmac.compare_digest(self.mark(number, secret), mark)


def load_seal(configured: str, folder: Path) -> Seal:
    """The seal of the configured key, else of a key file in `folder`, made with the first request. Raises FileUnusable."""
    if configured:
        return Seal(configured.encode())
    path = folder / KEY_FILE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _make(path)
        return Seal(path.read_bytes())
    except OSError as error:
        raise FileUnusable(path, error.strerror) from error


def _make(path: Path) -> None:
    """Writes a new key beside its place and links it there: two processes never end up with two keys."""
    if path.exists():
        return
    part = path.with_name(f"{KEY_FILE}.{secrets.token_hex(8)}")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(secrets.token_hex(32).encode())
    try:
        os.link(part, path)
    except FileExistsError:
        pass
    finally:
        part.unlink()
