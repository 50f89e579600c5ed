// <candid-calculator> wakes a worked example, with the form, the rules and the formula that stand in templates.

import { calculate, Refusal } from "./formula.mjs";

/** As readers see it; calculator_data.py says what `pattern` and `days` have. */
export function written(value, pattern, days) {
  if (value.low) return [value.low, value.high].map((end) => written(end, pattern)).join(" – ");
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(value) ?? [];
  if (year) return days[month - 1].replace("{d}", +date).replace("{dd}", date).replace("{y}", +year);
  const [, minus, whole, places] = /^(-?)0*(\d+)\.?(\d*)$/.exec(value) ?? [];
  if (!whole) return value === "true" ? "yes" : value === "false" ? "no" : value.replaceAll("-", " ");
  const [positive, negative, between, last, others, point, least] = pattern;
  const groups = [whole.slice(-last)];
  for (let rest = whole.slice(0, -last); rest; rest = rest.slice(0, -others)) groups.unshift(rest.slice(-others));
  const decimals = places.replace(/0+$/, "").padEnd(least, "0");
  return (minus ? negative : positive).replace("#", groups.join(between) + (decimals && point + decimals));
}

/** A number whose point moves by two `places`. */
export function shifted(number, places) {
  const [, whole, rest] = /^(\d+)\.?(\d*)$/.exec(number) ?? [];
  if (!whole) return number;
  const digits = `00${whole}${rest}00`;
  const point = 2 + whole.length + places;
  return `${digits.slice(0, point)}.${digits.slice(point)}`.replace(/^0+(?=\d)|\.?0+$/g, "").replace(/\.$/, "");
}

function make(name, textContent = "", className = "") {
  return Object.assign(document.createElement(name), { textContent, className });
}

/** Live regions are read out when written to: only news may be. */
function fill(region, texts, ...kind) {
  if (region.textContent === texts.join("")) return;
  region.replaceChildren(...texts.map((text) => Object.assign(make(...kind), { textContent: text })));
}

class CandidCalculator extends HTMLElement {
  connectedCallback() {
    if (this.fields) return;
    const id = this.dataset.calculator;
    const place = [...document.querySelectorAll(`[data-calculator="${id}"]`)].indexOf(this);
    this.rules = document.querySelector(`[data-rules="${id}"]`);
    this.formula = JSON.parse(this.rules.dataset.formula);
    // Fields may hide methods.
    this.replaceChildren.call(this.querySelector("form"), this.querySelector("[data-controls]").content);
    this.fields = [...this.querySelectorAll("input, select")];
    this.outputs = [...this.querySelectorAll("output")];
    this.querySelectorAll("[data-asleep]").forEach((element) => element.remove());
    const query = new URLSearchParams(location.search);
    for (const field of this.fields) {
      field.key = `${id}${place ? `~${place + 1}` : ""}.${field.name}`;
      field.initial = this.read(field);
      if (query.has(field.key)) this.write(field, query.get(field.key));
    }
    this.addEventListener("input", this);
    this.addEventListener("change", this);
    this.querySelector("form button").addEventListener("click", this);
    this.update();
  }

  handleEvent({ type }) {
    if (type === "click") for (const field of this.fields) this.write(field, field.initial);
    this.update();
    if (type !== "input") this.remember();
  }

  read({ type, value, checked, dataset }) {
    if (type === "checkbox") return `${checked}`;
    if (type !== "text") return value;
    const plain = value.trim().replace(/[.,]/g, (sign) => (sign === this.formula.formats.point ? "." : ","));
    return dataset.type === "rate" ? shifted(plain, -2) : plain;
  }

  write(field, value) {
    field.checked = value === "true";
    const number = field.dataset.type === "rate" ? shifted(value, 2) : value;
    field.value = field.type === "text" ? number.replace(".", this.formula.formats.point) : value;
  }

  remember() {
    const url = new URL(location);
    for (const field of this.fields) {
      url.searchParams.set(field.key, this.read(field));
      if (this.read(field) === field.initial) url.searchParams.delete(field.key);
    }
    url.search = url.search.replaceAll("%2F", "/");
    history.replaceState(history.state, "", url);
  }

  update() {
    const entered = this.fields.map((field) => [field.name, this.read(field)]).filter(([, value]) => value);
    const { on = this.dataset.on, ...inputs } = Object.fromEntries(entered);
    const broken = this.fields.find((field) => !field.validity.valid);
    const ask = (other) => {
      try {
        if (broken) throw new Refusal("", broken.validationMessage, broken.name);
        return calculate(this.formula, { ...inputs, ...other }, on);
      } catch (refusal) {
        if (!(refusal instanceof Refusal)) throw refusal;
        refusal.said = refusal.message.replace(`${refusal.input}: `, "");
        return { refusal, lines: [], warnings: [] };
      }
    };
    const result = ask();
    const compared = this.querySelector(".candid-compared");
    const others = [...(compared?.tBodies[0].rows ?? [])].map((row) => {
      const other = ask({ [compared.dataset.input]: row.dataset.value });
      const said = other.refusal?.said;
      const refused = Object.assign(make("td", said === result.refusal?.said ? "–" : said), { colSpan: this.outputs.length });
      const cells = this.answers(other).map((texts) => make("td", texts.join(", "), "candid-amount"));
      row.replaceChildren(row.cells[0], ...(other.refusal ? [refused] : cells));
      return other;
    });
    this.explain(result);
    this.answers(result).forEach((texts, index) => fill(this.outputs[index], texts, "span"));
    this.cite([result, ...others]);
    this.list(result.lines);
  }

  written(value, { type, currency = this.formula.currency } = {}) {
    const { formats } = this.formula;
    return written(value, formats[type === "money" ? currency.code : "number"], formats.days);
  }

  answers({ outputs }) {
    return this.outputs.map(({ name }) => {
      const spec = this.formula.outputs.find((item) => item.name === name);
      return [outputs?.[name] ?? "–"].flat().map((value) => this.written(value, spec));
    });
  }

  explain({ refusal, warnings }) {
    const name = refusal?.code === "no-rule-in-force" ? "on" : refusal?.input;
    const wrong = this.fields.find((field) => field.name === name);
    for (const field of this.fields) {
      const said = field === wrong ? field.dataset.wrong ?? refusal.said : "";
      field.ariaInvalid = field === wrong;
      this.querySelector(`#${field.id}-error`).textContent = said;
    }
    wrong?.closest("details")?.setAttribute("open", "");
    const notes = refusal && !wrong ? [refusal.said] : warnings;
    fill(this.querySelector(".candid-warnings"), notes, "p", "", "candid-warning");
  }

  rule(name) {
    return this.rules.content.querySelector(`[data-rule="${name}"]`);
  }

  cite(results) {
    const used = new Set(results.flatMap((result) => result.lines.map((line) => this.rule(line.rule))));
    this.querySelectorAll("details > [data-rule]").forEach((block) => block.remove());
    const blocks = [...used].filter(Boolean).map((block) => block.cloneNode(true));
    this.querySelector(":scope > details > summary").after(...blocks);
  }

  list(lines) {
    const table = this.querySelector(".candid-lines");
    table.hidden = !lines.length;
    const rows = lines.map((line) => {
      const row = make("tr");
      const head = Object.assign(make("th", line.label), { scope: "row" });
      const amount = this.written(line.amount, line);
      for (const text of [line.explanation, this.rule(line.rule)?.firstElementChild.textContent]) {
        if (text && text !== amount) head.append(" ", make("span", text, "candid-small"));
      }
      row.append(head, make("td", amount, "candid-amount"));
      return row;
    });
    table.tBodies[0].replaceChildren(...rows);
  }
}
customElements.define("candid-calculator", CandidCalculator);
