"""Real servers, with a site whose redirects lead to addresses that are hard to write down."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from candid.diagnostics import Severity
from candid.redirects import AuthorFiles, redirect_files, server_files
from tests.redirects.requests import free_port, wait_for
from tests.redirects.site import with_addresses
from tests.setup import servers

ADDRESSES = {
    "plain": "https://partner.example/a/b",
    "query": "https://partner.example/click?a=1&b=2&b=3&u=https%3A%2F%2Fshop.example%2F%3Fq%3D1%26r",
    "hundred": "https://partner.example/100%25/%41%0d%0aX-Injected:%20yes/%zz?p=%1&q=%{HTTP_HOST}e",
    "fragment": "https://partner.example/page?x=1#part/two?three",
    "dollar": "https://partner.example/$uri/$1/${host}?cost=$9&x=$candid_go",
    "quotes": "https://partner.example/it's;a,b(c)[d]*e|f^g`h{i}j<k>l\\m?q='1'",
    "unicode": "https://münchen.example/straße/日本?ü=ö#ß",
    "colon": "https://partner.example/a:b/:splat/:id?next=/x:y",
    "port": "https://partner.example:8443/~user/?a=b+c",
}
"""What each redirect leads to, as its author wrote it."""

LOCATIONS = {
    **ADDRESSES,
    "hundred": "https://partner.example/100%25/%41%0d%0aX-Injected:%20yes/%zz?p=%1&q=%%7BHTTP_HOST%7De",
    "dollar": "https://partner.example/$uri/$1/$%7Bhost%7D?cost=$9&x=$candid_go",
    "quotes": "https://partner.example/it's;a,b(c)[d]*e%7Cf%5Eg%60h%7Bi%7Dj%3Ck%3El%5Cm?q='1'",
    "unicode": "https://xn--mnchen-3ya.example/stra%C3%9Fe/%E6%97%A5%E6%9C%AC?%C3%BC=%C3%B6#%C3%9F",
}
"""The same as a header holds it: what ASCII has no character for is encoded, nothing else."""


Published = tuple[Path, Mapping[str, str]]
"""A published folder, where servers may read it, and the files beside it."""


@contextmanager
def publishing(addresses: Mapping[str, str], site_url: str = "https://example.com/") -> Iterator[Published]:
    """A site whose redirects lead to these addresses."""
    # Not in pytest's own folder, into which only its owner may look: Apache answers as another user.
    top = Path(tempfile.mkdtemp())
    top.chmod(0o755)
    site = with_addresses(top / "data", addresses)
    texts, findings = redirect_files(site, AuthorFiles(), site_url)
    assert all(finding.severity is Severity.INFO for finding in findings)
    for name, text in {"index.html": "home", "404.html": "nothing here", **texts}.items():
        path = top / "site" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    beside, findings = server_files(site, AuthorFiles(), site_url)
    assert findings == []
    yield top / "site", beside
    shutil.rmtree(top)


@pytest.fixture(scope="session")
def published() -> Iterator[Published]:
    """The site of these tests."""
    with publishing(ADDRESSES) as folders:
        yield folders


@contextmanager
def running(command: list[str], port: int, log: Path) -> Iterator[int]:
    """A server while it runs."""
    with log.open("wb") as output, subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT) as process:
        try:
            wait_for(port, lambda: process.poll() is not None)
            yield port
        except AssertionError as failure:
            raise AssertionError(f"{failure}: {log.read_text('utf-8', 'replace')}") from failure
        finally:
            process.terminate()


@contextmanager
def nginx_for(published: Published, folder: Path) -> Iterator[int]:
    """The port of an nginx that includes the two files. Its own files are in ``folder``."""
    root, beside = published
    for name, text in beside.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    port, user = free_port(), "user root;" if os.geteuid() == 0 else ""
    temporary = "\n".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"""{user}
daemon off; pid {folder}/pid; error_log stderr warn; worker_processes 1;
events {{ worker_connections 64; }}
http {{
    access_log off; {temporary}
    include {folder}/nginx/candid-map.conf;
    server {{
        listen 127.0.0.1:{port}; root {root}; index index.html; error_page 404 /404.html;
        include {folder}/nginx/candid-location.conf;
    }}
}}
""",
        "utf-8",
    )
    command = [servers.nginx(), "-p", str(folder), "-e", "stderr", "-c", str(folder / "nginx.conf")]
    tested = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert tested.returncode == 0, tested.stderr
    assert "[warn]" not in tested.stderr, tested.stderr
    with running(command, port, folder / "log") as answering:
        yield answering


@contextmanager
def apache_for(published: Published, folder: Path) -> Iterator[int]:
    """The port of an Apache that reads ``.htaccess``. Its own files are in ``folder``."""
    root, _ = published
    modules, port = servers.apache_modules(), free_port()
    wanted = ("mpm_event", "mpm_prefork", "unixd", "authz_core", "dir", "headers", "rewrite")
    found = [name for name in wanted if (modules / f"mod_{name}.so").is_file()]
    if "mpm_event" in found:
        found.remove("mpm_prefork")
    lines = [f"LoadModule {name}_module {modules}/mod_{name}.so" for name in found]
    lines += [
        f'ServerRoot "{folder}"',
        "ServerName example.com",
        f"Listen 127.0.0.1:{port}",
        f'PidFile "{folder}/pid"',
        f'DefaultRuntimeDir "{folder}"',
        'ErrorLog "/dev/stderr"',
        *(["User nobody"] if os.geteuid() == 0 else []),
        "DirectoryIndex index.html",
        "ErrorDocument 404 /404.html",
        f'DocumentRoot "{root}"',
        f'<Directory "{root}">',
        "AllowOverride All",
        "Options FollowSymLinks",
        "Require all granted",
        "</Directory>",
    ]
    (folder / "httpd.conf").write_text("\n".join(lines) + "\n", "utf-8")
    command = [servers.apache(), "-d", str(folder), "-f", str(folder / "httpd.conf")]
    tested = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert tested.returncode == 0, tested.stderr
    with running([*command, "-DFOREGROUND"], port, folder / "log") as answering:
        yield answering


@pytest.fixture(scope="session")
def nginx(published: Published, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of nginx with the site of these tests."""
    with nginx_for(published, tmp_path_factory.mktemp("nginx")) as port:
        yield port


@pytest.fixture(scope="session")
def apache(published: Published, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of Apache with it."""
    with apache_for(published, tmp_path_factory.mktemp("apache")) as port:
        yield port
