// What waits on this device: shown to whoever wrote it, and to nobody else.
(() => {
  "use strict";
  if (!("serviceWorker" in navigator)) return;
  const words = document.getElementById("q-words").dataset;
  const list = document.querySelector("[data-queue-list]");
  const blank = document.querySelector("[data-queue-entry]");
  const KIND = { waiting: "wait", signin: "soon", refused: "over", unsure: "soon", sent: "accent" };

  const ask = async (said) => {
    const worker = (await navigator.serviceWorker.getRegistration())?.active;
    if (!worker) return null;
    return new Promise((done) => {
      const way = new MessageChannel();
      way.port1.onmessage = (event) => done(event.data);
      worker.postMessage(said, [way.port2]);
      setTimeout(() => done(null), 30_000);
    });
  };

  // the sentences at the fields, out of the page that the server answered with
  const sentences = (row) => {
    const page = new DOMParser().parseFromString(row.error || "", "text/html");
    const said = [...page.querySelectorAll(".q-err, main .q-note.over p")].map((each) => each.textContent.trim()).filter(Boolean);
    if (said.length) return [...new Set(said)];
    return [row.status === 404 ? words.gone : `${words.other} ${row.status || ""}`];
  };

  const drawn = (row) => {
    const item = blank.content.firstElementChild.cloneNode(true);
    const part = (name) => item.querySelector(`[data-${name}]`);
    part("state").textContent = words[row.state] || row.state;
    part("state").classList.add(KIND[row.state] || "line");
    part("at").textContent = new Date(row.at).toLocaleString([], { month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit" });
    part("title").textContent = row.title || row.path;
    part("what").textContent = row.number || (row.files.length ? `${words.files} ${row.files.join(", ")}` : "");
    const error = part("error");
    const said = row.state === "refused" ? sentences(row) : row.state === "unsure" ? [words.doubt] : [];
    error.hidden = !said.length;
    for (const each of said) error.append(Object.assign(document.createElement("p"), { textContent: each }));
    const open = part("open-request");
    open.hidden = !row.number;
    if (row.number) open.href = `/requests/${row.number}/`;
    const edit = part("edit");
    edit.hidden = row.state !== "refused";
    edit.href = `${row.path}${row.path.includes("?") ? "&" : "?"}queued=${encodeURIComponent(row.id)}`;
    part("send").hidden = !["waiting", "unsure"].includes(row.state);
    part("send").addEventListener("click", () => ask(row.state === "unsure" ? { ask: "again", id: row.id } : { ask: "send" }).then(show));
    if (row.state === "sent") part("drop-label").textContent = words.remove;
    part("drop").addEventListener("click", () => {
      if (row.state === "sent" || window.confirm(words.sure)) ask({ ask: "drop", id: row.id }).then(show);
    });
    return item;
  };

  const show = async () => {
    const queue = (await ask({ ask: "list" })) || { rows: [], others: 0 };
    list.replaceChildren(...queue.rows.sort((a, b) => b.at - a.at).map(drawn));
    list.hidden = !queue.rows.length;
    document.querySelector("[data-queue-empty]").hidden = Boolean(queue.rows.length || queue.others);
    document.querySelector("[data-queue-others]").hidden = !(queue.others || queue.rows.some((row) => row.state === "signin"));
  };

  const sendNow = () => ask({ ask: "send" }).then(show);
  navigator.serviceWorker.addEventListener("message", (event) => { if (event.data?.queue) show(); });
  window.addEventListener("online", sendNow);
  navigator.serviceWorker.register("/sw.js").catch(() => {});
  show().then(sendNow);
  setInterval(() => { if (navigator.onLine) sendNow(); }, 20_000);
})();
