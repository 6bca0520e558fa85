/**
 * The numbers that a reader may change: all begins anew with them.
 *
 * @import { Session } from "./session.js"
 * @import { Settings } from "./example.js"
 */
import { make, math } from "./elements.js";
import { settingsOf } from "./example.js";

/**
 * @param {HTMLElement} root
 * @param {Session} session
 */
export function startView(root, session) {
  const { example } = session;
  const form = new Form(session);
  const rows = session.settings.samples.map((_, n) => form.sample(n));
  const names = [...example.inputs, ...example.targets].map((place) => form.name(place));
  const table = make("table", { class: "samples" }, make("thead", {}, make("tr", {}, make("th", { scope: "col" }, "sample"), ...names)), make("tbody", {}, ...rows));
  const usual = make("button", { type: "button" }, "As in the worked example");
  usual.addEventListener("click", () => session.reset(settingsOf(example)));
  const parameters = example.parameters.map((place, n) => form.labelled(place, "start", n));
  const settings = example.settings.map((place, n) => form.labelled(place, "hyperparameters", n));
  const groups = [
    group("Samples", make("div", { class: "scroller" }, table)),
    group("Weights and biases at the start", make("div", { class: "fields" }, ...parameters)),
  ];
  if (settings.length > 0) groups.push(group("Optimizer", make("div", { class: "fields" }, ...settings)));
  const remark = make("p", { class: "remark" }, "With a changed number all begins anew.");
  root.append(remark, form.complaint, make("div", { class: "groups" }, ...groups), make("div", { class: "row controls" }, usual));
  session.onChange((change) => change === "settings" && form.show());
  form.show();
}

/**
 * @param {string} title
 * @param {HTMLElement} content
 */
function group(title, content) {
  return make("fieldset", {}, make("legend", {}, title), content);
}

/** @typedef {{input: HTMLInputElement, get: () => number}} Field */

class Form {
  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    this.complaint = make("p", { class: "warning", role: "alert" });
    /** @type {Field[]} */
    this.fields = [];
  }

  /** @param {number} place */
  name(place) {
    return make("th", { scope: "col" }, math(this.session.example.quantities[place].mathml));
  }

  /** @param {number} n of the sample */
  sample(n) {
    const { example, settings } = this.session;
    const places = [...example.inputs, ...example.targets];
    const cells = settings.samples[n].map((_, column) => {
      const label = `${example.quantities[places[column]].name} of sample ${n + 1}`;
      const input = this.field(label, () => this.session.settings.samples[n][column], (number) => {
        const samples = this.session.settings.samples.map((sample) => [...sample]);
        samples[n][column] = number;
        this.session.reset({ samples });
      });
      input.addEventListener("paste", (event) => this.paste(event, n, column));
      return make("td", {}, input);
    });
    return make("tr", {}, make("th", { scope: "row" }, String(n + 1)), ...cells);
  }

  /**
   * @param {number} place
   * @param {"start" | "hyperparameters"} key
   * @param {number} n
   */
  labelled(place, key, n) {
    const { name, mathml, meaning } = this.session.example.quantities[place];
    const input = this.field(`${name}: ${meaning}`, () => this.session.settings[key][n], (number) => {
      const numbers = [...this.session.settings[key]];
      numbers[n] = number;
      this.session.reset({ [key]: numbers });
    });
    return make("span", { class: "field" }, make("span", { "aria-hidden": "true" }, math(mathml)), input);
  }

  /**
   * @param {string} label
   * @param {() => number} get
   * @param {(number: number) => void} set
   */
  field(label, get, set) {
    const input = make("input", { type: "number", step: "any", "aria-label": label });
    input.addEventListener("change", () => {
      const number = Number(input.value);
      const usable = input.value !== "" && Number.isFinite(number);
      input.setAttribute("aria-invalid", String(!usable));
      this.complaint.textContent = usable ? "" : `${label}: type a number, such as 0.5.`;
      if (usable) set(number);
    });
    this.fields.push({ input, get });
    return input;
  }

  /**
   * Take a block of numbers from a spreadsheet, from this cell on.
   *
   * @param {ClipboardEvent} event
   * @param {number} row
   * @param {number} column
   */
  paste(event, row, column) {
    const text = event.clipboardData?.getData("text/plain").trim() ?? "";
    const block = text.split(/\r?\n/).map((line) => line.split("\t").map((word) => word.trim().replace(",", ".")));
    if (block.length === 1 && block[0].length === 1) return;
    event.preventDefault();
    const samples = this.session.settings.samples.map((sample) => [...sample]);
    for (const [down, line] of block.entries())
      for (const [right, word] of line.entries()) {
        const number = word === "" ? NaN : Number(word);
        if (!Number.isFinite(number)) return this.refuse(word);
        if (samples[row + down]?.[column + right] !== undefined) samples[row + down][column + right] = number;
      }
    this.complaint.textContent = "";
    this.session.reset({ samples });
  }

  /** @param {string} word */
  refuse(word) {
    this.complaint.textContent = `What was pasted holds “${word}”, which is no number; nothing was changed.`;
  }

  /** Show the settings as they are. */
  show() {
    this.complaint.textContent = "";
    for (const { input, get } of this.fields) {
      const text = String(get());
      if (input.value !== text) input.value = text;
      input.removeAttribute("aria-invalid");
    }
  }
}
