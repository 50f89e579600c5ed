/**
 * The evaluator of formulas that formula.py describes: same answers to the cent, same refusals, same words.
 * No amount is ever a JavaScript number. Days are ISO texts, which sort as days do.
 */

/** The answer "no": one of the library's codes, a sentence, and the name of the input that it is about, if any. */
export class Refusal extends Error {
  constructor(code, message, input = null) {
    super(message);
    Object.assign(this, { code, input });
  }
}

/**
 * Answers by the rules in force on the day `on`, or throws a Refusal. Inputs are texts: "1000.50", "0.12", "true".
 * Beside what Python's formula has, inputs need a `label` and currencies the `prefix` of their amounts.
 */
export function calculate({ nodes, inputs, refuse, lines, outputs, warnings, currency }, given, on) {
  const run = new Run(nodes, readAll(inputs, given, currency.decimals), on);
  for (const corner of run.corners(refuse.map(({ when }) => when))) {
    const item = refuse.find(({ when }) => corner.value(when));
    if (item) throw new Refusal(item.code, item.message, item.input);
  }
  const results = [...lines, ...outputs].map(({ node }) => node);
  const conditions = [...lines.map(({ shown }) => shown), ...warnings.map(({ when }) => when)];
  const corners = run.corners([...results, ...conditions].filter((node) => node !== null));
  const holds = (node) => node === null || corners.some((corner) => corner.value(node));
  const answer = ({ node, type, currency: { decimals } = currency }) =>
    spread(extremes(corners, node).map((corner) => corner.value(node)), type, decimals);
  return {
    lines: lines.filter(({ shown }) => holds(shown)).map((line) => {
      const [least, greatest] = extremes(corners, line.node);
      const others = lines.map(({ node }) => node).filter((node) => node !== line.node);
      const explanations = [least, greatest].map((corner) => corner.explain(line.node, line.currency ?? currency));
      const varies = order(least.value(line.node), greatest.value(line.node));
      return {
        ...line,
        amount: answer(line),
        rule: least.ruleOf(line.node, others),
        explanation: varies ? explanations.join(", to ") : explanations[0],
      };
    }),
    outputs: Object.fromEntries(outputs.map((output) => [output.name, answer(output)])),
    warnings: warnings.filter(({ when }) => holds(when)).map(({ message }) => message),
  };
}

function fail(message, input, code = "invalid-input") {
  throw new Refusal(code, message, input);
}

const abs = (integer) => (integer < 0n ? -integer : integer);

/** An exact number, in lowest terms. */
class Rational {
  constructor(above, below = 1n) {
    let [divisor, rest] = [below, above];
    while (rest) [divisor, rest] = [rest, divisor % rest];
    if (divisor < 0n !== below < 0n) divisor = -divisor;
    this.above = above / divisor;
    this.below = below / divisor;
  }

  static of(decimal) {
    const [whole, places = ""] = decimal.split(".");
    return new Rational(BigInt(whole + places), 10n ** BigInt(places.length));
  }

  add(other) {
    return new Rational(this.above * other.below + other.above * this.below, this.below * other.below);
  }

  subtract(other) {
    return this.add(new Rational(-other.above, other.below));
  }

  multiply(other) {
    return new Rational(this.above * other.above, this.below * other.below);
  }

  divide(other) {
    if (!other.above) fail("these inputs lead to a division by zero");
    const sign = other.above < 0n ? -1n : 1n;
    return this.multiply(new Rational(sign * other.below, sign * other.above));
  }

  /** Halves and directions are meant away from zero: -0.005 is -0.01 by half-up. */
  round(decimals, mode) {
    const scale = 10n ** BigInt(decimals);
    const scaled = abs(this.above) * scale;
    const whole = scaled / this.below;
    const rest = scaled % this.below;
    const half = 2n * rest - this.below;
    const away = { up: rest, "half-up": half >= 0n, "half-even": half > 0n || (!half && whole % 2n) }[mode];
    const size = away ? whole + 1n : whole;
    return new Rational(this.above < 0n ? -size : size, scale);
  }

  /** With exactly so many decimals: "110.00". */
  fixed(decimals) {
    const scaled = this.multiply(new Rational(10n ** BigInt(decimals)));
    if (scaled.below > 1n) throw new RangeError(`more than ${decimals} decimals`);
    const digits = `${abs(scaled.above)}`.padStart(decimals + 1, "0");
    const parts = [digits.slice(0, digits.length - decimals), digits.slice(digits.length - decimals)];
    return (this.above < 0n ? "-" : "") + (decimals ? parts.join(".") : digits);
  }

  /** With all its decimals, at least `least`; with four and an ellipsis where they never end. */
  exact(least = 0) {
    let decimals = 0;
    const most = this.below.toString(2).length;
    while (10n ** BigInt(decimals) % this.below && decimals < most) decimals++;
    if (decimals < most) return this.fixed(Math.max(least, decimals));
    const places = Math.max(least, 4);
    return `${this.round(places, "down").fixed(places)}…`;
  }
}

const [ZERO, ONE, HUNDRED] = [0n, 1n, 100n].map((whole) => new Rational(whole));

/** Below, at or above zero, as `a` is below, equal to or above `b`. */
function order(a, b) {
  if (a instanceof Rational) [a, b] = [a.above * b.below, b.above * a.below];
  return a < b ? -1 : a > b ? 1 : 0;
}

const least = (a, b) => (order(b, a) < 0 ? b : a);
const greatest = (a, b) => (order(b, a) > 0 ? b : a);

/** The day so many months and days after the first of a month; none beyond the years 1 to 9999. */
function day(year, month, date, sameMonth = true) {
  const found = new Date(0);
  found.setUTCFullYear(year, month - 1, date);
  const [years, months] = [found.getUTCFullYear(), found.getUTCMonth()];
  const exists = years > 0 && years < 10_000 && (!sameMonth || (years * 12 + months === year * 12 + month - 1));
  return exists ? found.toISOString().slice(0, 10) : null;
}

function readAll(specs, given, decimals) {
  const unknown = Object.keys(given).find((name) => specs.every((spec) => spec.name !== name));
  if (unknown !== undefined) fail(`there is no input '${unknown}'`, unknown, "unknown-input");
  const written = specs.map((spec) => [spec, given[spec.name] ?? spec.default]);
  const missing = written.find(([spec, text]) => text === null && spec.required)?.[0];
  if (missing) fail(`the input '${missing.name}' (${missing.label}) is missing`, missing.name);
  const present = written.filter(([, text]) => text !== null);
  return new Map(present.map(([spec, text]) => [spec.name, read(spec, text, decimals)]));
}

function read({ name, type, choices, minimum, maximum }, text, decimals) {
  const wrong = (message, code) => fail(`${name}: ${message}`, name, code);
  const letters = [...text];
  const quoted = `'${letters.length > 40 ? `${letters.slice(0, 39).join("")}…` : text}'`;
  if (type === "choice") return choices.includes(text) ? text : wrong(`${quoted} is none of ${choices.join(", ")}`);
  if (type === "flag") return text === "true" || (text !== "false" && wrong(`${quoted} is neither true nor false`));
  if (type === "date") {
    if (!/^\d{4}-\d\d-\d\d$/.test(text)) wrong(`${quoted} is not a day; write it as 2016-06-21`);
    return day(...text.split("-").map(Number)) === text ? text : wrong(`the day ${text} does not exist`);
  }
  const match = /^-?\d+(?:\.(\d+))?$/.exec(text) ?? wrong(`${quoted} is not a plain number; write ${type === "rate" ? "0.12 for 12%" : "1000 or 1000.50"}`);
  if (text.length > 300) wrong("a number of more than 300 digits");
  const value = Rational.of(text);
  const places = match[1]?.length;
  const beyond = (bound, sign) => bound !== null && order(value, Rational.of(bound)) === sign;
  const shown = `(given: ${text})`;
  if (type === "money") {
    if (value.above < 0n) wrong(`an amount is not negative ${shown}`, "negative-amount");
    if (places > decimals) {
      wrong(`${text} has more than ${decimals} decimals, the currency's smallest unit`, "more-decimals-than-minor-unit");
    }
  }
  if (type === "integer" && places) wrong(`'${text}' is not a whole number`);
  if (type === "rate" && (beyond("0", -1) || beyond("1", 1))) wrong(`a rate lies between 0 and 1; 12% is 0.12 ${shown}`);
  if (beyond(minimum, -1)) wrong(`at least ${minimum} ${shown}`, type === "money" ? "below-minimum" : undefined);
  if (beyond(maximum, 1)) wrong(`at most ${maximum} ${shown}`);
  return value;
}

/** One evaluation, at the corner where the ranges named in `high` take their high end. */
class Run {
  constructor(nodes, inputs, on, high = []) {
    Object.assign(this, { nodes, inputs, on, high, ranges: [], chosen: {}, periodOf: {}, values: [] });
  }

  /** The runs at every corner of the ranges that `roots` reach, the one with all low ends first. */
  corners(roots) {
    for (let names = []; ; ) {
      const ends = names.reduce((found, name) => found.flatMap((high) => [high, [...high, name]]), [[]]);
      const runs = ends.map((high) => new Run(this.nodes, this.inputs, this.on, high));
      for (const run of runs) roots.forEach((root) => run.value(root));
      const reached = [...new Set([...names, ...runs.flatMap(({ ranges }) => ranges)])];
      if (reached.length === names.length) return runs;
      names = reached;
    }
  }

  value(index) {
    return (this.values[index] ??= this.compute(index, this.nodes[index]));
  }

  follow(index, target) {
    this.chosen[index] = target;
    return this.value(target);
  }

  compute(index, node) {
    const { kind, name, of } = node;
    const value = (other) => this.value(other);
    const whole = (key) => Number(value(node[key]).above / value(node[key]).below);
    switch (kind) {
      case "input":
        return this.inputs.get(name) ?? fail(`'${name}' is needed for this answer`, name);
      case "given":
        return this.inputs.has(name);
      case "on":
        return this.on;
      case "constant":
        return node.type === "number" ? Rational.of(node.value) : node.value;
      case "add":
      case "subtract":
      case "multiply":
      case "divide":
        return value(of[0])[kind](value(of[1]));
      case "percent":
        return value(node.rate).multiply(value(of));
      case "min":
        return of.map(value).reduce(least);
      case "max":
        return of.map(value).reduce(greatest);
      case "round":
        return value(of).round(node.decimals, node.mode);
      case "tiers":
        return this.parts(node).reduce((sum, [rate, part]) => sum.add(rate.multiply(part)), ZERO);
      case "tiers_inverse":
        return invert(node.bands, value(node.prior), value(of));
      case "range":
        this.ranges.push(name);
        return this.follow(index, this.high.includes(name) ? node.high : node.low);
      case "compare": {
        const sign = order(...of.map(value));
        return { lt: sign < 0, le: sign <= 0, eq: !sign, ne: !!sign, ge: sign >= 0, gt: sign > 0 }[node.op];
      }
      case "all":
        return of.every(value);
      case "any":
        return of.some(value);
      case "not":
        return !value(of);
      case "switch":
        return this.follow(index, (node.cases.find(({ when }) => value(when)) ?? { then: node.otherwise }).then);
      case "periods": {
        const period = node.periods.find(({ from, to }) => from <= this.on && (to === null || this.on < to));
        if (!period) fail(`no rule for '${node.rule}' is known to be in force on ${this.on}`, null, "no-rule-in-force");
        this.periodOf[index] = period.id;
        return this.follow(index, period.then);
      }
    }
    // Counts of days are no amounts: what a number loses of a huge one lies beyond the calendar.
    const [year, month, date] = value(of).split("-").map(Number);
    const days = {
      add_days: () => day(year, month, date + whole("days"), false),
      month_day: () => day(year, month + whole("months"), whole("day")),
      day_of_month: () => new Rational(BigInt(date)),
      monthly: () => {
        const found = [value(of)];
        const [count, anchor] = [whole("count"), date <= whole("last_day") ? date : 1];
        while (found.length < count && found.at(-1)) found.push(day(year, month + found.length, anchor));
        return found.at(-1) && found;
      },
    };
    return days[kind]() ?? fail("a date of this answer does not exist or lies after the year 9999");
  }

  /** How much of an amount falls into each band that it touches, with the band's rate. */
  parts({ bands, prior, of }) {
    const found = [];
    const end = this.value(prior).add(this.value(of));
    let lower = this.value(prior);
    for (const { up_to, rate } of bands) {
      const upper = up_to === null ? end : least(Rational.of(up_to), end);
      if (order(upper, lower) <= 0) continue;
      found.push([Rational.of(rate), upper.subtract(lower)]);
      lower = upper;
    }
    return found;
  }

  /** The period that governs a line: the first one on the way from its node, not looking behind `others`. */
  ruleOf(index, others) {
    if (others.includes(index)) return null;
    if (index in this.periodOf) return this.periodOf[index];
    if (index in this.chosen) return this.ruleOf(this.chosen[index], others);
    const keys = ["of", "rate", "prior", "days", "months", "day", "count", "last_day"];
    const children = keys.flatMap((key) => this.nodes[index][key] ?? []);
    return children.reduce((found, child) => found ?? this.ruleOf(child, others), null);
  }

  /** How a line came about: "20% of $500.00 + 10% of $100.00 = $110.00". */
  explain(root, currency) {
    this.currency = currency;
    const { kind, of } = this.nodes[root];
    const inner = kind === "round" ? of : root;
    const [terms, exact, rounded] = [this.terms(inner), this.shown(inner), this.shown(root)];
    return (terms === exact ? terms : `${terms} = ${exact}`) + (exact === rounded ? "" : `, rounded to ${rounded}`);
  }

  terms(index) {
    const node = this.nodes[index];
    const { kind, of } = node;
    if (index in this.chosen) return this.terms(this.chosen[index]);
    switch (kind) {
      case "percent":
        return `${percent(this.value(node.rate))} of ${this.term(of, true)}`;
      case "tiers": {
        const [first, ...rest] = this.parts(node);
        const parts = [first ?? [Rational.of(node.bands[0].rate), this.value(of)], ...rest];
        return parts.map(([rate, part]) => `${percent(rate)} of ${this.number(part, this.isMoney(index))}`).join(" + ");
      }
      case "tiers_inverse":
        return `the amount that leaves ${this.shown(of)}`;
      case "min":
      case "max":
        return `the ${kind === "min" ? "lower" : "higher"} of ${of.map((item) => this.term(item)).join(" and ")}`;
    }
    const sign = { add: "+", subtract: "-", multiply: "×", divide: "/" }[kind];
    if (!sign) return this.shown(index);
    const tight = sign === "×" || sign === "/";
    return `${this.term(of[0], tight)} ${sign} ${this.term(of[1], tight || sign === "-")}`;
  }

  /** A node as part of another, in brackets where the signs around it would tear it apart. */
  term(index, tight) {
    const terms = this.terms(index);
    return tight && / [-+/×] /.test(terms) ? `(${terms})` : terms;
  }

  shown(index) {
    const value = this.value(index);
    if (value instanceof Rational) return this.number(value, this.isMoney(index));
    return Array.isArray(value) ? value.join(", ") : `${value}`;
  }

  number(value, money) {
    if (!money) return value.exact();
    const { decimals, prefix } = this.currency;
    const [, sign, whole, rest] = /^(-?)(\d+)(.*)/.exec(value.exact(decimals));
    return sign + prefix + whole.replace(/\B(?=(\d{3})+$)/g, ",") + rest;
  }

  isMoney(index) {
    const { kind, unit, of = [] } = this.nodes[index];
    if (index in this.chosen) return this.isMoney(this.chosen[index]);
    if (kind === "divide") return this.isMoney(of[0]);
    return unit === "money" || [of].flat().some((item) => this.isMoney(item));
  }
}

const percent = (rate) => `${rate.multiply(HUNDRED).exact()}%`;

/** The x of which a graduated charge leaves `target`. */
function invert(bands, prior, target) {
  let [charge, left, lower] = [ZERO, target, prior];
  for (const { up_to, rate } of bands) {
    const kept = ONE.subtract(Rational.of(rate));
    const room = up_to === null ? null : greatest(ZERO, Rational.of(up_to).subtract(lower));
    if (!room || order(left, room.multiply(kept)) <= 0) return charge.add(left.divide(kept));
    [charge, left, lower] = [charge.add(room), left.subtract(room.multiply(kept)), lower.add(room)];
  }
}

/** The runs in which a node is least and greatest; the first one for what has no order. */
function extremes(runs, node) {
  const pick = (better) => runs.reduce((a, b) => (better(a.value(node), b.value(node)) === a.value(node) ? a : b));
  return runs[0].value(node) instanceof Rational ? [pick(least), pick(greatest)] : [runs[0], runs[0]];
}

/** A text, a list of days, or both ends where they differ. */
function spread(ends, type, decimals) {
  if (Array.isArray(ends[0])) return ends[0];
  const write = (value) => (type === "money" ? value.fixed(decimals) : value.exact?.() ?? `${value}`);
  const [low, high] = ends.map(write);
  return low === high ? low : { low, high };
}
