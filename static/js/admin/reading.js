// Both languages as readers will see them, paragraph beside paragraph, below the two fields.
import { labelOf, make, words } from "./tools.js";

const PAUSE = 400; // milliseconds without a key

async function ask(pair, signal) {
  const data = new FormData();
  data.set("csrfmiddlewaretoken", pair[0].form.elements.csrfmiddlewaretoken.value);
  for (const field of pair) data.set(field.lang, field.value);
  if ("markdown" in pair[0].dataset) data.set("markdown", "");
  const answer = await fetch(words.reading, { method: "POST", body: data, signal });
  // A session that has ended leads to the page of the login.
  if (!answer.ok || answer.redirected) throw new Error(answer.status);
  return answer.text();
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
      body.innerHTML = await ask(pair, last.signal);
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
