/**
 * The curve of the losses as they fall, several rates over each other.
 *
 * @import { Session } from "./session.js"
 * @import { Series } from "./chart.js"
 */
import { Chart } from "./chart.js";
import { shown, typed } from "./digits.js";
import { byId, make, write } from "./elements.js";
import { NOW_AND_THEN, whenSeen } from "./seen.js";
import { VALIDATION, ValidationCosts } from "./validation.js";

const COLORS = 8;

/** So many times above where it began, a curve is cut off: a rate that diverges hides no other. */
const RUNAWAY = 2;

/**
 * @param {HTMLElement} root
 * @param {Session} session
 */
export function curveView(root, session) {
  const { example } = session;
  const what = example.cost === null ? "Loss" : "Cost";
  const point = example.cost === null ? "step" : "epoch";
  byId("curve-heading").textContent = `${what} by ${point}`;
  const chart = new Chart(`${what} by ${point}`, 430, 270);
  const logarithmic = make("input", { type: "checkbox", id: "logarithmic" });
  const label = make("label", { for: "logarithmic" }, "logarithmic");
  const legend = make("div", { class: "row legend controls", role: "group", "aria-label": "Other rates" });
  const remark = make("p", { class: "remark", role: "status" });
  const validation = new ValidationCosts(session);

  const show = () => {
    const own = session.run.curve;
    const goal = example.goal;
    chart.show({
      series: [...othersOf(session), ...validation.series(), mine(session)],
      across: point,
      up: what.toLowerCase(),
      logarithmic: logarithmic.checked,
      line: goal,
      lineLabel: goal === null ? "" : `goal ${typed(goal)}`,
      most: RUNAWAY * Math.max(own[0] ?? 0, ...validation.costs.slice(0, 1)) || 1,
      marker: markerOf(session),
      reach: [0, Math.max(own.length - 1, 10)],
    });
    write(remark, divergences(session).join("; "));
    const last = own.length - 1;
    write(chart.title, `${what} by ${point}${last < 0 ? "" : `: ${shown(own[last])} at ${point} ${last}`}`);
  };
  logarithmic.addEventListener("change", show);
  chart.onPick = (x) => session.show(firstRowOf(session, Math.round(x)));
  legend.append(...checkboxes(session), ...validationKey(session));
  root.append(chart.svg, remark, legend, make("div", { class: "row controls" }, logarithmic, label));
  whenSeen(root, session, (change) => change !== "pointed" && show(), NOW_AND_THEN);
  show();
}

/** A box for each rate of the template, to lay its curve over the reader's own. @param {Session} session */
function checkboxes(session) {
  const words = make("span", { class: "muted" }, "compare with");
  const boxes = session.overlays.map((overlay, n) => {
    const box = make("input", { type: "checkbox", id: `overlay-${n}` });
    box.addEventListener("change", () => session.toggle(overlay, box.checked));
    const swatch = make("span", { class: `swatch curve-${colorOf(n)}` });
    return make("span", { class: "choice" }, box, make("label", { for: box.id }, swatch, typed(overlay.rate)));
  });
  return [words, ...boxes];
}

/** @param {Session} session */
function validationKey({ example }) {
  if (example.validation.length === 0) return [];
  const swatch = make("span", { class: `swatch solid curve-${VALIDATION}` });
  return [make("span", { class: "choice" }, swatch, "cost of the validation samples")];
}

/** @param {number} n */
function colorOf(n) {
  return (n % COLORS) + 1;
}

/** @param {Session} session @returns {Series[]} */
function othersOf({ overlays }) {
  return overlays.flatMap(({ rate, run }, n) =>
    run ? [{ label: `η = ${typed(rate)}`, color: colorOf(n), points: run.curve, dashed: true, named: true }] : [],
  );
}

/** @param {Session} session @returns {Series} */
function mine({ run, settings }) {
  return { label: `η = ${typed(settings.rate)}`, color: 0, points: run.curve };
}

/** @param {Session} session @returns {[number, number] | null} */
function markerOf({ run, shown, example }) {
  const point = example.cost === null ? shown : run.epochOf(shown);
  return point < run.curve.length ? [point, run.curve[point]] : null;
}

/** @param {Session} session @param {number} point */
function firstRowOf({ settings, example }, point) {
  return example.cost === null ? point : point * settings.samples.length;
}

/** @param {Session} session */
function divergences({ run, settings, overlays }) {
  const all = [{ rate: settings.rate, run }, ...overlays];
  return all.flatMap((one) =>
    one.run && one.run.divergedAt !== null
      ? [`η = ${typed(one.rate)} diverged at step ${one.run.divergedAt}`]
      : [],
  );
}
