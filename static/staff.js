// What only the staff site's pages do; each works without it.

// A part that follows asks for itself again once a minute, but only while somebody can see it.
const EVERY = 60_000;
let last = Date.now();

const follow = () => {
  if (document.visibilityState !== "visible" || Date.now() - last < EVERY) return;
  last = Date.now();
  for (const part of document.querySelectorAll("[data-follow]")) part.dispatchEvent(new CustomEvent("follow"));
};

setInterval(follow, EVERY);
document.addEventListener("visibilitychange", follow);

// Shortly before the session ends a page asks how long it still has, which does not prolong it. The
// answer says when to ask again, and what the tab's title begins with, for whoever looks elsewhere.
const title = document.title;
let asked = {};

const watch = () => {
  const part = document.getElementById("session");
  if (!part) return;
  if (part !== asked.of) asked = { of: part, again: Date.now() + part.dataset.ask * 1000 };
  document.title = part.dataset.title + title;
  if (Date.now() < asked.again || (document.hidden && part.dataset.stage === "over")) return;
  asked.again = Date.now() + 20_000;
  part.dispatchEvent(new CustomEvent("ask"));
};

watch();
setInterval(watch, 5_000);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) asked.again = 0; // whoever comes back hears at once if another tab has signed them out
  watch();
});
document.addEventListener("htmx:afterSettle", watch);
