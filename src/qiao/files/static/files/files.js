/* Files are sent while one writes: chosen, photographed, dropped, pasted or recorded; several at once. Without this
   script the browser sends them with the form. And: a photo opens in a window above the page (data-lightbox). */
(() => {
  "use strict";
  if (window.qiaoFiles) return;
  window.qiaoFiles = true;
  const LONGEST_NOTE = 180;
  const SOUNDS = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
  const ENDINGS = { "audio/webm": "webm", "audio/mp4": "m4a", "audio/ogg": "ogg" };
  const busy = new Map();

  const token = (box) => box.closest("form").querySelector("[name=csrfmiddlewaretoken]")?.value || "";
  const list = (box) => box.querySelector(".q-chosen-list");
  const input = (box) => box.querySelector("input[type=file]");

  const say = (box, text) => {
    const line = box.querySelector("[data-files-say]");
    line.textContent = text;
    line.hidden = !text;
  };

  const removable = (box, item) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-icon btn-ghost";
    button.textContent = "×";
    button.setAttribute("aria-label", `${box.dataset.sayRemove} ${item.querySelector(".q-chosen-n")?.textContent || ""}`);
    button.addEventListener("click", () => {
      const headers = { "X-CSRFToken": token(box) };
      if (item.dataset.drop) fetch(item.dataset.drop, { method: "POST", headers }).catch(() => {});
      item.remove();
      say(box, "");
    });
    item.querySelector("input[type=checkbox]")?.classList.add("q-files-kept");
    item.append(button);
  };

  const settle = (box) => {
    const left = (busy.get(box) || 1) - 1;
    busy.set(box, left);
    const form = box.closest("form");
    if (!left && form?.dataset.filesWaiting) {
      delete form.dataset.filesWaiting;
      form.requestSubmit();
    }
  };

  const arrived = (box, item, answer) => {
    const holder = document.createElement("template");
    holder.innerHTML = answer.html;
    const made = holder.content.firstElementChild;
    item.replaceWith(made);
    removable(box, made);
    input(box).dispatchEvent(new Event("input", { bubbles: true })); // the form has something unsent in it now
  };

  // without a connection the file stays in the form and goes along when that is sent
  const hold = (box, item, file) => {
    const put = (change) => {
      const held = new DataTransfer();
      for (const each of change([...input(box).files])) held.items.add(each);
      input(box).files = held.files;
    };
    put((files) => [...files, file]);
    item.querySelector("progress").remove();
    removable(box, item);
    item.querySelector("button").addEventListener("click", () => put((files) => files.filter((each) => each !== file)));
    input(box).dispatchEvent(new Event("input", { bubbles: true }));
  };

  const send = (box, file) => {
    if (list(box).children.length >= Number(box.dataset.most)) { say(box, box.dataset.sayMost); return; }
    const item = document.createElement("li");
    item.className = "q-chosen";
    const name = document.createElement("span");
    name.className = "q-chosen-n";
    name.textContent = file.name;
    const bar = document.createElement("progress");
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute("aria-label", `${box.dataset.saySending} ${file.name}`);
    item.append(name, bar);
    list(box).append(item);
    busy.set(box, (busy.get(box) || 0) + 1);
    const body = new FormData();
    body.append("file", file, file.name);
    body.append("field", box.dataset.field);
    body.append("endings", box.dataset.endings);
    const call = new XMLHttpRequest();
    call.open("POST", box.dataset.send);
    call.setRequestHeader("X-CSRFToken", token(box));
    call.responseType = "json";
    call.upload.addEventListener("progress", (event) => { if (event.lengthComputable) bar.value = event.loaded / event.total; });
    call.addEventListener("loadend", () => {
      if (call.status === 201) arrived(box, item, call.response);
      else if (!call.status) hold(box, item, file);
      else { item.remove(); say(box, call.response?.problem || box.dataset.sayFailed); delete box.closest("form").dataset.filesWaiting; }
      settle(box);
    });
    call.send(body);
  };

  const sendAll = (box, files) => { say(box, ""); for (const file of files) send(box, file); };

  const record = async (box, button) => {
    if (button.recorder) { button.recorder.stop(); return; }
    const kind = SOUNDS.find((each) => window.MediaRecorder?.isTypeSupported(each));
    if (!kind || !navigator.mediaDevices) { ask(box, { accept: "audio/*", capture: "microphone" }); return; }
    let stream;
    try { stream = await navigator.mediaDevices.getUserMedia({ audio: true }); }
    catch { say(box, box.dataset.sayMicrophone); ask(box, { accept: "audio/*" }); return; }
    const recorder = new MediaRecorder(stream, { mimeType: kind });
    const words = button.querySelector("span");
    const before = words.textContent;
    const pieces = [];
    const began = Date.now();
    const tick = setInterval(() => {
      const seconds = Math.floor((Date.now() - began) / 1000);
      words.textContent = `${box.dataset.sayStop} ${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
      if (seconds >= LONGEST_NOTE) recorder.stop();
    }, 250);
    button.recorder = recorder;
    button.setAttribute("aria-pressed", "true");
    recorder.addEventListener("dataavailable", (event) => pieces.push(event.data));
    recorder.addEventListener("stop", () => {
      clearInterval(tick);
      for (const track of stream.getTracks()) track.stop();
      button.recorder = null;
      button.removeAttribute("aria-pressed");
      words.textContent = before;
      const plain = kind.split(";")[0];
      const stamp = new Date(began).toTimeString().slice(0, 8).replaceAll(":", "");
      sendAll(box, [new File(pieces, `voice-${stamp}.${ENDINGS[plain]}`, { type: plain })]);
    });
    recorder.start();
  };

  const ask = (box, attributes) => {
    const own = input(box);
    const accept = own.getAttribute("accept");
    for (const [name, value] of Object.entries(attributes)) own.setAttribute(name, value);
    own.click();
    setTimeout(() => {
      own.removeAttribute("capture");
      if (accept === null) own.removeAttribute("accept"); else own.setAttribute("accept", accept);
    }, 500);
  };

  const enhance = (box) => {
    if (box.dataset.ready) return;
    box.dataset.ready = "1";
    input(box).classList.add("q-files-native");
    input(box).tabIndex = -1;
    box.querySelector("[data-files-buttons]").hidden = false;
    for (const item of list(box).children) removable(box, item);
    input(box).addEventListener("change", () => { sendAll(box, [...input(box).files]); input(box).value = ""; });
    box.querySelector("[data-files-choose]").addEventListener("click", () => ask(box, {}));
    box.querySelector("[data-files-camera]").addEventListener("click", () => ask(box, { accept: "image/*", capture: "environment" }));
    box.querySelector("[data-files-voice]")?.addEventListener("click", (event) => record(box, event.currentTarget));
    const form = box.closest("form");
    form.addEventListener("dragover", (event) => { if (event.dataTransfer?.types.includes("Files")) { event.preventDefault(); box.classList.add("over"); } });
    form.addEventListener("dragleave", () => box.classList.remove("over"));
    form.addEventListener("drop", (event) => {
      if (!event.dataTransfer?.files.length) return;
      event.preventDefault();
      box.classList.remove("over");
      sendAll(event.target.closest("[data-files]") || box, [...event.dataTransfer.files]);
      event.stopImmediatePropagation();
    });
    form.addEventListener("paste", (event) => {
      const files = [...(event.clipboardData?.files || [])];
      if (!files.length) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      sendAll(box, files);
    });
    form.addEventListener("submit", (event) => {
      if (!busy.get(box)) return;
      event.preventDefault();
      form.dataset.filesWaiting = "1";
      say(box, box.dataset.saySending);
    });
  };

  const prepare = (root) => { for (const box of root.querySelectorAll("[data-files]")) enhance(box); };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-lightbox]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    const dialog = document.createElement("dialog");
    dialog.className = "q-lightbox";
    dialog.setAttribute("aria-label", link.getAttribute("aria-label") || "");
    const form = document.createElement("form");
    form.method = "dialog";
    const close = document.createElement("button");
    close.className = "btn";
    close.textContent = link.dataset.lightbox;
    form.append(close);
    const picture = document.createElement("img");
    picture.src = link.dataset.large || link.href;
    picture.alt = link.getAttribute("aria-label") || "";
    dialog.append(picture, form);
    dialog.addEventListener("click", (click) => { if (click.target === dialog) dialog.close(); });
    dialog.addEventListener("close", () => { dialog.remove(); link.focus(); });
    document.body.append(dialog);
    dialog.showModal();
  });

  document.addEventListener("htmx:load", (event) => prepare(event.target));
  prepare(document);
})();
