/**
 * The whole derivation, with the numbers of the row that is looked at.
 *
 * @import { Session } from "./session.js"
 */

/**
 * @param {HTMLElement} root
 * @param {Session} session
 */
export function derivationView(root, session) {
  root.hidden = true;
}
