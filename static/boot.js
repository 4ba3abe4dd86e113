// First in <body>, so that the page is laid out for scripts from its first paint.
if ("noModule" in HTMLScriptElement.prototype) {
  document.body.classList.add("js-enabled", "govuk-frontend-supported");
}
