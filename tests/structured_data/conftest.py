"""Builds sites through MkDocs in process."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from tests.structured_data.sites import Build


@pytest.fixture(scope="module")
def build_once(tmp_path_factory: pytest.TempPathFactory) -> Build:
    def make(pages: Mapping[str, str], data: Mapping[str, str], site_url: str = "") -> Path:
        root = tmp_path_factory.mktemp("site")
        texts = {f"content/pages/{name}": text for name, text in pages.items()}
        texts |= {f"content/data/{name}": textwrap.dedent(text).lstrip("\n") for name, text in data.items()}
        for name, text in texts.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        (root / "mkdocs.yml").write_text("site_name: Markets\n", encoding="utf-8")
        config = load_config(
            str(root / "mkdocs.yml"),
            docs_dir=str(root / "content/pages"),
            site_dir=str(root / "site"),
            site_url=site_url,
            theme={"name": "material", "font": False},
            plugins=["search", "candid"],
            markdown_extensions=[{"toc": {"permalink": True}}],
        )
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
        return root / "site"

    return make
