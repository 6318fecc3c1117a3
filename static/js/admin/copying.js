// The text of the other language as a beginning for this one; the old text is one press away.
import { labelOf, languageName, replace, say, toolsOf, words } from "./tools.js";

export function addCopying(field, other) {
  const tools = toolsOf(field);
  const [copy, undo] = [".text-tools__copy", ".text-tools__undo"].map((name) => tools.querySelector(name));
  copy.textContent = say(words.copy, { language: languageName(other) });
  for (const button of [copy, undo]) button.ariaLabel = `${button.textContent}: ${labelOf(field)}`;
  copy.hidden = false;
  let old = "";
  copy.addEventListener("click", () => {
    if (field.value === other.value) return;
    old = field.value;
    replace(field, other.value);
    undo.hidden = !old;
  });
  undo.addEventListener("click", () => {
    replace(field, old);
    undo.hidden = true;
  });
}
