/**
 * The loss over one parameter, all others as in the row shown: slopes, and the way down.
 *
 * @import { Run } from "./run.js"
 * @import { Session } from "./session.js"
 * @import { Series } from "./chart.js"
 */
import { Chart } from "./chart.js";
import { shown } from "./digits.js";
import { make } from "./elements.js";
import { NOW_AND_THEN, whenSeen } from "./seen.js";
import { SMALLEST_OFFSET, lowest } from "./lowest.js";
import { meanLoss } from "./validation.js";

const POINTS = 121;
const ZOOM_STEPS = 100;

/** How many times wider or narrower the slider makes the range at its ends. */
const ZOOM = 16;

/** How far the range reaches beyond what is in it, and how far without a minimum or a way to it. */
const REACH = 1.5;
const NO_MINIMUM = 5;
const AT_MINIMUM = 1;
const SEEN = 400;

/**
 * @param {HTMLElement} root
 * @param {Session} session
 */
export function errorCurveView(root, session) {
  const view = new ErrorCurve(session);
  const parts = [view.choice, make("label", { for: "reach" }, "range"), view.reach];
  const label = make("label", { for: "curve-parameter" }, "parameter");
  root.append(
    make("div", { class: "row controls" }, label, ...parts),
    view.chart.svg,
    make("div", { class: "row controls" }, ...view.pointers.flatMap((one) => [one.label, one.slider])),
    view.words,
  );
  whenSeen(root, session, (change) => change !== "pointed" && view.show(), NOW_AND_THEN);
  view.show();
}

class ErrorCurve {
  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    const { carried, quantities } = session.example;
    const options = carried.map((place) => make("option", { value: place }, quantities[place].name));
    this.choice = make("select", { id: "curve-parameter" }, ...options);
    this.reach = make("input", { type: "range", id: "reach", min: 0, max: ZOOM_STEPS, value: ZOOM_STEPS / 2 });
    this.chart = new Chart("The loss over one parameter", 860, 330);
    this.words = make("p", { class: "remark" });
    /** @type {{run: Run | null, parameter: number, minimum: number | null}} */
    this.found = { run: null, parameter: -1, minimum: null };
    this.pointers = [this.pointer("A", 25), this.pointer("B", 75)];
    for (const control of [this.choice, this.reach, ...this.pointers.map(({ slider }) => slider)])
      control.addEventListener("input", () => this.show());
  }

  /**
   * @param {string} name
   * @param {number} share of the range, in percent
   */
  pointer(name, share) {
    const id = `pointer-${name}`;
    const slider = make("input", { type: "range", id, min: 0, max: 100, value: share });
    return { name, slider, label: make("label", { for: id }, name) };
  }

  get parameter() {
    return Number(this.choice.value);
  }

  /** The part of the curve that is shown: start, present value and minimum. @returns {[number, number]} */
  get range() {
    const { settings, example, v } = this.session;
    const start = settings.start[example.parameters.indexOf(this.parameter)];
    const minimum = this.minimum(start);
    const inside = [start, v[this.parameter], ...(minimum === null ? [] : [minimum])];
    const finite = inside.filter(Number.isFinite);
    const [low, high] = [Math.min(...finite), Math.max(...finite)];
    const usual = minimum === null ? NO_MINIMUM : AT_MINIMUM;
    const half = high - low > SMALLEST_OFFSET ? (REACH * (high - low)) / 2 + (high - low) / 4 : usual;
    const zoomed = half * ZOOM ** ((2 * Number(this.reach.value)) / ZOOM_STEPS - 1);
    return [(low + high) / 2 - zoomed, (low + high) / 2 + zoomed];
  }

  /**
   * The value with the lowest loss near the start, all other parameters as at the start.
   *
   * @param {number} start
   */
  minimum(start) {
    const { run, settings } = this.session;
    const known = this.found;
    if (known.run === run && known.parameter === this.parameter) return known.minimum;
    const row = Float64Array.from(run.row(0));
    const minimum = lowest(start, (value) => {
      row[this.parameter] = value;
      return meanLoss(this.session, row, settings.samples);
    });
    this.found = { run, parameter: this.parameter, minimum };
    return minimum;
  }

  /**
   * The mean loss over the samples with another value of the parameter.
   *
   * @param {number} value
   */
  lossAt(value) {
    const { v, settings } = this.session;
    const row = Float64Array.from(v);
    row[this.parameter] = value;
    return meanLoss(this.session, row, settings.samples);
  }

  /**
   * The slope there: the mean of the samples' gradients.
   *
   * @param {number} value
   */
  slopeAt(value) {
    const { v, settings, example, arithmetic } = this.session;
    const gradient = example.gradients[this.trained];
    const row = Float64Array.from(v);
    row[this.parameter] = value;
    let sum = 0;
    for (const sample of settings.samples) {
      [...example.inputs, ...example.targets].forEach((place, n) => (row[place] = sample[n]));
      arithmetic.forward(row);
      arithmetic.backward(row);
      sum += row[gradient];
    }
    return sum / settings.samples.length;
  }

  /** The number of the parameter among the trained ones. */
  get trained() {
    const { gradients, quantities } = this.session.example;
    const name = `/∂${quantities[this.parameter].name}`;
    return gradients.findIndex((place) => quantities[place].name.endsWith(name));
  }

  /** Draw the curve, the tangents and the way down. */
  show() {
    const { v, example } = this.session;
    const [low, high] = this.range;
    const name = example.quantities[this.parameter].name;
    const now = v[this.parameter];
    const places = Array.from({ length: POINTS }, (_, n) => low + ((high - low) * n) / (POINTS - 1));
    /** @type {[number, number][]} */
    const curve = places.map((place) => [place, this.lossAt(place)]);
    const touching = this.pointers.map(({ name: letter, slider }) => {
      const place = low + ((high - low) * Number(slider.value)) / 100;
      return { letter, place, slope: this.slopeAt(place) };
    });
    const here = { letter: "now", place: now, slope: this.slopeAt(now) };
    this.chart.show({
      series: [
        { label: "loss", color: 0, points: curve },
        ...[here, ...touching].map((one, n) => this.tangent(one, n + 1, [low, high])),
        { label: "the way down", color: 4, points: this.way(), shape: "dot" },
      ],
      across: name,
      up: example.cost === null ? "loss" : "mean loss over the samples",
      marker: [now, this.lossAt(now)],
      reach: [low, high],
      most: 1.05 * Math.max(...curve.map(([, y]) => y).filter(Number.isFinite)),
    });
    const dots = "The dots are the losses that the run has met on its way.";
    this.words.textContent = [...[here, ...touching].map((one) => told(name, one)), dots].join(" ");
  }

  /**
   * @param {{letter: string, place: number, slope: number}} touching
   * @param {number} color
   * @param {[number, number]} range
   * @returns {Series}
   */
  tangent({ letter, place, slope }, color, [low, high]) {
    const height = this.lossAt(place);
    const half = (high - low) / 8;
    /** @type {[number, number][]} */
    const points = [place - half, place + half].map((x) => [x, height + slope * (x - place)]);
    return { label: `tangent at ${letter}`, color, points, dashed: letter !== "now" };
  }

  /** The losses that the run has met, by the values of this parameter. @returns {[number, number][]} */
  way() {
    const { run, shown: row, example, settings } = this.session;
    const count = settings.samples.length;
    const every = Math.max(1, Math.ceil((row + 1) / count / SEEN)) * count;
    /** @type {[number, number][]} */
    const points = [];
    for (let n = 0; n <= row; n += every) {
      const loss = count === 1 ? run.value(n, example.loss) : run.curve[n / count];
      if (loss !== undefined) points.push([run.value(n, this.parameter), loss]);
    }
    return points;
  }
}

/**
 * @param {string} name
 * @param {{letter: string, place: number, slope: number}} touching
 */
function told(name, { letter, place, slope }) {
  const way = slope > 0 ? `makes ${name} smaller` : slope < 0 ? `makes ${name} larger` : `leaves ${name}`;
  return `${letter}: at ${name} = ${shown(place)} the slope is ${shown(slope)}, so a step ${way}.`;
}
