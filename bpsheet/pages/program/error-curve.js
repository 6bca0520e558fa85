/**
 * The loss over one parameter, with its slope where it stands.
 *
 * @import { Session } from "./session.js"
 */

/**
 * @param {HTMLElement} root
 * @param {Session} session
 */
export function errorCurveView(root, session) {
  root.hidden = true;
}
