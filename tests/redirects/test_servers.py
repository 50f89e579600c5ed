"""What real servers answer when they read the files of redirects."""

from __future__ import annotations

import pytest

from tests.redirects.conftest import LOCATIONS
from tests.redirects.requests import ask


@pytest.fixture(params=["nginx", "apache"])
def port(request: pytest.FixtureRequest) -> int:
    """The port of each server."""
    port: int = request.getfixturevalue(request.param)
    return port


@pytest.mark.parametrize("name", sorted(LOCATIONS))
@pytest.mark.parametrize("slash", ["", "/"])
def test_a_redirect_leads_where_its_author_wrote(port: int, name: str, slash: str) -> None:
    answer = ask(port, f"/go/{name}{slash}")
    assert (answer.status, answer.location) == (302, LOCATIONS[name])


def test_a_redirect_is_neither_indexed_nor_stored(port: int) -> None:
    for path in ("/go/plain", "/go/plain/"):
        answer = ask(port, path)
        assert answer.headers["x-robots-tag"] == ["noindex"]
        assert answer.headers["cache-control"] == ["no-store"]
    home = ask(port, "/")
    assert (home.status, home.body) == (200, "home")
    assert "x-robots-tag" not in home.headers


@pytest.mark.parametrize(
    "path",
    [
        "/go/unknown",
        "/go/unknown/",
        "/go/plain/more",
        "/go/plain.html",
        "/go/plai",
        "/go/plains",
        "/go/PLAIN",
        "/GO/plain",
        "/gone/plain",
        "/go/plain%0a",
        "/go/plain%0d%0aX-Injected:%20yes",
        "/go/https://evil.example/",
        "/go/plain/https://evil.example/",
    ],
)
def test_anything_else_leads_nowhere(port: int, path: str) -> None:
    answer = ask(port, path)
    assert (answer.status, answer.location) == (404, None)
    assert "x-injected" not in answer.headers


@pytest.mark.parametrize(
    "query",
    ["?x=1", "?u=https://evil.example/", "?url=//evil.example", "?a=%0d%0aX-Injected:%20yes", "?", "?ued=x&a=2"],
)
@pytest.mark.parametrize("name", ["plain", "query", "fragment"])
def test_nothing_of_a_query_is_handed_on(port: int, name: str, query: str) -> None:
    answer = ask(port, f"/go/{name}{query}")
    assert (answer.status, answer.location) == (302, LOCATIONS[name])
    assert "x-injected" not in answer.headers


def test_an_encoded_path_is_the_same_path(port: int) -> None:
    assert ask(port, "/go/%70lain").location == LOCATIONS["plain"]


def test_the_folder_itself_is_no_redirect(port: int) -> None:
    assert ask(port, "/go/").location is None


def test_the_page_behind_a_redirect_can_be_read(port: int) -> None:
    answer = ask(port, "/go/plain/index.html")
    assert answer.status == 200
    assert 'http-equiv="refresh"' in answer.body
