/**
 * The training table, of which only the rows in sight are made: twenty thousand stay smooth.
 *
 * @import { Change, Session } from "./session.js"
 */
import { shown, typed } from "./digits.js";
import { make, math } from "./elements.js";
import { rolesOf } from "./roles.js";

const ROW_HEIGHT = 28;
const OUT_OF_SIGHT = 8;
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
  session.onChange((change) => table.change(change));
  window.addEventListener("beforeprint", () => table.printed(true));
  window.addEventListener("afterprint", () => table.printed(false));
  table.fill();
}

/** @typedef {{label: string, of: (row: number) => number}} Counter */

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
    this.above = make("tr", { class: "space", "aria-hidden": "true" });
    this.below = make("tr", { class: "space", "aria-hidden": "true" });
    this.table = make("table", { class: "training", "aria-rowcount": -1 }, this.head(), this.body);
    const label = "Training table; arrow keys choose a row";
    const attributes = { class: "scroller", tabindex: 0, role: "region", "aria-label": label };
    this.scroller = make("div", attributes, this.table);
    this.scroller.addEventListener("scroll", () => this.fill());
    this.scroller.addEventListener("keydown", (event) => this.key(event));
    this.body.addEventListener("click", (event) => this.click(event));
    this.height = ROW_HEIGHT;
    this.all = false;
    /** What the rows in sight show; another run or another part is made anew. */
    this.made = { run: session.run, first: -1, last: -1, known: -1 };
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
    if (follows || change === "shown") this.bring(row);
    if (run !== this.made.run) this.made = { run, first: -1, last: -1, known: -1 };
    this.fill();
    for (const element of this.body.querySelectorAll("[data-row]"))
      if (Number(element.getAttribute("data-row")) === row) element.setAttribute("aria-selected", "true");
      else element.removeAttribute("aria-selected");
  }

  /** Make the rows in sight, and space for all others. */
  fill() {
    const { run } = this.session;
    const top = this.scroller.scrollTop;
    const visible = Math.ceil(this.scroller.clientHeight / this.height);
    const first = this.all ? 0 : Math.max(Math.floor(top / this.height) - OUT_OF_SIGHT, 0);
    const last = this.all
      ? Math.min(PRINTED_ROWS, run.rows)
      : Math.min(Math.floor(top / this.height) + visible + OUT_OF_SIGHT, run.rows);
    const { made } = this;
    // Rows that were made before an update or an epoch was known are made again.
    if (made.first === first && made.last === last && made.known === run.rows) return;
    const settled = run.settings.samples.length === 1 || made.known === run.rows;
    if (!(settled && made.first === first && made.last === last)) this.make(first, last);
    this.made = { run, first, last, known: run.rows };
    this.space(this.above, first);
    this.space(this.below, this.all ? 0 : run.rows - last);
    this.table.setAttribute("aria-rowcount", String(run.rows + 1));
  }

  /**
   * @param {number} first
   * @param {number} last
   */
  make(first, last) {
    const rows = Array.from({ length: last - first }, (_, n) => this.row(first + n));
    this.body.replaceChildren(this.above, ...rows, this.below);
    this.point();
  }

  /**
   * @param {HTMLElement} space
   * @param {number} rows
   */
  space(space, rows) {
    space.style.setProperty("height", `${rows * this.height}px`);
  }

  /** @param {number} row */
  row(row) {
    const { run, shown: chosen, example } = this.session;
    const v = run.row(row);
    const counters = this.counters.map(({ of }, n) =>
      n === 0 ? make("th", { scope: "row" }, String(of(row))) : make("td", {}, String(of(row))),
    );
    const cells = example.columns.map((place) =>
      make("td", { "data-place": place }, this.given.has(place) ? typed(v[place]) : shown(v[place])),
    );
    const attributes = { "data-row": row, "aria-rowindex": row + 2, "aria-selected": row === chosen ? "true" : false };
    return make("tr", attributes, ...counters, ...cells);
  }

  /** Scroll so that a row is in sight. @param {number} row */
  bring(row) {
    const { scroller, height } = this;
    const head = this.table.tHead?.offsetHeight ?? 0;
    const top = row * height;
    const room = scroller.clientHeight - head - height;
    if (top < scroller.scrollTop) scroller.scrollTop = top;
    else if (top > scroller.scrollTop + room) {
      this.space(this.below, Math.max(this.session.run.rows - this.made.last, 0));
      scroller.scrollTop = top - room;
    }
  }

  /** Mark the columns of what the walk speaks of. */
  point() {
    const { main, uses } = this.session.pointed;
    for (const cell of this.table.querySelectorAll("[data-place]")) {
      const place = Number(cell.getAttribute("data-place"));
      cell.classList.toggle("main", place === main);
      cell.classList.toggle("uses", place !== main && uses.includes(place));
    }
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
    this.made.first = -1;
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
