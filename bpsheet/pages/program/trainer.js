/**
 * The controls: Learn, Step and Reset, speed and learning rate, and the dials.
 *
 * @import { Session } from "./session.js"
 */
import { dialsView } from "./dials.js";
import { make } from "./elements.js";
import { typed } from "./digits.js";

/** How long one picture may compute, in milliseconds; sixty pictures a second leave 16. */
const PATIENCE = 8;

/** Rows per second, from slow to as many as can be computed. */
const SPEEDS = [1, 2, 5, 10, 20, 50, 100, 500, Infinity];
const USUAL_SPEED = 4;

/** How far the slider reaches beyond the rates of the template, as a factor. */
const BEYOND = 4;
const SLIDER_STEPS = 200;

/**
 * @param {HTMLElement} root
 * @param {Session} session
 */
export function trainerView(root, session) {
  const learner = new Learner(session);
  const learn = make("button", { type: "button", class: "main" }, "Learn");
  const step = make("button", { type: "button" }, "Step");
  const epoch = make("button", { type: "button" }, "Epoch");
  const reset = make("button", { type: "button" }, "Reset");
  epoch.hidden = session.example.cost === null;
  learn.addEventListener("click", () => learner.toggle());
  step.addEventListener("click", () => learner.by(1));
  epoch.addEventListener("click", () => learner.by(learner.leftOfEpoch()));
  reset.addEventListener("click", () => session.reset());
  learner.onChange = () => {
    learn.textContent = session.learning ? "Pause" : "Learn";
    for (const button of [learn, step, epoch]) button.disabled = session.run.ended;
  };
  session.onChange((change) => {
    if (change === "settings") learner.stop();
    learner.onChange();
  });
  root.append(
    make("div", { class: "row buttons controls" }, learn, step, epoch, reset),
    make("div", { class: "controls" }, ...rateControls(session), ...speedControls(learner)),
  );
  dialsView(root, session);
  document.addEventListener("keydown", (event) => {
    if (event.key !== " " || event.target !== document.body) return;
    event.preventDefault();
    learner.toggle();
  });
}

/** Computes rows as long as it is told to, at the speed that is set. */
class Learner {
  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    this.speed = SPEEDS[USUAL_SPEED];
    this.stopsAtGoal = session.example.goal !== null;
    this.due = 0;
    this.before = 0;
    this.onChange = () => {};
  }

  /** Begin to learn, or stop. */
  toggle() {
    if (this.session.learning) this.stop();
    else if (!this.session.run.ended) this.start();
    this.onChange();
  }

  start() {
    this.session.learning = true;
    this.due = 1; // the first row comes at once
    this.before = performance.now();
    this.passedGoal = this.reached();
    requestAnimationFrame((now) => this.picture(now));
  }

  /** Stop, and let views that were out of sight catch up. */
  stop() {
    if (!this.session.learning) return;
    this.session.learning = false;
    this.session.tell("rows");
  }

  /** @param {number} count rows */
  by(count) {
    this.stop();
    this.session.step(count);
  }

  /** How many rows are missing until the next epoch has its cost. */
  leftOfEpoch() {
    const { run, settings } = this.session;
    return settings.samples.length - (run.rows % settings.samples.length);
  }

  /** @param {number} now in milliseconds */
  picture(now) {
    if (!this.session.learning) return;
    const passed = Math.max(now - this.before, 0); // a picture may begin before it was asked for
    this.due = this.speed === Infinity ? Infinity : this.due + (passed * this.speed) / 1000;
    this.before = now;
    if (this.due >= 1) this.compute();
    requestAnimationFrame((later) => this.picture(later));
  }

  compute() {
    const { run } = this.session;
    const end = performance.now() + PATIENCE;
    while (this.due >= 1 && !run.ended && performance.now() < end) {
      run.step();
      this.due -= 1;
      if (this.stopsAtGoal && !this.passedGoal && this.reached()) this.session.learning = false;
      if (!this.session.learning) break;
    }
    this.due = Math.min(this.due, 1);
    this.session.step(0);
    if (run.ended) this.stop();
  }

  /** Whether the goal is reached; from then on Learn goes on beyond it. */
  reached() {
    const { run, example } = this.session;
    const loss = run.curve[run.curve.length - 1];
    return example.goal !== null && loss <= example.goal;
  }
}

/** @param {Session} session */
function rateControls(session) {
  const { example } = session;
  const symbol = example.quantities[example.rate].name;
  const low = Math.log(Math.min(...example.rates) / BEYOND);
  const high = Math.log(Math.max(...example.rates) * BEYOND);
  const field = make("input", { type: "number", min: 0, step: "any", id: "rate", class: "rate" });
  const slider = make("input", {
    type: "range", min: 0, max: SLIDER_STEPS, step: 1, "aria-label": "Learning rate, by sliding",
  });
  const choices = example.rates.map((rate) => make("button", { type: "button" }, typed(rate)));
  const complaint = make("p", { class: "warning", role: "alert" });
  const show = () => {
    const { rate } = session.settings;
    field.removeAttribute("aria-invalid");
    complaint.textContent = "";
    field.value = String(rate);
    slider.value = String(((Math.log(rate) - low) / (high - low)) * SLIDER_STEPS);
    slider.setAttribute("aria-valuetext", typed(rate));
    choices.forEach((choice, n) => choice.setAttribute("aria-pressed", String(example.rates[n] === rate)));
  };
  field.addEventListener("change", () => {
    const rate = Number(field.value);
    const usable = field.value !== "" && rate > 0 && Number.isFinite(rate);
    field.setAttribute("aria-invalid", String(!usable));
    complaint.textContent = usable ? "" : "Type a number above 0, such as 0.5.";
    if (usable) session.reset({ rate });
  });
  slider.addEventListener("input", () => {
    const rate = Math.exp(low + (Number(slider.value) / SLIDER_STEPS) * (high - low));
    session.reset({ rate: Number(rate.toPrecision(2)) });
  });
  choices.forEach((choice, n) =>
    choice.addEventListener("click", () => session.reset({ rate: example.rates[n] })),
  );
  session.onChange((change) => change === "settings" && show());
  show();
  return [
    make("div", { class: "row" }, make("label", { for: "rate" }, `Learning rate ${symbol}`), field),
    complaint,
    slider,
    make("div", { class: "row choices", role: "group", "aria-label": "Rates of the worked example" }, ...choices),
    make("p", { class: "remark" }, "Another rate begins anew, from the same start."),
  ];
}

/** @param {Learner} learner */
function speedControls(learner) {
  const words = make("output", { for: "speed" });
  const slider = make("input", {
    type: "range", id: "speed", min: 0, max: SPEEDS.length - 1, step: 1, value: USUAL_SPEED,
  });
  const show = () => {
    learner.speed = SPEEDS[Number(slider.value)];
    const rows = learner.speed === 1 ? "row" : "rows";
    const told = learner.speed === Infinity ? "as fast as it goes" : `${learner.speed} ${rows} a second`;
    words.textContent = told;
    slider.setAttribute("aria-valuetext", told);
  };
  slider.addEventListener("input", show);
  show();
  const parts = [make("div", { class: "row" }, make("label", { for: "speed" }, "Speed"), words), slider];
  if (learner.session.example.goal === null) return parts;
  const box = make("input", { type: "checkbox", id: "at-goal", checked: true });
  box.addEventListener("change", () => (learner.stopsAtGoal = box.checked));
  const label = make("label", { for: "at-goal" }, `stop at the goal, ${typed(learner.session.example.goal)}`);
  return [...parts, make("div", { class: "row" }, box, label)];
}
