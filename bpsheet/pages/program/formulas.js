/**
 * An equation as a worked example writes it: symbols = numbers = result, with live numbers.
 *
 * @import { Session } from "./session.js"
 * @import { Example, WalkStep } from "./example.js"
 */
import { shown, typed } from "./digits.js";
import { make, math, write } from "./elements.js";

export class Equation {
  /**
   * @param {Session} session
   * @param {WalkStep} step
   */
  constructor(session, step) {
    this.session = session;
    this.step = step;
    const right = step.right[step.right.length - 1];
    const [symbols, ...simpler] = step.right.map((mathml) => `<mo>=</mo>${mathml}`);
    const numbers = math(`<mo>=</mo>${right}`);
    /** @type {{element: Element, place: number, factor: boolean}[]} */
    this.places = [...numbers.querySelectorAll("[data-q]")].map((name) => {
      const element = document.createElementNS(name.namespaceURI, "mn");
      const factor = !beginsRow(name);
      name.replaceWith(element);
      return { element, place: Number(name.getAttribute("data-q")), factor };
    });
    this.result = make("span", { class: "result" });
    const parts = [math(step.left + symbols), ...simpler.map((text) => math(text))];
    if (this.places.length > 0) parts.push(numbers);
    this.element = make("div", { class: "equation" }, ...parts, " ", this.result);
  }

  /** Put the numbers of the row that is looked at into their places. */
  show() {
    const { v, arithmetic, example } = this.session;
    const given = new Set([...example.inputs, ...example.targets, example.rate, ...example.settings]);
    for (const { element, place, factor } of this.places) {
      const number = given.has(place) ? typed(v[place]) : shown(v[place]);
      const text = factor && v[place] < 0 ? `(${number})` : number;
      write(element, text);
    }
    const result = `= ${shown(arithmetic.further[this.step.number](v))}`;
    write(this.result, result);
  }
}

/** Whether a number there needs no brackets though it is negative. @param {Element} name */
function beginsRow(name) {
  /** @type {Element | null} */
  let place = name;
  while (place && !place.previousElementSibling) place = place.parentElement;
  return /[=(]$/.test(place?.previousElementSibling?.textContent ?? "=");
}
