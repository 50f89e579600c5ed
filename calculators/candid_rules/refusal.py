"""A calculator's answer "no"."""

from __future__ import annotations

__all__ = ["Refusal"]


class Refusal(Exception):
    """A calculator's answer "no": the question has no honest number.

    Attributes:
        code: ``negative-amount``, ``more-decimals-than-minor-unit``, ``below-minimum``, ``fee-exceeds-amount``,
            ``no-rule-in-force``, ``unknown-input`` or ``invalid-input``.
        message: One sentence for a reader.
        input: The input that it is about, if it is about one.
        hint: What to write instead, where that is plain from what was written; else empty.
    """

    def __init__(self, code: str, message: str, input_name: str | None = None, hint: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.input = input_name
        self.hint = hint
