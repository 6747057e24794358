// At a shared tablet: the keypad, the time that is left, and nothing that stays behind.
(() => {
  "use strict";
  const keypad = document.querySelector("[data-keypad]");
  if (keypad) {
    const form = keypad.closest("form");
    const fields = [form.elements.badge, form.elements.pin];
    let field = fields[0];
    for (const each of fields) each.addEventListener("focus", () => { field = each; });
    const go = (to) => { field = to; to.focus(); };
    keypad.hidden = false;
    keypad.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
    keypad.addEventListener("click", (event) => {
      const key = event.target.closest("[data-key]")?.dataset.key;
      if (!key) return;
      if (key === "next") return field === fields[0] ? go(fields[1]) : form.requestSubmit();
      field.value = key === "back" ? field.value.slice(0, -1) : field.value + key;
    });
    // a badge reader types the number and Enter: then comes the PIN
    fields[0].addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || fields[1].value) return;
      event.preventDefault();
      go(fields[1]);
    });
    sessionStorage.clear();
  }

  const bar = document.querySelector("[data-kiosk]");
  if (!bar) return;
  const clock = bar.querySelector("[data-clock]");
  const warn = document.querySelector("[data-warn]");
  const WARN = 30, ASK = 15;
  let ends = performance.now() + bar.dataset.left * 1000;
  let asked = performance.now(), touched = false, over = false;

  const token = () => bar.querySelector("[name=csrfmiddlewaretoken]").value;
  const leave = async () => {
    if (over) return;
    over = true;
    sessionStorage.clear();
    document.body.hidden = true;
    try {
      await fetch(bar.querySelector("[data-done]").action, { method: "POST", headers: { "X-CSRFToken": token() }, redirect: "manual" });
    } catch { /* without a connection the page still goes; the server ends it by itself */ }
    location.replace(bar.dataset.start);
  };
  const still = async () => {
    touched = false;
    asked = performance.now();
    try {
      const answer = await fetch(bar.dataset.still, { method: "POST", headers: { "X-CSRFToken": token() } });
      if (answer.redirected || !answer.ok) return leave();
      ends = performance.now() + (await answer.text()) * 1000;
    } catch { /* the clock goes on */ }
  };
  const tick = () => {
    const left = Math.max(0, Math.ceil((ends - performance.now()) / 1000));
    clock.textContent = left;
    warn.hidden = left > WARN;
    if (!left) leave();
    else if (touched && performance.now() - asked > (left > WARN ? ASK * 1000 : 1000)) still();
  };
  for (const kind of ["pointerdown", "keydown", "input", "scroll"]) {
    document.addEventListener(kind, () => { touched = true; }, { passive: true, capture: true });
  }
  bar.querySelector("[data-done]").addEventListener("submit", (event) => { event.preventDefault(); leave(); });
  // the arrow back brings a page out of the browser's memory: ask the server instead
  window.addEventListener("pageshow", (event) => { if (event.persisted) { document.body.hidden = true; location.reload(); } });
  setInterval(tick, 500);
})();
