/**
 * Which colour a quantity has.
 *
 * @import { Example } from "./example.js"
 */

/** @type {Record<string, string>} */
const CLASSES = {
  target: "given",
  input: "given",
  hyperparameter: "given",
  parameter: "parameter",
  step: "forward",
  "pre-activation": "forward",
  activation: "forward",
  error: "error",
  loss: "error",
  cost: "error",
};

/**
 * The class of every quantity, by place; all that goes back from the loss is a gradient's.
 *
 * @param {Example} example
 */
export function rolesOf(example) {
  return example.quantities.map(({ role }) => CLASSES[role] ?? "gradient");
}
