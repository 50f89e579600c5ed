"""``candid links check``, on small sites whose links lead to servers of this machine."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from candid.cli import main
from candid.commands import writing
from tests.link_health.conftest import Build
from tests.link_health.site import PRODUCT, PROGRAMME, write
from tests.link_health.town import House, Part, page

MEMORY = Path(".cache/candid/links.json")
QUICK = ("--allow-private", "--pause", "0", "--timeout", "2")
PARTS = {
    "/ok": page("Prices"),
    "/old": Part(301, {"Location": "/new"}),
    "/new": page("New"),
    "/slash": Part(301, {"Location": "/slash/"}),
    "/slash/": page("Slash"),
    "/wall": page("Just a moment...", status=403),
}


@pytest.fixture(autouse=True)
def in_the_folder_of_the_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def house(build: Build) -> House:
    return build(PARTS)


def check(*words: str) -> Result:
    return CliRunner().invoke(main, ["links", "check", *QUICK, *words])


def states(*words: str) -> dict[str, tuple[str | None, bool]]:
    rows = json.loads(check("--json", *words).stdout)
    return {row["url"].rpartition("/")[2]: (row["state"], row["suspect"]) for row in rows}


def links(house: House, *names: str) -> dict[str, str]:
    return {"pages/index.md": "# A\n\n" + "".join(f"[{name}]({house.address}/{name})\n" for name in names)}


def age_memory(by: timedelta) -> None:
    """Let everything that is remembered have happened earlier."""

    def older(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {name: older(inner, name) for name, inner in value.items()}
        if key in ("asked_on", "failing_since") and value is not None:
            return (datetime.fromisoformat(value) - by).isoformat()
        return value

    MEMORY.write_text(json.dumps(older(json.loads(MEMORY.read_text("utf-8")))), "utf-8")


def test_every_state_with_its_places(tmp_path: Path, house: House) -> None:
    write(tmp_path, links(house, "ok", "old", "wall", "gone"))
    done = check()
    assert done.exit_code == 0  # a first failure is only a suspect
    assert done.stdout == (
        "Moved for good\n"
        f"  {house.address}/old\n"
        f"    it has moved for good to {house.address}/new\n"
        "    at content/pages/index.md:4:7\n"
        "\n"
        "Failed once; dead if it fails again another time\n"
        f"  {house.address}/gone\n"
        "    404 Not Found\n"
        "    at content/pages/index.md:6:8\n"
        "\n"
        "Blocked, so that nobody knows: look yourself and write it into attestations.yml\n"
        f"  {house.address}/wall\n"
        "    the host wants to see a person first\n"
        "    at content/pages/index.md:5:8\n"
        "\n"
        "4 links: 1 ok, 1 moved, 1 blocked, 1 suspect\n"
    )
    assert check("--strict").exit_code == 1


def test_a_new_spelling_is_shown(tmp_path: Path, house: House) -> None:
    write(tmp_path, links(house, "slash"))
    assert check("--strict").stdout == (
        "There, under a slightly different address\n"
        f"  {house.address}/slash\n"
        f"    it is spelled {house.address}/slash/ now\n"
        "    at content/pages/index.md:3:9\n"
        "\n"
        "1 link: 1 ok\n"
    )


def test_a_site_without_links(tmp_path: Path) -> None:
    write(tmp_path, {})
    done = check()
    assert (done.exit_code, done.stdout, MEMORY.exists()) == (0, "no external link\n", False)


def test_json_is_one_array(tmp_path: Path, house: House) -> None:
    write(tmp_path, links(house, "old"))
    (row,) = json.loads(check("--json").stdout)
    assert datetime.fromisoformat(row.pop("asked_on")) - datetime.now(UTC) < timedelta(minutes=1)
    assert row == {
        "url": f"{house.address}/old",
        "state": "moved",
        "suspect": False,
        "reason": f"it has moved for good to {house.address}/new",
        "proposal": f"{house.address}/new",
        "asked": f"{house.address}/old",
        "class": "none",
        "network": None,
        "places": [{"file": "content/pages/index.md", "line": 3, "column": 7}],
    }


def test_the_second_strike_kills_an_hour_later(tmp_path: Path, house: House) -> None:
    write(tmp_path, links(house, "gone"))
    assert states() == {"gone": ("ok", True)}
    assert states() == {"gone": ("ok", True)}
    age_memory(timedelta(minutes=61))
    assert states() == {"gone": ("dead", False)}
    assert check().exit_code == 1
    house.parts["/gone"] = page("Back")
    assert states() == {"gone": ("ok", False)}
    assert check().exit_code == 0


def test_fresh_answers_are_not_asked_again(tmp_path: Path, house: House) -> None:
    write(tmp_path, links(house, "ok", "wall"))
    check()
    asked = len(house.visits)
    check()
    assert len(house.visits) == asked
    check("--max-age", "0")
    assert len(house.visits) > asked
    asked = len(house.visits)
    age_memory(timedelta(days=8))
    check()
    assert len(house.visits) > asked


def test_offline_asks_nobody(tmp_path: Path, house: House) -> None:
    write(tmp_path, links(house, "ok", "old"))
    assert states("--offline") == {"ok": (None, False), "old": (None, False)}
    assert house.visits == []
    assert not MEMORY.exists()
    check()
    asked = len(house.visits)
    age_memory(timedelta(days=100))
    assert states("--offline") == {"ok": ("ok", False), "old": ("moved", False)}
    assert len(house.visits) == asked


def test_lint_asks_nobody(tmp_path: Path, house: House) -> None:
    write(tmp_path, links(house, "ok", "gone"))
    CliRunner().invoke(main, ["lint"])
    assert house.visits == []


def test_private_machines_are_left_alone(tmp_path: Path, house: House) -> None:
    write(tmp_path, links(house, "ok"))
    done = CliRunner().invoke(main, ["links", "check", "--json", "--pause", "0"])
    (row,) = json.loads(done.stdout)
    assert (row["state"], done.exit_code) == ("blocked", 0)
    assert house.visits == []


def test_what_somebody_looked_at_is_not_asked(tmp_path: Path, house: House) -> None:
    today = datetime.now(UTC).date()
    held = f"- {{url: '{house.address}/wall', checked_on: {today}, until: {today + timedelta(days=30)}}}\n"
    write(tmp_path, {**links(house, "wall"), "data/attestations.yml": held})
    assert states() == {"wall": ("ok", False)}
    assert house.visits == []
    first, last = today - timedelta(days=30), today - timedelta(days=1)
    over = f"- {{url: '{house.address}/wall', checked_on: {first}, until: {last}}}\n"
    write(tmp_path, {**links(house, "wall"), "data/attestations.yml": over})
    done = check()
    assert "attestation-expired" in done.stderr
    assert states() == {"wall": ("blocked", False)}
    assert (done.exit_code, check("--strict").exit_code) == (0, 1)


@pytest.mark.parametrize("text", ["{", "\x00", '{"version": 9}', "\ud800"])
def test_a_broken_memory_is_reported_and_written_anew(tmp_path: Path, house: House, text: str) -> None:
    write(tmp_path, links(house, "ok"))
    MEMORY.parent.mkdir(parents=True)
    MEMORY.write_bytes(text.encode("utf-8", "surrogatepass"))
    done = check()
    assert done.exit_code == 0
    assert ".cache/candid/links.json:1:" in done.stderr
    assert "unreadable-memory" in done.stderr
    assert check().stderr == ""


def test_moves_are_written_where_they_stand(tmp_path: Path, house: House) -> None:
    text = f"# A\r\n\r\n[x]({house.address}/old#part) and `{house.address}/old`\r\n"
    product = PRODUCT.format(site=house.address).replace("/about", "/old").replace(", programme: partners", "")
    write(tmp_path, {"pages/index.md": text, "data/products/bazaar.yml": product})
    done = check("--write-moves")
    assert Path("content/pages/index.md").read_bytes().decode() == text.replace("/old#part", "/new#part")
    assert Path("content/data/products/bazaar.yml").read_text("utf-8") == product.replace("/old", "/new")
    assert f"+[x]({house.address}/new#part)" in done.stderr
    assert "content/pages/index.md: 1 written" in done.stderr
    assert "old" not in states()


def test_moves_are_written_everywhere_or_nowhere(tmp_path: Path, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    text = f"# A\n\n[x]({house.address}/old)\n"
    write(tmp_path, {"pages/a.md": text, "pages/b.md": text})
    stage = writing._stage

    def full(path: Path, content: bytes) -> tuple[Path, Path]:
        if path.name == "b.md":
            raise OSError("no space left")
        return stage(path, content)

    monkeypatch.setattr(writing, "_stage", full)
    done = check("--write-moves")
    assert done.exit_code == 2
    assert "1 written" not in done.stderr
    assert [Path(f"content/pages/{name}.md").read_text() for name in "ab"] == [text, text]


def tracking(root: Path, build: Build, arrival: str) -> House:
    """A site with an offer, whose programme's network and shop are houses."""
    shop = build({"/join": page("Join"), "/": page("Shop"), "/about": page("A"), "/terms": page("T")}, "127.0.0.2")
    click = "/click/camref:1011abc"
    network = build({}, "127.0.0.1")
    network.parts[f"{click}/destination:{shop.address}/join"] = Part(302, {"Location": f"{shop.address}{arrival}"})
    network.parts["/robots.txt"] = Part(body=b"User-agent: *\nDisallow: /")
    network.parts[click] = Part(302, {"Location": f"{shop.address}/?clickref=1011lAbCdEf"})
    files = {
        "data/products/bazaar.yml": PRODUCT.format(site=shop.address),
        "data/programmes/partners.yml": PROGRAMME.format(
            site=shop.address, network="partnerize", tracking=f"{network.address}{click}"
        ),
    }
    write(root, files)
    return network


def test_by_default_nobody_clicks(tmp_path: Path, build: Build) -> None:
    network = tracking(tmp_path, build, "/join?clickref=1011lAbCdEf")
    done = check()
    assert network.visits == []
    assert "a tracking link that does not tell its destination; see --follow-tracking" in done.stdout
    assert "4 ok, 1 unknown" in done.stdout


@pytest.mark.parametrize(
    ("arrival", "state", "code"),
    [
        ("/join?clickref=1011lAbCdEf", "ok", 0),
        ("/join", "lost-tracking", 1),
        ("/join?clickref=", "lost-tracking", 1),
    ],
)
def test_tracking_is_followed_on_demand(tmp_path: Path, build: Build, arrival: str, state: str, code: int) -> None:
    network = tracking(tmp_path, build, arrival)
    done = check("--follow-tracking", "--json", "--contact", "https://me.example/")
    rows = {row["url"]: row for row in json.loads(done.stdout)}
    (row,) = (row for url, row in rows.items() if "destination:" in url)
    assert (row["state"], row["network"], done.exit_code) == (state, "partnerize", code), row
    assert not row["suspect"]
    assert row["places"] == [{"file": "content/data/products/bazaar.yml", "line": 11, "column": 3}]
    assert all("candid/" in visit.agent and "https://me.example/" in visit.agent for visit in network.visits)


def test_a_plain_link_that_leads_to_tracking_is_not_followed_there(tmp_path: Path, build: Build) -> None:
    network = build({"/click/camref:1011abc": page("Counted")}, "127.0.0.2")
    house = build({"/go": Part(302, {"Location": f"{network.address}/click/camref:1011abc"})})
    write(tmp_path, links(house, "go"))
    assert states() == {"go": ("ok", False)}
    assert network.visits == []
    states("--follow-tracking")
    assert network.visits


@pytest.mark.parametrize(
    "words",
    [
        ("--contact", "a\nX-Injected: 1"),
        ("--contact", "(me)"),
        ("--max-age", "-1"),
        ("--together", "0"),
        ("--timeout", "0"),
        ("--pages", "nowhere"),
    ],
)
def test_wrong_usage(tmp_path: Path, words: tuple[str, str]) -> None:
    write(tmp_path, {})
    assert check(*words).exit_code == 2


def test_without_httpx_it_says_what_to_install(tmp_path: Path, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, links(house, "ok"))
    for name in [name for name in sys.modules if name.startswith("candid.link_health.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "httpx", None)
    done = check()
    assert (done.exit_code, "pip install 'mkdocs-candid[links]'" in done.stderr) == (1, True)
    assert check("--offline").exit_code == 0


def test_a_machine_that_is_cut_off_learns_nothing(tmp_path: Path) -> None:
    write(tmp_path, {"pages/index.md": "# A\n\n[a](http://127.0.0.1:1/) [b](http://127.0.0.2:1/)\n"})
    done = check()
    assert (done.exit_code, "is this machine online?" in done.stderr) == (1, True)
    assert not MEMORY.exists()


def test_a_mistake_in_the_data_fails(tmp_path: Path) -> None:
    write(tmp_path, {"data/site.yml": "nam: x\n"})
    done = check()
    assert (done.exit_code, "did you mean 'name'?" in done.stderr) == (1, True)


def wait_for(condition: Callable[[], object]) -> None:
    until = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < until, "it does not happen"
        time.sleep(0.02)


def test_control_c_keeps_what_was_learnt(tmp_path: Path, build: Build) -> None:
    quick, slow = build({"/ok": page("A")}, "127.0.0.1"), build({"/": Part(seconds=60)}, "127.0.0.2")
    write(tmp_path, {"pages/index.md": f"# A\n\n[a]({quick.address}/ok) [b]({slow.address}/)\n"})
    program = "from candid.cli import main; main()"
    words = ["links", "check", "--allow-private", "--pause", "0", "--timeout", "60"]
    running = subprocess.Popen(
        [sys.executable, "-c", program, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONWARNINGS": "error"},
    )
    wait_for(lambda: "GET /ok" in quick.paths() and slow.visits)
    time.sleep(0.2)
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=30)
    assert running.returncode == 130, err
    assert "2 links: 1 ok, 1 unknown" in out
    assert "Traceback" not in err
    assert list(json.loads(MEMORY.read_text("utf-8"))["answers"]) == [f"{quick.address}/ok"]
