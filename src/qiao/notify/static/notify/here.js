// What the heartbeat of a request's page says besides: whether an answer is being typed. Never what.
(() => {
  "use strict";
  const JUST = 20_000;
  let typedAt = 0;

  document.addEventListener("input", (event) => {
    if (event.target.name === "body" && event.target.closest(".q-write")) {
      const was = Date.now() - typedAt < JUST;
      typedAt = event.target.value.trim() ? Date.now() : 0;
      if (was !== typedAt > 0) window.htmx?.trigger("[data-presence]", "qiao:look");
    }
  });

  // opening the page has read its notices: the number on the bell was drawn before that
  window.addEventListener("load", () => {
    if (!document.getElementById("since")) return;
    for (const bell of document.querySelectorAll(".q-bell")) window.htmx?.trigger(bell, "qiao:look");
  });

  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.elt.hasAttribute("data-presence")) {
      event.detail.parameters.writing = Date.now() - typedAt < JUST ? "1" : "";
    }
  });
})();
