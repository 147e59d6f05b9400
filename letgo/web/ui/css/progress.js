// Shows how far a count is, and opens the result when it is there. Without it the page's own "Look again" link does the same.
"use strict";
const status = document.querySelector("[data-progress]");
const words = document.querySelector("[data-progress-words]");
const bar = document.querySelector("progress");
const SPEAK = 8000; // a screen reader says each change of the words: not more often than this
let wait = 1000;
let spoken = 0;

async function look() {
  try {
    const answer = await fetch(status.dataset.progress, { headers: { Accept: "application/json" } });
    const now = answer.ok ? await answer.json() : { over: answer.status === 404 };
    if (now.over) { location.reload(); return; }
    if (now.words && words.textContent !== now.words && Date.now() - spoken > SPEAK) {
      words.textContent = now.words;
      spoken = Date.now();
    }
    if (now.percent) { bar.value = now.percent; }
  } catch { /* cut off: the next look tries again */ }
  wait = Math.min(wait * 1.25, 5000);
  setTimeout(look, wait);
}

if (status) { setTimeout(look, wait); }
