/**
 * Views that are out of sight wait while the network learns, so that those in sight stay smooth.
 *
 * @import { Change, Session } from "./session.js"
 */

/** How often a chart or a formula is drawn anew while the network learns, in milliseconds. */
export const NOW_AND_THEN = 60;

/**
 * Call `show` on every change: at once, or when the section comes into sight or learning ends.
 *
 * @param {Element} root the section
 * @param {Session} session
 * @param {(change: Change) => void} show
 * @param {number} [pause] between two calls while it learns, in milliseconds
 */
export function whenSeen(root, session, show, pause = 0) {
  let seen = true;
  let last = 0;
  /** @type {Set<Change>} */
  const missed = new Set();
  const catchUp = () => {
    last = performance.now();
    const changes = [...missed];
    missed.clear();
    changes.forEach(show);
  };
  new IntersectionObserver((entries) => {
    seen = entries[entries.length - 1].isIntersecting;
    if (seen) catchUp();
  }).observe(root);
  window.addEventListener("beforeprint", catchUp);
  session.onChange((change) => {
    missed.add(change);
    if (!session.learning || (seen && performance.now() - last >= pause)) catchUp();
  });
}
