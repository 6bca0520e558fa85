/** One side of a chart: where numbers stand, and round numbers to label it with. */

const TICKS = 5;

/** Numbers along one side of a chart. */
export class Axis {
  /**
   * @param {number} low
   * @param {number} high
   * @param {boolean} logarithmic
   * @param {number} start where `low` stands
   * @param {number} end where `high` stands
   */
  constructor(low, high, logarithmic, start, end) {
    this.logarithmic = logarithmic;
    this.low = low;
    this.high = high > low ? high : low + (Math.abs(low) || 1);
    this.start = start;
    this.end = end;
  }

  /** @param {number} number */
  at(number) {
    const { low, high, logarithmic, start, end } = this;
    const share = logarithmic
      ? Math.log(number / low) / Math.log(high / low)
      : (number - low) / (high - low);
    return start + share * (end - start);
  }

  /** @param {number} place */
  from(place) {
    return this.low + ((place - this.start) / (this.end - this.start)) * (this.high - this.low);
  }

  /** @param {number} number */
  holds(number) {
    const room = 1e-9 * (this.high - this.low);
    return number >= this.low - room && number <= this.high + room;
  }

  /** Round numbers between the ends. */
  ticks() {
    if (this.logarithmic) return powers(this.low, this.high);
    const rough = (this.high - this.low) / TICKS;
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
    const first = Math.ceil(this.low / step - 1e-9);
    const last = Math.floor(this.high / step + 1e-9);
    return Array.from({ length: last - first + 1 }, (_, n) => Number(((first + n) * step).toPrecision(12)));
  }
}

/**
 * Powers of ten, and where they are few, twice and five times them.
 *
 * @param {number} low
 * @param {number} high
 */
function powers(low, high) {
  const first = Math.floor(Math.log10(low));
  const count = Math.ceil(Math.log10(high)) - first + 1;
  const factors = count > 4 ? [1] : [1, 2, 5];
  const all = Array.from({ length: count }, (_, n) => 10 ** (first + n)).flatMap((power) =>
    factors.map((factor) => Number((factor * power).toPrecision(3))),
  );
  const inside = all.filter((number) => number >= low && number <= high);
  const every = Math.ceil(inside.length / 7);
  return inside.filter((_, n) => n % every === 0);
}
