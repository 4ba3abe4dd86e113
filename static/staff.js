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
