// On every page: the worker that keeps pages is there, people are told what waits, and forms get a name of their own.
(() => {
  "use strict";
  const words = document.querySelector("script[data-offline]").dataset;
  for (const once of document.querySelectorAll("input[name=once]")) once.value = crypto.randomUUID?.() || once.value;
  if (!("serviceWorker" in navigator)) return;

  const ask = async (said) => {
    const worker = (await navigator.serviceWorker.getRegistration())?.active;
    if (!worker) return null;
    return new Promise((done) => {
      const way = new MessageChannel();
      way.port1.onmessage = (event) => done(event.data);
      worker.postMessage(said, [way.port2]);
      setTimeout(() => done(null), 5000);
    });
  };

  const main = document.getElementById("content");
  const note = (name, kind, ...parts) => {
    document.querySelector(`[data-offline-note="${name}"]`)?.remove();
    if (!parts.length || !main) return;
    const line = document.createElement("p");
    line.className = `q-note ${kind}`;
    line.dataset.offlineNote = name;
    line.setAttribute("role", "status");
    const inside = document.createElement("span");
    inside.append(...parts);
    line.append(inside);
    main.prepend(line);
  };
  const link = (address, text) => Object.assign(document.createElement("a"), { href: address, textContent: text });

  const showQueue = async () => {
    const queue = await ask({ ask: "list" });
    if (!queue) return;
    const open = queue.rows.filter((row) => row.state !== "sent");
    const count = open.length + queue.others;
    note("queue", "soon", ...(count ? [`${words.sayWaiting} ${count}. `, link(words.queue, words.sayLook)] : []));
    const fresh = queue.rows.filter((row) => row.state === "sent" && Date.now() - row.at < 60_000);
    note("sent", "accent", ...fresh.flatMap((row) => [`${words.saySent} `, link(`/requests/${row.number}/`, row.number), " "]));
  };

  const showConnection = async () => {
    const made = await ask({ ask: "kept" });
    const at = made && new Date(made).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    const form = document.querySelector("input[name=once]");
    if (navigator.onLine && !made) { note("connection", ""); return; }
    const parts = [words.sayNone];
    if (at) parts.push(` ${words.sayKept} ${at}.`);
    if (form) parts.push(` ${words.sayLater}`);
    note("connection", "soon", ...parts);
  };

  // A request that the server did not accept comes back into its form, files and all.
  const bringBack = async () => {
    const id = new URLSearchParams(location.search).get("queued");
    const form = document.querySelector("input[name=once]")?.form;
    const row = id && form && !form.hasAttribute("data-draft-bound") ? await ask({ ask: "entry", id }) : null;
    if (!row) return;
    for (const [name, value] of row.fields) {
      for (const el of [...form.elements].filter((each) => each.name === name && each.type !== "hidden")) {
        if (el.type === "file") continue;
        if (el.type === "radio" || el.type === "checkbox") el.checked = el.value === value || el.checked && el.type === "checkbox";
        else el.value = value;
      }
    }
    for (const input of form.querySelectorAll("input[type=file]")) {
      const held = new DataTransfer();
      for (const [name, value] of row.fields) if (name === input.name && value instanceof File && value.size) held.items.add(value);
      if (!held.items.length) continue;
      input.files = held.files;
      note("files", "", words.sayFiles, " ", [...held.files].map((file) => file.name).join(", "));
    }
    form.elements[0]?.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const lookAhead = () => {
    if (!navigator.onLine || navigator.connection?.saveData) return;
    const mine = [...document.querySelectorAll("main a[href^='/requests/']")].map((each) => each.getAttribute("href").split("#")[0]);
    const here = location.pathname;
    const wanted = here === "/requests/" || here.startsWith("/q/") || here === "/kiosk/" ? [...new Set(mine)].slice(0, 8) : [];
    if (document.querySelector(".q-account") && here === "/") wanted.push("/requests/");
    if (wanted.length) ask({ ask: "ahead", addresses: wanted });
  };

  // Signing out takes what waits with it: nobody loses it without knowing. Heard on the way down, before
  // "send once" counts this as the one time.
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.action.endsWith("/account/sign-out/") || form.dataset.asked) return;
    event.preventDefault();
    const queue = await ask({ ask: "list" });
    const left = (queue?.rows.filter((row) => row.state !== "sent").length || 0) + (queue?.others || 0);
    if (left && !window.confirm(words.sayLose)) return;
    form.dataset.asked = "1";
    form.requestSubmit();
  }, true);

  const sendNow = () => ask({ ask: "send" }).then(showQueue);
  window.addEventListener("online", () => { showConnection(); sendNow(); });
  window.addEventListener("offline", showConnection);
  navigator.serviceWorker.addEventListener("message", (event) => { if (event.data?.queue) showQueue(); });
  window.addEventListener("load", async () => {
    await navigator.serviceWorker.register("/sw.js").catch(() => {});
    bringBack();
    showConnection();
    sendNow();
    setTimeout(lookAhead, 1500);
  });
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const once of document.querySelectorAll("input[name=once]")) once.value = crypto.randomUUID?.() || once.value;
  });
  setInterval(() => { if (navigator.onLine && document.querySelector("[data-offline-note=queue]")) sendNow(); }, 20_000);
})();
