/**
 * The network as a picture, with live numbers on its nodes and edges.
 *
 * @import { Session } from "./session.js"
 */

/**
 * @param {HTMLElement} root
 * @param {Session} session
 */
export function networkView(root, session) {
  root.hidden = true;
}
