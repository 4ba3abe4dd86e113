// Comments are read by keyboard. Keys work while the focus is in the comment, and not in a text box;
// each page begins there. Everything can be done with its buttons as well.

const reading = document.getElementById("reading");
const boxes = [...reading.querySelectorAll(".word__box")];
const pointed = boxes.filter((box) => box.closest(".word--pointed"));

if (!document.querySelector(".govuk-error-summary")) reading.focus();

// From the word that has the focus to the next of these, or back; at the end to the other one.
const move = (some, step) => {
  if (!some.length) return;
  const here = boxes.indexOf(document.activeElement);
  const there = step > 0 ? some.find((box) => boxes.indexOf(box) > here) : some.findLast((box) => here < 0 || boxes.indexOf(box) < here);
  (there ?? some.at(step > 0 ? 0 : -1)).focus();
};

const strike = (some) => {
  const on = !some.every((box) => box.checked);
  for (const box of some) box.checked = on;
};

const ACTS = {
  ArrowRight: () => move(boxes, 1),
  ArrowLeft: () => move(boxes, -1),
  n: () => move(pointed, 1),
  p: () => move(pointed, -1),
  x: () => document.activeElement.matches(".word__box") && strike([document.activeElement]),
  a: () => strike(pointed),
};

const press = (control) => {
  if (control.matches("details")) {
    control.open = true;
    control.querySelector("input[type=radio]").focus();
  } else if (control.matches("input")) control.focus();
  else control.click();
};

document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (event.ctrlKey || event.altKey || event.metaKey || !reading.contains(target)) return;
  if (target.matches("input:not([type=checkbox], [type=radio])")) return;
  const arrow = key.startsWith("Arrow");
  if (arrow && target.matches("[type=radio]")) return;
  // Enter in a word would send the form by its first button, which nobody has pressed
  const act = key === "Enter" && target.matches(".word__box") ? () => {} : ACTS[arrow ? key : key.toLowerCase()];
  const control = document.querySelector(`[data-key="${CSS.escape(key.toLowerCase())}"]`);
  if (!boxes.length && act) return;
  if (!act && !control) return;
  event.preventDefault();
  if (act) act();
  else press(control);
});

// What was pressed once is not pressed again while the next page comes.
for (const form of reading.querySelectorAll("form")) {
  form.addEventListener("submit", (event) => {
    if (reading.dataset.sent) event.preventDefault();
    reading.dataset.sent = "yes";
  });
}
