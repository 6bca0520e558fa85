/**
 * Prediction against ground truth, for every sample with the parameters of the row shown.
 *
 * @import { Session } from "./session.js"
 * @import { Series } from "./chart.js"
 */
import { Chart } from "./chart.js";
import { make } from "./elements.js";

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
  const names = example.outputs.map((place) => example.quantities[place].name);
  const charts = names.map((name) => new Chart(`${name} and its target`, 520, 240));
  const show = () => {
    const predicted = predictions(session);
    charts.forEach((chart, n) => {
      const pairs = pairsOf(session, predicted, n, along);
      const places = pairs.truth.map(([x]) => x);
      const reach = along ? null : /** @type {[number, number]} */ ([0.5, places.length + 0.5]);
      chart.show({
        series: seriesOf(session, n, pairs, along),
        across: along ? example.quantities[example.inputs[0]].name : "sample",
        up: names[n],
        reach,
      });
    });
  };
  const legend = make(
    "p",
    { class: "row legend" },
    make("span", { class: `key curve-${TRUTH}` }, "● ground truth"),
    make("span", { class: `key curve-${PREDICTION}` }, along ? "— prediction" : "◆ prediction"),
  );
  root.append(legend, make("div", { class: "charts" }, ...charts.map((chart) => chart.svg)));
  session.onChange((change) => change !== "pointed" && show());
  show();
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

/**
 * @param {Session} session
 * @param {number[][]} predicted
 * @param {number} output
 * @param {boolean} along whether there is an input to draw it along
 */
function pairsOf({ example, settings }, predicted, output, along) {
  const order = settings.samples.map((_, n) => n);
  if (along) order.sort((one, other) => settings.samples[one][0] - settings.samples[other][0]);
  /** @param {number} n @param {number} y @returns {[number, number]} */
  const at = (n, y) => [along ? settings.samples[n][0] : n + 1, y];
  const target = example.inputs.length + output;
  return {
    truth: order.map((n) => at(n, settings.samples[n][target])),
    predicted: order.map((n) => at(n, predicted[n][output])),
  };
}

/**
 * @param {Session} session
 * @param {number} output
 * @param {{truth: [number, number][], predicted: [number, number][]}} pairs
 * @param {boolean} along
 * @returns {Series[]}
 */
function seriesOf({ example }, output, { truth, predicted }, along) {
  const target = example.quantities[example.targets[output]].name;
  const name = example.quantities[example.outputs[output]].name;
  return [
    { label: target, color: TRUTH, points: truth, shape: "dot" },
    { label: name, color: PREDICTION, points: predicted, shape: along ? "line" : "diamond" },
  ];
}
