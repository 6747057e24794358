// Writing on a request: names behind @ are suggested, answers written in advance are put in.
(() => {
  "use strict";
  const TYPED = /(^|[^A-Za-z0-9_.+-])[@＠]([^\s@＠()（）,，.。:：;；!！?？]{0,20}(?: [A-Za-z]{1,20})?)$/;
  let box = null; // {area, list, from, active}
  let timer = 0;
  let round = 0;

  const options = () => [...box.list.querySelectorAll("[role=option]:not([aria-disabled=true])")];

  const close = () => {
    round += 1;
    clearTimeout(timer);
    if (!box) return;
    box.list.hidden = true;
    box.list.replaceChildren();
    box.area.removeAttribute("aria-activedescendant");
    box = null;
  };

  const mark = (index) => {
    const all = options();
    if (!all.length) return;
    box.active = (index + all.length) % all.length;
    all.forEach((each, n) => each.setAttribute("aria-selected", String(n === box.active)));
    box.area.setAttribute("aria-activedescendant", all[box.active].id);
    all[box.active].scrollIntoView({ block: "nearest" });
  };

  const take = (option) => {
    const { area, from } = box;
    const name = `${option.dataset.name} `;
    area.setRangeText(name, from, area.selectionStart, "end");
    close();
    area.focus();
    area.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const look = async (area, said) => {
    const list = area.parentElement.querySelector("[role=listbox]");
    const internal = area.form.elements.internal?.checked ? "&internal=1" : "";
    const mine = (round += 1);
    await window.htmx.ajax("GET", `${area.dataset.mentions}?q=${encodeURIComponent(said)}${internal}`, { target: list, swap: "innerHTML" });
    if (mine !== round) return;
    box = { area, list, from: area.selectionStart - said.length, active: -1 };
    list.hidden = !list.querySelector("[role=option]");
    if (list.hidden) close();
    else mark(0);
  };

  document.addEventListener("input", (event) => {
    const area = event.target;
    if (!area.dataset?.mentions || !window.htmx || document.activeElement !== area) return;
    const typed = TYPED.exec(area.value.slice(0, area.selectionStart));
    if (!typed) { close(); return; }
    clearTimeout(timer);
    timer = setTimeout(() => look(area, typed[2]), 180);
  });

  document.addEventListener("keydown", (event) => {
    if (!box || event.target !== box.area || event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const all = options();
    if (step) mark(box.active + step);
    else if ((event.key === "Enter" || event.key === "Tab") && all[box.active]) take(all[box.active]);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }, true);

  document.addEventListener("mousedown", (event) => {
    const option = event.target.closest?.("[role=listbox] [role=option]");
    if (!box) return;
    if (!option || !box.list.contains(option)) { close(); return; }
    event.preventDefault();
    if (option.getAttribute("aria-disabled") !== "true") take(option);
  });

  const put = (link) => {
    const area = document.querySelector("textarea[data-templates]");
    if (!area) return false;
    const words = link.querySelector("[data-words]").textContent;
    const before = area.value.trim() ? `${area.value.replace(/\s+$/, "")}\n` : "";
    area.value = before + words;
    if (area.form.elements.template) area.form.elements.template.value = link.dataset.template;
    link.closest("dialog")?.close();
    area.dispatchEvent(new Event("input", { bubbles: true }));
    area.focus();
    return true;
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-template]");
    if (link && put(link)) event.preventDefault();
  });
})();
