/* Moving cards on the board: by mouse, by a long press of the finger, by keys or from the menu of a card.
   Every place is a verb. The server said with each card which places are open and why the others are not
   (data-moves: "working=accept paused=pause!not_accepted_yet"); it decides again when a card is dropped.
   The page works without this: accept on the card, everything else on the page of the request. */
(() => {
  "use strict";
  const OFF = "qiao-keys-off";
  const AT_ONCE = ["accept", "take", "resume", "assign"];
  const FAR = 6;
  const LONG = 380;
  const board = document.querySelector("[data-board]");
  if (!board) return;
  const dialog = document.getElementById("move");
  const live = document.querySelector("[data-live]");
  const words = board.dataset;

  const listed = (name) => Object.fromEntries(
    [...document.querySelectorAll(`[data-${name}] > li`)].map((el) => [el.dataset.code, el.textContent]));
  const WHY = listed("reasons");
  const VERBS = listed("verbs");

  const movesOf = (card) => new Map(card.dataset.moves.split(" ").filter(Boolean).map((text) => {
    const [place, rest] = text.split("=");
    const [verb, why] = rest.split("!");
    return [place, { verb, why: why ? WHY[why] || why : "" }];
  }));
  /* What dropping on a place would do; nothing where the card lies already. */
  const moveTo = (card, place) => {
    if (place.dataset.place === "person" && place.dataset.person === card.dataset.holder) return undefined;
    return movesOf(card).get(place.dataset.place);
  };
  const cards = (within = board) => [...within.querySelectorAll("[data-card]")];
  const find = (number) => board.querySelector(`[data-card][data-number="${CSS.escape(number)}"]`);
  const token = () => JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"] || "";

  const toast = (text) => {
    document.querySelector(".q-toastpos.is-board")?.remove();
    const box = document.createElement("div");
    box.className = "q-toastpos is-board";
    const note = document.createElement("div");
    note.className = "q-toast";
    note.setAttribute("role", "alert");
    const span = document.createElement("span");
    span.textContent = text;
    note.append(span);
    box.append(note);
    document.body.append(box);
  };

  /* Talking to the server */
  const refresh = async (number) => {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-board]");
    if (!fresh) return;
    board.replaceChildren(...fresh.childNodes);
    ready();
    window.htmx?.process(board);
    if (number) find(number)?.querySelector("h3 a").focus();
  };

  const send = (form) => fetch(words.moveUrl, { method: "POST", body: form, headers: { "X-CSRFToken": token() } });

  const sentence = (html) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    return page.querySelector(".q-note.over p, .q-err span, .q-why span")?.textContent || words.wBack;
  };

  const open = (html, back) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    dialog.replaceChildren(...page.body.childNodes);
    window.htmx?.process(dialog);
    if (!dialog.open) dialog.showModal();
    dialog.querySelector("[data-move-form]")?.addEventListener("submit", async (event) => {
      event.preventDefault();
      const form = event.target;
      const button = form.querySelector(".btn-primary");
      if (button.getAttribute("aria-busy")) return;
      button.setAttribute("aria-busy", "true");
      const number = form.elements.number.value;
      try {
        const answer = await send(new FormData(form));
        if (answer.status !== 204) { open(await answer.text(), back); return; }
        dialog.close();
        await refresh(number);
      } catch {
        button.removeAttribute("aria-busy");
        toast(words.wOffline);
      }
    });
    (dialog.querySelector("[aria-invalid], textarea, input:not([type=hidden]), select") || dialog.querySelector("button")).focus();
  };

  const perform = async (card, move, place) => {
    if (!move) return;
    if (move.why) { toast(move.why); return; }
    const number = card.dataset.number;
    const person = place?.dataset.person || "";
    const asked = new URLSearchParams({ number, verb: move.verb, seen: card.dataset.seen, person });
    try {
      if (!AT_ONCE.includes(move.verb)) {
        const answer = await fetch(`${words.moveUrl}?${asked}`);
        open(await answer.text());
        return;
      }
      card.classList.add("is-busy");
      const form = new FormData();
      for (const [name, value] of asked) form.append(name, value);
      if (person) form.append("to", person);
      const answer = await send(form);
      if (answer.status !== 204) toast(sentence(await answer.text()));
      await refresh(number);
    } catch {
      toast(words.wOffline);
    }
    card.classList.remove("is-busy");
  };

  /* Every place of a card as a list: for keys, for screen readers, for one finger */
  const menu = (card) => {
    const title = document.createElement("h2");
    title.textContent = `${card.dataset.number} ${card.querySelector("h3").textContent}`;
    const list = document.createElement("div");
    list.className = "q-moves";
    const add = (text, move, place) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn";
      button.textContent = text;
      list.append(button);
      if (!move.why) { button.addEventListener("click", () => { dialog.close(); perform(card, move, place); }); return; }
      const why = document.createElement("p");
      why.className = "small muted";
      why.id = `why-${list.children.length}`;
      why.textContent = move.why;
      button.setAttribute("aria-disabled", "true");
      button.setAttribute("aria-describedby", why.id);
      list.append(why);
    };
    const ways = [".q-col[data-place]", ".q-tray [data-place=elsewhere]", ".q-hand"];
    for (const place of ways.flatMap((way) => [...board.querySelectorAll(way)])) {
      const move = moveTo(card, place);
      if (!move || (move.why && place.dataset.place === "person")) continue;
      const name = place.dataset.name;
      if (place.dataset.place === "person") add(words.wPerson.replace("{name}", name), move, place);
      else if (place.dataset.place === "elsewhere") add(VERBS[move.verb] || words.wElsewhere, move, place);
      else add(`${name}: ${VERBS[move.verb] || ""}`, move, place);
    }
    const close = document.createElement("button");
    close.type = "button";
    close.className = "btn btn-ghost";
    close.dataset.close = "";
    close.textContent = words.wClose;
    dialog.replaceChildren(title, list, close);
    dialog.showModal();
    (list.querySelector(".btn:not([aria-disabled])") || close).focus();
  };

  /* Dragging */
  let held = null; // { card, x, y, ghost, place, timer, id }

  const light = (card) => {
    for (const place of board.querySelectorAll("[data-place]")) {
      const move = moveTo(card, place);
      place.classList.toggle("is-open", Boolean(move && !move.why));
      place.classList.toggle("is-shut", Boolean(move?.why));
    }
  };

  const lift = () => {
    const { card } = held;
    const box = card.getBoundingClientRect();
    held.ghost = card.cloneNode(true);
    held.ghost.classList.add("q-tk-ghost");
    held.ghost.style.width = `${box.width}px`;
    held.offset = { x: held.x - box.left, y: held.y - box.top };
    document.body.append(held.ghost);
    document.body.classList.add("is-moving");
    card.classList.add("is-lifted");
    board.querySelector("[data-tray]").hidden = false;
    light(card);
    follow(held.x, held.y);
    live.textContent = words.wLifted.replace("{number}", card.dataset.number);
    if (held.touch) navigator.vibrate?.(10);
  };

  const follow = (x, y) => {
    held.ghost.style.transform = `translate(${x - held.offset.x}px, ${y - held.offset.y}px)`;
    const place = document.elementFromPoint(x, y)?.closest("[data-place]") || null;
    if (place !== held.place) {
      held.place?.classList.remove("is-over");
      place?.classList.add("is-over");
      held.place = place;
      explain(place && moveTo(held.card, place));
    }
    const edge = 60;
    if (y < edge) scrollBy(0, -12);
    else if (y > innerHeight - edge && !place?.closest("[data-tray]")) scrollBy(0, 12);
  };

  /* Before dropping: why a place is shut stands in the tray, and is read out */
  const explain = (move) => {
    const tray = board.querySelector("[data-tray]");
    let note = tray.querySelector(".q-drop-why");
    if (!note) {
      note = document.createElement("p");
      note.className = "q-drop-why";
      tray.prepend(note);
    }
    note.textContent = move ? move.why || VERBS[move.verb] || "" : "";
    if (move?.why) live.textContent = move.why;
  };

  const letGo = () => {
    if (!held) return;
    clearTimeout(held.timer);
    held.ghost?.remove();
    held.card.classList.remove("is-lifted");
    document.body.classList.remove("is-moving");
    board.querySelector("[data-tray]").hidden = true;
    for (const place of board.querySelectorAll("[data-place]")) place.classList.remove("is-open", "is-shut", "is-over");
    held = null;
  };

  board.addEventListener("pointerdown", (event) => {
    const card = event.target.closest("[data-card]");
    if (!card || event.button || !event.isPrimary || event.target.closest("button, form, input, .q-tk-more")) return;
    held = { card, x: event.clientX, y: event.clientY, touch: event.pointerType === "touch", id: event.pointerId };
    if (held.touch) held.timer = setTimeout(lift, LONG);
  });
  document.addEventListener("pointermove", (event) => {
    if (!held || event.pointerId !== held.id) return;
    if (held.ghost) { follow(event.clientX, event.clientY); return; }
    const far = Math.hypot(event.clientX - held.x, event.clientY - held.y) > FAR;
    if (!far) return;
    if (held.touch) letGo(); // a finger that moves at once scrolls
    else lift();
  });
  document.addEventListener("pointerup", (event) => {
    if (!held || event.pointerId !== held.id) return;
    const { card, ghost, place } = held;
    letGo();
    if (!ghost) return;
    const swallow = (click) => { click.preventDefault(); click.stopPropagation(); };
    window.addEventListener("click", swallow, { capture: true, once: true }); // the one that ends the drag
    setTimeout(() => window.removeEventListener("click", swallow, { capture: true }), 50);
    const move = place && moveTo(card, place);
    if (!move || move.why) live.textContent = words.wBack;
    perform(card, move, place);
  });
  document.addEventListener("pointercancel", letGo);
  document.addEventListener("touchmove", (event) => { if (held?.ghost && event.cancelable) event.preventDefault(); }, { passive: false });
  board.addEventListener("dragstart", (event) => event.preventDefault());
  board.addEventListener("contextmenu", (event) => { if (held?.touch) event.preventDefault(); });
  board.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    if (button) menu(button.closest("[data-card]"));
  });

  /* Keys */
  const here = () => document.activeElement?.closest("[data-card]");
  const focus = (card) => {
    card?.querySelector("h3 a").focus();
    card?.scrollIntoView({ block: "nearest" });
  };
  const along = (by) => {
    const card = here();
    const all = cards(card?.closest(".q-col") || board);
    focus(card ? all[Math.min(Math.max(all.indexOf(card) + by, 0), all.length - 1)] : all[0]);
  };
  const across = (by) => {
    const columns = [...board.querySelectorAll(".q-col")].filter((column) => cards(column).length);
    const card = here();
    if (!card) { focus(cards()[0]); return; }
    const from = columns.indexOf(card.closest(".q-col"));
    const row = cards(columns[from]).indexOf(card);
    const next = cards(columns[Math.min(Math.max(from + by, 0), columns.length - 1)]);
    focus(next[Math.min(row, next.length - 1)]);
  };
  const say = (...verbs) => {
    const card = here();
    if (!card) return;
    const found = [...movesOf(card)].find(([place, move]) => verbs.includes(move.verb) && place !== "person" && place !== "offered");
    if (found) perform(card, found[1]);
  };
  const KEYS = {
    ArrowDown: () => along(1), ArrowUp: () => along(-1), ArrowRight: () => across(1), ArrowLeft: () => across(-1),
    j: () => along(1), k: () => along(-1), l: () => across(1), h: () => across(-1),
    m: () => here() && menu(here()),
    a: () => say("accept", "take"), p: () => say("pause"), r: () => say("resume"), d: () => say("deliver"), o: () => say("offer"),
    "?": () => document.getElementById("boardkeys").showModal(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && held) { letGo(); live.textContent = words.wBack; return; }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !KEYS[event.key]) return;
    if (event.target.closest("input, textarea, select, dialog[open], [contenteditable]")) return;
    const arrow = event.key.startsWith("Arrow");
    if (arrow ? !here() : localStorage.getItem(OFF)) return;
    event.preventDefault();
    KEYS[event.key]();
  });

  const on = document.querySelector("[data-keys-on]");
  on.checked = !localStorage.getItem(OFF);
  on.addEventListener("change", () => on.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "1"));

  const ready = () => {
    for (const el of document.querySelectorAll("[data-move][hidden], [data-scripted][hidden]")) el.hidden = false;
  };
  board.addEventListener("htmx:load", ready);
  ready();
})();
