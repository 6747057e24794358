// Passkeys: a form with data-passkey asks the device for a credential and sends it. Without JavaScript, or where
// the browser has no passkeys (an address like http://192.168.1.5 never has), its button stays hidden.
"use strict";

const able = Boolean(window.PublicKeyCredential && navigator.credentials && !/^[\d.]+$|:/.test(location.hostname));

function options(form) {
  const from = form.dataset.options;
  if (from.startsWith("#")) return Promise.resolve(JSON.parse(document.querySelector(from).textContent));
  return fetch(from, { headers: { Accept: "application/json" } }).then((answer) => {
    if (!answer.ok) throw new Error(`${answer.status}`);
    return answer.json();
  });
}

async function credential(form) {
  const data = await options(form);
  if (!data.creation_options) return window.webauthnJSON.get(data.request_options);
  const alone = form.elements.passwordless?.checked ?? false;
  const chosen = data.creation_options.publicKey.authenticatorSelection;
  chosen.residentKey = alone ? "required" : "discouraged";
  chosen.requireResidentKey = alone;
  if (alone) chosen.userVerification = "required";
  return window.webauthnJSON.create(data.creation_options);
}

for (const form of able ? document.querySelectorAll("form[data-passkey]") : []) {
  const error = form.querySelector("[data-passkey-error]");
  form.querySelectorAll("[data-passkey-unable]").forEach((hint) => (hint.hidden = true));
  for (const part of [form, ...form.querySelectorAll("[data-passkey-go]")]) part.hidden = false;
  let ready = false;
  form.addEventListener("submit", async (event) => {
    if (ready) return;
    event.preventDefault();
    error.hidden = true;
    try {
      form.elements.credential.value = JSON.stringify(await credential(form));
      ready = true;
      form.requestSubmit();
    } catch (problem) {
      // NotAllowedError is what every browser says when somebody changes their mind or waits too long.
      error.querySelector("span").textContent =
        problem.name === "InvalidStateError" ? error.dataset.known : error.dataset.failed;
      error.hidden = false;
    }
  });
}
