// A toolbar of Markdown marks above a text: one stop of the Tab key, arrows go from button to button.
import { labelOf, make, replace, say, words } from "./tools.js";

const MARKS = {
  heading: (field) => markLines(field, /^#{1,6} /, () => "### "),
  bold: (field) => markWords(field, "**"),
  italic: (field) => markWords(field, "*"),
  link: (field) => addLink(field),
  list: (field) => markLines(field, /^[-*] /, () => "- "),
  numbers: (field) => markLines(field, /^\d+[.)] /, (number) => `${number}. `),
  quote: (field) => markLines(field, /^> /, () => "> "),
};

function selected(field) {
  const { selectionStart: from, selectionEnd: to, value } = field;
  return { from, to, text: value.slice(from, to) };
}

// Around the selected words; a second time takes the marks away.
function markWords(field, mark) {
  const { from, to, text } = selected(field);
  const width = mark.length;
  const isMarked = field.value.slice(from - width, from) === mark && field.value.slice(to, to + width) === mark;
  if (isMarked) replace(field, text, { from: from - width, to: to + width, select: [0, text.length] });
  else replace(field, mark + text + mark, { from, to, select: [width, width + text.length] });
}

// At the beginning of each line that the selection touches.
function markLines(field, known, markOf) {
  const { from, to } = selected(field);
  const start = field.value.lastIndexOf("\n", from - 1) + 1;
  const end = field.value.indexOf("\n", to) < 0 ? field.value.length : field.value.indexOf("\n", to);
  const lines = field.value.slice(start, end).split("\n");
  const isMarked = lines.every((line) => known.test(line));
  const plain = lines.map((line) => line.replace(known, ""));
  const text = (isMarked ? plain : plain.map((line, place) => markOf(place + 1) + line)).join("\n");
  replace(field, text, { from: start, to: end });
}

function addLink(field) {
  const { from, to, text } = selected(field);
  const begin = text.length + 3; // after "[text]("
  replace(field, `[${text}](https://)`, { from, to, select: [begin, begin + "https://".length] });
}

function rove(bar, event) {
  const buttons = [...bar.querySelectorAll("button")];
  const place = buttons.indexOf(document.activeElement);
  const aims = { ArrowRight: place + 1, ArrowLeft: place - 1, Home: 0, End: -1 };
  if (!(event.key in aims)) return;
  event.preventDefault();
  const aim = buttons.at(aims[event.key] % buttons.length);
  for (const button of buttons) button.tabIndex = button === aim ? 0 : -1;
  aim.focus();
}

export function addMarks(field) {
  const bar = make("markdown-tools");
  bar.ariaLabel = say(words.marks, { field: labelOf(field) });
  bar.setAttribute("aria-controls", field.id);
  bar.addEventListener("keydown", (event) => rove(bar, event));
  bar.addEventListener("click", ({ target }) => MARKS[target.dataset.mark]?.(field));
  field.before(bar);
}
