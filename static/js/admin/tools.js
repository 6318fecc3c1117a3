// What the scripts for texts share: parts and words from the templates of the page, one way to
// change what is typed, and one to ask the server about it.

export const words = document.getElementById("text-tools").dataset;

export const say = (template, values) =>
  Object.entries(values).reduce((text, [name, value]) => text.replaceAll(`{${name}}`, () => value), template);

export const languageName = (field) => words[field.lang];

export const labelOf = (field) => field.labels[0].textContent.trim().replace(/:$/, "");

// The first element of the template `id`, ready to be put into the page.
export function make(id) {
  return document.getElementById(id).content.firstElementChild.cloneNode(true);
}

// The row of tools below a field; made once.
export function toolsOf(field) {
  const place = (field.closest(".flex-container") ?? field).parentElement;
  return place.querySelector(":scope > .text-tools") ?? place.appendChild(make("text-tools"));
}

export function sayBelow(field, sentence) {
  toolsOf(field).querySelector(".text-tools__note").textContent = sentence;
}

// Put `text` in place of a range, and select what `select` says of it (its end, if nothing). Unlike
// a new value, this is undone by the keyboard.
export function replace(field, text, { from = 0, to = field.value.length, select = [text.length, text.length] } = {}) {
  field.focus();
  field.setSelectionRange(from, to);
  const command = text ? "insertText" : "delete";
  if (from !== to || text) {
    if (!document.execCommand(command, false, text)) {
      field.setRangeText(text, from, to);
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
  field.setSelectionRange(from + select[0], from + select[1]);
}

// Ask the server about what is typed into `form`; the answer, or null where the session has ended:
// that leads to the page of the login.
export async function ask(form, url, values, signal) {
  const data = new FormData();
  data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  for (const [name, value] of Object.entries(values)) data.set(name, value);
  const answer = await fetch(url, { method: "POST", body: data, signal });
  return answer.ok && !answer.redirected ? answer : null;
}
