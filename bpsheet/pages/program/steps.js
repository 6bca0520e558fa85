/** Prints the first rows of a page's runs, for bpsheet to compare with its engine's: for Node.js. */
import { arithmetic } from "./arithmetic.js";
import { settingsOf } from "./example.js";
import { task } from "./task.js";
import { Run } from "./run.js";

const { example, rows } = task;
const usual = settingsOf(example);
const runs = example.rates.map((/** @type {number} */ rate) => {
  const run = new Run(example, arithmetic, { ...usual, rate });
  while (run.rows < rows && !run.ended) run.step();
  return Array.from({ length: run.rows }, (_, row) => [...run.row(row)]);
});
process.stdout.write(JSON.stringify(runs)); // what is not finite becomes null
