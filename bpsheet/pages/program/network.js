/**
 * The network as a picture, with live numbers on its nodes and edges.
 *
 * @import { Session } from "./session.js"
 * @import { Example, Network } from "./example.js"
 */
import { shown, typed } from "./digits.js";
import { draw, make, write } from "./elements.js";
import { placeLabels } from "./labels.js";
import { NODE, networkPlan } from "./network-plan.js";
import { whenSeen } from "./seen.js";

/** @import { Edge, Node } from "./network-plan.js" */

/** With more edges between two layers, only those of the unit that is pointed at have labels. */
const MOST_LABELS = 24;

const LINE = 25;
const THICKEST = 7;

/**
 * @param {HTMLElement} root
 * @param {Session} session
 */
export function networkView(root, session) {
  const { example } = session;
  if (!example.network) {
    root.hidden = true;
    return;
  }
  const plan = networkPlan(example, example.network);
  const picture = new Picture(session);
  for (const edge of plan.edges) picture.addEdge(edge);
  for (const node of plan.nodes) picture.addNode(node);
  picture.addLabels(plan.edges);
  const box = make("input", { type: "checkbox", id: "gradients-shown" });
  box.addEventListener("change", () => picture.svg.classList.toggle("with-gradients", box.checked));
  const title = draw("title", { id: "network-title" }, `The network of ${example.title}`);
  picture.svg.setAttribute("viewBox", `0 0 ${plan.width} ${plan.height}`);
  picture.svg.prepend(title, picture.description);
  root.append(
    make("div", { class: "row controls" }, box, make("label", { for: "gradients-shown" }, "show gradients")),
    make("div", { class: "picture", tabindex: 0, role: "group", "aria-label": "Picture of the network" }, picture.svg),
    make("p", { class: "remark" }, "A thicker line is a larger weight; a dashed one is negative."),
  );
  whenSeen(root, session, (change) => (change === "pointed" ? picture.point() : picture.show()));
  picture.show();
}

class Picture {
  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    const attributes = { role: "img", "aria-labelledby": "network-title network-description" };
    this.svg = draw("svg", { class: "network", ...attributes });
    this.description = draw("desc", { id: "network-description" });
    /** Texts that show a number. @type {{element: SVGElement, place: number}[]} */
    this.numbers = [];
    /** What stands for a quantity. @type {Map<number, Element[]>} */
    this.standing = new Map();
    /** @type {{line: SVGElement, place: number}[]} */
    this.weights = [];
  }

  /** @param {Edge} edge */
  addEdge({ from, to, weight }) {
    const ends = { x1: from.x + NODE.width / 2, y1: from.y, x2: to.x - NODE.width / 2, y2: to.y };
    const line = draw("line", { ...ends, class: weight === null ? "edge" : "edge weight" });
    this.svg.append(line);
    if (weight === null) return;
    this.weights.push({ line, place: weight });
    this.stands(weight, line);
  }

  /** @param {Node} node */
  addNode({ x, y, places, role, bias }) {
    const height = places.length * LINE;
    const top = y - height / 2;
    places.forEach((place, n) => this.addLine(place, x, top + n * LINE, role[n]));
    if (bias !== null) this.addLine(bias, x, top + height + 3, "parameter");
  }

  /**
   * A line of a node: a name and its number.
   *
   * @param {number} place
   * @param {number} x of the middle
   * @param {number} y of the top
   * @param {string} role
   */
  addLine(place, x, y, role) {
    const left = x - NODE.width / 2;
    const { name, meaning } = this.session.example.quantities[place];
    const number = draw("text", { x: left + NODE.width - 7, y: y + 18, class: "value" });
    const group = draw(
      "g",
      { class: `line ${role}` },
      draw("title", {}, `${name}: ${meaning}`),
      draw("rect", { x: left, y, width: NODE.width, height: LINE - 1 }),
      draw("text", { x: left + 7, y: y + 18, class: "name" }, name),
      number,
    );
    this.svg.append(group);
    this.numbers.push({ element: number, place });
    this.stands(place, group);
  }

  /** @param {Edge[]} edges */
  addLabels(edges) {
    const { quantities, gradients } = this.session.example;
    for (const { edge, x, y } of placeLabels(edges.filter((one) => one.weight !== null))) {
      const weight = /** @type {number} */ (edge.weight);
      const number = draw("tspan", { class: "value" });
      const { name } = quantities[weight];
      const group = draw("g", { class: edge.crowd > MOST_LABELS ? "label crowded" : "label" });
      group.append(draw("text", { x, y }, `${name} `, number));
      this.numbers.push({ element: number, place: weight });
      const gradient = gradients.find((place) => quantities[place].name.endsWith(`/∂${name}`));
      if (gradient !== undefined) this.addGradient(group, gradient, x, y + 17);
      this.svg.append(group);
      this.stands(weight, group);
    }
  }

  /**
   * @param {SVGElement} group
   * @param {number} place
   * @param {number} x
   * @param {number} y
   */
  addGradient(group, place, x, y) {
    const number = draw("tspan", { class: "value" });
    const text = draw("text", { x, y, class: "of-gradient" });
    text.append(`${this.session.example.quantities[place].name} `, number);
    group.append(text);
    this.numbers.push({ element: number, place });
    this.stands(place, text);
  }

  /**
   * @param {number} place
   * @param {Element} element
   */
  stands(place, element) {
    this.standing.set(place, [...(this.standing.get(place) ?? []), element]);
  }

  /** Show the numbers of the row that is looked at. */
  show() {
    const { v, example } = this.session;
    const given = new Set([...example.inputs, ...example.targets]);
    for (const { element, place } of this.numbers) {
      const text = given.has(place) ? typed(v[place]) : shown(v[place]);
      write(element, text);
    }
    const largest = Math.max(...this.weights.map(({ place }) => Math.abs(v[place])), 1e-9);
    for (const { line, place } of this.weights) {
      line.style.setProperty("stroke-width", String(1 + (THICKEST - 1) * Math.abs(v[place] / largest)));
      line.classList.toggle("negative", v[place] < 0);
    }
    this.describe();
  }

  describe() {
    const { v, example, shown: row } = this.session;
    const places = [...example.inputs, ...example.outputs, ...example.targets, example.loss];
    const words = places.map((place) => `${example.quantities[place].name} ${shown(v[place])}`);
    this.description.textContent = `At step ${row}: ${words.join(", ")}.`;
  }

  /** Mark what the walk speaks of. */
  point() {
    const { main, uses } = this.session.pointed;
    for (const [place, elements] of this.standing)
      for (const element of elements) {
        element.classList.toggle("main", place === main);
        element.classList.toggle("uses", place !== main && uses.includes(place));
      }
  }
}
