"""Addresses are taken apart as the public suffix list says."""

from __future__ import annotations

import pytest

from dedup.origin.hosts import Host, host_of


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://blogs.dailytimes.com.pk/a?b", Host("blogs", "dailytimes", "com.pk")),
        ("www.BBC.co.uk", Host("www", "bbc", "co.uk")),
        ("//nytimes.com:443/", Host("", "nytimes", "com")),
        ("http://someone.blogspot.com", Host("someone", "blogspot", "com")),
        ("a.b.c.kobe.jp", Host("a", "b", "c.kobe.jp")),
        ("www.city.kobe.jp", Host("www", "city", "kobe.jp")),
        ("site.example", Host("", "site", "example")),
    ],
    ids=["two labels", "upper case", "port", "private suffix", "wildcard", "exception to it", "reserved"],
)
def test_the_suffix_is_what_registries_give_names_out_under(address: str, host: Host) -> None:
    """Wildcards and their exceptions count, suffixes of private companies do not."""
    assert host_of(address) == host


@pytest.mark.parametrize(
    "name", ["Daily Times", "co.uk", "127.0.0.1", "readme.txt", "[::1.com", "a..com", ".", "Inc.Ltd.Corp"]
)
def test_what_is_below_no_suffix_is_no_host(name: str) -> None:
    """Names, suffixes by themselves, numbers and file names are not taken for addresses."""
    assert host_of(name) is None


def test_a_host_is_read_in_punycode_and_in_letters_alike() -> None:
    """``xn--`` labels stand for letters, in the suffix too."""
    assert host_of("xn--e1afmkfd.xn--p1ai") == host_of("пример.рф") == Host("", "пример", "рф")


def test_full_stops_of_chinese_text_are_dots() -> None:
    """The stop that ends the sentence is no part of the host, and between labels it parts them."""
    assert host_of("www.sina。com.cn。") == Host("www", "sina", "com.cn")


def test_an_ellipsis_before_a_host_is_no_part_of_its_domain() -> None:
    """Dots of the prose before an address leave the registered domain as it is."""
    host = host_of("...times.com")
    assert host is not None
    assert host.domain == "times.com"
