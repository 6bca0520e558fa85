/**
 * The walk through forward and backward pass, step by step.
 *
 * @import { Session } from "./session.js"
 * @import { WalkPart } from "./example.js"
 */
import { make } from "./elements.js";
import { Equation } from "./formulas.js";
import { whenSeen } from "./seen.js";

/**
 * @param {HTMLElement} root
 * @param {Session} session
 */
export function walkView(root, session) {
  const walk = new Walk(session);
  const parts = session.example.walk.map((part, n) => make("option", { value: n }, nameOf(session, part)));
  const choice = make("select", { "aria-label": "Go to a part" }, ...parts);
  /** @type {[string, () => void][]} */
  const moves = [
    ["First", () => walk.go(0, 0)],
    ["Back", () => walk.back()],
    ["Next", () => walk.next()],
  ];
  const buttons = moves.map(([label, move]) => {
    const button = make("button", { type: "button", class: label === "Next" ? "main" : "" }, label);
    button.addEventListener("click", move);
    return button;
  });
  choice.addEventListener("change", () => walk.go(Number(choice.value), 0));
  walk.onMove = () => {
    choice.value = String(walk.part);
    buttons[0].disabled = buttons[1].disabled = walk.isFirst;
    buttons[2].disabled = walk.isLast;
  };
  root.append(make("div", { class: "row controls" }, ...buttons, choice), walk.progress, walk.list);
  root.tabIndex = -1;
  root.addEventListener("keydown", (event) => {
    if (event.target instanceof HTMLSelectElement) return;
    if (event.key === "ArrowRight") walk.next();
    if (event.key === "ArrowLeft") walk.back();
  });
  whenSeen(root, session, (change) => change !== "pointed" && walk.show());
  walk.go(0, 0);
}

class Walk {
  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    this.part = 0;
    this.step = 0;
    this.progress = make("p", { class: "remark", role: "status" });
    this.list = make("ol", { class: "steps", tabindex: 0 });
    /** @type {Equation[]} */
    this.equations = [];
    this.onMove = () => {};
  }

  get parts() {
    return this.session.example.walk;
  }

  get isFirst() {
    return this.part === 0 && this.step === 0;
  }

  get isLast() {
    return this.part === this.parts.length - 1 && this.step === this.parts[this.part].steps.length - 1;
  }

  next() {
    if (this.isLast) return;
    if (this.step + 1 < this.parts[this.part].steps.length) this.go(this.part, this.step + 1);
    else this.go(this.part + 1, 0);
  }

  back() {
    if (this.isFirst) return;
    if (this.step > 0) this.go(this.part, this.step - 1);
    else this.go(this.part - 1, this.parts[this.part - 1].steps.length - 1);
  }

  /**
   * Uncover the steps of a part up to one of them.
   *
   * @param {number} part
   * @param {number} step
   */
  go(part, step) {
    const { steps } = this.session.example;
    [this.part, this.step] = [part, step];
    const numbers = this.parts[part].steps.slice(0, step + 1);
    this.equations = numbers.map((number) => new Equation(this.session, steps[number]));
    this.list.replaceChildren(...this.equations.map((equation, n) => this.item(equation, n)));
    this.progress.textContent = this.words();
    const { quantity, uses } = steps[numbers[step]];
    this.show();
    this.session.pointAt(quantity, uses);
    this.onMove();
    this.list.scrollTop = this.list.scrollHeight;
  }

  /**
   * @param {Equation} equation
   * @param {number} n
   */
  item(equation, n) {
    const way = this.parts[this.part].ways[n];
    const item = make("li", {}, equation.element, make("p", { class: "why" }, equation.step.why));
    if (way !== "" && way !== this.parts[this.part].ways[n - 1])
      item.prepend(make("p", { class: "way" }, way));
    if (n === this.step) item.setAttribute("aria-current", "step");
    return item;
  }

  words() {
    const before = this.parts.slice(0, this.part).reduce((sum, part) => sum + part.steps.length, 0);
    const all = this.parts.reduce((sum, part) => sum + part.steps.length, 0);
    return `Step ${before + this.step + 1} of ${all}: ${nameOf(this.session, this.parts[this.part])}`;
  }

  /** Show the numbers of the row that is looked at. */
  show() {
    for (const equation of this.equations) equation.show();
  }
}

/**
 * @param {Session} session
 * @param {WalkPart} part
 */
function nameOf({ example }, part) {
  return part.quantity === null ? part.heading : example.quantities[part.quantity].name;
}
