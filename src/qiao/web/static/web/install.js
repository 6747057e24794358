// Lets the browser keep the offline page and offer to install Qiao.
"use strict";
if ("serviceWorker" in navigator) {
  window.addEventListener("load", () => navigator.serviceWorker.register("/sw.js").catch(() => {}));
}
