// What is typed into <form data-draft="key"> is kept on the server for its author, and given back on return.
(() => {
  "use strict";
  const WAIT = 1000;
  const pages = new Map(); // form → {first, last, timer, way, sent, kept}

  const headers = () => JSON.parse(document.body.getAttribute("hx-headers") || "{}");
  const address = (form) => `/drafts/${form.dataset.draft}/`;
  const left = ["hidden", "file", "password", "submit", "button"];
  const typed = (form) => [...form.elements].filter((el) => el.name && !left.includes(el.type));
  const state = (form) => typed(form).map((el) => [el.name, el.value, el.checked === true]);
  const text = (form) => JSON.stringify(state(form));

  const fill = (form, fields) => {
    for (const [name, value, checked] of fields) {
      for (const el of typed(form).filter((each) => each.name === name)) {
        const ticked = el.type === "radio" || el.type === "checkbox";
        if (!ticked) el.value = value;
        else if (el.value === value) el.checked = checked;
      }
    }
    typed(form)[0]?.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const note = (form, html) => {
    form.querySelector(".q-kept")?.remove();
    if (html) form.insertAdjacentHTML("afterbegin", html);
  };

  const complain = (form, words) => {
    const line = document.createElement("p");
    line.className = "q-note soon q-kept";
    line.setAttribute("role", "alert");
    line.textContent = words;
    form.querySelector(".q-kept")?.remove();
    form.prepend(line);
  };

  const keep = async (form, leaving = false) => {
    const page = pages.get(form);
    clearTimeout(page.timer);
    page.timer = 0;
    const now = text(form);
    if (page.sent || now === page.last) return;
    const empty = now === page.first;
    page.way = new AbortController();
    const how = empty ? { method: "DELETE" } : {
      method: "PUT",
      body: JSON.stringify({ fields: state(form), page: location.pathname + location.search, title: document.title.split(" · ")[0] }),
    };
    try {
      const answer = await fetch(address(form), { ...how, headers: headers(), keepalive: leaving, signal: leaving ? undefined : page.way.signal });
      page.failed = answer.status !== 204;
      if (answer.status === 204) {
        page.last = now;
        if (text(form) === now) form.dispatchEvent(new CustomEvent("qiao:kept", { bubbles: true }));
      } else if (answer.status === 422) complain(form, await answer.text());
    } catch { page.failed = !page.sent; /* no connection: the next keystroke tries again */ }
  };

  const bring = async (form) => {
    const page = pages.get(form);
    const answer = await fetch(address(form)).catch(() => null);
    if (!answer || answer.status !== 200 || answer.redirected) return;
    const kept = await answer.json();
    if (text(form) !== page.first || page.sent) return;
    fill(form, kept.fields);
    page.last = text(form);
    if (page.last === page.first) return;
    note(form, kept.note);
    form.dispatchEvent(new CustomEvent("qiao:kept", { bubbles: true }));
  };

  const prepare = (root) => {
    const forms = root.matches?.("form[data-draft]") ? [root] : root.querySelectorAll("form[data-draft]");
    for (const form of forms) {
      if (pages.has(form)) continue;
      const first = text(form);
      pages.set(form, { first, last: first, timer: 0, way: null, sent: false });
      if (!form.hasAttribute("data-draft-bound")) bring(form);
    }
  };

  document.addEventListener("input", (event) => {
    const page = pages.get(event.target.form);
    if (!page || page.sent) return;
    clearTimeout(page.timer);
    page.timer = setTimeout(() => keep(event.target.form), WAIT);
  });

  document.addEventListener("submit", (event) => {
    const page = pages.get(event.target);
    if (!page) return;
    page.sent = true;
    clearTimeout(page.timer);
    page.way?.abort();
  });

  document.addEventListener("click", (event) => {
    const away = event.target.closest("[data-draft-away]");
    const form = away?.closest("form");
    if (!form || !pages.has(form)) return;
    fill(form, JSON.parse(pages.get(form).first));
    note(form, "");
    keep(form);
  });

  const leave = () => {
    for (const [form, page] of pages) if (page.timer) keep(form, true);
  };
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") leave(); });
  window.addEventListener("pagehide", leave);
  // before anybody asks whether to stay: what was typed last goes out now, unless the way to the server is broken
  window.addEventListener("beforeunload", () => {
    leave();
    for (const [form, page] of pages) {
      if (!page.failed) form.dispatchEvent(new CustomEvent("qiao:kept", { bubbles: true }));
    }
  }, { capture: true });
  window.addEventListener("pageshow", () => { for (const page of pages.values()) page.sent = false; });
  document.addEventListener("htmx:load", (event) => prepare(event.target));
  prepare(document);
})();
