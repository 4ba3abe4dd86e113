// First in <body>, so that the page is laid out for scripts from its first paint: in browsers that can read
// them. Those that have this method know modules that await, and all else that ours are written in.
if ("at" in Array.prototype) {
  document.body.classList.add("js-enabled", "govuk-frontend-supported");
}
