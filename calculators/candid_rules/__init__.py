"""Dated, sourced, exact fee and commission rules."""
