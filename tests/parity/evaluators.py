"""The evaluators that must agree, behind one form of question and answer: Python's, Chromium's and Firefox's."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, TypeAlias

from playwright.sync_api import Browser

import candid_rules
from candid.components.calculator_data import browser_formula
from candid_rules import Calculator, Range, Refusal, calculate
from tests.parity.cases import Question
from tests.setup import firefox

__all__ = ["Answer", "Evaluator", "in_chromium", "in_firefox", "in_python"]

Answer: TypeAlias = dict[str, Any]
"""``{"lines", "outputs", "warnings"}``, or ``{"error"}`` with code, message and input."""

Evaluator: TypeAlias = Callable[[Sequence[Question]], list[Answer]]

_MODULES = Path(candid_rules.__file__).parent / "browser"
_BATCH = 2000
"""Questions for each crossing into a browser."""

_HARNESS = """
import { calculate, Refusal } from "./formula.mjs";
const answer = (formulas, [calculator, inputs, on]) => {
  try {
    const { lines, outputs, warnings } = calculate(formulas[calculator], inputs, on);
    const fields = ({ id, label, amount, rule, explanation }) => ({ id, label, amount, rule, explanation });
    return { lines: lines.map(fields), outputs, warnings };
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) return { bug: `${refusal}` };
    return { error: [refusal.code, refusal.message, refusal.input] };
  }
};
let formulas = {};
window.prepare = (text) => { formulas = JSON.parse(text); };
window.answers = (text) => JSON.stringify(JSON.parse(text).map((question) => answer(formulas, question)));
"""


def in_python(calculators: Mapping[str, Calculator], questions: Sequence[Question]) -> list[Answer]:
    """What Python answers."""
    return [_answer(calculators[question.calculator], question) for question in questions]


@contextmanager
def in_chromium(browser: Browser, calculators: Mapping[str, Calculator]) -> Iterator[Evaluator]:
    """What the browser's module answers in Chromium."""
    page = browser.new_page()
    with _served() as address:
        page.goto(address)
        page.evaluate("prepare", _formulas(calculators))
        yield partial(_asked, lambda text: str(page.evaluate("answers", text)))
    page.close()


@contextmanager
def in_firefox(calculators: Mapping[str, Calculator]) -> Iterator[Evaluator]:
    """What it answers in Firefox."""
    with _served() as address, firefox.launch() as running:
        running.open(address)
        running.evaluate("window.prepare(arguments[0])", _formulas(calculators))
        yield partial(_asked, lambda text: str(running.evaluate("return window.answers(arguments[0])", text)))


def _formulas(calculators: Mapping[str, Calculator]) -> str:
    return json.dumps({name: browser_formula(calculator) for name, calculator in calculators.items()})


def _asked(ask: Callable[[str], str], questions: Sequence[Question]) -> list[Answer]:
    found: list[Answer] = []
    for start in range(0, len(questions), _BATCH):
        batch = questions[start : start + _BATCH]
        found += json.loads(ask(json.dumps([[item.calculator, dict(item.inputs), item.on] for item in batch])))
    return found


def _answer(calculator: Calculator, question: Question) -> Answer:
    try:
        result = calculate(calculator, question.inputs, date.fromisoformat(question.on))
    except Refusal as refusal:
        message = str(refusal)
        if refusal.code == "unknown-input":  # Python goes on and suggests another name
            message = message.partition(";")[0]
        return {"error": [refusal.code, message, refusal.input]}
    return {
        "lines": [
            {
                "id": line.id,
                "label": line.label,
                "amount": {"low": line.amount.low, "high": line.amount.high}
                if isinstance(line.amount, Range)
                else line.amount,
                "rule": line.rule,
                "explanation": line.explanation,
            }
            for line in result.lines
        ],
        "outputs": result.as_json()["outputs"],
        "warnings": list(result.warnings),
    }


class _Handler(SimpleHTTPRequestHandler):
    """Serves the browser's modules, and a page that loads them."""

    extensions_map = {".mjs": "text/javascript"}  # noqa: RUF012  # as the base class has it

    def do_GET(self) -> None:  # the base class spells it so
        generated = {
            "/": (
                "text/html",
                '<!doctype html><html lang="en"><title>.</title><script type="module" src="harness.mjs"></script>',
            ),
            "/harness.mjs": ("text/javascript", _HARNESS),
        }
        if self.path not in generated:
            super().do_GET()
            return
        kind, text = generated[self.path]
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the base class's name
        pass


@contextmanager
def _served() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(_MODULES))) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()
