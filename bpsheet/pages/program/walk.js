/**
 * The walk through forward and backward pass, step by step.
 *
 * @import { Session } from "./session.js"
 */

/**
 * @param {HTMLElement} root
 * @param {Session} session
 */
export function walkView(root, session) {
  root.hidden = true;
}
