"""One request over a real socket, against servers that misbehave."""

import gzip
import itertools
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from knowledge.sites.address import Authority
from knowledge.sites.errors import Refusal, Refused, Unreachable
from knowledge.sites.guard import Target
from knowledge.sites.wire import Answer, Limits, Wire
from tests.fakes.site import Site

Talk = Callable[[socket.socket], None]
SMALL = Limits(max_bytes=100_000, silence_s=2.0, total_s=0.6)
TODAY, DAY = datetime.now(UTC), timedelta(days=1)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


@contextmanager
def raw(talk: Talk) -> Iterator[int]:
    """A server that accepts one connection after the other and lets `talk` do with it as it likes; yields its port."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            while True:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                with connection:
                    try:
                        talk(connection)
                    except OSError:
                        continue  # the client had enough

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            thread.join(5)


def send(
    port: int, limits: Limits = SMALL, scheme: str = "http", addresses: tuple[str, ...] = ("127.0.0.1",)
) -> Answer:
    url = f"{scheme}://site.example.com:{port}/a.htm?x=1"
    return Wire().send(Target(url, Authority("site.example.com", port), addresses), {"user-agent": "gongkai"}, limits)


def failed(port: int, limits: Limits = SMALL, scheme: str = "http") -> str:
    with pytest.raises(Unreachable) as caught:
        send(port, limits, scheme)
    return caught.value.detail


def endlessly(connection: socket.socket, piece: bytes, pause: float = 0.0) -> None:
    for _ in itertools.count():
        connection.sendall(piece)
        time.sleep(pause)


def test_the_request_goes_to_the_pinned_address_in_the_name_of_the_host() -> None:
    """A name that nobody can resolve is asked at the address given; Host is the name, the target path and query."""
    asked: list[bytes] = []

    def talk(connection: socket.socket) -> None:
        asked.append(connection.recv(4096))
        connection.sendall(HEAD + b"Content-Length: 2\r\nETag: x\r\n\r\nok")

    with raw(talk) as port:
        answer = send(port)
    assert (answer.status, answer.body, answer.headers["etag"]) == (200, b"ok", "x")
    assert asked[0].startswith(b"GET /a.htm?x=1 HTTP/1.1\r\nHost: site.example.com:")
    assert b"user-agent: gongkai" in asked[0]


def test_the_next_address_is_tried() -> None:
    """Where the first address takes no connection, the second does; where none does, the error names the host."""
    with raw(lambda connection: connection.sendall(HEAD + b"Content-Length: 0\r\n\r\n")) as port:
        assert send(port, addresses=("127.0.0.9", "127.0.0.1")).status == 200
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    assert failed(port).startswith(f"no connection to site.example.com:{port}")


def test_a_body_announced_too_large_is_not_read() -> None:
    """100 MB by Content-Length are refused before the first byte of them."""
    sent: list[int] = []

    def talk(connection: socket.socket) -> None:
        connection.sendall(HEAD + b"Content-Length: 104857600\r\n\r\n")
        sent.append(1)

    with raw(talk) as port, pytest.raises(Refused) as caught:
        send(port)
    assert (caught.value.reason, "it has 100 MB" in caught.value.detail) == (Refusal.SIZE, True)


def test_an_endless_body_is_cut() -> None:
    """A chunked answer without end is refused when the limit is passed."""

    def talk(connection: socket.socket) -> None:
        connection.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
        endlessly(connection, b"1000\r\n" + b"x" * 4096 + b"\r\n")

    with raw(talk) as port, pytest.raises(Refused) as caught:
        send(port, Limits(100_000, 2.0, 20.0))
    assert "it goes on after 0.1 MB" in caught.value.detail


def test_a_body_that_unpacks_without_end_is_cut() -> None:
    """A gzip bomb is refused by what it unpacks to, and a small gzip body is unpacked."""
    bomb = gzip.compress(b"\0" * 60_000_000)

    def talk(connection: socket.socket) -> None:
        connection.sendall(HEAD + f"Content-Encoding: gzip\r\nContent-Length: {len(bomb)}\r\n\r\n".encode() + bomb)

    with raw(talk) as port, pytest.raises(Refused):
        send(port, Limits(100_000, 2.0, 20.0))
    small = gzip.compress(b"ok" * 100)
    head = HEAD + f"Content-Encoding: gzip\r\nContent-Length: {len(small)}\r\n\r\n".encode()
    with raw(lambda connection: connection.sendall(head + small)) as port:
        assert send(port).body == b"ok" * 100


@pytest.mark.parametrize(
    "start",
    [
        HEAD + b"Content-Length: 50000\r\n\r\n",  # drips the body
        HEAD + b"X-Slow: ",  # drips a header
        b"HTTP/1.1 2",  # drips the status line
    ],
)
def test_a_slow_loris_is_cut_off(start: bytes) -> None:
    """A server that sends a byte now and then, in headers or body, is cut off when the time for all is over."""

    def talk(connection: socket.socket) -> None:
        connection.sendall(start)
        endlessly(connection, b"0", 0.02)

    with raw(talk) as port:
        assert failed(port) == "the answer was not complete within 0.6 s"


def test_silence_is_cut_off() -> None:
    """A server that says nothing is left after the silence allowed."""
    with raw(lambda _: time.sleep(0.8)) as port:
        assert failed(port, Limits(100, 0.2, 20.0)) == "no byte came within 0.2 s"


def test_a_slow_handshake_is_cut_off() -> None:
    """A server that drips its side of TLS is cut off, too."""
    with raw(lambda connection: endlessly(connection, b"\x16", 0.02)) as port:
        assert failed(port, scheme="https")


@pytest.mark.parametrize(
    "answer",
    [b"nonsense\r\n\r\n", b"", HEAD + b"Content-Length: 50\r\n\r\ncut", HEAD + b"Content-Encoding: gzip\r\n\r\nnone"],
)
def test_broken_answers(answer: bytes) -> None:
    """No HTTP, nothing at all, a body that ends early, a body that is not packed as it says: each is unreachable."""

    def talk(connection: socket.socket) -> None:
        connection.recv(4096)
        connection.sendall(answer)

    with raw(talk) as port:
        assert failed(port).startswith("the connection failed: ")


def test_errors_have_no_body(site: Site) -> None:
    """Of an answer that is no success only status and headers are taken."""
    target = Target(f"{site.base}/none", Authority("127.0.0.1", site.port), ("127.0.0.1",))
    assert Wire().send(target, {}, SMALL).status == 404


def test_certificates_are_checked(tmp_path: Path) -> None:
    """A server with a certificate that nobody vouches for is not talked to."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "site.example.com")])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(TODAY - DAY).not_valid_after(TODAY + DAY)
    certificate = builder.sign(key, hashes.SHA256())
    file = tmp_path / "server.pem"
    plain = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(key.private_bytes(*plain) + certificate.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)

    def talk(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as tls:
            tls.sendall(HEAD + b"Content-Length: 0\r\n\r\n")

    with raw(talk) as port:
        assert "certificate" in failed(port, Limits(), "https")
