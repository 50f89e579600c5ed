// Evaluates what formula.py describes. No amount is ever a JavaScript number; days are ISO texts.

export class Refusal extends Error {
  constructor(code, message, input = null) {
    super(message);
    Object.assign(this, { code, input });
  }
}

/** Answers by the rules in force on the day `on`, or throws a Refusal. */
export function calculate({ nodes, inputs, refuse, lines, outputs, warnings, currency }, given, on) {
  const run = new Run({ nodes, inputs: readAll(inputs, given, currency.decimals), on });
  for (const corner of run.corners(refuse.map((item) => item.when))) {
    const item = refuse.find((item) => corner.value(item.when));
    if (item) fail(item.message, item.input, item.code);
  }
  const roots = [...lines, ...outputs].map((item) => item.node);
  const conditions = [...lines.map((item) => item.shown), ...warnings.map((item) => item.when)];
  const corners = run.corners([...roots, ...conditions.filter((node) => node !== null)]);
  const holds = (node) => node === null || corners.some((corner) => corner.value(node));
  const amount = ({ node, type, currency: { decimals } = currency }) => {
    const [low, high] = extremes(corners, node).map((corner) => text(corner.value(node), type, decimals));
    return `${low}` === `${high}` ? low : { low, high };
  };
  return {
    lines: lines.filter((line) => holds(line.shown)).map((line) => {
      const ends = extremes(corners, line.node);
      const others = lines.map((item) => item.node).filter((node) => node !== line.node);
      const explained = ends.map((corner) => corner.explain(line.node, line.currency ?? currency));
      const explanation = amount(line).low ? explained.join(", to ") : explained[0];
      return { ...line, amount: amount(line), rule: ends[0].ruleOf(line.node, others), explanation };
    }),
    outputs: Object.fromEntries(outputs.map((item) => [item.name, amount(item)])),
    warnings: warnings.filter((item) => holds(item.when)).map((item) => item.message),
  };
}

function fail(message, input, code = "invalid-input") {
  throw new Refusal(code, message, input);
}

const abs = (integer) => (integer < 0n ? -integer : integer);

/** Exact, in lowest terms, the sign above. */
class Rational {
  constructor(above, below = 1n) {
    let [divisor, rest] = [below, abs(above)];
    while (rest) [divisor, rest] = [rest, divisor % rest];
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
    return this.multiply(new Rational(sign * other.below, abs(other.above)));
  }

  /** Halves and directions are meant away from zero. */
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

  fixed(decimals) {
    const digits = `${(abs(this.above) * 10n ** BigInt(decimals)) / this.below}`.padStart(decimals + 1, "0");
    const point = digits.length - decimals;
    return (this.above < 0n ? "-" : "") + digits.slice(0, point) + (decimals ? `.${digits.slice(point)}` : "");
  }

  exact(least = 0) {
    const most = this.below.toString(2).length;
    let decimals = 0;
    while (decimals < most && 10n ** BigInt(decimals) % this.below) decimals++;
    if (decimals < most) return this.fixed(Math.max(least, decimals));
    const places = Math.max(least, 4);
    return `${this.round(places, "down").fixed(places)}…`;
  }
}

function order(a, b) {
  if (a instanceof Rational) [a, b] = [a.above * b.below, b.above * a.below];
  return a < b ? -1 : a > b ? 1 : 0;
}

const picker = (side, value = (item) => item) => (a, b) => (order(value(b), value(a)) === side ? b : a);
const [least, greatest] = [picker(-1), picker(1)];

function text(value, type, decimals) {
  if (value instanceof Rational) return type === "money" ? value.fixed(decimals) : value.exact();
  return Array.isArray(value) ? value : `${value}`;
}

/** The day, or nothing where the calendar has none. */
function day(year, month, date, anyMonth) {
  const found = new Date(0);
  found.setUTCFullYear(year, month - 1, date);
  const text = found.toJSON()?.slice(0, 10);
  return /^(?!0000)\d{4}-/.test(text) && (anyMonth || found.getUTCDate() === date) ? text : null;
}

function readAll(specs, given, decimals) {
  const unknown = Object.keys(given).find((name) => specs.every((spec) => spec.name !== name));
  if (unknown !== undefined) fail(`there is no input '${unknown}'`, unknown, "unknown-input");
  given = { __proto__: null, ...given };
  const written = specs.map((spec) => [spec, given[spec.name] ?? spec.default]);
  for (const [{ name, label, required }, text] of written) {
    if (text === null && required) fail(`the input '${name}' (${label}) is missing`, name);
  }
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
  const example = type === "rate" ? "0.12 for 12%" : "1000 or 1000.50";
  const match = /^-?\d+(?:\.(\d+))?$/.exec(text) ?? wrong(`${quoted} is not a plain number; write ${example}`);
  if (text.length > 300) wrong("a number of more than 300 digits");
  const value = Rational.of(text);
  const places = match[1]?.length;
  const given = `(given: ${text})`;
  const beyond = (bound, side) => bound !== null && order(value, Rational.of(bound)) === side;
  if (type === "money") {
    if (beyond("0", -1)) wrong(`an amount is not negative ${given}`, "negative-amount");
    if (places > decimals) {
      wrong(`${text} has more than ${decimals} decimals, the currency's smallest unit`, "more-decimals-than-minor-unit");
    }
  }
  if (type === "integer" && places) wrong(`'${text}' is not a whole number`);
  if (type === "rate" && (beyond("0", -1) || beyond("1", 1))) wrong(`a rate lies between 0 and 1; 12% is 0.12 ${given}`);
  if (beyond(minimum, -1)) wrong(`at least ${minimum} ${given}`, type === "money" ? "below-minimum" : undefined);
  if (beyond(maximum, 1)) wrong(`at most ${maximum} ${given}`);
  return value;
}

/** One evaluation, in which the ranges named in `high` take their high end. */
class Run {
  constructor(question) {
    Object.assign(this, question, { ranges: [], chosen: {}, periodOf: {}, values: [] });
  }

  /** The runs for every choice of ends of the ranges that `roots` reach. */
  corners(roots, names = []) {
    const ends = names.reduce((found, name) => found.flatMap((high) => [high, [...high, name]]), [[]]);
    const runs = ends.map((high) => new Run({ ...this, high }));
    for (const run of runs) roots.forEach((root) => run.value(root));
    const reached = new Set([...names, ...runs.flatMap((run) => run.ranges)]);
    return reached.size > names.length ? this.corners(roots, [...reached]) : runs;
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
        return this.parts(node).reduce((sum, [rate, part]) => sum.add(rate.multiply(part)), new Rational(0n));
      case "tiers_inverse":
        return invert(node.bands, value(node.prior), value(of));
      case "range":
        this.ranges.push(name);
        return this.follow(index, this.high.includes(name) ? node.high : node.low);
      case "compare": {
        const side = order(...of.map(value));
        return { lt: side < 0, le: side <= 0, eq: !side, ne: !!side, ge: side >= 0, gt: side > 0 }[node.op];
      }
      case "all":
        return of.every(value);
      case "any":
        return of.some(value);
      case "not":
        return !value(of);
      case "switch":
        return this.follow(index, node.cases.find((item) => value(item.when))?.then ?? node.otherwise);
      case "periods": {
        const period = node.periods.find((item) => item.from <= this.on && (item.to === null || this.on < item.to));
        if (!period) fail(`no rule for '${node.rule}' is known to be in force on ${this.on}`, null, "no-rule-in-force");
        this.periodOf[index] = period.id;
        return this.follow(index, period.then);
      }
    }
    // Counts are no amounts, and huge ones lie beyond any calendar.
    const count = (key) => Number(value(node[key]).above / value(node[key]).below);
    const [year, month, date] = value(of).split("-").map(Number);
    const found = {
      add_days: () => day(year, month, date + count("days"), true),
      month_day: () => day(year, month + count("months"), count("day")),
      day_of_month: () => new Rational(BigInt(date)),
      monthly: () => {
        const days = [value(of)];
        const [length, anchor] = [count("count"), date > count("last_day") ? 1 : date];
        while (days.length < length && days.at(-1)) days.push(day(year, month + days.length, anchor));
        return days.at(-1) && days;
      },
    }[kind]();
    return found ?? fail("a date of this answer does not exist or lies after the year 9999");
  }

  parts({ bands, prior, of }) {
    const end = this.value(prior).add(this.value(of));
    let lower = this.value(prior);
    return bands.flatMap(({ up_to, rate }) => {
      const start = lower;
      lower = greatest(start, up_to === null ? end : least(end, Rational.of(up_to)));
      return order(lower, start) ? [[Rational.of(rate), lower.subtract(start)]] : [];
    });
  }

  /** The first period on the way from a node, not looking behind `others`. */
  ruleOf(index, others) {
    if (others.includes(index)) return null;
    if (index in this.periodOf) return this.periodOf[index];
    if (index in this.chosen) return this.ruleOf(this.chosen[index], others);
    const keys = ["of", "rate", "prior", "days", "months", "day", "count", "last_day"];
    const children = keys.flatMap((key) => this.nodes[index][key] ?? []);
    return children.reduce((found, child) => found ?? this.ruleOf(child, others), null);
  }

  explain(root, money) {
    this.money = money;
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
        const parts = this.parts(node);
        if (!parts.length) parts.push([Rational.of(node.bands[0].rate), this.value(of)]);
        return parts.map(([rate, part]) => `${percent(rate)} of ${this.number(part, this.isMoney(index))}`).join(" + ");
      }
      case "tiers_inverse":
        return `the amount that leaves ${this.shown(of)}`;
      case "min":
      case "max":
        return `the ${kind === "min" ? "lower" : "higher"} of ${of.map((item) => this.term(item)).join(" and ")}`;
    }
    const sign = { add: "+", subtract: "-", multiply: "×", divide: "/" }[kind];
    const tight = /[×/]/.test(sign);
    return sign ? `${this.term(of[0], tight)} ${sign} ${this.term(of[1], tight || sign === "-")}` : this.shown(index);
  }

  term(index, tight) {
    const terms = this.terms(index);
    return tight && / [-+/×] /.test(terms) ? `(${terms})` : terms;
  }

  shown(index) {
    const value = this.value(index);
    return value instanceof Rational ? this.number(value, this.isMoney(index)) : [value].flat().join(", ");
  }

  number(value, isMoney) {
    if (!isMoney) return value.exact();
    const grouped = (whole) => this.money.prefix + whole.replace(/\B(?=(\d{3})+$)/g, ",");
    return value.exact(this.money.decimals).replace(/\d+/, grouped);
  }

  isMoney(index) {
    const { kind, unit, of = [] } = this.nodes[index];
    if (index in this.chosen) return this.isMoney(this.chosen[index]);
    const parts = kind === "divide" ? [of[0]] : [of].flat();
    return unit === "money" || parts.some((item) => this.isMoney(item));
  }
}

const percent = (rate) => `${rate.multiply(new Rational(100n)).exact()}%`;

function invert(bands, lower, left) {
  let charge = new Rational(0n);
  for (const { up_to, rate } of bands) {
    const kept = new Rational(1n).subtract(Rational.of(rate));
    const room = up_to === null ? null : greatest(new Rational(0n), Rational.of(up_to).subtract(lower));
    if (!room || order(left, room.multiply(kept)) <= 0) return charge.add(left.divide(kept));
    [charge, left, lower] = [charge.add(room), left.subtract(room.multiply(kept)), lower.add(room)];
  }
}

function extremes(runs, node) {
  const value = (run) => run.value(node);
  const ordered = value(runs[0]) instanceof Rational;
  return [-1, 1].map((side) => (ordered ? runs.reduce(picker(side, value)) : runs[0]));
}
