"""The path under which a proxy shows the page."""

from __future__ import annotations

import pytest

from lpntk.api.prefix import Prefix
from lpntk.domain import InputError


@pytest.mark.parametrize(
    ("given", "path", "text"),
    [
        ("", "", ""),
        ("/", "", ""),
        ("lpntk", "/lpntk", "/lpntk"),
        ("/lpntk/", "/lpntk", "/lpntk"),
        ("/user/jo@x/proxy/8000", "/user/jo@x/proxy/8000", "/user/jo%40x/proxy/8000"),
        ("/user/jo%40x", "/user/jo@x", "/user/jo%40x"),
    ],
)
def test_a_path_may_be_written_in_many_ways(given, path, text):
    prefix = Prefix(given)
    assert (prefix.path, prefix.text) == (path, text)


@pytest.mark.parametrize("given", ["/a//b", "/a/../b", "/.", "/a?b", "/a#b", '/"><script>', "/a b", "/a%00"])
def test_what_is_no_path_is_refused(given):
    with pytest.raises(InputError, match="no path") as caught:
        Prefix(given)
    assert caught.value.field == "root_path"


@pytest.mark.parametrize("given", ["/api", "assets/x", "/analyses/1", "new"])
def test_a_path_of_the_page_s_own_is_refused(given):
    with pytest.raises(InputError, match="own addresses"):
        Prefix(given)
