// The address chooses the view: # is the overview, #pair/17/3 the third passage of pair 17.

const app = document.getElementById("app");

function show(title, ...content) {
  document.title = `${title} – dedup`;
  app.replaceChildren(...content.flat(2).filter(Boolean));
}

function showMissing(sentence) {
  show("Not found", crumbs(), element("h1", { tabindex: -1 }, "Not found"), paragraph(sentence));
}

async function route(focuses) {
  const [name, ...numbers] = location.hash.slice(1).split("/");
  const [first, second] = numbers.map((part) => Number.parseInt(part, 10) || 0);
  document.getElementById("plain").hidden = true;
  setPrinted([]);
  if (name === "pair") await showPair(first, second);
  else if (name === "repetition") await showRepetition(first);
  else if (name === "passage") await showPassage(first, second);
  else if (name === "cluster") showCluster(first);
  else showOverview(TABS.some((tab) => tab.name === name) ? name : undefined);
  if (!focuses) return;
  window.scrollTo(0, 0);
  app.querySelector("h1")?.focus({ preventScroll: true });
}

function themeSwitch() {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (document.documentElement.dataset.theme ?? (dark.matches ? "dark" : "light")) === "dark";
  const made = button("Dark", () => {
    document.documentElement.dataset.theme = isDark() ? "light" : "dark";
    made.setAttribute("aria-pressed", isDark());
  }, { "aria-pressed": String(isDark()) });
  dark.addEventListener("change", () => made.setAttribute("aria-pressed", isDark()));
  return made;
}

function namesSwitch() {
  const made = button("Hide names", () => {
    hidesNames = !hidesNames;
    made.setAttribute("aria-pressed", hidesNames);
    forgetSearchable();
    renamePlainReport();
    route(false);
  }, { "aria-pressed": "false", title: "On this screen only: the names stay in the file. dedup scan --hide-names makes a file without them." });
  return made;
}

document.body.classList.add("running");
document.getElementById("plain").hidden = true;
app.hidden = false;
document.getElementById("controls").append(...(values.hidden ? [] : [namesSwitch()]), themeSwitch());
addEventListener("hashchange", () => route(true));
route(false);
(window.requestIdleCallback ?? setTimeout)(prepareSearch);
