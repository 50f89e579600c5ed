"""Compliance of a built site: its HTML as readers meet it, held against dated and sourced rules."""

from __future__ import annotations

from candid.compliance.audit import Audit, audit, audit_page
from candid.compliance.rule_table import DEFAULT_PROFILES, Rule, load_rules
from candid.compliance.site import BuiltSite, Terms

__all__ = ["DEFAULT_PROFILES", "Audit", "BuiltSite", "Rule", "Terms", "audit", "audit_page", "load_rules"]
