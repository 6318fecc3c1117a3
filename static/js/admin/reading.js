// Both languages as readers will see them, paragraph beside paragraph, below the two fields.
import { ask, labelOf, make, words } from "./tools.js";

const PAUSE = 400; // milliseconds without a key

function typedIn(pair) {
  const texts = Object.fromEntries(pair.map((field) => [field.lang, field.value]));
  return "markdown" in pair[0].dataset ? { ...texts, markdown: "" } : texts;
}

export function addReading(pair) {
  const reading = make("reading-tools");
  const [summary, body] = [reading.querySelector("summary"), reading.querySelector(".reading__body")];
  summary.append(` ${labelOf(pair[0]).replace(/\s*\([^)]*\)$/, "")}`);
  body.ariaLabel = summary.textContent.trim();
  let timer, last;
  const show = async () => {
    last?.abort();
    last = new AbortController();
    try {
      const answer = await ask(pair[0].form, words.reading, typedIn(pair), last.signal);
      if (answer) body.innerHTML = await answer.text();
      else body.textContent = words.noReading;
    } catch (error) {
      if (error.name !== "AbortError") body.textContent = words.noReading;
    }
  };
  const hasMarks = "markdown" in pair[0].dataset;
  const offer = () => (reading.hidden = !hasMarks && !pair.some((field) => field.value.includes("\n")));
  const showSoon = () => {
    offer();
    clearTimeout(timer);
    if (reading.open) timer = setTimeout(show, PAUSE);
  };
  reading.addEventListener("toggle", () => reading.open && show());
  for (const field of pair) field.addEventListener("input", showSoon);
  pair[0].closest(".form-row").append(reading);
  offer(); // there is nothing to compare in single lines
  reading.open = hasMarks;
}

export function scrollTogether(pair) {
  const height = (field) => field.scrollHeight - field.clientHeight;
  let moved = null; // what was scrolled from here, not by the reader
  for (const [field, other] of [pair, pair.toReversed()]) {
    field.addEventListener("scroll", () => {
      if (moved === field) {
        moved = null;
      } else if (height(field) && height(other)) {
        const aim = Math.round((field.scrollTop / height(field)) * height(other));
        if (aim === Math.round(other.scrollTop)) return;
        moved = other;
        other.scrollTop = aim;
      }
    });
  }
}
