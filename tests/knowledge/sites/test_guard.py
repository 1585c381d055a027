"""Which addresses may be asked."""

import ipaddress
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.sites.address import Authority
from knowledge.sites.errors import Refusal, Refused, Unreachable
from knowledge.sites.guard import Guard, is_permitted, resolve_name

HOST = Authority("www.example.edu.cn", 443)
PUBLIC = "93.184.216.34"


def guard(*addresses: str, private: Sequence[str] = ()) -> Guard:
    return Guard([HOST], [ipaddress.ip_network(network) for network in private], lambda *_: addresses)


@pytest.mark.parametrize(
    "address",
    [
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "127.0.0.1",
        "0.0.0.0",  # noqa: S104 - nothing listens
        "100.64.0.1",
        "169.254.169.254",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "168.63.129.16",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::a00:1",
        "2002:7f00:1::1",
        "2001:0:4136:e378:8000:63bf:80ff:fffe",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "fc00::1",
        "fd00:ec2::254",
        "ff02::1",
        "2001:db8::1",
        "not an address",
    ],
)
def test_inside_addresses_are_not_permitted(address: str) -> None:
    """Private, local, shared, multicast, reserved and metadata addresses, and IPv6 addresses that stand for one."""
    assert not is_permitted(address)


@pytest.mark.parametrize("address", [PUBLIC, "2606:4700::1111", "::ffff:93.184.216.34", "64:ff9b::5db8:d822"])
def test_public_addresses_are_permitted(address: str) -> None:
    """Public addresses are, also through a gateway from IPv6 to IPv4."""
    assert is_permitted(address)


def test_opened_networks() -> None:
    """A network that the configuration opens is permitted and no other; metadata addresses never are."""
    opened = [ipaddress.ip_network(network) for network in ("10.0.0.0/8", "100.64.0.0/10", "fd00::/8")]
    assert is_permitted("10.1.2.3", opened)
    assert is_permitted("fd12::1", opened)
    assert not is_permitted("192.168.0.1", opened)
    assert not is_permitted("100.100.100.200", opened)
    assert not is_permitted("fd00:ec2::254", opened)
    assert not is_permitted("169.254.169.254", [ipaddress.ip_network("0.0.0.0/0")])


@given(st.ip_addresses())
def test_a_private_address_is_never_permitted(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    """Whatever Python itself calls private, loopback, link-local or multicast is refused."""
    inside = address.is_private or address.is_loopback or address.is_link_local or address.is_multicast
    mapped = isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped
    assert not (inside and not mapped and is_permitted(str(address)))


def test_the_checked_address_is_the_one_that_is_asked() -> None:
    """The target carries the addresses that were checked, less those that may not be asked, each once."""
    found = guard(PUBLIC, "10.0.0.1", PUBLIC).admit("https://WWW.example.edu.cn/a#b")
    assert (found.url, found.authority, found.addresses) == ("https://www.example.edu.cn/a", HOST, (PUBLIC,))


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("ftp://www.example.edu.cn/", Refusal.SCHEME),
        ("https://evil.example.com/", Refusal.HOST),
        ("https://www.example.edu.cn@evil.example.com/", Refusal.HOST),
        ("https://www.example.edu.cn:22/", Refusal.HOST),
        ("http://2130706433/", Refusal.HOST),
        ("https://www.example.edu.cn/", Refusal.ADDRESS),
    ],
)
def test_refusals(url: str, reason: Refusal) -> None:
    """Another scheme, host or port is refused without resolving; a named host is refused at an inside address."""
    with pytest.raises(Refused) as caught:
        guard("127.0.0.1").admit(url)
    assert caught.value.reason is reason


def test_names() -> None:
    """Whether a host is named can be told without resolving."""
    assert guard().names("https://www.example.edu.cn/a")
    assert not guard().names("https://a.cn/")
    assert not guard().names("http://a:x/")


def test_unknown_names() -> None:
    """A name that does not resolve, or to nothing, is unreachable, not refused."""

    def fail(*_: object) -> tuple[str, ...]:
        raise OSError("no such host")

    for broken in (Guard([HOST], (), fail), guard()):
        with pytest.raises(Unreachable):
            broken.admit("https://www.example.edu.cn/")


def test_the_machine_resolves() -> None:
    """The real resolver knows addresses written out."""
    assert resolve_name("127.0.0.1", 80) == ("127.0.0.1",)
