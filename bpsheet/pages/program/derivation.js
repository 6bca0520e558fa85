/**
 * The whole derivation, with the numbers of the row that is looked at.
 *
 * @import { Session } from "./session.js"
 * @import { WalkPart } from "./example.js"
 */
import { make } from "./elements.js";
import { Equation } from "./formulas.js";
import { NOW_AND_THEN, whenSeen } from "./seen.js";

/**
 * @param {HTMLElement} root
 * @param {Session} session
 */
export function derivationView(root, session) {
  const parts = session.example.walk.map((part) => new Part(session, part));
  const remark = make("p", { class: "remark" });
  root.append(remark, ...parts.map((part) => part.element));
  const show = () => {
    remark.textContent = `The numbers are those of step ${session.shown}.`;
    for (const part of parts) part.show();
  };
  whenSeen(root, session, (change) => change !== "pointed" && show(), NOW_AND_THEN);
  parts[Math.min(1, parts.length - 1)].element.open = true;
  show();
  window.addEventListener("beforeprint", () => parts.forEach((part) => part.open()));
}

/** One part; its equations are made when it is first opened. */
class Part {
  /**
   * @param {Session} session
   * @param {WalkPart} part
   */
  constructor(session, part) {
    this.session = session;
    this.part = part;
    this.element = make("details", {}, make("summary", {}, this.heading()));
    this.element.addEventListener("toggle", () => this.show());
    /** @type {Equation[] | null} */
    this.equations = null;
  }

  open() {
    this.element.open = true;
    this.show();
  }

  heading() {
    if (this.part.quantity === null) return this.part.heading;
    const { name, meaning } = this.session.example.quantities[this.part.quantity];
    return `${name}: ${meaning}`;
  }

  show() {
    if (!this.element.open) return;
    this.equations ??= this.made();
    for (const equation of this.equations) equation.show();
  }

  made() {
    const { steps } = this.session.example;
    const equations = this.part.steps.map((number) => new Equation(this.session, steps[number]));
    equations.forEach((equation, n) => {
      const way = this.part.ways[n];
      if (way !== "" && way !== this.part.ways[n - 1])
        this.element.append(make("p", { class: "way" }, way));
      const why = make("p", { class: "why" }, equation.step.why);
      this.element.append(make("div", { class: "explained" }, equation.element, why));
    });
    return equations;
  }
}
