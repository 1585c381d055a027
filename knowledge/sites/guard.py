"""Decides which addresses may be asked at all: only the hosts that staff named, and none inside the network.

A name is resolved here once; the connection goes to the very address that was checked, so a name server that answers
differently the second time (DNS rebinding) changes nothing. Every hop of a redirect comes through here again.
"""

import ipaddress
import socket
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from knowledge.sites.address import Authority, authority, normalise
from knowledge.sites.columns import LINK_LOCAL, IPNetwork
from knowledge.sites.errors import Refusal, Refused, Unreachable

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], Sequence[str]]

# Where cloud providers hand out a machine's keys, beyond link-local: Alibaba, Azure, Oracle, AWS over IPv6.
_METADATA = frozenset(map(ipaddress.ip_address, ("100.100.100.200", "168.63.129.16", "192.0.0.192", "fd00:ec2::254")))
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_NAT64_LOCAL = ipaddress.ip_network("64:ff9b:1::/48")


@dataclass(frozen=True, slots=True)
class Target:
    """An address that may be asked: in normal form, and the network addresses that its connection may go to."""

    url: str
    authority: Authority
    addresses: tuple[str, ...]


class Guard:
    """The hosts of one column, and the private networks that the configuration opens."""

    def __init__(
        self, allowed: Collection[Authority], private: Sequence[IPNetwork] = (), resolve: Resolve | None = None
    ) -> None:
        self._allowed = frozenset(allowed)
        self._private = tuple(private)
        self._resolve = resolve or resolve_name

    def names(self, url: str) -> bool:
        """Whether the address is of a named host; nothing is resolved."""
        try:
            return authority(url) in self._allowed
        except ValueError:
            return False

    def admit(self, url: str) -> Target:
        """The target behind `url`. Raises Refused (SCHEME, HOST, ADDRESS), or Unreachable for a name that is none."""
        normal = normalise(url)
        found = authority(normal) if normal else None
        if found is None:
            raise Refused(url, Refusal.SCHEME, "expected an address that begins with http:// or https://")
        if found not in self._allowed:
            named = ", ".join(sorted(map(str, self._allowed)))
            advice = "if it is meant, add it to `hosts` of the column"
            raise Refused(url, Refusal.HOST, f"{found} is not one of the column's hosts ({named}); {advice}")
        addresses = self._addresses(normal, found)
        permitted = tuple(address for address in addresses if is_permitted(address, self._private))
        if not permitted:
            shown = ", ".join(addresses)
            advice = "an intranet site needs its network in `private_networks` of [sync]"
            raise Refused(url, Refusal.ADDRESS, f"{found.host} is at {shown}, no public address; {advice}")
        return Target(normal, found, permitted)

    def _addresses(self, url: str, found: Authority) -> tuple[str, ...]:
        try:
            addresses = tuple(dict.fromkeys(self._resolve(found.host, found.port)))
        except (OSError, UnicodeError) as error:
            raise Unreachable(url, f"the name {found.host} cannot be resolved: {error}") from error
        if not addresses:
            raise Unreachable(url, f"the name {found.host} has no address")
        return addresses


def resolve_name(host: str, port: int) -> tuple[str, ...]:
    """The network addresses of a host, as the machine's resolver gives them; raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(str(entry[4][0]) for entry in found)


def is_permitted(text: str, private: Sequence[IPNetwork] = ()) -> bool:
    """Whether a connection may go to this network address: a public one, or one in a network of `private`.

    Private, loopback, carrier-grade NAT, multicast and reserved addresses are not public, nor are IPv6 addresses that
    carry one of these (mapped, 6to4, Teredo, NAT64). Link-local and metadata addresses are refused whatever is opened.
    """
    try:
        address = ipaddress.ip_address(text)
    except ValueError:  # a scope (fe80::1%eth0) belongs to link-local addresses
        return False
    carried = (address, *_carried(address))
    if any(inner in _METADATA or any(inner in local for local in LINK_LOCAL) for inner in carried):
        return False
    if any(address in network for network in private):
        return True
    return all(map(_is_public, carried))


def _carried(address: IPAddress) -> tuple[IPAddress, ...]:
    """The IPv4 addresses that an IPv6 address stands for."""
    if isinstance(address, ipaddress.IPv4Address):
        return ()
    low = ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    inside = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    # ::a.b.c.d, long deprecated, which some systems still route
    if address in _NAT64 or address in _NAT64_LOCAL or (0xFFFF < int(address) <= 0xFFFF_FFFF):
        inside.append(low)
    return tuple(inner for inner in inside if inner is not None)


def _is_public(address: IPAddress) -> bool:
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped or address in _NAT64:
            return True  # what it carries is looked at for itself
        if address.is_site_local:
            return False
    return address.is_global and not (address.is_multicast or address.is_reserved)
