/**
 * Where the nodes and edges of a network stand in its picture.
 *
 * @import { Example, Network, Unit } from "./example.js"
 *
 * @typedef {object} Node
 * @property {number} x of its middle
 * @property {number} y of its middle
 * @property {number[]} places the quantities it shows, one below the other
 * @property {string[]} role of each
 * @property {number | null} bias place
 *
 * @typedef {object} Edge
 * @property {Node} from
 * @property {Node} to
 * @property {number | null} weight place
 * @property {number} crowd how many edges there are between the two layers
 */

export const NODE = { width: 172, height: 50 };

const GAP = { labelled: 236, plain: 36 };
const PITCH = { plain: 112, biased: 128 };
const MARGIN = 12;

/**
 * @param {Example} example
 * @param {Network} network
 */
export function networkPlan(example, network) {
  const pitch = network.layers.flat().some((unit) => unit.bias !== null) ? PITCH.biased : PITCH.plain;
  const sizes = [example.inputs.length, ...network.layers.map((layer) => layer.length)];
  const height = Math.max(...sizes) * pitch + 2 * MARGIN;
  let x = MARGIN + NODE.width / 2;
  /** @param {number} count @param {number} n */
  const y = (count, n) => height / 2 + (n - (count - 1) / 2) * pitch;
  /** @param {number} gap */
  const move = (gap) => (x += NODE.width + gap);

  const columns = [example.inputs.map((place, n) => given(place, x, y(example.inputs.length, n)))];
  /** @type {Edge[]} */
  const edges = [];
  for (const layer of network.layers) {
    move(GAP.labelled);
    const nodes = layer.map((unit, n) => unitNode(unit, x, y(layer.length, n)));
    edges.push(...joined(columns[columns.length - 1], nodes, layer));
    columns.push(nodes);
  }
  const outputs = columns[columns.length - 1];
  move(GAP.plain);
  const errors = network.errors.map((error, n) =>
    node(x, outputs[n].y, [example.targets[n], error], ["given", "error"]),
  );
  move(GAP.plain);
  const total = node(x, height / 2, [example.loss], ["error"]);
  edges.push(...errors.map((to, n) => plain(outputs[n], to)), ...errors.map((from) => plain(from, total)));
  const nodes = [...columns.flat(), ...errors, total];
  return { nodes, edges, width: x + NODE.width / 2 + MARGIN, height };
}

/**
 * @param {Node[]} sources
 * @param {Node[]} units
 * @param {Unit[]} layer
 * @returns {Edge[]}
 */
function joined(sources, units, layer) {
  const crowd = sources.length * units.length;
  return units.flatMap((to, n) =>
    sources.map((from, k) => ({ from, to, weight: layer[n].weights[k], crowd })),
  );
}

/**
 * @param {Node} from
 * @param {Node} to
 * @returns {Edge}
 */
function plain(from, to) {
  return { from, to, weight: null, crowd: 0 };
}

/**
 * @param {number} place
 * @param {number} x
 * @param {number} y
 */
function given(place, x, y) {
  return node(x, y, [place], ["given"]);
}

/**
 * @param {Unit} unit
 * @param {number} x
 * @param {number} y
 */
function unitNode(unit, x, y) {
  return node(x, y, [unit.net, unit.activation], ["forward", "forward"], unit.bias);
}

/**
 * @param {number} x
 * @param {number} y
 * @param {number[]} places
 * @param {string[]} role
 * @param {number | null} [bias]
 * @returns {Node}
 */
function node(x, y, places, role, bias = null) {
  return { x, y, places, role, bias };
}
