"""``candid check`` understands each of the files that Candid writes, should one lie in a published folder."""

from __future__ import annotations

import pytest

from candid.compliance.files.redirects import list_redirects
from candid.redirects import AuthorFiles, redirect_files, server_files
from tests.redirects.conftest import ADDRESSES, LOCATIONS
from tests.redirects.site import with_addresses

URL = "https://example.com/"


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    site = with_addresses(tmp_path_factory.mktemp("site"), ADDRESSES)
    return {**redirect_files(site, AuthorFiles(), URL)[0], **server_files(site, AuthorFiles(), URL)[0]}


@pytest.mark.parametrize("name", ["_redirects", ".htaccess", "vercel.json", "nginx/candid-map.conf"])
def test_each_form_is_read(texts: dict[str, str], name: str) -> None:
    found = list_redirects(texts.get, [name], [])
    expected = {f"go/{offer}": to for offer, to in LOCATIONS.items()}
    if name == "vercel.json":
        expected = {path: to.replace("$", "%24") for path, to in expected.items()}
    assert {entry.path: entry.target for entry in found} == expected
    assert {entry.status for entry in found} == ({0} if name.startswith("nginx") else {302})
