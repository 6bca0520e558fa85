/**
 * What the page shows at this moment: the settings, the runs, and the row that is looked at.
 *
 * Views read it and are told by `onChange` what has changed; only controls change it.
 *
 * @import { Arithmetic, Example, Settings } from "./example.js"
 *
 * @typedef {"settings" | "rows" | "shown" | "pointed"} Change
 *   settings: all begins anew; rows: there are more; shown: another row is looked at; pointed: other
 *   quantities are pointed at
 *
 * @typedef {object} Overlay another rate's run, beside the reader's own
 * @property {number} rate
 * @property {Run | null} run null while it is not shown
 */
import { Run } from "./run.js";

export class Session {
  /**
   * @param {Example} example
   * @param {Arithmetic} arithmetic
   * @param {Settings} settings
   */
  constructor(example, arithmetic, settings) {
    this.example = example;
    this.arithmetic = arithmetic;
    this.settings = settings;
    /** @type {Overlay[]} */
    this.overlays = example.rates.map((rate) => ({ rate, run: null }));
    this.run = this.newRun(settings.rate);
    /** The row that is looked at; while `follows`, always the last. */
    this.shown = 0;
    this.follows = true;
    /** Whether rows are being computed, many a second. */
    this.learning = false;
    /** What the walk speaks of at this moment: places. @type {{main: number | null, uses: number[]}} */
    this.pointed = { main: null, uses: [] };
    /** @type {((change: Change) => void)[]} */
    this.listeners = [];
  }

  /** @param {(change: Change) => void} listener */
  onChange(listener) {
    this.listeners.push(listener);
  }

  /** The numbers of the row that is looked at, by place. */
  get v() {
    return this.run.row(this.shown);
  }

  /** @param {number} [count] rows */
  step(count = 1) {
    for (let n = 0; n < count && !this.run.ended; n += 1) this.run.step();
    for (const overlay of this.overlays) this.catchUp(overlay);
    if (this.follows) this.shown = this.run.rows - 1;
    this.tell("rows");
  }

  /** Begin anew, with other settings if there are any. @param {Partial<Settings>} [settings] */
  reset(settings = {}) {
    this.settings = { ...this.settings, ...settings };
    this.run = this.newRun(this.settings.rate);
    for (const overlay of this.overlays) overlay.run &&= this.newRun(overlay.rate);
    this.shown = 0;
    this.follows = true;
    this.tell("settings");
  }

  /** @param {number} row */
  show(row) {
    this.shown = Math.min(Math.max(row, 0), this.run.rows - 1);
    this.follows = this.shown === this.run.rows - 1;
    this.tell("shown");
  }

  /**
   * Point at a quantity and at those it is made of.
   *
   * @param {number | null} main place
   * @param {number[]} [uses] places
   */
  pointAt(main, uses = []) {
    this.pointed = { main, uses };
    this.tell("pointed");
  }

  /**
   * Show another rate's curve, or no longer.
   *
   * @param {Overlay} overlay
   * @param {boolean} visible
   */
  toggle(overlay, visible) {
    overlay.run = visible ? this.newRun(overlay.rate) : null;
    this.catchUp(overlay);
    this.tell("rows");
  }

  /** @param {Overlay} overlay */
  catchUp({ run }) {
    while (run && run.rows < this.run.rows && !run.ended) run.step();
  }

  /** @param {number} rate */
  newRun(rate) {
    return new Run(this.example, this.arithmetic, { ...this.settings, rate });
  }

  /** @param {Change} change */
  tell(change) {
    for (const listener of this.listeners) listener(change);
  }
}
