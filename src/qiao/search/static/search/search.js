/* The search box: "/" or Ctrl-K leads to it, arrows walk through what it suggests, Escape closes it. */
(() => {
  "use strict";
  const form = document.querySelector("[data-find]");
  if (!form || form.dataset.ready) return;
  form.dataset.ready = "1";
  const box = form.querySelector("input");
  const list = form.querySelector("[role=listbox]");
  const options = () => [...list.querySelectorAll("[role=option]")];

  const close = () => {
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
  };
  const open = () => {
    list.hidden = !list.children.length;
    box.setAttribute("aria-expanded", String(!list.hidden));
  };

  box.setAttribute("role", "combobox");
  box.setAttribute("aria-controls", list.id);
  box.setAttribute("aria-expanded", "false");

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    const palette = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k";
    const slash = event.key === "/" && !typing && !event.ctrlKey && !event.altKey && !event.metaKey;
    if (event.defaultPrevented || !(palette || slash) || !box.offsetParent) return;
    event.preventDefault();
    box.focus();
    box.select();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      close();
      box.focus();
    }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const found = options();
    if (list.hidden || !found.length) return;
    event.preventDefault();
    const place = found.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
    (found[place] || box).focus();
  });
  list.addEventListener("htmx:afterSwap", open);
  box.addEventListener("focus", open);
  form.addEventListener("focusout", (event) => {
    if (!form.contains(event.relatedTarget)) close();
  });
})();
