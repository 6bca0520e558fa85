/**
 * The gates: values going forward, gradients coming back.
 *
 * @import { Session } from "./session.js"
 * @import { Box, Circuit, GateArithmetic } from "./example.js"
 */
import { shown } from "./digits.js";
import { draw, make, math, write } from "./elements.js";
import { rolesOf } from "./roles.js";
import { NOW_AND_THEN, whenSeen } from "./seen.js";

const ROW = 30;
const COLUMN = 212;
const BOX = 118;

/** A picture is not drawn smaller than this; then it scrolls. */
const SMALLEST = 0.7;
const EDGE = 14;

/**
 * @param {HTMLElement} root
 * @param {Session} session
 * @param {GateArithmetic[]} gates
 */
export function circuitView(root, session, gates) {
  const { circuit, title } = session.example;
  if (!circuit) {
    root.hidden = true;
    return;
  }
  const picture = new GatePicture(session, circuit, gates);
  const buttons = [
    ["Back", () => picture.go(picture.at - 1)],
    ["Next", () => picture.go(picture.at + 1)],
    ["All", () => picture.go(picture.last)],
  ].map(([label, move]) => {
    const button = make("button", { type: "button" }, /** @type {string} */ (label));
    button.addEventListener("click", /** @type {() => void} */ (move));
    return button;
  });
  picture.onStep = () => {
    buttons[0].disabled = picture.at === 0;
    buttons[1].disabled = buttons[2].disabled = picture.at === picture.last;
  };
  picture.svg.prepend(draw("title", {}, `The gates of ${title}`));
  const key = make(
    "p",
    { class: "row remark" },
    make("span", { class: "key forward" }, " value, going forward "),
    make("span", { class: "key gradient" }, " gradient, coming back "),
  );
  root.append(
    make("div", { class: "row controls" }, ...buttons),
    key,
    make("div", { class: "picture", tabindex: 0, role: "group", "aria-label": "Picture of the gates" }, picture.svg),
    picture.words,
  );
  whenSeen(root, session, (change) => change !== "pointed" && picture.show(), NOW_AND_THEN);
  picture.go(picture.last);
}

/** @typedef {{box: Box, group: SVGElement, value: SVGElement, gradient: SVGElement}} Drawn */

class GatePicture {
  /**
   * @param {Session} session
   * @param {Circuit} circuit
   * @param {GateArithmetic[]} gates
   */
  constructor(session, circuit, gates) {
    this.session = session;
    this.circuit = circuit;
    this.gates = gates;
    this.words = make("p", { class: "equation", role: "status" });
    const width = (Math.max(...circuit.boxes.map((box) => box.layer)) + 1) * COLUMN - (COLUMN - BOX);
    const size = `0 0 ${width + 2 * EDGE} ${circuit.rows * ROW + 2 * EDGE}`;
    this.svg = draw("svg", { class: "gates", role: "img", viewBox: size });
    this.svg.style.setProperty("max-width", `${width + 2 * EDGE}px`);
    this.svg.style.setProperty("min-width", `${SMALLEST * width}px`);
    this.svg.append(...circuit.lines.flatMap((line) => this.lines(line)));
    const roles = rolesOf(session.example);
    this.drawn = circuit.boxes.map((box) => this.box(box, roles));
    this.slopes = circuit.boxes.map((box) => box.inputs.map((input) => this.slope(box, input.entry)));
    /** The gates, in the order in which they are computed. */
    this.computed = circuit.boxes.flatMap((box, n) => (box.symbol === "" ? [] : [n]));
    this.at = 0;
    this.onStep = () => {};
  }

  /** The last step of the way forward and back. */
  get last() {
    return 2 * this.computed.length;
  }

  /** @param {{start: [number, number], end: [number, number], to: number}} line */
  lines({ start, end, to }) {
    const through = { x: placeOf(end[0]), y: placeOf(end[1], ROW) };
    const ends = { x1: placeOf(start[0]) + BOX, y1: placeOf(start[1], ROW), x2: through.x, y2: through.y };
    const arrives = this.circuit.boxes[to].layer === end[0];
    const pieces = [draw("line", { class: "edge", ...ends })];
    if (!arrives)
      pieces.push(draw("line", { class: "edge", x1: through.x, y1: through.y, x2: through.x + BOX, y2: through.y }));
    return pieces;
  }

  /**
   * @param {Box} box
   * @param {string[]} roles
   * @returns {Drawn}
   */
  box(box, roles) {
    const x = placeOf(box.layer);
    const y = placeOf(box.row, ROW);
    const role = box.place === null ? "forward" : roles[box.place];
    const middle = x + BOX / 2;
    const value = draw("text", { class: "middle value", x: middle, y: y - ROW + 6 });
    const gradient = draw("text", { class: "middle gradient-value", x: middle, y: y + ROW + 6 });
    const label = box.symbol === "" ? box.name : `${box.symbol}  ${box.name}`;
    const group = draw(
      "g",
      { class: "gate" },
      draw("rect", { class: "frame", x, y: y - 1.5 * ROW, width: BOX, height: 3 * ROW }),
      draw("rect", { class: role, x, y: y - 1.5 * ROW, width: BOX, height: ROW }),
      draw("rect", { class: "gradient", x, y: y + 0.5 * ROW, width: BOX, height: ROW }),
      draw("text", { class: "middle name", x: middle, y: y + 6 }, label),
      value,
      gradient,
    );
    this.svg.append(group);
    return { box, group, value, gradient };
  }

  /**
   * Where the local derivative of an input is written: beside its line, before the box.
   *
   * @param {Box} box
   * @param {number} entry
   */
  slope(box, entry) {
    const text = draw("text", { class: "slope end", x: placeOf(box.layer) - 6, y: placeOf(box.row + entry, ROW) - 5 });
    this.svg.append(text);
    return text;
  }

  /** Show the way up to one of its steps: all gates forward, then all of them back. @param {number} step */
  go(step) {
    this.at = Math.min(Math.max(step, 0), this.last);
    this.show();
  }

  /** Compute every gate, forward and back, with the numbers of the row shown. */
  numbers() {
    const { v } = this.session;
    const { boxes, loss } = this.circuit;
    /** @type {number[]} */
    const g = [];
    boxes.forEach((_, n) => (g[n] = this.gates[n].value(v, g)));
    const slopes = this.gates.map((gate) => gate.slopes.map((slope) => slope(v, g)));
    const gradients = boxes.map((_, n) => (n === loss ? 1 : 0));
    for (let n = boxes.length - 1; n >= 0; n -= 1)
      boxes[n].inputs.forEach(({ from }, place) => (gradients[from] += gradients[n] * slopes[n][place]));
    return { values: g, slopes, gradients };
  }

  show() {
    const { values, slopes, gradients } = this.numbers();
    const forward = new Set(this.computed.slice(0, this.at));
    const back = new Set(this.computed.slice(Math.max(2 * this.computed.length - this.at, 0)));
    const given = this.at === this.last;
    this.drawn.forEach(({ box, group, value, gradient }, n) => {
      const reached = box.inputs.length === 0 && box.symbol === "";
      write(value, reached || forward.has(n) ? shown(values[n]) : "");
      write(gradient, back.has(n) || (reached && given) ? shown(gradients[n]) : "");
      this.slopes[n].forEach((text, place) => write(text, back.has(n) ? `×${shown(slopes[n][place])}` : ""));
      group.classList.toggle("now", n === this.current());
    });
    this.say(values);
    this.onStep();
  }

  /** The gate of this step, or none. */
  current() {
    const count = this.computed.length;
    if (this.at === 0 || this.at === this.last) return -1;
    return this.at <= count ? this.computed[this.at - 1] : this.computed[2 * count - this.at];
  }

  /** @param {number[]} values of the boxes */
  say(values) {
    const current = this.current();
    if (current < 0) return this.words.replaceChildren();
    const box = this.circuit.boxes[current];
    const forward = this.at <= this.computed.length;
    const slopes = box.inputs.map((input) => math(`<mo>·</mo>${input.slope}`));
    const parts = forward
      ? [math(`${box.mathml}<mo>=</mo>${box.equation}`), `= ${shown(values[current])}`]
      : ["Back through ", math(box.mathml), ": its gradient times each local derivative", ...slopes];
    this.words.replaceChildren(...parts);
  }
}

/**
 * Where a layer or a row stands.
 *
 * @param {number} number
 * @param {number} [pitch]
 */
function placeOf(number, pitch = COLUMN) {
  return EDGE + number * pitch + (pitch === ROW ? ROW / 2 : 0);
}
