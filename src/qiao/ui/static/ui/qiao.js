/* Small comforts; every page works without them.
   data-unsaved      form: warns before leaving with typed text; what was sent after the session had ended is
                     kept over the sign-in and given back to the same person
   data-once         form: is sent once, however often one taps
   data-open="#id"   link or button: opens the <dialog id>; a link's address is the page without JavaScript
   data-close        button inside a dialog: closes it
   data-dismiss      button inside a toast: takes it away (shown only when this script runs)
   data-submit       select or checkbox: sends its form when changed
   data-when-field / data-when-value   field: shown while the named field has one of the values (a|b);
                     hidden ones are not sent. Without JavaScript all are shown and the server decides. */
(() => {
  "use strict";
  const dirty = new Set();

  const values = (form, name) => {
    const found = [...form.elements].filter((el) => el.name === name && !el.closest("[data-hidden-by-when]"));
    return found.flatMap((el) => {
      if (el.type === "radio" || el.type === "checkbox") return el.checked ? [el.value] : [];
      if (el.multiple) return [...el.selectedOptions].map((option) => option.value);
      return [el.value];
    });
  };

  const showDependent = (form) => {
    for (const field of form.querySelectorAll("[data-when-field]")) {
      const wanted = (field.dataset.whenValue || "").split("|");
      const given = values(form, field.dataset.whenField);
      const shown = field.dataset.whenValue ? given.some((v) => wanted.includes(v)) : given.some(Boolean);
      field.hidden = !shown;
      field.toggleAttribute("data-hidden-by-when", !shown);
      for (const el of field.querySelectorAll("input, select, textarea")) el.disabled = !shown;
    }
  };

  const prepare = (root) => {
    for (const el of root.querySelectorAll("[data-dismiss][hidden]")) el.hidden = false;
    for (const form of root.querySelectorAll("form")) {
      if (form.querySelector("[data-when-field]")) showDependent(form);
    }
  };

  const DRAFT = "qiao-draft";
  const me = () => document.querySelector(".q-account .sr")?.textContent || "";
  const goal = (form) => new URL(form.getAttribute("action") || "", location.href).pathname;
  const typed = (form) => [...form.elements].filter((el) => el.name && !["hidden", "file", "password"].includes(el.type));

  const keepDraft = (form) => {
    const state = typed(form).map((el) => [el.name, el.value, el.checked === true]);
    sessionStorage.setItem(DRAFT, JSON.stringify({ who: me(), goal: goal(form), state }));
  };

  const giveBack = (form, state) => {
    for (const [name, value, checked] of state) {
      for (const el of typed(form).filter((each) => each.name === name)) {
        if (el.type !== "radio" && el.type !== "checkbox") el.value = value;
        else if (el.value === value) el.checked = checked;
      }
    }
    dirty.add(form);
    showDependent(form);
  };

  const afterSignIn = () => {
    const draft = JSON.parse(sessionStorage.getItem(DRAFT) || "null");
    if (!draft) return;
    if (document.querySelector(".q-signin")) {
      sessionStorage.setItem(DRAFT, JSON.stringify({ ...draft, late: true }));
      return;
    }
    sessionStorage.removeItem(DRAFT);
    const forms = [...document.querySelectorAll("form[data-unsaved]")];
    const form = draft.late && draft.who === me() && forms.find((each) => goal(each) === draft.goal);
    if (form) giveBack(form, draft.state);
  };

  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form) return;
    if (form.hasAttribute("data-unsaved")) dirty.add(form);
    if (form.querySelector("[data-when-field]")) showDependent(form);
  });

  // a draft of it is safe on the server: leaving loses nothing
  document.addEventListener("qiao:kept", (event) => dirty.delete(event.target));

  document.addEventListener("change", (event) => {
    if (event.target.hasAttribute("data-submit") && event.target.form) event.target.form.requestSubmit();
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    dirty.delete(form);
    if (form.hasAttribute("data-unsaved")) keepDraft(form);
    if (!form.hasAttribute("data-once") || event.defaultPrevented) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    // busy, not disabled: a disabled button's name and value would not be sent
    if (event.submitter) event.submitter.setAttribute("aria-busy", "true");
  });

  // back from the cache of the browser: the form may be sent again
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
    for (const el of document.querySelectorAll("[aria-busy=true]")) el.removeAttribute("aria-busy");
  });

  window.addEventListener("beforeunload", (event) => {
    for (const form of dirty) if (!form.isConnected) dirty.delete(form);
    if (dirty.size) event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    const el = event.target.closest("[data-open], [data-close], [data-dismiss], .btn[aria-disabled=true]");
    for (const menu of document.querySelectorAll("details.q-drop[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
    if (!el) return;
    if (el.getAttribute("aria-disabled") === "true") { event.preventDefault(); return; }
    if (el.hasAttribute("data-dismiss")) el.closest(".q-toast, .q-note")?.remove();
    if (el.hasAttribute("data-close")) { event.preventDefault(); el.closest("dialog")?.close(); }
    if (el.dataset.open) {
      const dialog = document.querySelector(el.dataset.open);
      if (dialog?.showModal) { event.preventDefault(); dialog.showModal(); }
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll("details.q-drop[open]")) {
      menu.open = false;
      menu.querySelector("summary")?.focus();
    }
  });

  // what keeps itself fresh (data-every="seconds"): only while it is seen, and while somebody is there
  const GONE = 600_000;
  const looked = new Map();
  let thereAt = Date.now();
  for (const kind of ["pointermove", "pointerdown", "keydown", "scroll"]) {
    document.addEventListener(kind, () => { thereAt = Date.now(); }, { passive: true, capture: true });
  }
  const refresh = () => {
    const now = Date.now();
    if (document.visibilityState !== "visible" || now - thereAt > GONE || !window.htmx) return;
    for (const el of document.querySelectorAll("[data-every]")) {
      const key = el.getAttribute("hx-get") || el.getAttribute("hx-post");
      if (!looked.has(key)) looked.set(key, el.hasAttribute("data-first") ? 0 : now);
      if (now - looked.get(key) < el.dataset.every * 1000) continue;
      if (!el.hasAttribute("data-first") && !el.checkVisibility()) continue;
      looked.set(key, now);
      window.htmx.trigger(el, "qiao:look");
    }
  };
  document.addEventListener("visibilitychange", refresh);
  window.addEventListener("load", refresh);
  setInterval(refresh, 1000);

  document.addEventListener("htmx:load", (event) => prepare(event.target));
  prepare(document);
  afterSignIn();
})();
