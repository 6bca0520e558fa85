/**
 * The gates: values going forward, gradients coming back.
 *
 * @import { GateArithmetic } from "./example.js"
 *
 * @import { Session } from "./session.js"
 */

/**
 * @param {HTMLElement} root
 * @param {Session} session
 * @param {GateArithmetic[]} gates
 */
export function circuitView(root, session, gates) {
  root.hidden = true;
}
