// What waits in the tab is delivered from the check of the answers, and from a return's list of pages,
// too; nothing is submitted before it has arrived. (docs/decisions/0031)

const WORDS = {
  saving: "Saving what you entered before…",
  offline: "You are offline. What you entered before waits in this tab, and is saved once you are back",
  later: "We could not save what you entered before. It waits in this tab, and we try again",
  saved: "What you entered before is saved",
};

const holder = document.querySelector("form[data-key]");
const values = () => new URLSearchParams(new FormData(holder)).toString();
const shown = values();

let held = true; // until it is known that nothing waits
let waits = false;
let pressed; // the button, in the meantime
let answers; // what a page of questions sends with
let mine;
let wait;
let timer;

document.addEventListener("submit", (event) => {
  if (!held || event.target.id !== "submit") return;
  event.preventDefault();
  pressed = event.submitter;
  if (waits) notYet();
});

// Where the code is given, it says that all is saved.
document.addEventListener("click", (event) => {
  if (!waits || event.target.id !== "later") return;
  event.preventDefault();
  notYet();
});

addEventListener("online", () => timer && deliver());

function notYet() {
  document.getElementById("held").hidden = false;
}

function tell(words) {
  document.getElementById("waits").className = "bar";
  document.getElementById("saved").className = "bar__line";
  answers.say(words);
}

async function deliver() {
  clearTimeout(timer);
  timer = null;
  for await (const [place, address, message] of answers.waiting(mine)) {
    waits = true;
    tell(WORDS.saving);
    const answer = await answers.post(address, { ...message, go: "" }).catch(() => null);
    if (!answer || answer.status >= 500) return again(answer ? WORDS.later : WORDS.offline);
    // That page tells what could not be kept, or what has become of the survey.
    if (!answer.to && (answer.status !== 200 || answers.faulty(answer))) return location.assign(address);
    sessionStorage.removeItem(place);
  }
  if (waits && values() === shown) return location.reload();
  if (waits) tell(WORDS.saved); // what was typed here since stays
  release();
}

function again(words) {
  tell(words);
  wait = Math.min(wait * 2, answers.LONGEST_WAIT);
  timer = setTimeout(deliver, wait);
}

function release() {
  held = waits = false;
  if (pressed) holder.requestSubmit(pressed);
}

try {
  answers = await import(document.querySelector("script[src*='answers.js']").src);
  wait = answers.SOON;
  mine = { key: await answers.keyOf(holder) };
  await deliver();
} catch {
  release(); // nobody is held up by what did not load, or may not be read
}
