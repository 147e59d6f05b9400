// "Exit this page": blank at once, signed out in this browser, and the neutral page in the place of this one. Esc three times does the same.
// Without it the link itself leads away; pages of who is signed in are kept by no browser.
"use strict";
const exit = document.querySelector("[data-exit]");
const WITHIN = 5000; // milliseconds for the three
let pressed = [];

function leave() {
  document.documentElement.hidden = true;
  document.title = "Weather";
  try { fetch(exit.dataset.exit, { keepalive: true, credentials: "same-origin" }); } catch { /* go all the same */ }
  location.replace(exit.href);
}

if (exit) {
  exit.addEventListener("click", (click) => { click.preventDefault(); leave(); });
  document.addEventListener("keyup", (key) => {
    if (key.key !== "Escape") { pressed = []; return; }
    const at = Date.now();
    pressed = [...pressed.filter((before) => at - before < WITHIN), at];
    if (pressed.length === 3) { leave(); }
  });
  window.addEventListener("pageshow", (shown) => { if (shown.persisted) { location.reload(); } });
}
