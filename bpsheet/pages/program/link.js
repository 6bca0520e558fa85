/**
 * The settings in the address of the page, so that a link leads to them; read as numbers only.
 *
 * @import { Example, Settings } from "./example.js"
 */

/**
 * The part of a link after the #, with the settings that differ from the template's.
 *
 * @param {Settings} settings
 * @param {Settings} usual
 * @param {number} row the last row of the run
 */
export function written(settings, usual, row) {
  const parts = new URLSearchParams();
  if (settings.rate !== usual.rate) parts.set("rate", String(settings.rate));
  for (const key of /** @type {const} */ (["start", "hyperparameters"]))
    if (!same(settings[key], usual[key])) parts.set(key, settings[key].join(" "));
  if (!same(settings.samples.flat(), usual.samples.flat()))
    parts.set("samples", settings.samples.flat().join(" "));
  if (row > 0) parts.set("row", String(row));
  return parts.toString();
}

/**
 * What a link says; what does not fit the worked example is left as it is.
 *
 * @param {string} text the part after the #
 * @param {Settings} usual
 * @returns {{settings: Settings, row: number}}
 */
export function read(text, usual) {
  const parts = new URLSearchParams(text);
  /** @param {string} key @param {number[]} otherwise */
  const numbers = (key, otherwise) => {
    const words = (parts.get(key) ?? "").split(" ");
    const found = words.map((word) => (word === "" ? NaN : Number(word)));
    return found.length === otherwise.length && found.every(Number.isFinite) ? found : otherwise;
  };
  const width = usual.samples[0].length;
  const samples = numbers("samples", usual.samples.flat());
  const [rate] = numbers("rate", [usual.rate]);
  const [row] = numbers("row", [0]);
  return {
    settings: {
      rate: rate > 0 ? rate : usual.rate,
      start: numbers("start", usual.start),
      hyperparameters: numbers("hyperparameters", usual.hyperparameters),
      samples: usual.samples.map((_, n) => samples.slice(n * width, (n + 1) * width)),
    },
    row: Number.isInteger(row) && row > 0 ? row : 0,
  };
}

/** @param {number[]} some @param {number[]} others */
function same(some, others) {
  return some.every((number, n) => number === others[n]);
}
