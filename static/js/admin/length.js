// How long a text is, of how much, and how long the other language is.
import { languageName, say, toolsOf, words } from "./tools.js";

// As the database counts: letters with their marks composed, blanks around the text left out.
const lengthOf = (field) => [...field.value.normalize("NFC").trim()].length;

const isTooLong = (field) => lengthOf(field) > Number(field.dataset.limit ?? Infinity);

function inWords(field, other) {
  const { limit } = field.dataset;
  const template = isTooLong(field) ? words.tooLong : limit ? words.countedOf : words.counted;
  const parts = [say(template, { count: lengthOf(field), limit })];
  if (other) parts.push(say(words.other, { language: languageName(other), count: lengthOf(other) }));
  return parts.join(" · ");
}

function warning(field, other) {
  const [own, others] = [lengthOf(field), other ? lengthOf(other) : 0];
  if (!own || !others) return "";
  if (own * 2 < others) return say(words.shorter, { language: languageName(other) });
  if (own > others * 2) return say(words.longer, { language: languageName(other) });
  return "";
}

export function countFrom(field, other) {
  if (!other && !field.dataset.limit) return;
  const tools = toolsOf(field);
  const [length, warn] = [".text-tools__length", ".text-tools__warning"].map((name) => tools.querySelector(name));
  length.id = `${field.id}_length`;
  field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") ?? ""} ${length.id}`.trim());
  const show = () => {
    length.textContent = inWords(field, other);
    length.classList.toggle("text-tools__length--over", isTooLong(field));
    warn.textContent = warning(field, other);
  };
  for (const one of [field, other]) one?.addEventListener("input", show);
  show();
}
