"""User and password: what is said of a URL, and what no server could be told."""

from __future__ import annotations

import pytest

from search.credentials import given, inside, shown


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("https://elastic:s3cr3t@host:9200/es", "https://host:9200/es"),
        ("http://elastic:s3/cr@3t@host", "http://host"),
        ("elastic:s3cr3t@host:9200", "host:9200"),
        ("http://elastic:s3cr3t://s3cr3t@host", "http://host"),
        ("elastic:s3cr3t://s3cr3t@host", "host"),
        ("http://elastic:s3cr3t@[::1", "http://[::1"),
        ("http://[::1]:9200", "http://[::1]:9200"),
        ("", ""),
    ],
)
def test_a_url_is_told_without_user_and_password(url: str, told: str) -> None:
    assert shown(url) == told


def test_what_is_said_beside_the_url_wins() -> None:
    url = "http://%E0%A4%AA:a%3Ab%2F@host"
    assert inside(url) == ("प", "a:b/")
    assert given(url, "", "") == ("प", "a:b/")
    assert given(url, "me", "mine") == ("me", "mine")
    assert given("http://host", "", "") == ("", "")


@pytest.mark.parametrize(
    ("url", "user", "password", "told"),
    [
        ("http://host", "me", "", "user me, and no password"),
        ("http://host", "", "geheim", "a password, and no user"),
        ("http://host", "me:you", "geheim", "a colon in the user's name"),
        ("http://host", "me", "gehe\udce9im", "user or password is no UTF-8"),
        ("http://me:geheim%E9@host", "", "", "in the URL is no UTF-8"),
        ("http://me:geheim@ho\u2100st", "", "", "no URL"),
    ],
)
def test_what_no_server_can_be_told(url: str, user: str, password: str, told: str) -> None:
    with pytest.raises(ValueError, match=told) as caught:
        given(url, user, password)
    assert "gehe" not in str(caught.value)
