// A page of questions saves as one goes, and tries again until all has arrived. Without this file its
// buttons send it.
//
// One form is under way at a time, and names those that have had no answer (docs/decisions/0031)

const EVERY = 10_000; // at most one save in this many milliseconds: their number tells a little
export const SOON = 400;
export const LONGEST_WAIT = 30_000;
const STEP = 2048; // a form's length must not tell one answer from another
const KEPT = "answers:";

const WORDS = {
  waiting: "Not saved yet",
  typing: "Saved when you leave this box",
  saving: "Saving…",
  offline: "You are offline: what you enter waits in this tab",
  leaving: "You are offline; we go on as soon as you are back",
  trouble: "We could not save this just now. Choose “Save and continue” to try again",
  earlier: "Saving what you entered before…",
  later: "We could not save this just now: it waits in this tab, and we try again",
};

const encoder = new TextEncoder();
const form = () => document.getElementById("answers");
export const say = (words) => {
  const place = document.getElementById("saved");
  if (place && place.textContent !== words) place.textContent = words;
};
const unbase64 = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));

// What the tab keeps, a place for each page that was opened

export async function keyOf(element) {
  if (!element.dataset.key || !globalThis.crypto?.subtle) return null;
  return crypto.subtle.importKey("raw", unbase64(element.dataset.key), "AES-GCM", false, ["encrypt", "decrypt"]);
}

async function keep(page, content) {
  if (!page.key) return;
  const turn = ++page.turn;
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, page.key, encoder.encode(JSON.stringify(content)));
  if (turn === page.turn) sessionStorage.setItem(page.place, btoa(String.fromCharCode(...iv, ...new Uint8Array(sealed))));
}

function forget(page) {
  page.turn++;
  sessionStorage.removeItem(page.place);
}

async function kept(page, place) {
  if (!page.key) return null;
  try {
    const sealed = unbase64(sessionStorage.getItem(place));
    const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: sealed.slice(0, 12) }, page.key, sealed.slice(12));
    return JSON.parse(new TextDecoder().decode(plain));
  } catch {
    return null; // somebody else's, who used this tab before
  }
}

const fieldsOf = (element) => new URLSearchParams([...new FormData(element)].filter(([name]) => name.startsWith("q_"))).toString();

function bodyOf({ fields, seen, sent, go }) {
  const body = new URLSearchParams(fields);
  body.set("csrf_token", document.querySelector("[name=csrf_token]").value);
  body.set("seen", seen);
  for (const each of sent) body.append("sent", each);
  if (go) body.set("go", go);
  const length = body.toString().length + "&pad=".length;
  body.set("pad", "x".repeat((STEP - (length % STEP)) % STEP));
  return body;
}

export async function post(address, message) {
  const body = bodyOf(message).toString();
  const headers = { "Content-Type": "application/x-www-form-urlencoded", "HX-Request": "true" };
  const answer = await fetch(address, { method: "POST", body, headers, keepalive: body.length < 60_000 }); // as browsers do
  return { status: answer.status, to: answer.headers.get("HX-Redirect") ?? (answer.redirected ? answer.url : null), html: await answer.text() };
}

class Answers {
  constructor(element) {
    this.address = element.getAttribute("action");
    this.place = `${KEPT}${this.address} ${Date.now()}`;
    this.controls = new Set(element.dataset.controls.split(" "));
    this.arrived = fieldsOf(element); // what the server is known to have
    this.sent = []; // what went out since, and has had no answer
    this.last = Date.now(); // the page before was saved when it was left
    this.wait = SOON;
    this.turn = 0;
    this.flushed = 0; // after what was sent on leaving, an answer to what went before comes too late
    this.key = null;
    this.count();
  }

  message(go = "") {
    return { fields: fieldsOf(form()), seen: form().elements.seen.value, sent: this.sent.slice(-5), go };
  }

  count() {
    const questions = new Map();
    for (const { name, type, checked, value } of form().elements) {
      if (!name.startsWith("q_")) continue;
      const [question, part] = name.split("__");
      const answered = part !== "other" && (type === "radio" || type === "checkbox" ? checked : value.trim() !== "");
      questions.set(question, questions.get(question) || answered);
    }
    const place = document.getElementById("answered");
    place.textContent = `${[...questions.values()].filter(Boolean).length} of ${questions.size} answered`;
    place.hidden = questions.size === 0;
  }

  changed(name) {
    this.count();
    if (fieldsOf(form()) === this.arrived && !this.sent.length) return this.nothingNew();
    keep(this, this.message());
    if (!this.stuck) say(this.typing ? WORDS.typing : this.sent.length ? WORDS.saving : WORDS.waiting);
    if (this.controls.has(name) && this.last + EVERY > Date.now()) this.plan(SOON, "look");
    if (!this.typing) this.plan(Math.max(SOON, this.last + EVERY - Date.now()));
  }

  nothingNew() {
    clearTimeout(this.save);
    forget(this);
    say("");
  }

  plan(delay, go = "") {
    const timer = go || "save";
    clearTimeout(this[timer]);
    this[timer] = setTimeout(() => this.send(go), delay);
  }

  // Ask what comes and goes ("look"), or save; what is under way comes first.
  async send(kind = "") {
    if (this.under) return void (this.after ??= kind);
    if (fieldsOf(form()) === this.arrived && !this.sent.length) return;
    const message = this.again ?? this.message(kind);
    this.under = true;
    if (!kind) {
      this.again = message;
      if (this.sent.at(-1) !== message.fields) this.sent.push(message.fields);
      this.last = Date.now();
      if (!this.stuck) say(WORDS.saving);
    }
    const { flushed } = this;
    const answer = await post(this.address, message).catch(() => null);
    if (answer && flushed === this.flushed) this.take(answer, message);
    else if (!answer && !kind) this.retry(WORDS.offline);
    this.under = false;
    this.next();
  }

  next() {
    const { leaving, after } = this;
    this.after = undefined;
    if (leaving && !this.stuck) this.leave(leaving);
    else if (after !== undefined && !this.stuck) this.plan(0, after);
  }

  take({ status, to, html }, message) {
    if (status >= 500) return this.retry(WORDS.later);
    this.free();
    if (to) return go(to);
    if (status === 204) return this.nothingNew(); // a preview keeps nothing
    if (status !== 200) return say(WORDS.trouble); // the button shows what the server has to say
    for (const old of form().querySelectorAll(".govuk-error-message:not([hidden])")) {
      const name = old.id.replace(/-error$/, "");
      if (new URLSearchParams(message.fields).has(name)) old.hidden = true;
    }
    const unchanged = fieldsOf(form()) === message.fields;
    htmx.swap(document.body, html, { swapStyle: "none", swapDelay: 0, settleDelay: 0 });
    this.count();
    if (message.go === "look") return;
    this.arrived = unchanged ? fieldsOf(form()) : message.fields; // with the fields that came up
    this.sent = [];
    if (fieldsOf(form()) !== this.arrived) this.changed("");
    else if (form().querySelector(".govuk-error-message:not([hidden])")) keep(this, this.message());
    else forget(this);
  }

  free() {
    this.again = null;
    this.stuck = false;
    this.wait = SOON;
  }

  retry(words) {
    this.stuck = true;
    say(this.leaving && words === WORDS.offline ? WORDS.leaving : words);
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
    clearTimeout(this.trying);
    this.trying = setTimeout(() => this.tryAgain(), this.wait);
  }

  tryAgain() {
    clearTimeout(this.trying);
    if (!this.stuck || this.under) return;
    this.stuck = false;
    if (this.leaving) this.leave(this.leaving);
    else this.send();
  }

  // A button: the page is left once all has arrived.
  async leave(button) {
    this.leaving = button;
    clearTimeout(this.save);
    clearTimeout(this.look);
    if (this.under) return; // then comes next()
    this.under = true;
    const message = this.message(button);
    if (this.sent.at(-1) !== message.fields) this.sent.push(message.fields);
    say(WORDS.saving);
    const answer = await post(this.address, message).catch(() => null);
    this.under = false;
    if (!answer || answer.status >= 500) return this.retry(answer ? WORDS.later : WORDS.offline);
    this.leaving = null;
    this.free();
    this.gone = true;
    forget(this);
    if (answer.to) go(answer.to);
    else show(answer.html);
  }

  // Out of sight, perhaps for good.
  flush() {
    if (this.gone || this.leaving) return;
    const message = this.message();
    if (message.fields === this.arrived || message.fields === this.sent.at(-1)) return;
    this.sent.push(message.fields);
    this.last = Date.now();
    const done = (answer) => {
      if (fieldsOf(form()) !== message.fields) return;
      this.flushed++;
      this.take(answer, message);
    };
    post(this.address, message).then(done, () => this.retry(WORDS.offline));
  }
}

let page = null;

async function begin() {
  const element = document.body.classList.contains("js-enabled") ? form() : null; // see boot.js
  page = element ? new Answers(element) : null;
  if (!page) return;
  page.key = await keyOf(element);
  await deliver(page);
}

export async function* waiting(mine) {
  for (const place of Object.keys(sessionStorage)) {
    if (!place.startsWith(KEPT) || place === mine.place) continue;
    const message = await kept(mine, place);
    if (message) yield [place, place.slice(KEPT.length).split(" ")[0], message];
  }
}

export const faulty = ({ html }) => html.includes("Error:</");

// What earlier pages in this tab could not send goes first; what is of this very page is then shown.
async function deliver(mine, wait = SOON) {
  for await (const [place, address, message] of waiting(mine)) {
    if (mine !== page) return;
    const own = address === mine.address;
    if (own) say(WORDS.earlier);
    const untouched = fieldsOf(form());
    const answer = await post(address, { ...message, go: own ? "again" : "" }).catch(() => null);
    if (!answer || answer.status >= 500) {
      say(answer ? WORDS.later : WORDS.offline);
      const again = () => mine === page && !mine.gone && deliver(mine, Math.min(wait * 2, LONGEST_WAIT));
      mine.delivering = { again, timer: setTimeout(again, wait * 2) };
      return;
    }
    if (own || !faulty(answer)) sessionStorage.removeItem(place);
    if (own && answer.status === 200 && fieldsOf(form()) === untouched) return show(answer.html, { arrived: true });
    if (own) say("");
  }
}

function go(address) {
  const to = new URL(address, location.href);
  const here = to.pathname === location.pathname && to.search === location.search;
  location.assign(to);
  if (here) location.reload(); // a place on the same page asks for nothing
}

async function show(html, { arrived = false } = {}) {
  htmx.swap(document.body, html, { swapStyle: "innerHTML", swapDelay: 0, settleDelay: 0 });
  document.body.classList.add("js-enabled", "govuk-frontend-supported");
  if (!document.querySelector(".govuk-error-summary")) scrollTo(0, 0);
  await begin();
  if (!page || arrived) return;
  page.arrived = null; // some of what stands there could not be kept
  keep(page, page.message());
}

// A text is saved when its field is left: saving at each pause would tell its length.
for (const kind of ["input", "change"]) {
  document.addEventListener(kind, ({ target }) => {
    if (!page || target.form !== form()) return;
    page.typing = kind === "input" && !/radio|box/.test(target.type);
    page.changed(target.name);
  });
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("button[name=clear]");
  if (!button || button.form !== form() || !page) return;
  event.preventDefault();
  for (const control of button.form.elements) {
    if (control.name.split("__")[0] !== button.value) continue;
    if (control.type === "radio") control.checked = false;
    else control.value = "";
  }
  button.form.querySelector(`[name="${button.value}"]`).focus();
  page.typing = false;
  page.changed(button.value);
});

document.addEventListener("submit", (event) => {
  if (event.target !== form() || !page) return;
  event.preventDefault();
  if (!page.gone) page.leave(event.submitter?.value ?? "next");
});

addEventListener("online", () => {
  page?.tryAgain();
  clearTimeout(page?.delivering?.timer);
  page?.delivering?.again();
});
addEventListener("pagehide", () => page?.flush());
document.addEventListener("visibilitychange", () => document.hidden && page?.flush());

begin();
