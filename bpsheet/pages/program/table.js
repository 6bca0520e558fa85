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
const OUT_OF_SIGHT = 4;
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
  table.fill();
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
    this.above = make("tr", { class: "space", "aria-hidden": "true" });
    this.below = make("tr", { class: "space", "aria-hidden": "true" });
    this.body = make("tbody", {}, this.above, this.below);
    this.table = make("table", { class: "training" }, this.widths(), this.head(), this.body);
    const label = "Training table; arrow keys choose a row";
    const attributes = { class: "scroller", tabindex: 0, role: "region", "aria-label": label };
    this.scroller = make("div", attributes, this.table);
    this.scroller.addEventListener("scroll", () => this.fill());
    this.scroller.addEventListener("keydown", (event) => this.key(event));
    this.body.addEventListener("click", (event) => this.click(event));
    this.height = ROW_HEIGHT;
    this.all = false;
    /** The rows in sight, by number; those after the settled ones may still change. @type {Map<number, Line>} */
    this.lines = new Map();
    this.run = session.run;
    this.settled = 0;
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

  /** @param {Change} change */
  change(change) {
    if (change === "pointed") return this.point();
    const { run, follows, shown: row } = this.session;
    if (run !== this.run) this.settled = 0;
    this.run = run;
    if (follows || change === "shown") this.bring(row);
    this.fill();
    for (const [number, line] of this.lines) this.select(line, number === row);
  }

  /** Make the rows in sight, and space for all others. */
  fill() {
    const { run } = this.session;
    const top = Math.floor(this.scroller.scrollTop / this.height);
    const visible = Math.ceil(this.scroller.clientHeight / this.height);
    const first = this.all ? 0 : Math.max(top - OUT_OF_SIGHT, 0);
    const last = Math.min(this.all ? PRINTED_ROWS : top + visible + OUT_OF_SIGHT, run.rows);
    const leaving = [...this.lines.keys()].filter((row) => row < first || row >= last);
    const free = leaving.map((row) => this.taken(row));
    /** @type {Element} */
    let before = this.above;
    for (let row = first; row < last; row += 1) {
      const line = this.lines.get(row) ?? this.filled(free.pop() ?? this.line(), row);
      if (row >= this.settled) this.filled(line, row);
      if (before.nextElementSibling !== line.element) before.after(line.element);
      before = line.element;
    }
    for (const { element } of free) element.remove();
    // The rows of an epoch that has not ended do not know its cost, and perhaps not their update.
    const { length } = run.settings.samples;
    this.settled = length === 1 ? run.rows : run.rows - (run.rows % length);
    this.space(this.above, first);
    this.space(this.below, this.all ? 0 : run.rows - last);
    this.table.setAttribute("aria-rowcount", String(run.rows + 1));
  }

  /** A row's line, for another row to be written into. @param {number} row */
  taken(row) {
    const line = /** @type {Line} */ (this.lines.get(row));
    this.lines.delete(row);
    return line;
  }

  /**
   * @param {HTMLElement} space
   * @param {number} rows
   */
  space(space, rows) {
    space.style.setProperty("height", `${rows * this.height}px`);
  }

  /** A line without numbers. @returns {Line} */
  line() {
    const counters = this.counters.map((_, n) => (n === 0 ? make("th", { scope: "row" }) : make("td")));
    const cells = this.session.example.columns.map((place) =>
      make("td", { "data-place": place, class: this.pointedAt(place) }),
    );
    return { element: make("tr", {}, ...counters, ...cells), counters, cells };
  }

  /**
   * Write a row into a line.
   *
   * @param {Line} line
   * @param {number} row
   */
  filled(line, row) {
    const v = this.session.run.row(row);
    this.lines.set(row, line);
    line.element.dataset.row = String(row);
    line.element.ariaRowIndex = String(row + 2);
    this.select(line, row === this.session.shown);
    line.counters.forEach((cell, n) => write(cell, String(this.counters[n].of(row))));
    this.session.example.columns.forEach((place, n) =>
      write(line.cells[n], this.given.has(place) ? typed(v[place]) : shown(v[place])),
    );
    return line;
  }

  /**
   * @param {Line} line
   * @param {boolean} selected
   */
  select({ element }, selected) {
    if (selected) element.setAttribute("aria-selected", "true");
    else if (element.hasAttribute("aria-selected")) element.removeAttribute("aria-selected");
  }

  /** Scroll so that a row is in sight. @param {number} row */
  bring(row) {
    const { scroller, height } = this;
    const head = this.table.tHead?.offsetHeight ?? 0;
    const top = row * height;
    const room = scroller.clientHeight - head - height;
    if (top < scroller.scrollTop) scroller.scrollTop = top;
    else if (top > scroller.scrollTop + room) {
      this.space(this.below, this.session.run.rows);
      scroller.scrollTop = top - room;
    }
  }

  /** Mark the columns of what the walk speaks of. */
  point() {
    for (const cell of this.table.querySelectorAll("td[data-place]"))
      cell.className = this.pointedAt(Number(cell.getAttribute("data-place")));
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
    const page = Math.floor(this.scroller.clientHeight / this.height) - 1;
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

  /** Print needs the rows that are out of sight, too. @param {boolean} printing */
  printed(printing) {
    this.all = printing;
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
    URL.revokeObjectURL(address);
    return "saved as training.csv";
  }
}
