/**
 * The controls: Learn, Step, Reset, speed, learning rate, and the dials.
 *
 * @import { Session } from "./session.js"
 */

/**
 * @param {HTMLElement} root
 * @param {Session} session
 */
export function trainerView(root, session) {
  root.hidden = true;
}
