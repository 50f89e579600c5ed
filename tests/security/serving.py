"""A built site over HTTP, by a proxy that knows no other host: what a page asks for elsewhere leaves no machine.

Pages come through the browser's own network and its memory of files, which takes half of the time that answering each
request by the test does.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlsplit

__all__ = ["ORIGIN", "proxy_for"]

ORIGIN = "http://candid.test"
"""Without encryption, since a proxy sees no paths of what is encrypted."""


@contextmanager
def proxy_for(files: Mapping[str, bytes], policy: str | None) -> Iterator[str]:
    """The address of a proxy that has these files at the origin, by path, and nothing anywhere else.

    Args:
        files: What the site consists of; a folder's page is its ``index.html``.
        policy: The content policy of every answer.
    """

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            address = urlsplit(self.path)
            path = f"{address.path}index.html" if address.path.endswith("/") else address.path
            known = f"{address.scheme}://{address.netloc}" == ORIGIN and path in files
            body = files[path] if known else b""
            kind = "text/javascript" if path.endswith(".mjs") else mimetypes.guess_type(path)[0] or "text/plain"
            # Browsers ask for an icon whenever they have the time, and would complain that there is none.
            self.send_response(200 if known else 204 if path == "/favicon.ico" else 404)
            self.send_header("content-type", f"{kind}; charset=utf-8")
            if known or path != "/favicon.ico":
                self.send_header("content-length", str(len(body)))
            if policy:
                self.send_header("content-security-policy", policy)
            if kind != "text/html":
                self.send_header("cache-control", "max-age=3600")
            self.end_headers()
            self.wfile.write(body)

        def do_CONNECT(self) -> None:
            self.send_error(403)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
