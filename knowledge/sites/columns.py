"""Which columns of which sites `gongkai sync` follows: the section `sync` of the configuration, frozen and bounded."""

import ipaddress
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from knowledge.sites.address import Authority, authority, normalise

IPNetwork = ipaddress.IPv4Network | ipaddress.IPv6Network

# Link-local addresses give away a cloud machine's keys (169.254.169.254): no setting opens them.
LINK_LOCAL = (ipaddress.ip_network("169.254.0.0/16"), ipaddress.ip_network("fe80::/10"))
WEB_PORTS = (80, 443)


def _url(value: str) -> str:
    found = normalise(value)
    if not found:
        raise ValueError("expected an address such as https://www.example.edu.cn/tzgg.htm")
    return found


def _host(value: str) -> str:
    try:
        found = authority(f"http://{value.strip()}/")
    except ValueError:
        found = None
    if found is None or "/" in value:
        raise ValueError("expected a host such as zs.example.edu.cn or zs.example.edu.cn:8080")
    return value.strip().lower()


def _network(value: str) -> str:
    try:
        network = ipaddress.ip_network(value.strip())
    except ValueError:
        raise ValueError("expected a network such as 10.0.0.0/8") from None
    if any(local.version == network.version and network.overlaps(local) for local in LINK_LOCAL):
        raise ValueError("link-local networks (169.254.0.0/16, fe80::/10) are never opened; name a smaller network")
    return str(network)


class Column(BaseModel):
    """One column: where its list is, and what its notices inherit.

    `url` is a list page, a sitemap or a feed: they are told apart by what it answers. `hosts` are the only ones that
    are asked, by default the one of `url`; a host without a port means ports 80 and 443. `match` keeps to addresses
    that contain it. `pages` bounds how many list pages (or sitemaps) are read, `rate` is the least pause between two
    requests to a host, in seconds.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    name: str = Field(min_length=1, max_length=60)
    url: Annotated[str, AfterValidator(_url)]
    department: str = ""
    channel: str = ""
    match: str = ""
    pages: int = Field(default=20, ge=1, le=10_000)
    hosts: tuple[Annotated[str, AfterValidator(_host)], ...] = ()
    attachments: bool = True
    rate: float = Field(default=1.0, ge=0, le=3600)

    def authorities(self) -> frozenset[Authority]:
        """The hosts and ports that may be asked: that of `url`, and those of `hosts`."""
        named = {found for found in (authority(self.url),) if found}
        for host in self.hosts or tuple(found.host for found in named):
            found = authority(f"http://{host}/")
            assert found is not None  # noqa: S101 - checked when the settings were read
            explicit = host.endswith(f":{found.port}") and not host.endswith(f"[{found.host}]")
            named |= {found} if explicit else {Authority(found.host, port) for port in WEB_PORTS}
        return frozenset(named)


class SyncSettings(BaseModel):
    """The columns, and what holds for all of them.

    `private_networks` opens addresses of the campus network, for disclosure sites that only the intranet reaches.
    `silence_s` is the longest wait for the next byte, `total_s` the longest for a whole answer. A page whose site gives
    no means to ask "has it changed?" is fetched again after `recheck_days`. `contact` goes into the User-Agent.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    columns: tuple[Column, ...] = ()
    private_networks: tuple[Annotated[str, AfterValidator(_network)], ...] = ()
    max_mb: float = Field(default=50.0, gt=0, le=1000)
    silence_s: float = Field(default=20.0, gt=0, le=600)
    total_s: float = Field(default=120.0, gt=0, le=3600)
    recheck_days: int = Field(default=7, ge=0, le=3650)
    contact: str = Field(default="", pattern=r"^[!-~]*$", max_length=100)

    @model_validator(mode="after")
    def _named_once(self) -> Self:
        names = [column.name for column in self.columns]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"expected each column to have a name of its own, but {', '.join(twice)} stands twice")
        return self

    def networks(self) -> tuple[IPNetwork, ...]:
        """The private networks that may be asked."""
        return tuple(ipaddress.ip_network(network) for network in self.private_networks)
