/**
 * Making elements. All text goes in as text; only MathML that bpsheet printed is parsed.
 */

const SVG = "http://www.w3.org/2000/svg";

/**
 * The element of the page with an id.
 *
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`no element #${id}`);
  return found;
}

/**
 * A new HTML element.
 *
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, string | number | boolean>} [attributes] a boolean says whether it is there
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  setAttributes(element, attributes);
  element.append(...children);
  return element;
}

/**
 * A new SVG element.
 *
 * @template {keyof SVGElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, string | number | boolean>} [attributes]
 * @param {...(Node | string)} children
 * @returns {SVGElementTagNameMap[K]}
 */
export function draw(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  setAttributes(element, attributes);
  element.append(...children);
  return element;
}

/**
 * A formula.
 *
 * @param {string} mathml as bpsheet printed it, without the outer <math>
 * @param {"inline" | "block"} [display]
 * @returns {Element}
 */
export function math(mathml, display = "inline") {
  const holder = document.createElement("template");
  holder.innerHTML = `<math display="${display}"><mrow>${mathml}</mrow></math>`;
  return /** @type {Element} */ (holder.content.firstElementChild);
}

/**
 * Change a text where it differs, which spares the browser work.
 *
 * @param {Element} element
 * @param {string} text
 */
export function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * @param {Element} element
 * @param {Record<string, string | number | boolean>} attributes
 */
function setAttributes(element, attributes) {
  for (const [name, value] of Object.entries(attributes))
    if (value === true) element.setAttribute(name, "");
    else if (value !== false) element.setAttribute(name, String(value));
}
