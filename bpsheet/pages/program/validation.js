/**
 * The cost over the samples that are only looked at, at each epoch's first parameters.
 *
 * @import { Session } from "./session.js"
 * @import { Series } from "./chart.js"
 */

/** The colour of its curve. */
export const VALIDATION = 7;

export class ValidationCosts {
  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    this.run = session.run;
    /** @type {number[]} */
    this.costs = [];
  }

  /** The curve, or none where there are no such samples. @returns {Series[]} */
  series() {
    const { run, example } = this.session;
    if (example.validation.length === 0) return [];
    if (run !== this.run) [this.run, this.costs] = [run, []];
    while (this.costs.length < run.curve.length) this.costs.push(this.costAt(this.costs.length));
    return [{ label: "validation", color: VALIDATION, points: this.costs }];
  }

  /** @param {number} epoch */
  costAt(epoch) {
    const { run, example, settings } = this.session;
    return meanLoss(this.session, run.row(epoch * settings.samples.length), example.validation);
  }
}

/**
 * The mean loss over samples with the parameters of a row.
 *
 * @param {Session} session
 * @param {Float64Array} row
 * @param {number[][]} samples
 */
export function meanLoss({ example, arithmetic }, row, samples) {
  const v = Float64Array.from(row);
  let sum = 0;
  for (const sample of samples) {
    [...example.inputs, ...example.targets].forEach((place, n) => (v[place] = sample[n]));
    arithmetic.forward(v);
    sum += v[example.loss];
  }
  return sum / samples.length;
}
