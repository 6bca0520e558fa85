/** Where a curve is lowest near a place, if it has a minimum there. */

export const SMALLEST_OFFSET = 1e-3;
const LARGEST_OFFSET = 1e3;
const OFFSETS = 60;
const REFINED = 41;

/** A curve that rises less to one side, as a share of its height, has no minimum but levels off. */
const SHALLOW = 1e-6;

/**
 * The place of the minimum, or null where the curve levels off to one side.
 *
 * @param {number} start
 * @param {(place: number) => number} height
 */
export function lowest(start, height) {
  const growth = (LARGEST_OFFSET / SMALLEST_OFFSET) ** (1 / (OFFSETS - 1));
  const offsets = Array.from({ length: OFFSETS }, (_, n) => SMALLEST_OFFSET * growth ** n);
  const places = [...offsets.map((offset) => start - offset).reverse(), start];
  places.push(...offsets.map((offset) => start + offset));
  const heights = places.map(height).map((number) => (Number.isFinite(number) ? number : Infinity));
  const low = Math.min(...heights);
  const high = Math.max(...heights.filter(Number.isFinite));
  const ends = Math.min(heights[0], heights[heights.length - 1]);
  if (!(ends - low > SHALLOW * (high - low))) return null;
  const at = heights.indexOf(low);
  return finer(places[at - 1], places[at + 1], height);
}

/**
 * @param {number} low
 * @param {number} high
 * @param {(place: number) => number} height
 */
function finer(low, high, height) {
  const places = Array.from({ length: REFINED }, (_, n) => low + ((high - low) * n) / (REFINED - 1));
  const heights = places.map(height);
  return places[heights.indexOf(Math.min(...heights))];
}
