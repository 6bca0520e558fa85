/**
 * Places the labels of edges where they cover each other least.
 *
 * @import { Edge } from "./network-plan.js"
 */
import { NODE } from "./network-plan.js";

const SIZE = { width: 150, height: 37 };

/** Where along its edge a label may stand, the better places first. */
const SHARES = [0.33, 0.5, 0.67, 0.42, 0.58];

/**
 * The edges with the middle of their labels.
 *
 * @param {Edge[]} edges
 * @returns {{edge: Edge, x: number, y: number}[]}
 */
export function placeLabels(edges) {
  /** @type {{edge: Edge, x: number, y: number}[]} */
  const placed = [];
  for (const edge of edges) {
    const places = SHARES.map((share) => ({ edge, ...at(edge, share) }));
    const covered = places.map((place) => sum(placed.map((other) => overlap(place, other))));
    placed.push(places[covered.indexOf(Math.min(...covered))]);
  }
  return placed;
}

/**
 * @param {Edge} edge
 * @param {number} share of the way
 */
function at({ from, to }, share) {
  const start = from.x + NODE.width / 2;
  const end = to.x - NODE.width / 2;
  return { x: start + share * (end - start), y: from.y + share * (to.y - from.y) };
}

/**
 * @param {{x: number, y: number}} one
 * @param {{x: number, y: number}} other
 */
function overlap(one, other) {
  const wide = SIZE.width - Math.abs(one.x - other.x);
  const high = SIZE.height - Math.abs(one.y - other.y);
  return Math.max(wide, 0) * Math.max(high, 0);
}

/** @param {number[]} numbers */
function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
