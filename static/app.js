// Everything here is a convenience: each page works without it.

// The design system's behaviours, and again for each part that htmx brings in. Its address, with
// the version of its content, is the one that the page preloads.
const { initAll, CharacterCount } = await import(document.querySelector("link[rel=modulepreload]").href);

// As the server counts (portal/survey/fields.py): whole characters, without what it takes away.
CharacterCount.prototype.updateCount = function () {
  this.count = [...this.$textarea.value.replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/g, "").trim()].length;
};
initAll();

document.addEventListener("htmx:load", ({ detail: { elt } }) => {
  if (elt !== document.body) initAll({ scope: elt });
});

// A part of a page that asks for itself again while something is in hand: not in a tab that nobody
// looks at, and not for ever.
document.addEventListener("htmx:beforeRequest", (event) => {
  const { elt } = event.detail;
  if (!("poll" in elt.dataset)) return;
  elt.dataset.poll = Number(elt.dataset.poll) + 1;
  if (document.hidden || elt.dataset.poll > 200) event.preventDefault();
});

// What a browser keeps in memory may be somebody else's when it is shown again: it is kept empty.
window.addEventListener("pagehide", () => {
  document.body.hidden = true;
});

window.addEventListener("pageshow", ({ persisted }) => {
  if (persisted) location.replace(location.pathname + location.search);
  else document.body.hidden = false;
});

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// Printing opens what is folded, in browsers whose style sheets cannot.
addEventListener("beforeprint", () => {
  for (const fold of document.querySelectorAll("details.fold:not([open])")) {
    fold.open = true;
    addEventListener("afterprint", () => (fold.open = false), { once: true });
  }
});

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) break;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.querySelector(button.dataset.copy).innerText.trim());
    button.textContent = button.dataset.done;
  });
}
