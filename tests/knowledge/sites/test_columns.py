"""The section `sync` of the configuration; what it refuses is tested through the command."""

import pytest

from knowledge.sites.address import Authority
from knowledge.sites.columns import Column, SyncSettings


@pytest.mark.parametrize(
    ("url", "hosts", "allowed"),
    [
        ("https://a.cn/x", (), {("a.cn", 443), ("a.cn", 80)}),
        ("http://a.cn:8080/x", (), {("a.cn", 8080), ("a.cn", 80), ("a.cn", 443)}),
        ("http://a.cn/x", ("b.cn", "c.cn:81"), {("a.cn", 80), ("b.cn", 80), ("b.cn", 443), ("c.cn", 81)}),
        ("http://a.cn/x", ("b.cn:80",), {("a.cn", 80), ("b.cn", 80)}),
        ("http://[::1]:81/x", ("[::1]",), {("::1", 81), ("::1", 80), ("::1", 443)}),
    ],
)
def test_hosts(url: str, hosts: tuple[str, ...], allowed: set[tuple[str, int]]) -> None:
    """Allowed are the host of the address with its port, and the hosts named: on web ports unless one is given."""
    column = Column(name="甲", url=url, hosts=hosts)
    assert column.authorities() == {Authority(host, port) for host, port in allowed}


def test_networks() -> None:
    """Private networks are read once, host bits and all."""
    settings = SyncSettings(private_networks=(" 10.0.0.0/8 ", "fd00::/8"))
    assert [str(network) for network in settings.networks()] == ["10.0.0.0/8", "fd00::/8"]
