"""Which machines of the network a page may be fetched from: public ones, unless ``CLAIMDESK_PRIVATE_URLS`` is set.

An address that somebody typed, or that a page redirects to, must not reach what only this machine can: services on
loopback, devices of the local network, the metadata of a cloud. So a host is resolved here, once, and the connection
goes to the very address that was looked at: a name that resolves to something else a moment later gains nothing.
"""

from __future__ import annotations

import os
import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from index.errors import ReadError

SETTING = "CLAIMDESK_PRIVATE_URLS"
_TRANSLATED = IPv6Network("64:ff9b::/96")
Address = IPv4Address | IPv6Address


def reachable(host: str, port: int) -> str:
    """Return the address of ``host`` to connect to.

    Raises:
        ReadError: the host is unknown, or any of its addresses is private; the reason in a line, without the url.
    """
    found = _resolved(host, port)
    if not private_allowed() and (hidden := [one for one in found if not is_public(one)]):
        where = f"{host} ({hidden[0]})" if str(hidden[0]) != host else host
        raise ReadError(
            f"{where} is an address of this machine or a private network; save the page and add the file,"
            f" or set {SETTING}=1"
        )
    return str(found[0])


def private_allowed() -> bool:
    """Return whether whoever runs the desk lets it fetch from private addresses."""
    return os.environ.get(SETTING, "").strip().lower() in {"1", "true", "yes"}


def is_public(address: Address) -> bool:
    """Return whether an address belongs to the public network, an IPv4 address inside an IPv6 one included."""
    if isinstance(address, IPv6Address) and (inner := _inner(address)) is not None:
        return is_public(inner)
    return address.is_global and not address.is_multicast


def _inner(address: IPv6Address) -> IPv4Address | None:
    """Return the IPv4 address that an IPv6 one stands for (mapped, 6to4, Teredo, NAT64), None if it stands for none."""
    if address in _TRANSLATED:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)


def _resolved(host: str, port: int) -> list[Address]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise ReadError(f"the host {host} is not known; check the address") from None
    return [ip_address(str(entry[4][0]).split("%")[0]) for entry in found]
