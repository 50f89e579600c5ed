"""The files of hosts that cannot be run here, read by their documented rules; and files that stand there already."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from candid.diagnostics import Finding
from candid.redirects import AuthorFiles, netlify, redirect_files, server_files
from candid.site import Site
from tests.redirects.conftest import ADDRESSES, LOCATIONS
from tests.redirects.hosted import cloudflare_headers, cloudflare_rules, netlify_rules, vercel_rules
from tests.redirects.site import SITE, load, sound, with_addresses

URL = "https://example.com/"
JOIN = "https://shop.pxf.io/c/1/2/3?u=https%3A%2F%2Fshop.example%2Fjoin&subId1=redirect_join.link1"


def author(**files: str) -> AuthorFiles:
    texts = {name.replace("__", "."): text for name, text in files.items()}
    return AuthorFiles("content/pages", {name: f"content/pages/{name}" for name in texts}, texts.get)


def hosted(folder: Path, hosts: str) -> Site:
    return sound(folder, {"site.yml": SITE.replace("[netlify, cloudflare, vercel, nginx, apache]", f"[{hosts}]")})


def said(findings: list[Finding]) -> list[str]:
    return [f"{finding.location}: {finding.code}" for finding in findings]


def both_forms(texts: Mapping[str, str]) -> dict[str, str]:
    return {f"/go/{name}{slash}": to for name, to in texts.items() for slash in ("", "/")}


@pytest.mark.parametrize("hosts", ["netlify", "netlify, cloudflare", "netlify, cloudflare, vercel, nginx, apache"])
def test_netlify_redirects_although_a_page_has_the_name(tmp_path: Path, hosts: str) -> None:
    texts, _ = redirect_files(hosted(tmp_path, hosts), AuthorFiles(), URL)
    rules = netlify_rules(texts["_redirects"])
    assert [(rule.path, rule.to, rule.status, rule.forced) for rule in rules] == [("/go/join", JOIN, 302, True)]
    assert "go/join/index.html" in texts


@pytest.mark.parametrize("hosts", ["cloudflare", "netlify, cloudflare"])
def test_cloudflare_redirects_with_and_without_a_slash(tmp_path: Path, hosts: str) -> None:
    texts, _ = redirect_files(hosted(tmp_path, hosts), AuthorFiles(), URL)
    rules = cloudflare_rules(texts["_redirects"])
    assert {rule.path: (rule.to, rule.status) for rule in rules} == {"/go/join": (JOIN, 302), "/go/join/": (JOIN, 302)}


def test_cloudflare_alone_reads_no_line_that_it_would_complain_about(tmp_path: Path) -> None:
    texts, _ = redirect_files(hosted(tmp_path, "cloudflare"), AuthorFiles(), URL)
    assert "!" not in texts["_redirects"]


def test_every_address_survives(tmp_path: Path) -> None:
    site = with_addresses(tmp_path, ADDRESSES)
    texts, _ = redirect_files(site, AuthorFiles(), URL)
    beside, _ = server_files(site, AuthorFiles(), URL)
    assert {rule.path: rule.to for rule in cloudflare_rules(texts["_redirects"])} == both_forms(LOCATIONS)
    assert {rule.path: rule.to for rule in netlify_rules(texts["_redirects"])} == {
        f"/go/{name}": to for name, to in LOCATIONS.items()
    }
    vercel = {name: to.replace("$", "%24") for name, to in LOCATIONS.items()}
    assert {rule.path: rule.to for rule in vercel_rules(beside["vercel.json"])} == both_forms(vercel)
    assert {rule.status for rule in vercel_rules(beside["vercel.json"])} == {302}


def test_headers_keep_redirects_out_of_indexes_and_caches(tmp_path: Path) -> None:
    wanted = {"X-Robots-Tag": "noindex", "Cache-Control": "no-store"}
    site = sound(tmp_path)
    texts, _ = redirect_files(site, author(_headers="/*\n  X-Frame-Options: DENY\n"), URL)
    assert cloudflare_headers(texts["_headers"]) == {"/*": {"X-Frame-Options": "DENY"}, "/go/*": wanted}
    beside, _ = server_files(site, AuthorFiles(), URL)
    (rule,) = json.loads(beside["vercel.json"])["headers"]
    assert rule["source"] == "/go/(.*)"
    assert {header["key"]: header["value"] for header in rule["headers"]} == wanted


def test_only_files_of_the_named_hosts_are_written(tmp_path: Path) -> None:
    expected = {
        "netlify": ({"_redirects", "_headers"}, set()),
        "cloudflare": ({"_redirects", "_headers"}, set()),
        "apache": ({".htaccess"}, set()),
        "vercel": (set(), {"vercel.json"}),
        "nginx": (set(), {"nginx/candid-map.conf", "nginx/candid-location.conf"}),
    }
    for host, (published, beside) in expected.items():
        site = hosted(tmp_path / host, host)
        assert set(redirect_files(site, AuthorFiles(), URL)[0]) == {"go/join/index.html", "robots.txt", *published}
        assert set(server_files(site, AuthorFiles(), URL)[0]) == beside


def test_a_site_below_a_path(tmp_path: Path) -> None:
    texts, findings = redirect_files(sound(tmp_path), AuthorFiles("content/pages"), "https://example.com/docs/")
    assert {rule.path for rule in cloudflare_rules(texts["_redirects"])} == {"/docs/go/join", "/docs/go/join/"}
    assert '"^go/join/?$"' in texts[".htaccess"], "paths in .htaccess begin below its own folder"
    assert "go/join/index.html" in texts
    assert "robots.txt" not in texts, "nobody reads it there"
    assert said(findings) == ["content/pages/robots.txt:1:1: redirect-robots-elsewhere"]
    assert findings[0].hint == "write there: Disallow: /docs/go/"
    beside, _ = server_files(sound(tmp_path), AuthorFiles(), "https://example.com/docs/")
    assert 'location ^~ "/docs/go/"' in beside["nginx/candid-location.conf"]
    assert '"~^/docs/go/join/?\\z"' in beside["nginx/candid-map.conf"]


def test_two_sites_on_one_server_share_no_variable(tmp_path: Path) -> None:
    site = sound(tmp_path)
    maps = [server_files(site, AuthorFiles(), url)[0]["nginx/candid-map.conf"] for url in (URL, "https://b.example/")]
    names = [text.partition("map $uri ")[2].split()[0] for text in maps]
    assert names == ["$candid_example_com_go", "$candid_b_example_go"]


def test_rules_of_an_author_stay_behind_ours(tmp_path: Path) -> None:
    own = {"_redirects": "/old /new 301\n/* /index.html 200\n", ".htaccess": "Redirect 301 /old /new\n"}
    texts, findings = redirect_files(sound(tmp_path), AuthorFiles(".", dict.fromkeys(own, ""), own.get), URL)
    assert findings == []
    for name, text in own.items():
        assert texts[name].endswith(text)
        assert texts[name].index("go/join") < texts[name].index("/old")


def test_a_rule_of_an_author_in_our_folder_is_a_mistake(tmp_path: Path) -> None:
    _, findings = redirect_files(sound(tmp_path), author(_redirects="/a /b\n\n/GO/join https://x.example/ 301\n"), URL)
    assert said(findings) == ["content/pages/_redirects:3:1: redirect-clash"]
    assert "'/GO/join'" in findings[0].message


@pytest.mark.parametrize("path", ["go/join/index.html", "Go/other.pdf", "go.html", "go/index.html", "GO"])
def test_a_file_in_our_folder_is_a_mistake(tmp_path: Path, path: str) -> None:
    _, findings = redirect_files(sound(tmp_path), AuthorFiles(".", {path: "content/pages/it.md"}), URL)
    assert said(findings) == ["content/pages/it.md:1:1: redirect-clash"]


@pytest.mark.parametrize("path", ["gone/index.html", "good.html", "a/go/index.html"])
def test_a_file_elsewhere_is_none(tmp_path: Path, path: str) -> None:
    assert redirect_files(sound(tmp_path), AuthorFiles(".", {path: path}), URL)[1] == []


def test_settings_of_vercel_are_kept(tmp_path: Path) -> None:
    site = sound(tmp_path)
    own = {
        "cleanUrls": True,
        "redirects": [
            {"source": "/old", "destination": "/é", "permanent": True},
            {"source": "/go/x", "destination": "/"},
        ],
        "headers": [{"source": "/(.*)", "headers": [{"key": "X-Frame-Options", "value": "DENY"}]}],
    }
    texts, findings = server_files(site, author(vercel__json=json.dumps(own)), URL)
    assert findings == []
    made = json.loads(texts["vercel.json"])
    assert made["cleanUrls"] is True
    assert [entry["source"] for entry in made["redirects"]] == ["/go/join", "/go/join/", "/old"]
    assert [entry["source"] for entry in made["headers"]] == ["/(.*)", "/go/(.*)"]
    again, _ = server_files(site, author(vercel__json=texts["vercel.json"]), URL)
    assert again["vercel.json"] == texts["vercel.json"]


@pytest.mark.parametrize("text", ["{", "[]", '{"routes": []}', '{"redirects": {}}', "[" * 100_000])
def test_settings_that_nothing_can_be_added_to_are_reported(tmp_path: Path, text: str) -> None:
    texts, findings = server_files(sound(tmp_path), author(vercel__json=text), URL)
    assert "vercel.json" not in texts
    assert said(findings) == ["content/pages/vercel.json:1:1: redirect-file"]


def test_settings_of_vercel_that_are_published_get_the_redirects_too(tmp_path: Path) -> None:
    texts, _ = redirect_files(sound(tmp_path), author(vercel__json="{}"), URL)
    assert [rule.path for rule in vercel_rules(texts["vercel.json"])] == ["/go/join", "/go/join/"]


def test_a_site_without_redirects_gets_no_files(tmp_path: Path) -> None:
    site = sound(tmp_path, {"site.yml": "name: A site\n"})
    assert redirect_files(site, AuthorFiles(), URL) == ({}, [])
    assert server_files(site, AuthorFiles(), URL) == ({}, [])


def many(folder: Path, count: int, hosts: str) -> Site:
    offers = "".join(
        f'  o{at}: {{title: "{at}", destination: "https://shop.example/{at}", programme: p}}\n' for at in range(count)
    )
    product = f"name: Shop\nsummary: A shop.\nofficial_site: https://shop.example/\noffers:\n{offers}"
    site, _ = load(folder, {"site.yml": f"name: A\nredirects: {{hosts: [{hosts}]}}\n", "products/shop.yml": product})
    return site


@pytest.mark.parametrize(
    ("hosts", "count", "expected"),
    [
        ("cloudflare", 899, []),
        ("cloudflare", 900, ["redirect-limit-near"]),
        ("cloudflare", 1000, ["redirect-limit-near"]),
        ("cloudflare", 1001, ["redirect-limit"]),
        ("netlify, cloudflare", 899, []),
        ("netlify, cloudflare", 1000, ["redirect-limit-near"]),
        ("netlify, cloudflare", 1001, ["redirect-limit"]),
        ("vercel", 921, []),
        ("vercel", 922, ["redirect-limit-near"]),
        ("vercel", 1025, ["redirect-limit"]),
        ("apache", 1100, []),
    ],
)
def test_limits_are_counted(tmp_path: Path, hosts: str, count: int, expected: list[str]) -> None:
    site = many(tmp_path, count, hosts)
    files = server_files if hosts == "vercel" else redirect_files
    _, findings = files(site, AuthorFiles(), URL)
    assert [finding.code for finding in findings] == expected
    if expected:
        assert str(findings[0].location) == f"data/site.yml:2:{21 + max(hosts.find('cloudflare'), 0)}"
    if expected == ["redirect-limit"]:
        has, most = ("2,002", "2,000") if "cloudflare" in hosts else ("2,050", "2,048")
        assert has in findings[0].message
        assert f"{hosts.rsplit(', ', maxsplit=1)[-1]} takes {most}" in findings[0].message


def test_what_an_author_writes_counts_too(tmp_path: Path) -> None:
    site = many(tmp_path, 1, "cloudflare")
    patterns = "".join(f"/a{at}/* /b{at}/:splat\n" for at in range(101))
    _, findings = redirect_files(site, author(_redirects=patterns), URL)
    assert [finding.code for finding in findings] == ["redirect-limit"]
    assert "101 dynamic redirects" in findings[0].message


def test_what_cloudflare_passes_over_does_not_count(tmp_path: Path) -> None:
    lines = "/a/* /b Country=de\n/b/* /c 302!\n/c/* /d 404\n/d/* /e 302 x\n/e/* /f\n/e/* /g 301\n# /f/* /g\n/g\n" * 50
    site = many(tmp_path, 1, "cloudflare")
    assert redirect_files(site, author(_redirects=lines), URL)[1] == []
    text = redirect_files(site, author(_redirects=lines), URL)[0]["_redirects"]
    assert (netlify.static_rules(text), netlify.dynamic_rules(text)) == (2, 1)
    assert len(cloudflare_rules(text)) == 3


def test_an_address_that_is_too_long_is_reported_at_its_offer(tmp_path: Path) -> None:
    for length, codes in ((850, []), (950, ["redirect-limit-near"]), (1000, ["redirect-limit"])):
        site = with_addresses(tmp_path / str(length), {"long": "https://partner.example/".ljust(length, "x")})
        _, findings = redirect_files(site, AuthorFiles(), URL)
        assert [finding.code for finding in findings] == codes
        assert [str(finding.location) for finding in findings] == ["data/products/shop.yml:5:3"] * len(codes)
