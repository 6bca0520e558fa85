/**
 * Views that are out of sight wait while the network learns, so that those in sight stay smooth.
 *
 * @import { Change, Session } from "./session.js"
 */

/**
 * Call `show` on every change: at once, or when the section comes into sight or learning ends.
 *
 * @param {Element} root the section
 * @param {Session} session
 * @param {(change: Change) => void} show
 */
export function whenSeen(root, session, show) {
  let seen = true;
  /** @type {Set<Change>} */
  const missed = new Set();
  const catchUp = () => {
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
    if (seen || !session.learning) catchUp();
  });
}
