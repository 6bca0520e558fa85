/**
 * The numbers that a reader may change.
 *
 * @import { Session } from "./session.js"
 */

/**
 * @param {HTMLElement} root
 * @param {Session} session
 */
export function startView(root, session) {
  root.hidden = true;
}
