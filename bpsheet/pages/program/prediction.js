/**
 * Prediction against ground truth, for every sample with the parameters of the row shown.
 *
 * @import { Session } from "./session.js"
 * @import { Frame } from "./chart.js"
 *
 * @typedef {Frame & {title: string}} Titled
 */
import { Chart } from "./chart.js";
import { make } from "./elements.js";
import { NOW_AND_THEN, whenSeen } from "./seen.js";

const TRUTH = 1;
const PREDICTION = 2;

/**
 * @param {HTMLElement} root
 * @param {Session} session
 */
export function predictionView(root, session) {
  const { example } = session;
  if (example.outputs.length === 0) {
    root.hidden = true;
    return;
  }
  const along = example.inputs.length === 1 && example.samples.length > 1;
  const frames = example.samples.length === 1 ? acrossOutputs : along ? alongInput : acrossSamples;
  const charts = frames(session).map(({ title }) => new Chart(title, 520, 240));
  const show = () => frames(session).forEach((frame, n) => charts[n].show(frame));
  const legend = make(
    "p",
    { class: "row legend" },
    key("●", TRUTH, "ground truth"),
    key(along ? "—" : "◆", PREDICTION, "prediction"),
  );
  root.append(legend, make("div", { class: "charts" }, ...charts.map((chart) => chart.svg)));
  whenSeen(root, session, (change) => change !== "pointed" && show(), NOW_AND_THEN);
  show();
}

/**
 * @param {string} sign
 * @param {number} color
 * @param {string} words
 */
function key(sign, color, words) {
  return make("span", {}, make("span", { class: `curve-${color}`, "aria-hidden": "true" }, sign), ` ${words}`);
}

/** The outputs for every sample: one forward pass each. @param {Session} session */
function predictions({ example, arithmetic, settings, v }) {
  const row = Float64Array.from(v);
  return settings.samples.map((sample) => {
    [...example.inputs, ...example.targets].forEach((place, n) => (row[place] = sample[n]));
    arithmetic.forward(row);
    return example.outputs.map((place) => row[place]);
  });
}

/** The targets of every sample. @param {Session} session */
function targets({ example, settings }) {
  return settings.samples.map((sample) => sample.slice(example.inputs.length));
}

/**
 * One chart: outputs beside targets, of the only sample.
 *
 * @param {Session} session
 * @returns {Titled[]}
 */
function acrossOutputs(session) {
  const [truth] = targets(session);
  const [predicted] = predictions(session);
  return [frame("Outputs and targets", numbered(truth), numbered(predicted), "output", "value")];
}

/**
 * A chart for each output: its prediction and its target, sample by sample.
 *
 * @param {Session} session
 * @returns {Titled[]}
 */
function acrossSamples(session) {
  const [truth, predicted] = [targets(session), predictions(session)];
  return session.example.outputs.map((place, n) => {
    const { name } = session.example.quantities[place];
    const [one, other] = [truth, predicted].map((rows) => numbered(rows.map((row) => row[n])));
    return frame(`${name} and its target`, one, other, "sample", name);
  });
}

/**
 * A chart for each output: its prediction as a line over the only input.
 *
 * @param {Session} session
 * @returns {Titled[]}
 */
function alongInput(session) {
  const { example, settings } = session;
  const inputs = settings.samples.map(([input]) => input);
  const order = inputs.map((_, n) => n).sort((one, other) => inputs[one] - inputs[other]);
  const [truth, predicted] = [targets(session), predictions(session)];
  return example.outputs.map((place, n) => {
    const { name } = example.quantities[place];
    /** @param {number[][]} rows @returns {[number, number][]} */
    const over = (rows) => order.map((sample) => [inputs[sample], rows[sample][n]]);
    const across = example.quantities[example.inputs[0]].name;
    const drawn = frame(`${name} and its target`, over(truth), over(predicted), across, name);
    drawn.series[1].shape = "line";
    return { ...drawn, reach: null, whole: false };
  });
}

/** @param {number[]} numbers @returns {[number, number][]} */
function numbered(numbers) {
  return numbers.map((number, n) => [n + 1, number]);
}

/**
 * @param {string} title
 * @param {[number, number][]} truth
 * @param {[number, number][]} predicted
 * @param {string} across
 * @param {string} up
 * @returns {Titled}
 */
function frame(title, truth, predicted, across, up) {
  return {
    title,
    series: [
      { label: "ground truth", color: TRUTH, points: truth, shape: "dot" },
      { label: "prediction", color: PREDICTION, points: predicted, shape: "diamond" },
    ],
    across,
    up,
    reach: [0.5, truth.length + 0.5],
    whole: true,
  };
}
