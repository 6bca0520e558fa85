/**
 * The training table, of which only the rows in sight are made.
 *
 * @import { Session } from "./session.js"
 */

/**
 * @param {HTMLElement} root
 * @param {Session} session
 */
export function tableView(root, session) {
  root.hidden = true;
}
