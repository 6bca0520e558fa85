/**
 * The curve of the losses as they fall, several rates over each other.
 *
 * @import { Session } from "./session.js"
 */

/**
 * @param {HTMLElement} root
 * @param {Session} session
 */
export function curveView(root, session) {
  root.hidden = true;
}
