"""Which machines may be fetched from: public ones, and no disguise of a private one."""

from __future__ import annotations

import socket
from ipaddress import ip_address

import pytest

from index.addresses import SETTING, is_public, reachable
from index.errors import ReadError

PRIVATE = (
    "127.0.0.1 127.8.9.1 0.0.0.0 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 224.0.0.1 255.255.255.255"
    " ::1 :: fe80::1 fc00::1 ff02::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 64:ff9b::7f00:1 2002:7f00:1::"
)


@pytest.mark.parametrize("address", PRIVATE.split())
def test_a_private_address_is_not_public_however_it_is_written(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.215.14", "2606:4700::1", "::ffff:8.8.8.8"])
def test_a_public_address_is_public(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "2130706433", "0x7f.1", "127.1", "::1"])
def test_a_host_that_means_this_machine_is_refused(host: str) -> None:
    with pytest.raises(ReadError, match=r"private network.*CLAIMDESK_PRIVATE_URLS=1|not known"):
        reachable(host, 80)


def test_the_setting_allows_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SETTING, "1")
    assert reachable("127.0.0.1", 80) == "127.0.0.1"
    monkeypatch.setenv(SETTING, "0")
    with pytest.raises(ReadError):
        reachable("127.0.0.1", 80)


def test_a_name_with_one_private_address_among_public_ones_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    entries = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 80)) for ip in ("8.8.8.8", "10.0.0.7")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: entries)
    with pytest.raises(ReadError, match=r"news\.example \(10\.0\.0\.7\)"):
        reachable("news.example", 80)


def test_an_unknown_host_is_one_line() -> None:
    with pytest.raises(ReadError, match="not known"):
        reachable("a" * 80 + ".example", 80)
