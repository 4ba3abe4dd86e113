// Choosing by the thumb or with a digit: the next statement comes into view by itself, and each choice can
// be undone. What changes is saved by answers.js; without this file each page works as well.
// (docs/decisions/0052)

const SEEN = 250; // for so many milliseconds a choice is seen before the page moves; a double tap stays on it
const PLACES = ".row, .question, .govuk-button-group";

const form = () => document.getElementById("answers");
const undo = () => document.getElementById("undo");
const keys = () => document.getElementById("keys");
const controls = (name) => [...form().elements].filter((each) => each.name.split("__")[0] === name);
const radios = (name) => controls(name).filter(({ type }) => type === "radio");
const label = (radio) => radio.labels[0].textContent.trim();
const numeral = (radio) => label(radio).match(/^\d+(?=$|\s)/)?.[0];
const numbered = (name) => radios(name).filter(numeral).length > 1;
const long = (name) => numbered(name) && radios(name).some((radio) => numeral(radio)?.length > 1); // “10” is two keys
const plain = () => !document.body.classList.contains("js-enabled"); // an old browser: answers.js saves nothing either
const tell = (control) => control.dispatchEvent(new Event("change", { bubbles: true }));

let held; // what is under finger or key: its field, whether it was answered, what stood in its controls
let moving;
let told = false; // the digits, to somebody who has used one since
const past = [];

function hold(name, finger) {
  const was = controls(name).map((control) => [control, control.checked, control.value]);
  held = { name, finger, was, answered: radios(name).some(({ checked }) => checked) };
}

function remember() {
  past.splice(0, past.length, ...past.filter(({ was }) => was[0][0].isConnected)); // what the page shows still
  if (held.finger || past[past.length - 1]?.name !== held.name) past.push(held);
  undo().hidden = false;
}

// Where to go from here; nowhere if a text goes with this choice, or a question may come up before the next.
function following(control) {
  const all = [...form().querySelectorAll(`${PLACES}, .place:empty`)].filter((place) => !place.querySelector(".row"));
  const rest = all.slice(all.indexOf(control.closest(PLACES)) + 1);
  const decides = form().dataset.controls.split(" ").includes(control.name);
  if ("specify" in control.dataset || (decides && rest[0].matches(".place"))) return null;
  return rest.find((place) => !place.matches(".place"));
}

function bring(place) {
  if (!place) return;
  const { top, bottom } = place.getBoundingClientRect();
  if (top >= document.querySelector(".bar").getBoundingClientRect().bottom && bottom <= innerHeight) return;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  place.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
}

function focusOn(place) {
  const control = place.querySelector("[type=radio]:checked") ?? place.querySelector("input, textarea, button");
  control.focus({ preventScroll: true });
  bring(place);
}

for (const kind of ["pointerdown", "keydown", "wheel"]) {
  const listen = ({ target }) => {
    clearTimeout(moving);
    const radio = target.closest?.("#answers .govuk-radios__item")?.querySelector("input");
    if (radio && kind !== "wheel") hold(radio.name, kind === "pointerdown");
  };
  document.addEventListener(kind, listen, { capture: true, passive: true });
}

document.addEventListener("change", ({ target, isTrusted }) => {
  if (plain() || !isTrusted || target.type !== "radio" || target.name !== held?.name) return;
  remember();
  if (held.finger && !held.answered) moving = setTimeout(() => bring(following(target)), SEEN);
});

document.addEventListener("keydown", (event) => {
  const { target, key, altKey, ctrlKey, metaKey, repeat } = event;
  if (altKey || ctrlKey || metaKey || repeat || !/^\d$/.test(key) || !target.closest?.(".scale")) return;
  if (plain() || long(target.name)) return;
  const all = radios(target.name);
  const radio = numbered(target.name) ? all.find((each) => numeral(each) === key) : all[key - 1];
  if (!radio) return;
  event.preventDefault();
  told = true;
  keys().textContent = "";
  remember();
  radio.checked = true;
  tell(radio);
  const next = following(radio); // a text would take the next digit for its own
  const takes = next?.querySelector("[type=radio]") || next?.matches(".govuk-button-group");
  focusOn(takes ? next : radio.closest(PLACES));
  if (!takes) bring(next);
});

document.addEventListener("focusin", ({ target }) => {
  if (plain() || !keys()) return;
  const meant = !told && target.type === "radio" && target.closest(".scale") && target.matches(":focus-visible") && !long(target.name);
  const number = meant && (numbered(target.name) ? "a number" : `1 to ${radios(target.name).length}`);
  const words = meant ? `Press ${number} to choose an answer and go on to the next.` : "";
  if (keys().textContent !== words) keys().textContent = words;
});

document.addEventListener("click", ({ target }) => {
  const clear = target.closest?.("#answers button[name=clear]");
  if (clear && !plain()) {
    hold(clear.value, true);
    remember();
  }
  if (!target.closest?.("#undo")) return;
  const { name, was } = past.pop();
  for (const [control, checked, value] of was) Object.assign(control, { checked, value });
  undo().hidden = !past.length;
  const [one] = radios(name);
  if (!one) return;
  tell(one);
  focusOn(one.closest(PLACES));
}, { capture: true });
