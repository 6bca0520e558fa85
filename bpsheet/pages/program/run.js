/**
 * A training run in the making: the same rows as those of the training table.
 *
 * Row n holds the parameters before their update, its loss and its gradients. What has a value per
 * update is written into all rows of the update's batch when it is known, and the cost into all rows
 * of its epoch; until then it is NaN.
 *
 * @import { Arithmetic, Example, Settings } from "./example.js"
 */

/** A run ends after so many rows: a page keeps every number of them. */
export const MOST_ROWS = 20000;

const FIRST_ROOM = 256;

export class Run {
  /**
   * @param {Example} example
   * @param {Arithmetic} arithmetic
   * @param {Settings} settings
   */
  constructor(example, arithmetic, settings) {
    this.example = example;
    this.arithmetic = arithmetic;
    this.settings = settings;
    this.width = example.quantities.length + example.memory.length;
    this.rows = 0;
    /** The losses of the curve: one per row, with several samples the cost of each epoch. @type {number[]} */
    this.curve = [];
    /** The first row with a loss that is no number. @type {number | null} */
    this.divergedAt = null;
    this.numbers = new Float64Array(FIRST_ROOM * this.width);
    this.memory = new Float64Array(example.memory.length);
    this.parameters = Float64Array.from(example.parameters, (_, n) => settings.start[n]);
    this.v = new Float64Array(this.width);
    this.afterUpdate = [...example.means.map(([mean]) => mean), ...example.memory.flat()];
    this.step();
  }

  /** Whether no further row is computed. */
  get ended() {
    return this.rows >= MOST_ROWS || this.divergedAt !== null;
  }

  /**
   * The number of a quantity in a row.
   *
   * @param {number} row
   * @param {number} place
   */
  value(row, place) {
    return this.numbers[row * this.width + place];
  }

  /**
   * The numbers of a row, by place.
   *
   * @param {number} row
   */
  row(row) {
    return this.numbers.subarray(row * this.width, (row + 1) * this.width);
  }

  /** @param {number} row */
  sampleOf(row) {
    return row % this.settings.samples.length;
  }

  /** @param {number} row */
  epochOf(row) {
    return Math.floor(row / this.settings.samples.length);
  }

  /** @param {number} row */
  updateOf(row) {
    const perEpoch = Math.ceil(this.settings.samples.length / this.example.batch);
    return this.epochOf(row) * perEpoch + Math.floor(this.sampleOf(row) / this.example.batch);
  }

  /** Compute the next row and, where its batch ends, the update. */
  step() {
    if (this.ended) return;
    const { example, arithmetic, v } = this;
    const row = this.rows;
    this.given(this.settings.samples[this.sampleOf(row)]);
    arithmetic.forward(v);
    arithmetic.backward(v);
    this.keep(row);
    this.rows += 1;
    const last = this.sampleOf(row) === this.settings.samples.length - 1;
    if (last || (this.sampleOf(row) + 1) % example.batch === 0) this.update(row);
    if (example.cost === null) this.curve.push(v[example.loss]);
    else if (last) this.endEpoch(row, example.cost);
    if (!Number.isFinite(v[example.loss])) this.divergedAt = row;
  }

  /** @param {number[]} sample */
  given(sample) {
    const { example, settings, v } = this;
    v[example.rate] = settings.rate;
    example.settings.forEach((place, n) => (v[place] = settings.hyperparameters[n]));
    [...example.inputs, ...example.targets].forEach((place, n) => (v[place] = sample[n]));
    example.parameters.forEach((place, n) => (v[place] = this.parameters[n]));
    for (const place of this.afterUpdate) v[place] = NaN;
    if (example.cost !== null) v[example.cost] = NaN;
  }

  /** @param {number} row */
  keep(row) {
    if ((row + 1) * this.width > this.numbers.length) {
      const larger = new Float64Array(2 * this.numbers.length);
      larger.set(this.numbers);
      this.numbers = larger;
    }
    this.numbers.set(this.v, row * this.width);
  }

  /**
   * Make the update that follows a row, and write what it computes into the rows of its batch.
   *
   * @param {number} row
   */
  update(row) {
    const { example, arithmetic, v } = this;
    const first = row - (this.sampleOf(row) % example.batch);
    for (const [mean, gradient] of example.means) v[mean] = this.mean(gradient, first, row);
    example.memory.forEach(([, before], n) => (v[before] = this.memory[n]));
    arithmetic.update(v);
    example.memory.forEach(([place], n) => (this.memory[n] = v[place]));
    for (let number = first; number <= row; number += 1)
      for (const place of this.afterUpdate) this.numbers[number * this.width + place] = v[place];
    const next = arithmetic.follow(v);
    example.carried.forEach((place, n) => {
      this.parameters[example.parameters.indexOf(place)] = next[n];
    });
  }

  /**
   * @param {number} row the last of an epoch
   * @param {number} place of the cost
   */
  endEpoch(row, place) {
    const first = row - this.sampleOf(row);
    const cost = this.mean(this.example.loss, first, row);
    for (let number = first; number <= row; number += 1)
      this.numbers[number * this.width + place] = cost;
    this.curve.push(cost);
  }

  /**
   * @param {number} place
   * @param {number} first row
   * @param {number} last row
   */
  mean(place, first, last) {
    let sum = 0;
    for (let row = first; row <= last; row += 1) sum += this.value(row, place);
    return sum / (last - first + 1);
  }
}
