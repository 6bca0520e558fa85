/**
 * The links to all parts of the page, the theme, and a link that holds the settings.
 *
 * @import { Session } from "./session.js"
 */
import { make } from "./elements.js";
import { settingsOf } from "./example.js";
import { written } from "./link.js";

/** @type {Record<string, string>} */
const THEMES = { "": "colours of the system", light: "light", dark: "dark" };
const KEPT = "bpsheet-theme";

/**
 * @param {HTMLElement} root
 * @param {Session} session
 */
export function contentsView(root, session) {
  const sections = [...document.querySelectorAll("main section")].filter(
    (section) => section instanceof HTMLElement && !section.hidden,
  );
  const links = sections.map((section) => {
    const heading = section.querySelector("h2")?.textContent ?? "";
    return make("li", {}, make("a", { href: `#${section.id}` }, heading));
  });
  for (const link of links) link.addEventListener("click", (event) => jump(event));
  const told = make("span", { class: "muted", role: "status" });
  const copy = make("button", { type: "button" }, "Copy link");
  copy.addEventListener("click", async () => (told.textContent = await copyLink(session)));
  root.append(make("ul", {}, ...links), make("div", { class: "row" }, themeChoice(), copy, told));
}

/** Go to a part without changing the address, which holds the settings. @param {Event} event */
function jump(event) {
  const link = event.currentTarget instanceof Element ? event.currentTarget.querySelector("a") : null;
  const section = link && document.getElementById(link.hash.slice(1));
  if (!section) return;
  event.preventDefault();
  section.scrollIntoView();
  section.tabIndex = -1;
  section.focus({ preventScroll: true });
}

/** @param {Session} session */
async function copyLink(session) {
  const { settings, example, run } = session;
  const address = new URL(location.href);
  address.hash = written(settings, settingsOf(example), run.rows - 1);
  history.replaceState(null, "", address);
  try {
    await navigator.clipboard.writeText(address.href);
    return "copied";
  } catch {
    return "the address bar has it";
  }
}

function themeChoice() {
  const options = Object.entries(THEMES).map(([value, words]) => make("option", { value }, words));
  const choice = make("select", { "aria-label": "Colours" }, ...options);
  const show = () => {
    if (choice.value === "") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = choice.value;
  };
  choice.value = kept();
  choice.addEventListener("change", () => {
    show();
    keep(choice.value);
  });
  show();
  return choice;
}

/** What was chosen before; some browsers keep nothing for files. */
function kept() {
  try {
    const theme = localStorage.getItem(KEPT) ?? "";
    return theme in THEMES ? theme : "";
  } catch {
    return "";
  }
}

/** @param {string} theme */
function keep(theme) {
  try {
    localStorage.setItem(KEPT, theme);
  } catch {
    // the choice holds for this visit
  }
}
