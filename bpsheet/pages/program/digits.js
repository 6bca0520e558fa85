/** How numbers are written: six significant digits for the eye, all of them for other programs. */

const SIGNIFICANT = 6;
const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/**
 * A computed number with six significant digits, whole ones as they are; very large and very small ones with a power of ten.
 *
 * @param {number} number
 * @returns {string}
 */
export function shown(number) {
  if (Number.isNaN(number)) return "–";
  if (!Number.isFinite(number)) return number > 0 ? "∞" : "−∞";
  const size = Math.abs(number);
  if (Number.isInteger(number) && size < 1e6) return typed(number);
  if (size >= 1e-4 && size < 1e6) return number.toPrecision(SIGNIFICANT).replace("-", "−");
  const [digits, power] = number.toExponential(SIGNIFICANT - 1).split("e");
  return `${digits.replace("-", "−")}·10${raised(Number(power))}`;
}

/**
 * A number as it was typed.
 *
 * @param {number} number
 * @returns {string}
 */
export function typed(number) {
  return String(number).replaceAll("-", "−");
}

/** @param {number} power */
function raised(power) {
  const digits = [...String(Math.abs(power))].map((digit) => SUPERSCRIPTS[Number(digit)]);
  return (power < 0 ? "⁻" : "") + digits.join("");
}
