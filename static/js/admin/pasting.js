// Hidden characters in what is pasted: the server knows them, takes them out and says which.
import { replace, sayBelow, words } from "./tools.js";

const OUTER = /^[ \n]*|[ \n]*$/g; // blanks around a piece of text are no fault

async function ask(field, text) {
  const data = new FormData();
  data.set("csrfmiddlewaretoken", field.form.elements.csrfmiddlewaretoken.value);
  data.set("text", text);
  const answer = await fetch(words.cleaning, { method: "POST", body: data });
  return answer.ok && !answer.redirected ? answer.json() : { removed: "" };
}

async function clean(field, from, length) {
  const pasted = field.value.slice(from, from + length);
  const { text, removed } = await ask(field, pasted);
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
