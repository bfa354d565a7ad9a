from __future__ import annotations

import pytest

from crawler.addresses import HostPatterns, is_literal, is_public, parse_resolve


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "103.21.58.1", "2606:4700::1111", "[2606:4700::1111]", "172.32.0.1", "100.128.0.1"],
)
def test_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.255.255.254",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "192.0.2.1",
        "::1",
        "::",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "2002:7f00:0001::",
        "64:ff9b::7f00:1",
        "not an address",
        "",
    ],
)
def test_not_public(address: str) -> None:
    assert not is_public(address)


def test_other_spellings_of_an_address_are_no_literals() -> None:
    # so they go through the resolver, which sees the address they lead to
    assert is_literal("127.0.0.1") and is_literal("[::1]")
    assert not any(map(is_literal, ["2130706433", "0x7f.1", "127.1", "localhost", ""]))


def test_host_patterns() -> None:
    hosts = HostPatterns.parse(["127.0.0.1:8000", "*.newsroom.test", " Intra.Example. ", "[::1]:80", ""])
    assert "127.0.0.1" in hosts
    assert "::1" in hosts and "[::1]" in hosts
    assert "a.newsroom.test" in hosts and "a.b.newsroom.test" in hosts
    assert "newsroom.test" not in hosts and "evilnewsroom.test" not in hosts
    assert "intra.example" in hosts
    assert "127.0.0.2" not in hosts and "" not in hosts
    assert "x" not in HostPatterns.parse([])


def test_resolve_setting() -> None:
    assert parse_resolve("*.a.test=127.0.0.1, B.test=10.0.0.1") == (
        ("*.a.test", "127.0.0.1"),
        ("b.test", "10.0.0.1"),
    )
    assert parse_resolve("") == ()
    with pytest.raises(ValueError, match=r"PRAHARI_RESOLVE: 'a.test=nowhere'"):
        parse_resolve("a.test=nowhere")
