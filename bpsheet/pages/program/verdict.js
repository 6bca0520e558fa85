/**
 * What the losses of a run say, in a word: the rule that the workbooks' formulas follow.
 *
 * The first case that holds is the one; bpsheet/verdicts.py has them in words.
 */

const NEARLY_EQUAL = 1e-9;

/**
 * @param {number[]} losses by step, or the costs by epoch; what is not finite ends a run
 * @param {number | null} goal
 * @returns {string} one of the verdicts; "one row" where there is nothing to compare
 */
export function verdict(losses, goal) {
  const first = losses[0];
  const last = losses[losses.length - 1];
  if (!losses.every(Number.isFinite) || last > first) return "diverged";
  if (losses.length === 1) return "one row";
  if (goal !== null && last <= goal) return "learning";
  const noise = NEARLY_EQUAL * Math.abs(first);
  const rises = losses.filter((loss, n) => n > 0 && loss > losses[n - 1] + noise).length;
  if (rises * 10 > losses.length) return "oscillating";
  if (isStuck(losses, first, last)) return "stuck";
  return last * 2 > first ? "too slow" : "learning";
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
