"""The benchmark compares like with like: its generator repeats itself, and both of its sites say the same."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup

from tests.bench.builds import Cost, build
from tests.bench.measure import Outcome
from tests.bench.pages import GeneratedSite, generate
from tests.bench.sites import write_sites


def sources(site: GeneratedSite) -> list[str]:
    return [page.markdown() for page in site.pages] + [repr(item) for item in sorted(site.records.items())]


def test_the_same_seed_writes_the_same_site() -> None:
    assert sources(generate(30, seed=7)) == sources(generate(30, seed=7))


def test_another_seed_writes_other_text() -> None:
    pages = zip(generate(30, seed=7).pages, generate(30, seed=8).pages, strict=True)
    assert all(one.markdown() != other.markdown() for one, other in pages)


def test_the_mix_of_pages() -> None:
    site = generate(100)
    kinds = [page.path.split("/")[0] for page in site.pages]
    assert {kind: kinds.count(kind) for kind in kinds} == {"reviews": 30, "comparisons": 20, "posts": 50}
    assert sum("```calculator" in page.markdown() for page in site.pages) == 50
    assert len({page.text for page in site.pages}) == 100
    assert 7_000 < sum(len(page.markdown()) for page in site.pages) / 100 < 9_000


def test_both_sites_show_the_same_text(tmp_path: Path) -> None:
    site = generate(12)
    candid, plain = write_sites(site, tmp_path)
    for folder in (candid, plain):
        build(folder)
    for page in site.pages:
        built = Path("site", page.path).with_suffix("") / "index.html"
        assert article(candid / built) == article(plain / built), page.path
    assert yaml.safe_load((plain / "mkdocs.yml").read_text("utf-8"))["plugins"] == ["search"]


def article(path: Path) -> str:
    content = BeautifulSoup(path.read_text("utf-8"), "html5lib").select_one("article")
    assert content is not None
    for data in content.select("script"):  # structured data is read by machines alone
        data.decompose()
    return " ".join(content.get_text(" ").split())


def test_figures_come_from_pairs_of_builds() -> None:
    candid = Cost(wall=11, cpu=10.4, memory=120), Cost(22, 20.8, 120), Cost(10, 10, 100)
    plain = Cost(wall=10, cpu=10, memory=100), Cost(20, 20, 100), Cost(10, 10, 100)
    outcome = Outcome(pages=1000, candid=candid, plain=plain)
    assert outcome.ratios("wall") == pytest.approx([1.1, 1.1, 1])
    assert outcome.best_ratio("wall") == 1
    assert outcome.per_page("cpu") == pytest.approx(0.4)
    assert outcome.middle("candid", "memory") == 120
    assert outcome.as_json()["median_ratio"]["cpu"] == pytest.approx(1.04)
