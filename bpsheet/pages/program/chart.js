/** A line chart: axes with round numbers, several series, and a marker; drawn anew as it changes. */
import { Axis } from "./axis.js";
import { draw } from "./elements.js";
import { typed } from "./digits.js";

/**
 * @typedef {object} Series
 * @property {string} label
 * @property {number} color from 1: which of the curves' colours
 * @property {(number | null)[] | [number, number][]} points numbers by their position, or pairs
 * @property {"line" | "dot" | "diamond"} [shape] a line unless points are asked for
 * @property {boolean} [dashed]
 * @property {boolean} [named] whether its label stands at its end
 *
 * @typedef {object} Frame what a chart shows
 * @property {Series[]} series
 * @property {string} across the title of the horizontal axis
 * @property {string} up the title of the vertical axis
 * @property {boolean} [logarithmic]
 * @property {number | null} [line] a number to draw a level line at, such as the goal
 * @property {string} [lineLabel]
 * @property {boolean} [whole] the horizontal axis counts: it has whole numbers only
 * @property {number} [most] what is above it on a linear axis is cut off
 * @property {[number, number] | null} [marker] a point to mark
 * @property {[number, number] | null} [reach] of the horizontal axis
 */

/** Lines that leave a chart are cut off at its frame; they lead on for no more than this. */
const FAR = 10000;

const ROOM = { left: 58, right: 14, top: 12, bottom: 40 };

let charts = 0;

export class Chart {
  /**
   * @param {string} title what it shows, for those who do not see it
   * @param {number} width
   * @param {number} height
   */
  constructor(title, width, height) {
    this.width = width;
    this.height = height;
    this.title = draw("title", {}, title);
    this.plot = draw("g");
    const box = `0 0 ${width} ${height}`;
    charts += 1;
    this.frame = `frame-${charts}`;
    const [x, y] = [ROOM.left, ROOM.top];
    const inside = { x, y, width: width - x - ROOM.right, height: height - y - ROOM.bottom };
    const clip = draw("clipPath", { id: this.frame }, draw("rect", inside));
    this.svg = draw("svg", { class: "chart", role: "img", viewBox: box }, this.title, clip, this.plot);
    /** @type {(x: number) => void} */
    this.onPick = () => {};
    this.svg.addEventListener("click", (event) => this.pick(event));
    this.across = new Axis(0, 1, false, 0, 1);
    this.up = this.across;
  }

  /** @param {Frame} frame */
  show(frame) {
    const points = frame.series.map((series) => pairs(series.points));
    const level = typeof frame.line === "number" ? [frame.line] : [];
    const heights = [...points.flat().map(([, y]) => y), ...level];
    const logarithmic = frame.logarithmic === true;
    const usable = heights.filter((y) => Number.isFinite(y) && (!logarithmic || y > 0));
    const [first, last] = frame.reach ?? limits(points.flat().map(([x]) => x));
    this.across = new Axis(first, last, false, ROOM.left, this.width - ROOM.right);
    const [low, highest] = limits(usable.length ? usable : [0, 1]);
    const high = logarithmic ? highest : Math.min(highest, frame.most ?? Infinity);
    const bottom = logarithmic || low < 0 ? low : 0;
    this.up = new Axis(bottom, high, logarithmic, this.height - ROOM.bottom, ROOM.top);
    this.plot.replaceChildren(
      ...this.grid(frame),
      ...this.level(frame),
      ...frame.series.flatMap((series, n) => this.series(series, points[n])),
      ...this.mark(frame),
    );
  }

  /** @param {Frame} frame */
  grid({ across, up, whole }) {
    const { width, height } = this;
    const bottom = height - ROOM.bottom;
    const counted = this.across.ticks().filter((x) => !whole || Number.isInteger(x));
    const columns = counted.flatMap((x) => [
      draw("line", { class: "grid", x1: this.across.at(x), x2: this.across.at(x), y1: ROOM.top, y2: bottom }),
      draw("text", { class: "tick middle", x: this.across.at(x), y: bottom + 16 }, typed(x)),
    ]);
    const rows = this.up.ticks().flatMap((y) => [
      draw("line", { class: "grid", x1: ROOM.left, x2: width - ROOM.right, y1: this.up.at(y), y2: this.up.at(y) }),
      draw("text", { class: "tick end", x: ROOM.left - 6, y: this.up.at(y) + 4 }, typed(y)),
    ]);
    const middle = (ROOM.top + bottom) / 2;
    const turned = `rotate(-90 13 ${middle})`;
    return [
      ...columns,
      ...rows,
      draw("text", { class: "axis middle", x: (ROOM.left + width - ROOM.right) / 2, y: height - 5 }, across),
      draw("text", { class: "axis middle", x: 13, y: middle, transform: turned }, up),
    ];
  }

  /** @param {Frame} frame */
  level({ line, lineLabel }) {
    if (typeof line !== "number" || !this.up.holds(line)) return [];
    const y = this.up.at(line);
    const [x1, x2] = [ROOM.left, this.width - ROOM.right];
    return [
      draw("line", { class: "level", x1, x2, y1: y, y2: y }),
      draw("text", { class: "tick end", x: x2 - 2, y: y - 4 }, lineLabel ?? ""),
    ];
  }

  /**
   * @param {Series} series
   * @param {[number, number][]} points
   * @returns {SVGElement[]}
   */
  series({ color, shape, dashed, label, named }, points) {
    const kind = `curve curve-${color}`;
    const inside = points.filter(([x, y]) => this.across.holds(x) && this.up.holds(y));
    const dots = inside.map(([x, y]) => [this.across.at(x), this.up.at(y)]);
    if ((shape ?? "line") !== "line" || points.length === 1)
      return dots.map(([x, y]) => point(shape === "diamond", kind, x, y, label));
    const places = points.map(([x, y]) => [this.across.at(x), this.up.at(y)].map(near));
    const line = thinned(places).map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ");
    const look = { class: dashed ? `${kind} dashed` : kind, "clip-path": `url(#${this.frame})` };
    const drawn = [draw("polyline", { ...look, points: line })];
    if (!named || dots.length === 0) return drawn;
    const [x, y] = dots[dots.length - 1];
    return [...drawn, draw("text", { class: `named end curve-${color}`, x: x - 4, y: y - 5 }, label)];
  }

  /** @param {Frame} frame */
  mark({ marker }) {
    if (!marker || !this.across.holds(marker[0]) || !this.up.holds(marker[1])) return [];
    return [draw("circle", { class: "marker", cx: this.across.at(marker[0]), cy: this.up.at(marker[1]), r: 6 })];
  }

  /** @param {MouseEvent} event */
  pick(event) {
    const box = this.svg.getBoundingClientRect();
    this.onPick(this.across.from(((event.clientX - box.left) / box.width) * this.width));
  }
}

/** @param {number} place */
function near(place) {
  return Math.min(Math.max(place, -FAR), FAR);
}

/**
 * @param {boolean} diamond
 * @param {string} kind
 * @param {number} x
 * @param {number} y
 * @param {string} label
 */
function point(diamond, kind, x, y, label) {
  const title = draw("title", {}, label);
  if (!diamond) return draw("circle", { class: kind, cx: x, cy: y, r: 4 }, title);
  const turned = `rotate(45 ${x} ${y})`;
  return draw("rect", { class: kind, x: x - 4, y: y - 4, width: 8, height: 8, transform: turned }, title);
}

/**
 * @param {(number | null)[] | [number, number][]} points
 * @returns {[number, number][]}
 */
function pairs(points) {
  /** @type {[number, number][]} */
  const found = [];
  points.forEach((point, n) => {
    if (Array.isArray(point)) found.push(point);
    else if (point !== null) found.push([n, point]);
  });
  return found.filter(([, y]) => Number.isFinite(y));
}

/**
 * @param {number[]} numbers
 * @returns {[number, number]}
 */
function limits(numbers) {
  let [low, high] = [Infinity, -Infinity];
  for (const number of numbers) {
    if (number < low) low = number;
    if (number > high) high = number;
  }
  return low <= high ? [low, high] : [0, 1];
}

/**
 * Of points closer than half a unit the first, the lowest, the highest and the last: more cannot be
 * seen, and a curve of many thousand points is drawn as quickly as one of hundreds.
 *
 * @param {number[][]} places
 */
function thinned(places) {
  if (places.length < 1000) return places;
  /** @type {Map<number, number[][]>} */
  const columns = new Map();
  for (const place of places) {
    const column = Math.round(2 * place[0]);
    const kept = columns.get(column);
    if (!kept) columns.set(column, [place, place, place, place]);
    else {
      if (place[1] < kept[1][1]) kept[1] = place;
      if (place[1] > kept[2][1]) kept[2] = place;
      kept[3] = place;
    }
  }
  return [...columns.values()].flat();
}
