"""The benchmark: a generated site built with Candid, against the same pages with nothing left for Candid to do.

``python -m tests.bench`` (``make bench``) measures; nothing here fails because a machine is slow.
"""
