"""The terms of affiliate programmes."""

from __future__ import annotations

from candid.compliance.checks.programmes import (
    amazon_content,
    amazon_detours,
    amazon_interface,
    amazon_links,
    amazon_names,
    amazon_outputs,
    amazon_pictures,
    amazon_ratings,
    amazon_statements,
    link_forms,
    own_redirects,
    programme_terms,
)

__all__ = ["MODULES"]

MODULES = (
    amazon_content,
    amazon_detours,
    amazon_interface,
    amazon_links,
    amazon_names,
    amazon_outputs,
    amazon_pictures,
    amazon_ratings,
    amazon_statements,
    link_forms,
    own_redirects,
    programme_terms,
)
