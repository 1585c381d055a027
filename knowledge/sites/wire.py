"""One request and its answer over the network: to the addresses that the guard checked, bounded in size and time.

The only file that knows urllib3. Redirects are not followed here, proxies of the environment are not used.
"""

import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPException
from threading import Timer
from typing import Protocol

import certifi
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, ReadTimeoutError
from urllib3.response import BaseHTTPResponse

from knowledge.sites.address import target as request_target
from knowledge.sites.errors import Refusal, Refused, Unreachable
from knowledge.sites.guard import Target

_OK = 200
_PIECE = 1 << 16
_CONNECT_S = 10.0
_ADDRESSES_TRIED = 3


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one answer: bytes (after decompression), seconds without a byte, seconds in all."""

    max_bytes: int = 50 * 2**20
    silence_s: float = 20.0
    total_s: float = 120.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered; the names of headers are in lower case. The body of an error is not read."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""


class Transport(Protocol):
    """What sends one request."""

    def send(self, target: Target, headers: Mapping[str, str], limits: Limits) -> Answer:
        """The answer to a GET of `target`; raises Refused (SIZE) or Unreachable."""
        ...


class _Pinned:
    """Connects to one checked network address, while name, SNI and certificate remain those of the host."""

    address = ""
    open_socket: socket.socket | None = None

    def pinned(self, seconds: float) -> socket.socket:
        connected = socket.create_connection((self.address, self.port), min(seconds, _CONNECT_S))  # type: ignore[attr-defined]
        connected.settimeout(seconds)
        # a second handle on the same connection, which TLS does not take over: see _Deadline
        self.open_socket = connected.dup()
        return connected


class _Plain(_Pinned, HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return self.pinned(float(self.timeout or _CONNECT_S))


class _Tls(_Pinned, HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return self.pinned(float(self.timeout or _CONNECT_S))


class Wire:
    """The real transport: a connection for each request."""

    def __init__(self) -> None:
        # the machine's own authorities, for certificates of the campus, and a list that is kept up to date
        self._tls = ssl.create_default_context()
        self._tls.load_verify_locations(certifi.where())

    def send(self, target: Target, headers: Mapping[str, str], limits: Limits) -> Answer:
        """The answer, from the first of the target's addresses that can be connected to."""
        *others, last = target.addresses[:_ADDRESSES_TRIED]
        for address in others:
            try:
                return self._send(target, address, headers, limits)
            except _NotConnectedError:
                continue
        try:
            return self._send(target, last, headers, limits)
        except _NotConnectedError as error:
            raise Unreachable(target.url, f"no connection to {target.authority}: {error}") from error

    def _send(self, target: Target, address: str, headers: Mapping[str, str], limits: Limits) -> Answer:
        connection = self._connection(target, address, limits)
        try:
            with _deadline(connection, limits.total_s) as deadline, _explained(target, limits, deadline):
                _connect(connection)
                connection.request("GET", request_target(target.url), headers=headers, preload_content=False)
                # the response owns the socket once the server means to close it
                with closing(connection.getresponse()) as response:
                    return _read(target.url, response, limits, deadline)
        finally:
            connection.close()
            if connection.open_socket is not None:
                connection.open_socket.close()

    def _connection(self, target: Target, address: str, limits: Limits) -> "_Plain | _Tls":
        host, port = target.authority.host, target.authority.port
        connection: _Plain | _Tls
        if target.url.startswith("https:"):
            connection = _Tls(host, port, timeout=limits.silence_s, ssl_context=self._tls)
        else:
            connection = _Plain(host, port, timeout=limits.silence_s)
        connection.address = address
        return connection


class _NotConnectedError(Exception):
    """No connection at all: another address of the host may do."""


class _Deadline:
    """Ends a connection when the time for the whole answer is over, wherever it hangs: in TLS, headers or body."""

    def __init__(self, connection: "_Plain | _Tls") -> None:
        self._connection = connection
        self.passed = False

    def pass_(self) -> None:
        self.passed = True
        opened = self._connection.open_socket
        if opened is not None:
            try:
                opened.shutdown(socket.SHUT_RDWR)
            except OSError:
                return  # it has ended by itself


@contextmanager
def _deadline(connection: "_Plain | _Tls", seconds: float) -> Iterator[_Deadline]:
    deadline = _Deadline(connection)
    timer = Timer(seconds, deadline.pass_)
    timer.daemon = True
    timer.start()
    try:
        yield deadline
    finally:
        timer.cancel()
        timer.join()


@contextmanager
def _explained(target: Target, limits: Limits, deadline: _Deadline) -> Iterator[None]:
    """What a socket, TLS or HTTP library raises, as one line."""
    try:
        yield
    except (HTTPError, HTTPException, OSError, ValueError) as error:
        if deadline.passed:
            raise Unreachable(target.url, _too_slow(limits)) from error
        if isinstance(error, TimeoutError | ReadTimeoutError):
            raise Unreachable(target.url, f"no byte came within {limits.silence_s:g} s") from error
        raise Unreachable(target.url, f"the connection failed: {error}") from error


def _connect(connection: "_Plain | _Tls") -> None:
    try:
        connection.connect()
    except OSError as error:
        if connection.open_socket is None:
            raise _NotConnectedError(str(error)) from error
        raise


def _read(url: str, response: BaseHTTPResponse, limits: Limits, deadline: _Deadline) -> Answer:
    headers = {name.lower(): value for name, value in response.headers.items()}
    body = b"".join(_pieces(url, response, limits, deadline)) if response.status == _OK else b""
    return Answer(response.status, headers, body)


def _pieces(url: str, response: BaseHTTPResponse, limits: Limits, deadline: _Deadline) -> Iterator[bytes]:
    """The body as it comes in, refused as soon as it is announced or found to be too large."""
    limit = f"the limit is {limits.max_bytes / 2**20:g} MB (`max_mb` of [sync])"
    announced = response.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > limits.max_bytes:
        raise Refused(url, Refusal.SIZE, f"it has {int(announced) / 2**20:.0f} MB, {limit}")
    size = 0
    while piece := response.read1(_PIECE):
        size += len(piece)
        if size > limits.max_bytes:
            raise Refused(url, Refusal.SIZE, f"it goes on after {size / 2**20:.1f} MB, {limit}")
        yield piece
    if deadline.passed:
        raise Unreachable(url, _too_slow(limits))


def _too_slow(limits: Limits) -> str:
    return f"the answer was not complete within {limits.total_s:g} s"
