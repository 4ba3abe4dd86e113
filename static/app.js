// Everything here is a convenience: each page works without it.

// The design system's behaviours, and again for each part that htmx brings in. Its address, with
// the version of its content, is the one that the page preloads.
const { initAll } = await import(document.querySelector("link[rel=modulepreload]").href);
initAll();

document.addEventListener("htmx:load", ({ detail: { elt } }) => {
  if (elt !== document.body) initAll({ scope: elt });
});

// A form that saves itself while it is filled in must not do so beside an ordinary submission:
// the later of the two would seem to come from another tab.
let leaving = false;
let afterSaving = null;

document.addEventListener("submit", (event) => {
  if (event.target.classList.contains("htmx-request")) {
    event.preventDefault();
    const button = event.submitter;
    afterSaving = () => event.target.requestSubmit(button);
    return;
  }
  leaving = true;
});

document.addEventListener("htmx:beforeRequest", (event) => {
  if (leaving || afterSaving) event.preventDefault();
});

document.addEventListener("htmx:afterRequest", () => {
  const submit = afterSaving;
  afterSaving = null;
  // htmx marks the form as free, and puts in place what came back, only after this event.
  if (submit) setTimeout(submit);
});

// A part of a page that asks for itself again while something is in hand: not in a tab that nobody
// looks at, and not for ever.
document.addEventListener("htmx:beforeRequest", (event) => {
  const { elt } = event.detail;
  if (!("poll" in elt.dataset)) return;
  elt.dataset.poll = Number(elt.dataset.poll) + 1;
  if (document.hidden || elt.dataset.poll > 200) event.preventDefault();
});

// A browser calls a text changed only when its field is left; whoever pauses while typing may never
// come to that.
let typing;

document.addEventListener("input", ({ target }) => {
  if (!target.matches("textarea, input[type=text]")) return;
  clearTimeout(typing);
  typing = setTimeout(() => target.dispatchEvent(new Event("change", { bubbles: true })), 1500);
});

// A page that the browser kept whole in memory may be somebody else's by now, or out of date.
// Encryption hides what is sent, not how much: a page's form is filled up to whole steps, so that its
// length does not tell one answer from another to whoever watches the network.
const STEP = 2048;

document.addEventListener("formdata", ({ target, formData }) => {
  if (!target.elements.seen) return;
  const length = new URLSearchParams(formData).toString().length + "&pad=".length;
  formData.set("pad", "x".repeat((STEP - (length % STEP)) % STEP));
});

window.addEventListener("pageshow", ({ persisted }) => {
  leaving = false;
  if (persisted) location.replace(location.pathname + location.search);
});

for (const trouble of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.addEventListener(trouble, () => {
    const saved = document.getElementById("saved");
    if (saved) saved.textContent = saved.dataset.trouble;
  });
}

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) break;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.querySelector(button.dataset.copy).innerText.trim());
    button.textContent = button.dataset.done;
  });
}
