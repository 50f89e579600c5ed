"""Candid's tests, and the small programs that they and the Makefile share."""
