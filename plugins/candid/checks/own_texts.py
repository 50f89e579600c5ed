"""Whether a site's own wording of its disclosures is enough where its readers live."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from candid.diagnostics import Finding
from candid.disclosures.lexicon import judge, missing_from_label, missing_from_statement
from candid.disclosures.profiles import profiles
from candid.pages import Page
from candid.site import Site

__all__ = ["check_own_texts"]


def check_own_texts(site: Site, _pages: Sequence[Page]) -> Iterator[Finding]:
    """Texts of ``site.yml`` that would not pass in one of the site's jurisdictions, and those that hedge."""
    where = site.settings.jurisdictions
    for language, texts in site.settings.disclosures.items():
        for key, text in texts.model_dump(exclude_none=True).items():
            missing_from = missing_from_statement if key == "page" else missing_from_label
            place = site.catalog.files["site"].at("disclosures", language, key)
            if missing := missing_from(text, language, where):
                # What each accepts alone they may not accept together: "affiliate link" in India, and nowhere else.
                asking = [name for name in where if missing_from(text, language, (name,))] or where
                names = ", ".join(profiles()[name].name for name in asking)
                message = f"'{text}' is not enough as '{key}' for readers in: {names}"
                yield Finding.of("disclosure-wording", place, message, f"it needs {' and '.join(missing)}")
            elif hedge := judge(text, language, where).hedge:
                message = f"'{hedge}' leaves open whether '{text}' is so"
                hint = "it stands on pages with affiliate links only: say what is"
                yield Finding.of("disclosure-hedged", place, message, hint)
