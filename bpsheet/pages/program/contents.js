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

/** How long nothing must change before the address does, in milliseconds. */
const PAUSE = 400;

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
  root.append(make("div", { class: "row" }, told, themeChoice(), copy), make("ul", {}, ...links));
  let pause = 0;
  session.onChange((change) => {
    if (change !== "settings") return;
    clearTimeout(pause); // a slider changes many times a second, which browsers do not let through
    pause = setTimeout(() => keepAddress(session), PAUSE);
  });
}

/** Put the settings into the address bar, and return what it holds. @param {Session} session */
function keepAddress({ settings, example, run }) {
  const address = new URL(location.href);
  address.hash = written(settings, settingsOf(example), run.rows - 1);
  try {
    history.replaceState(null, "", address);
  } catch {
    // some browsers change no address of a file
  }
  return address.href;
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
  const address = keepAddress(session);
  try {
    await navigator.clipboard.writeText(address);
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
