/**
 * Prediction against ground truth, sample by sample.
 *
 * @import { Session } from "./session.js"
 */

/**
 * @param {HTMLElement} root
 * @param {Session} session
 */
export function predictionView(root, session) {
  root.hidden = true;
}
