/**
 * What the losses of a run say, in a word: the rule that the workbooks' formulas follow.
 *
 * The first case that holds is the one; bpsheet/verdicts.py has them in words.
 */

const NEARLY_EQUAL = 1e-9;

const DIVERGED = 0;
const REACHED = 1;
const OSCILLATING = 2;
const STUCK = 3;
const TOO_SLOW = 4;
const LEARNING = 5;

/**
 * The number of the case that holds, in the order of the rule; −1 where there is nothing to compare.
 *
 * @param {number[]} losses by step, or the costs by epoch; what is not finite ends a run
 * @param {number | null} goal
 */
export function caseOf(losses, goal) {
  const first = losses[0];
  const last = losses[losses.length - 1];
  if (!losses.every(Number.isFinite)) return DIVERGED;
  if (losses.length < 2) return -1;
  if (last > first) return DIVERGED;
  if (goal !== null && last <= goal) return REACHED;
  const noise = NEARLY_EQUAL * Math.abs(first);
  const rises = losses.filter((loss, n) => n > 0 && loss > losses[n - 1] + noise).length;
  if (rises * 10 > losses.length) return OSCILLATING;
  if (isStuck(losses, first, last)) return STUCK;
  return last * 2 > first ? TOO_SLOW : LEARNING;
}

/**
 * @param {number[]} losses
 * @param {number} first
 * @param {number} last
 */
function isStuck(losses, first, last) {
  const tenth = Math.max(Math.floor(losses.length / 10), 1);
  const gained = losses[Math.max(losses.length - 1 - tenth, 0)] - last;
  return last * 100 > first && gained * 100 <= last && gained * 100 <= first - last;
}
