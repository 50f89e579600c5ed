"""``candid links classify`` and ``candid links networks``."""

from __future__ import annotations

import json

from click.testing import CliRunner

from candid.cli import main
from candid.networks import load_networks

URLS = ["https://upwork.pxf.io/c/1/2/3?subId1=x&u=https%3A%2F%2Fwww.upwork.com%2F", "https://example.com/"]


def run(*arguments: str, text: str | None = None) -> str:
    result = CliRunner().invoke(main, ["links", "classify", *arguments], input=text)
    assert result.exit_code == 0, result.output
    return result.output


def test_json_is_one_array_in_the_order_given():
    assert json.loads(run(*URLS, "--json")) == [
        {
            "url": URLS[0],
            "class": "certain",
            "network": "impact",
            "sub_id": "x",
            "destination": "https://www.upwork.com/",
        },
        {"url": URLS[1], "class": "none", "network": None, "sub_id": None, "destination": None},
    ]


def test_standard_input():
    output = run("--json", "https://amzn.to/x", "-", text="\n  https://bit.ly/x \r\n\nhttps://example.com/\n")
    assert [row["class"] for row in json.loads(output)] == ["certain", "unknown", "none"]
    assert json.loads(run("--json", "-", text="")) == []
    assert run("-", text="") == ""


def test_table():
    lines = run(*URLS).splitlines()
    assert lines[0].split() == ["class", "network", "sub_id", "destination", "url"]
    assert lines[1].split() == ["certain", "impact", "x", "https://www.upwork.com/", URLS[0]]
    assert lines[2].split() == ["none", "-", "-", "-", URLS[1]]


def test_table_shows_what_a_terminal_would_obey():
    assert "\\x1b[31m" in run("https://example.com/\x1b[31m")


def test_needs_an_address():
    assert CliRunner().invoke(main, ["links", "classify"]).exit_code == 2


def networks(*arguments: str) -> str:
    result = CliRunner().invoke(main, ["links", "networks", *arguments])
    assert result.exit_code == 0, result.output
    return result.output


def test_networks_are_those_that_a_programme_can_run_on():
    listed = json.loads(networks("--json"))
    known = load_networks().by_id
    assert [row["id"] for row in listed] == sorted(name for name, network in known.items() if network.has_publishers)
    assert {"id": "awin", "name": "Awin", "sub_id": "clickref", "destination": "ued"} in listed
    # Marks and shorteners are known, but nobody is paid through them.
    assert not {"shortener", "stand-down"} & {row["id"] for row in listed}


def test_networks_are_found_by_id_and_by_name():
    assert networks("IMPACT").splitlines()[1].split() == ["impact", "impact.com", "subId1", "u"]
    assert [row["id"] for row in json.loads(networks("--json", "associates", "linode"))] == ["amazon", "linode"]


def test_a_network_that_nobody_knows_is_wrong_usage():
    for words in (["awim"], ["--json", "awim"]):
        result = CliRunner().invoke(main, ["links", "networks", *words])
        assert (result.exit_code, result.stdout) == (2, "")
        assert "no network is called 'awim'; did you mean 'awin'?" in result.stderr
