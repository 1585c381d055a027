"""Bodies that WeChat would never send, made from those that it does: for `benchmarks/fuzz.py`, all drawn from one seed."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

from bot.simulator.account import Account, Mode, Parcel
from bot.simulator.dirt import DIRT, Sender
from bot.wechat.signature import sign

_NOW = 1_780_000_000.0
# Far beyond what the service reads, and little enough for a client to send at once.
_LARGEST = 300_000
_ODD = (
    *(b"\x00", b"]]>", b"<![CDATA[", b"&#0;", b"&#xFFFF;", b"&e;"),
    *(b"\xed\xa0\x80", b"\xff\xfe", b"<!--", b"<?x", b"</xml>", b"\xef\xbb\xbf"),
)
_BOMB = b'<!DOCTYPE x [<!ENTITY a "ha">' + b"".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">'.encode() for n in range(9)
)
_OUTSIDE = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'

Change = Callable[[bytes, Random], bytes]


def _flip(body: bytes, rng: Random) -> bytes:
    changed = bytearray(body)
    for _ in range(rng.randint(1, 8)):
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def _cut(body: bytes, rng: Random) -> bytes:
    start, end = sorted((rng.randrange(len(body)), rng.randrange(len(body))))
    return body[:start] + body[end:]


def _insert(body: bytes, rng: Random) -> bytes:
    place = rng.randrange(len(body))
    return body[:place] + rng.choice(_ODD) * rng.choice((1, 1, 3)) + body[place:]


def _repeat(body: bytes, rng: Random) -> bytes:
    start, end = sorted((rng.randrange(len(body)), rng.randrange(len(body))))
    return body[:end] + body[start:end] * rng.choice((1, 2, 20)) + body[end:]


def _recode(body: bytes, rng: Random) -> bytes:
    text = body.decode("utf-8", "replace")
    coding = rng.choice(("gb18030", "utf-16", "utf-16-be", "utf-7", "latin-1", "utf-8-sig"))
    named = f'<?xml version="1.0" encoding="{coding}"?>{text}' if rng.random() < 0.5 else text
    return named.encode(coding, "replace")


def _swell(body: bytes, rng: Random) -> bytes:
    much = rng.choice((b"\xe5\xad\xa6", b"<a>", b"<a/>", b"&amp;", b" "))
    return body.replace(b"<MsgType>", much * rng.choice((500, 5_000, 20_000)) + b"<MsgType>", 1)


def _nest(body: bytes, rng: Random) -> bytes:
    deep = rng.choice((50, 2_000, 9_000))
    return body.replace(b"</xml>", b"<a>" * deep + b"</a>" * deep + b"</xml>")


def _explode(body: bytes, rng: Random) -> bytes:
    if rng.random() < 0.5:
        return _OUTSIDE + body.replace(b"<Content>", b"<Content>&e;", 1)
    return _BOMB + b"]>" + body.replace(b"<MsgType>", b"<x>&j;</x><MsgType>", 1)


def _noise(body: bytes, rng: Random) -> bytes:
    return rng.randbytes(rng.randrange(len(body)))


def _keep(body: bytes, _: Random) -> bytes:
    return body


CHANGES: Sequence[Change] = (_flip, _cut, _insert, _repeat, _recode, _swell, _nest, _explode, _noise, _keep)


@dataclass(frozen=True, slots=True)
class Fuzzed:
    """A request: what stands in its address and its body."""

    query: str
    body: bytes


def fuzzed(samples: Sequence[bytes], account: Account, number: int, seed: int) -> Iterator[Fuzzed]:
    """`number` requests: changed before they are signed and encrypted, or after, or signed wrongly."""
    rng = Random(seed)  # noqa: S311 - repeatable, no secret
    for turn in range(number):
        body = rng.choice(samples)
        if rng.random() < 0.1:
            body = _cut(body, rng) + rng.choice(samples)
        for _ in range(rng.choice((1, 1, 2, 4))):
            body = rng.choice(CHANGES)(body, rng)[:_LARGEST] or b"<"
        yield _sent(body, account, rng, turn)


def _sent(body: bytes, account: Account, rng: Random, turn: int) -> Fuzzed:
    if account.mode is Mode.PLAIN:
        packed = Parcel("", "", account.pack("", "", "", _NOW + turn).query, body)
    else:
        packed = account.pack("", "", body.decode("utf-8", "surrogateescape").encode("utf-8", "replace").decode(), _NOW)
        if rng.random() < 0.3:
            packed = replace(packed, body=rng.choice(CHANGES)(packed.body, rng)[:_LARGEST])
    query = packed.query
    if rng.random() < 0.15:
        query = _changed_query(query, rng)
    return Fuzzed(query, packed.body)


def _changed_query(query: str, rng: Random) -> str:
    kept = [part for part in query.split("&") if rng.random() < 0.8]
    if rng.random() < 0.5 and kept:
        kept[rng.randrange(len(kept))] += rng.choice(("0", "%00", "%ED%A0%80", "%", "=", "&&", "9" * 2000))
    return "&".join(kept)


def samples_of(account: Account) -> list[bytes]:
    """One body of each kind that the simulator knows, in clear."""
    plain = [make(account, Sender(f"oFuzz{place}", place, _NOW)).body for place, make in enumerate(DIRT)]
    return [*plain, account.text("oFuzz", "学费是多少", 1, _NOW).body]


def signed(token: str, body: bytes) -> Fuzzed:
    """A body in clear, as it is, with a good signature."""
    return Fuzzed(f"signature={sign(token, '1', '2')}&timestamp=1&nonce=2", body)
