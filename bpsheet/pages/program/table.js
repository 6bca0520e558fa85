/**
 * The training table, of which only the rows in sight are made: twenty thousand stay smooth.
 *
 * @import { Change, Session } from "./session.js"
 */
import { shown, typed } from "./digits.js";
import { make, math, write } from "./elements.js";
import { rolesOf } from "./roles.js";
import { whenSeen } from "./seen.js";

const ROW_HEIGHT = 28;
const FEWEST_ROWS = 3;
const KEPT_FOR = 10000; // milliseconds
const PRINTED_ROWS = 100;

/**
 * @param {HTMLElement} root
 * @param {Session} session
 */
export function tableView(root, session) {
  const table = new TrainingTable(session);
  const copy = make("button", { type: "button" }, "Copy as CSV");
  const told = make("span", { class: "muted", role: "status" });
  copy.addEventListener("click", async () => (told.textContent = await copied(csv(session))));
  const remark = "Choose a row, by click or with the arrow keys, to see it in the network and in the walk.";
  root.append(
    make("div", { class: "row controls" }, copy, told),
    make("p", { class: "remark" }, remark),
    table.scroller,
  );
  whenSeen(root, session, (change) => table.change(change));
  window.addEventListener("beforeprint", () => table.printed(true));
  window.addEventListener("afterprint", () => table.printed(false));
  table.change("settings");
}

/**
 * @typedef {{label: string, of: (row: number) => number}} Counter
 * @typedef {{element: HTMLTableRowElement, counters: HTMLElement[], cells: HTMLElement[]}} Line
 */

/** The numbers of the row that count. @param {Session} session @returns {Counter[]} */
function countersOf(session) {
  const step = { label: "step", of: (/** @type {number} */ row) => row };
  if (session.example.cost === null) return [step];
  return [
    step,
    { label: "epoch", of: (row) => session.run.epochOf(row) },
    { label: "sample", of: (row) => session.run.sampleOf(row) + 1 },
    { label: "update", of: (row) => session.run.updateOf(row) },
  ];
}

class TrainingTable {
  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    this.counters = countersOf(session);
    this.given = new Set([...session.example.inputs, ...session.example.targets]);
    this.body = make("tbody");
    this.table = make("table", { class: "training" }, this.widths(), this.head(), this.body);
    /** As high as all rows would be; the table stays in sight and shows those that are due. */
    this.extent = make("div", { class: "extent" }, this.table);
    const label = "Training table; arrow keys choose a row";
    const attributes = { class: "scroller", tabindex: 0, role: "region", "aria-label": label };
    this.scroller = make("div", attributes, this.extent);
    this.scroller.addEventListener("scroll", () => this.scrolled());
    this.scroller.addEventListener("keydown", (event) => this.key(event));
    this.body.addEventListener("click", (event) => this.click(event));
    new ResizeObserver(() => this.fill()).observe(this.scroller);
    /** @type {Line[]} */
    this.lines = [];
    this.printing = false;
    /** Whether the last rows are in sight: a reader who has gone back to others is left there. */
    this.atEnd = true;
  }

  scrolled() {
    this.atEnd = this.first + this.room >= this.session.run.rows;
    this.fill();
  }

  /** The widths of all columns: fixed, or every number would be measured again and again. */
  widths() {
    const counters = this.counters.map(() => make("col", { class: "counter" }));
    return make("colgroup", {}, ...counters, ...this.session.example.columns.map(() => make("col")));
  }

  head() {
    const { columns, quantities } = this.session.example;
    const roles = rolesOf(this.session.example);
    const counters = this.counters.map(({ label }) => make("th", { scope: "col", class: "given" }, label));
    const headings = columns.map((place) => {
      const { mathml, meaning } = quantities[place];
      const attributes = { scope: "col", class: roles[place], title: meaning, "data-place": place };
      return make("th", attributes, math(mathml));
    });
    return make("thead", {}, make("tr", {}, ...counters, ...headings));
  }

  /** How many rows there is room for. */
  get room() {
    if (this.printing) return PRINTED_ROWS;
    const head = this.table.tHead?.offsetHeight ?? 0;
    return Math.max(Math.floor((this.scroller.clientHeight - head) / ROW_HEIGHT), FEWEST_ROWS);
  }

  /** The first row in sight. */
  get first() {
    return this.printing ? 0 : Math.round(this.scroller.scrollTop / ROW_HEIGHT);
  }

  /** @param {Change} change */
  change(change) {
    if (change === "pointed") return this.point();
    this.extend();
    const follows = this.session.follows && (this.atEnd || change === "settings");
    if (follows || change === "shown") this.bring(this.session.shown);
    this.fill();
  }

  /** Make room to scroll through all rows. */
  extend() {
    const { rows } = this.session.run;
    const head = this.table.tHead?.offsetHeight ?? 0;
    const lines = rows > this.room ? rows + 1 : rows; // where the last is cut off, it must come up
    const height = this.printing ? "auto" : `${head + lines * ROW_HEIGHT}px`;
    this.extent.style.setProperty("height", height);
    this.table.setAttribute("aria-rowcount", String(rows + 1));
  }

  /** Write the rows in sight into the lines. */
  fill() {
    const { rows } = this.session.run;
    const first = Math.max(Math.min(this.first, rows - this.room), 0);
    const count = Math.min(this.room, rows - first);
    while (this.lines.length < count) this.lines.push(this.line());
    while (this.lines.length > count) this.lines.pop()?.element.remove();
    this.lines.forEach((line, n) => this.write(line, first + n));
  }

  /** A new line at the end, without numbers. @returns {Line} */
  line() {
    const counters = this.counters.map((_, n) => (n === 0 ? make("th", { scope: "row" }) : make("td")));
    const cells = this.session.example.columns.map((place) =>
      make("td", { "data-place": place, class: this.pointedAt(place) }),
    );
    const element = make("tr", {}, ...counters, ...cells);
    this.body.append(element);
    return { element, counters, cells };
  }

  /**
   * @param {Line} line
   * @param {number} row
   */
  write({ element, counters, cells }, row) {
    const v = this.session.run.row(row);
    element.dataset.row = String(row);
    element.setAttribute("aria-rowindex", String(row + 2));
    if (row === this.session.shown) element.setAttribute("aria-selected", "true");
    else element.removeAttribute("aria-selected");
    counters.forEach((cell, n) => write(cell, String(this.counters[n].of(row))));
    this.session.example.columns.forEach((place, n) =>
      write(cells[n], this.given.has(place) ? typed(v[place]) : shown(v[place])),
    );
  }

  /** Scroll so that a row is in sight. @param {number} row */
  bring(row) {
    const { first, room } = this;
    if (row < first) this.scroller.scrollTop = row * ROW_HEIGHT;
    else if (row >= first + room) this.scroller.scrollTop = (row - room + 1) * ROW_HEIGHT;
  }

  /** Mark the columns of what the walk speaks of. */
  point() {
    for (const { cells } of this.lines)
      cells.forEach((cell, n) => (cell.className = this.pointedAt(this.session.example.columns[n])));
  }

  /** @param {number} place */
  pointedAt(place) {
    const { main, uses } = this.session.pointed;
    if (place === main) return "main";
    return uses.includes(place) ? "uses" : "";
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const { shown: row, run } = this.session;
    const page = this.room - 1;
    /** @type {Record<string, number>} */
    const moves = { ArrowUp: row - 1, ArrowDown: row + 1, PageUp: row - page, PageDown: row + page };
    const target = { ...moves, Home: 0, End: run.rows - 1 }[event.key];
    if (target === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    this.session.show(target);
  }

  /** @param {Event} event */
  click(event) {
    const row = event.target instanceof Element ? event.target.closest("[data-row]") : null;
    if (row) this.session.show(Number(row.getAttribute("data-row")));
  }

  /** Print needs rows that are out of sight, too. @param {boolean} printing */
  printed(printing) {
    this.printing = printing;
    this.extend();
    this.fill();
  }
}

/**
 * All rows with all digits, for a spreadsheet.
 *
 * @param {Session} session
 */
function csv(session) {
  const { run, example } = session;
  const counters = countersOf(session);
  const head = [...counters.map(({ label }) => label), ...example.columns.map((n) => example.quantities[n].name)];
  const lines = [head.map((name) => `"${name.replaceAll('"', '""')}"`).join(",")];
  for (let row = 0; row < run.rows; row += 1) {
    const numbers = example.columns.map((place) => run.value(row, place));
    const written = numbers.map((number) => (Number.isNaN(number) ? "" : String(number)));
    lines.push([...counters.map(({ of }) => of(row)), ...written].join(","));
  }
  return `${lines.join("\n")}\n`;
}

/**
 * Put text on the clipboard, or where a browser refuses that, into a file; return what was done.
 *
 * @param {string} text
 */
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return "copied";
  } catch {
    const address = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
    const link = make("a", { href: address, download: "training.csv" });
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), KEPT_FOR); // a download may begin later
    return "saved as training.csv";
  }
}
