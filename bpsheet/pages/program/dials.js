/**
 * The dials: where the training stands at the row that is looked at.
 *
 * @import { Session } from "./session.js"
 */
import { make, math, write } from "./elements.js";
import { shown, typed } from "./digits.js";
import { whenSeen } from "./seen.js";
import { caseOf } from "./verdict.js";

/**
 * @param {HTMLElement} root
 * @param {Session} session
 */
export function dialsView(root, session) {
  const { example } = session;
  const several = example.cost !== null;
  const list = make("dl", { class: "dials" });
  /** @type {(() => void)[]} */
  const updates = [];
  /** @param {string} label @param {() => string} value @param {string} role */
  const dial = (label, value, role) => {
    const place = make("dd", { class: "number" });
    list.append(make("div", { class: `dial ${role}` }, make("dt", {}, label), place));
    updates.push(() => write(place, value()));
  };
  dial("step", () => String(session.shown), "given");
  if (several) {
    dial("epoch", () => String(session.run.epochOf(session.shown)), "given");
    dial("sample", () => String(session.run.sampleOf(session.shown) + 1), "given");
  }
  const { quantities } = example;
  dial(quantities[example.loss].name, () => shown(session.v[example.loss]), "error");
  if (several) dial(`cost ${quantities[/** @type {number} */ (example.cost)].name}`, () => costOf(session), "error wide");
  if (example.goal !== null)
    dial("goal", () => `${typed(/** @type {number} */ (example.goal))}: ${reachedIn(session)}`, "error wide");
  const word = make("p", { class: "verdict" });
  updates.push(() => write(word, inWords(session)));
  root.append(word, list);
  const show = () => updates.forEach((update) => update());
  session.onChange((change) => change !== "pointed" && show());
  show();
}

/** The cost of the last epoch that has one, up to the row that is looked at. @param {Session} session */
function costOf(session) {
  const epoch = session.run.epochOf(session.shown);
  const known = Math.min(epoch, session.run.curve.length - 1);
  return known < 0 ? "–" : shown(session.run.curve[known]);
}

/** @param {Session} session */
function reachedIn(session) {
  const { run, example } = session;
  const point = run.curve.findIndex((loss) => loss <= /** @type {number} */ (example.goal));
  const what = example.cost === null ? "step" : "epoch";
  return point < 0 ? "not reached" : `reached at ${what} ${point}`;
}

/** @param {Session} session */
function inWords({ run, example }) {
  if (run.divergedAt !== null) return `diverged at step ${run.divergedAt}`;
  const found = caseOf(run.curve, example.goal);
  if (found < 0) return "";
  const [word, reason] = example.verdicts[found];
  return found === example.verdicts.length - 1 ? word : `${word}: ${reason}`;
}

/**
 * The parameters of the row that is looked at.
 *
 * @param {HTMLElement} root
 * @param {Session} session
 */
export function parametersView(root, session) {
  const { parameters, quantities } = session.example;
  const list = make("dl", { class: "dials parameters", tabindex: 0, "aria-label": "Parameters now" });
  const places = parameters.map((place) => {
    const now = make("dd", { class: "number" });
    list.append(make("div", { class: "dial parameter" }, make("dt", {}, math(quantities[place].mathml)), now));
    return now;
  });
  const show = () =>
    places.forEach((now, n) => {
      write(now, shown(session.v[parameters[n]]));
      now.title = `at the start ${typed(session.settings.start[n])}`;
    });
  root.append(list);
  whenSeen(root, session, (change) => change !== "pointed" && show());
  show();
}
