/* The work list by keys, and choosing many; the page works without it.
   j k  next, previous row · x  choose · Enter  open (it is a link) · a  accept · o  hand over
   /  search · f  filter · ?  help. Off for this device by the box in the help (WCAG 2.1.4). */
(() => {
  "use strict";
  const OFF = "qiao-keys-off";
  const work = document.querySelector("[data-work]");
  const search = document.querySelector('[data-key="find"]');
  const help = document.getElementById("keys");
  const sheet = document.querySelector("details.q-sheet");
  const rows = () => [...document.querySelectorAll("[data-row]")];
  const box = (row) => row.querySelector('[name="pick"]');
  const chosen = () => rows().filter((row) => box(row).checked);
  const here = () => document.activeElement?.closest("[data-row]");

  const told = () => {
    const every = work.querySelector("[data-pick-page]");
    const words = work.querySelector("[data-chosen]");
    const n = chosen().length;
    for (const row of rows()) row.classList.toggle("is-picked", box(row).checked);
    every.checked = n > 0 && n === rows().length;
    every.indeterminate = n > 0 && n < rows().length;
    words.textContent = n ? work.dataset.said.replace("{n}", n) : words.dataset.none;
    work.toggleAttribute("data-some", n > 0 || work.querySelector('[name="all"]').checked);
  };

  const go = (by) => {
    const all = rows();
    const next = all[Math.min(Math.max(all.indexOf(here()) + by, 0), all.length - 1)];
    next?.querySelector("a").focus();
    next?.scrollIntoView({ block: "nearest" });
  };

  const pick = (row) => {
    if (!row) return;
    box(row).checked = !box(row).checked;
    told();
  };

  const say = (verb) => {
    const button = work.querySelector(`[data-verb="${verb}"]`);
    if (!button) return;
    const all = work.querySelector('[name="all"]').checked;
    if (!all && !chosen().length) {
      const row = here();
      if (!row) return;
      box(row).checked = true;
    }
    work.requestSubmit(button);
  };

  const KEYS = {
    j: () => go(1),
    k: () => go(-1),
    x: () => pick(here()),
    a: () => say("accept"),
    o: () => say("offer"),
    "/": () => search?.focus(),
    f: () => { if (sheet) { sheet.open = true; sheet.querySelector("input")?.focus(); } },
    "?": () => help?.showModal(),
  };

  const typing = (el) => el.closest("input:not([type=checkbox]), textarea, select, dialog[open], [contenteditable]");

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape" && sheet?.open) { sheet.open = false; sheet.querySelector("summary").focus(); return; }
    if (event.key === "Escape" && event.target === search) { search.blur(); return; }
    if (!KEYS[event.key] || typing(event.target) || localStorage.getItem(OFF)) return;
    if (!work && "jkxao".includes(event.key)) return;
    event.preventDefault();
    event.stopImmediatePropagation(); // the slash belongs to the whole product elsewhere
    KEYS[event.key]();
  }, { capture: true });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-fold]")) { event.preventDefault(); sheet.open = false; }
    if (sheet?.open && event.target === sheet) sheet.open = false; // beside the sheet, on its shade
  });

  const on = document.querySelector("[data-keys-on]");
  if (on) {
    on.checked = !localStorage.getItem(OFF);
    on.addEventListener("change", () => on.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "1"));
  }

  if (!work) return;
  work.setAttribute("data-js", "");
  for (const el of work.querySelectorAll("[hidden]")) el.hidden = false;
  let last = null;
  work.addEventListener("click", (event) => {
    if (event.target.name !== "pick") return;
    const all = rows();
    const row = event.target.closest("[data-row]");
    if (event.shiftKey && last) {
      const [from, to] = [all.indexOf(last), all.indexOf(row)].sort((a, b) => a - b);
      for (const each of all.slice(from, to + 1)) box(each).checked = event.target.checked;
    }
    last = row;
    told();
  });
  work.addEventListener("change", (event) => {
    if (event.target.hasAttribute("data-pick-page")) for (const row of rows()) box(row).checked = event.target.checked;
    told();
  });
  window.addEventListener("pageshow", told); // the browser brings ticks back
  told();
})();
