/**
 * The proof that the page computes what bpsheet's engine does, made each time it is opened.
 *
 * @import { Arithmetic, Example } from "./example.js"
 */
import { settingsOf } from "./example.js";
import { Run } from "./run.js";

/** How far losses may be apart, relative to the largest so far: rounding, which long runs add up. */
const TOLERANCE = 1e-9;

/**
 * Compare the first rows at each rate with the engine's, and say what came of it.
 *
 * @param {Example} example
 * @param {Arithmetic} arithmetic
 */
export function proveRows(example, arithmetic) {
  const usual = settingsOf(example);
  let rows = 0;
  for (const [n, rate] of example.rates.entries()) {
    const run = new Run(example, arithmetic, { ...usual, rate });
    let largest = Number.MIN_VALUE;
    for (const [row, loss] of example.expected[n].entries()) {
      if (row > 0) run.step();
      const own = run.value(row, example.loss);
      largest = Math.max(largest, Math.abs(loss));
      if (!(Math.abs(own - loss) <= TOLERANCE * largest))
        return `At the rate ${rate} this page and bpsheet's engine differ from row ${row} on.`;
      rows += 1;
    }
  }
  return `Proved as it was opened: ${rows} losses at ${example.rates.length} rates equal those of bpsheet's engine.`;
}
