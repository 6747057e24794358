// Keeps pages that the server marked for it, for the person they were made for; and requests that could not be sent.
"use strict";
const SAID = {{ said|safe }};
const SHELL = "qiao-shell-" + SAID.shell.join("|");
const STATIC = "qiao-static", PAGES = "qiao-pages-";
const MOST_PAGES = 60, MOST_STATIC = 250, SLOW = 6000, FRESH = 10 * 60 * 1000;
// as long as the server surely remembers what it has answered already
const SURE = 20 * 3600 * 1000, SHOWN = 24 * 3600 * 1000;
const RAISE = /^\/requests\/new\/[^/]+\/$/, REQUEST = /^\/requests\/(R-[^/]+)\/$/;
const kept = new Map(); // page that was answered from here → when it was made

// the database: what waits, and whose pages are here
const opened = () => new Promise((done, failed) => {
  const asked = indexedDB.open("qiao", 1);
  asked.onupgradeneeded = () => {
    asked.result.createObjectStore("queue", { keyPath: "id" });
    asked.result.createObjectStore("state");
  };
  asked.onsuccess = () => done(asked.result);
  asked.onerror = () => failed(asked.error);
});
const within = async (store, mode, act) => {
  const db = await opened();
  try {
    return await new Promise((done, failed) => {
      const work = db.transaction(store, mode);
      const asked = act(work.objectStore(store));
      work.oncomplete = () => done(asked.result);
      work.onerror = work.onabort = () => failed(work.error);
    });
  } finally { db.close(); }
};
const state = (name) => within("state", "readonly", (rows) => rows.get(name));
const setState = (name, value) => within("state", "readwrite", (rows) => rows.put(value, name));
const entries = () => within("queue", "readonly", (rows) => rows.getAll());
const entry = (id) => within("queue", "readonly", (rows) => rows.get(id));
const put = (row) => within("queue", "readwrite", (rows) => rows.put(row));
const drop = (id) => within("queue", "readwrite", (rows) => rows.delete(id));

const tell = async () => {
  for (const client of await self.clients.matchAll({ includeUncontrolled: true })) client.postMessage({ queue: "changed" });
};

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll(SAID.shell)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith("qiao-") && name !== SHELL && !name.startsWith(PAGES)) await caches.delete(name);
    }
    await self.clients.claim();
  })());
});

// Who is here now, as the last page from the server said. Somebody else's pages go at once.
const noted = async (response) => {
  const who = response.headers.get(SAID.headers.who);
  if (!who) return;
  const language = response.headers.get("Content-Language");
  if (language && language !== await state("language")) {
    await setState("language", language);
    caches.open(SHELL).then((cache) => cache.add(SAID.queue)).catch(() => {});
  }
  if (who === await state("who")) return;
  await setState("who", who);
  if (who === SAID.headers.nobody) return;
  for (const name of await caches.keys()) {
    if (name.startsWith(PAGES) && name !== PAGES + who) await caches.delete(name);
  }
  await tell();
};

const trim = async (cache, most) => {
  const keys = await cache.keys();
  for (const key of keys.slice(0, Math.max(0, keys.length - most))) await cache.delete(key);
};

const keep = async (address, response) => {
  const who = response.headers.get(SAID.headers.who);
  if (!response.ok || response.redirected || !response.headers.get(SAID.headers.keep) || who !== await state("who")) return;
  const cache = await caches.open(PAGES + who);
  await cache.delete(address);
  await cache.put(address, response);
  await trim(cache, MOST_PAGES);
};

// A form that was opened at another machine would name that machine: only the very page, or the one without a place.
const found = async (address) => {
  const who = await state("who");
  if (!who || who === SAID.headers.nobody) return undefined;
  const cache = await caches.open(PAGES + who);
  return (await cache.match(address)) || (await cache.match(new URL(address).pathname));
};

const inTime = (answer, most) => most ? Promise.race([answer, new Promise((_, failed) => setTimeout(() => failed(new Error("slow")), most))]) : answer;

const visit = async (event) => {
  const address = event.request.url.split("#")[0];
  const older = await found(address).catch(() => undefined);
  const asked = fetch(event.request);
  try {
    const response = await inTime(asked, older && SLOW);
    const copy = response.clone();
    event.waitUntil(noted(response).then(() => keep(address, copy)).catch(() => {}));
    return response;
  } catch {
    asked.catch(() => {});
    if (older) {
      kept.set(event.resultingClientId, older.headers.get("Date"));
      return older;
    }
    const path = new URL(address).pathname;
    return (await caches.match(SAID.shell.includes(path) ? path : SAID.page)) || Response.error();
  }
};

const asset = async (request) => {
  const hashed = /\.[0-9a-f]{12}\./.test(request.url);
  const known = await caches.match(request);
  if (known && hashed) return known;
  try {
    const response = await fetch(request);
    if (response.ok && response.status === 200) {
      const copy = response.clone();
      caches.open(STATIC).then((cache) => cache.put(request, copy).then(() => trim(cache, MOST_STATIC))).catch(() => {});
    }
    return response;
  } catch {
    return known || Response.error();
  }
};

// A request that does not reach the server waits here, with its files, under the name that makes it happen once.
const raise = async (event) => {
  const copy = event.request.clone(), address = new URL(event.request.url);
  const again = address.searchParams.get("queued");
  const there = self.navigator.onLine !== false;
  try {
    const response = await fetch(event.request);
    if (again && response.type === "opaqueredirect") event.waitUntil(settled(again));
    return response;
  } catch {
    const who = await state("who");
    const fallback = (await caches.match(SAID.page)) || Response.error();
    if (!who || who === SAID.headers.nobody) return fallback;
    // all of it, empty files too: the server knows the form again by what is in it
    const fields = [...(await copy.formData()).entries()].filter(([name]) => name !== "csrfmiddlewaretoken");
    const said = Object.fromEntries(fields.filter(([, value]) => typeof value === "string"));
    address.searchParams.delete("queued");
    const before = again ? await entry(again) : undefined;
    await put({
      id: again || said.once || self.crypto.randomUUID(), who, path: address.pathname + address.search,
      title: said.title || "", fields, at: before?.at || Date.now(), state: "waiting", error: "", tried: there ? Date.now() : 0,
    });
    if (self.registration.sync) self.registration.sync.register("qiao-queue").catch(() => {});
    await tell();
    return Response.redirect(new URL(SAID.queue, location.href).href, 303);
  }
};

// It was corrected and sent by hand: it waits no more, unless the answer was to sign in first.
const settled = async (id) => {
  const row = await entry(id), me = await whoami().catch(() => null);
  if (row && me && me.who === row.who) { await drop(id); await tell(); }
};

const whoami = async () => (await fetch(SAID.who, { cache: "no-store" })).json();

const sendOne = async (row, token) => {
  const body = new FormData();
  for (const [name, value] of row.fields) body.append(name, value);
  await put({ ...row, tried: row.tried || Date.now() });
  const answer = await fetch(row.path, { method: "POST", body, headers: { "X-CSRFToken": token } });
  const number = REQUEST.exec(new URL(answer.url).pathname)?.[1];
  if (answer.ok && number) return { ...row, state: "sent", number, fields: [], tried: 0, error: "", at: Date.now() };
  if (new URL(answer.url).pathname === SAID.signIn) return { ...row, state: "signin" };
  if (answer.status >= 500 || answer.status === 429) throw new Error("later");
  return { ...row, state: "refused", status: answer.status, tried: 0, error: (await answer.text()).slice(0, 300_000) };
};

let sending = null;
const send = () => (sending ||= sendAll().finally(() => { sending = null; }));
const sendAll = async () => {
  const rows = (await entries()).sort((a, b) => a.at - b.at);
  for (const row of rows) if (row.state === "sent" && Date.now() - row.at > SHOWN) await drop(row.id);
  const waiting = rows.filter((row) => row.state === "waiting" || row.state === "signin");
  if (!waiting.length) return;
  const me = await whoami();
  await setState("who", me.who);
  for (const row of waiting) {
    if (me.who === SAID.headers.nobody) { if (row.state !== "signin") { await put({ ...row, state: "signin" }); await tell(); } continue; }
    if (row.who !== me.who) continue;
    if (row.tried && Date.now() - row.tried > SURE) { await put({ ...row, state: "unsure" }); await tell(); continue; }
    await put(await sendOne(row, me.token));
    await tell();
  }
};

// Pages that are likely wanted without a connection: asked for once in a while, never more often.
const ahead = async (addresses) => {
  for (const each of addresses.slice(0, 10)) {
    const address = new URL(each, location.href).href;
    const known = await found(address);
    if (known && known.url === address && Date.now() - Date.parse(known.headers.get("Date")) < FRESH) continue;
    try { await keep(address, await fetch(address, { headers: { "X-Qiao-Ahead": "1" } })); } catch { return; }
  }
};

const shown = (row) => ({
  id: row.id, title: row.title, path: row.path, at: row.at, state: row.state, error: row.error, status: row.status, number: row.number,
  files: row.fields.filter(([, value]) => typeof value !== "string" && value.size).map(([, value]) => value.name),
});

const answers = {
  list: async () => {
    const rows = await entries(), who = await state("who");
    return { rows: rows.filter((row) => row.who === who).map(shown), others: rows.filter((row) => row.who !== who && row.state !== "sent").length };
  },
  entry: async ({ id }) => { const row = await entry(id); return row && row.who === await state("who") ? row : null; },
  drop: async ({ id }) => { const row = await entry(id); if (row?.who === await state("who")) { await drop(id); await tell(); } },
  again: async ({ id }) => { const row = await entry(id); if (row?.who === await state("who")) { await put({ ...row, state: "waiting", tried: 0 }); await send(); } },
  send: async () => { await send(); },
  ahead: async ({ addresses }) => { await ahead(addresses); },
  kept: async (_said, event) => kept.get(event.source?.id) ?? null,
};

self.addEventListener("message", (event) => {
  const answer = answers[event.data?.ask];
  if (!answer) return;
  event.waitUntil(answer(event.data, event).then((said) => event.ports[0]?.postMessage(said ?? null), () => event.ports[0]?.postMessage(null)));
});

self.addEventListener("sync", (event) => { if (event.tag === "qiao-queue") event.waitUntil(send()); });

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (address.origin !== location.origin) return;
  if (event.request.mode === "navigate") {
    if (event.request.method === "GET") event.respondWith(visit(event));
    else if (event.request.method === "POST" && RAISE.test(address.pathname)) event.respondWith(raise(event));
  } else if (event.request.method === "GET" && address.pathname.startsWith(SAID.static)) event.respondWith(asset(event.request));
});
