// Hidden characters in what is pasted: the server knows them, takes them out and says which.
import { ask, replace, sayBelow, words } from "./tools.js";

const OUTER = /^[ \n]*|[ \n]*$/g; // blanks around a piece of text are no fault

async function clean(field, from, length) {
  const pasted = field.value.slice(from, from + length);
  const answer = await ask(field.form, words.cleaning, { text: pasted });
  if (!answer) return;
  const { text, removed } = await answer.json();
  // Who went on typing there meanwhile keeps it; saving cleans it all the same.
  if (!removed || field.value.slice(from, from + length) !== pasted) return;
  const [before, after] = pasted.match(OUTER);
  replace(field, before + text + after, { from, to: from + length });
  sayBelow(field, removed);
}

export function watchPasting() {
  document.addEventListener("paste", ({ target }) => {
    if (!target.matches("textarea, input[type=text], input[type=url]") || !target.form) return;
    const from = target.selectionStart;
    const behind = target.value.length - target.selectionEnd;
    sayBelow(target, "");
    setTimeout(() => clean(target, from, target.value.length - behind - from));
  });
}
