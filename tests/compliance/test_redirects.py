"""The redirects of a built site, in the forms of several hosts."""

from __future__ import annotations

import pytest

from candid.compliance.files.redirects import list_redirects, target_of

SHOP = "https://shop.example/x"


def redirects_in(name, text):
    return [(one.path, one.target, one.status, one.line) for one in list_redirects({name: text}.get, [name], [])]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("_redirects", f"# all\n/go/x {SHOP} 302\n/a /b 301\n", [("go/x", SHOP, 302, 2)]),
        ("_redirects", f"/go/x {SHOP}\n", [("go/x", SHOP, 301, 1)]),
        ("_redirects", f"/go/x id=:id {SHOP} 302!\n", [("go/x", SHOP, 302, 1)]),
        (
            "vercel.json",
            f'{{"redirects": [\n{{"source": "/go/x", "destination": "{SHOP}", "permanent": false}}]}}',
            [("go/x", SHOP, 307, 2)],
        ),
        ("vercel.json", f'{{"redirects": [{{"source": "/go/x", "destination": "{SHOP}"}}]}}', [("go/x", SHOP, 308, 1)]),
        (
            "netlify.toml",
            f'[[redirects]]\nfrom = "/go/x"\nto = "{SHOP}"\nstatus = 302\n',
            [("go/x", SHOP, 302, 2)],
        ),
        (".htaccess", f"Redirect 302 /go/x {SHOP}\n", [("go/x", SHOP, 302, 1)]),
        (".htaccess", f"RewriteRule ^go/x$ {SHOP} [R=301,L]\n", [("go/x", SHOP, 301, 1)]),
        ("nginx.conf", f"location = /go/x {{ return 302 {SHOP}; }}\n", [("go/x", SHOP, 302, 1)]),
        ("redirects.map", f"/go/x {SHOP};\n", [("go/x", SHOP, 0, 1)]),
        ("vercel.json", "[" * 100_000, []),
        ("vercel.json", '{"redirects": {"a": 1}}', []),
        ("netlify.toml", "[[redirects]\n", []),
    ],
)
def test_forms(name, text, expected):
    assert redirects_in(name, text) == expected


def test_a_path_is_looked_up_without_its_slashes_and_by_its_folder():
    known = {"go/x": SHOP, "out/*": "https://shop.example/all"}
    assert target_of("/go/x/", known) == SHOP
    assert target_of("/out/a/b", known) == "https://shop.example/all"
    assert target_of("/other", known) is None
