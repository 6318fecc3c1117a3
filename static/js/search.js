// Suggests names while a reader types: a combobox with a list, as the ARIA Authoring Practices describe it.
// Without it the form is sent as ever.
const WAIT = 120; // milliseconds after the last key

function start(input) {
  const list = document.createElement("ul");
  list.id = `${input.id}-suggestions`;
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels[0].textContent.trim());
  list.hidden = true;
  input.closest(".search-box__row").append(list);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");
  let chosen = -1;
  let timer = 0;
  let asked = "";

  function show(suggestions) {
    choose(-1);
    list.replaceChildren(...suggestions.map(option));
    list.hidden = suggestions.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
  }

  function close() {
    clearTimeout(timer);
    asked = ""; // an answer that is still on its way comes too late
    show([]);
  }

  function option({ title, language, kind, url }, place) {
    const item = document.createElement("li");
    item.id = `${list.id}-${place}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.dataset.url = url;
    const name = document.createElement("span");
    name.textContent = title;
    name.lang = language;
    const note = document.createElement("span");
    note.className = "suggestions__kind";
    note.textContent = kind;
    item.append(name, " ", note);
    item.addEventListener("click", () => location.assign(url));
    return item;
  }

  function choose(place) {
    list.children[chosen]?.setAttribute("aria-selected", "false");
    chosen = place;
    const item = list.children[chosen];
    item?.setAttribute("aria-selected", "true");
    item?.scrollIntoView({ block: "nearest" });
    if (item) input.setAttribute("aria-activedescendant", item.id);
    else input.removeAttribute("aria-activedescendant");
  }

  async function ask() {
    const question = input.value.trim();
    if (question.length < 2) return close();
    asked = question;
    const answer = await fetch(`${input.dataset.suggestions}?q=${encodeURIComponent(question)}`);
    const suggestions = answer.ok ? (await answer.json()).suggestions : [];
    if (asked === question) show(suggestions);
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => ask().catch(close), WAIT);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // Vietnamese keyboards choose letters with the same keys
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (list.hidden) {
      if (step === 1) ask().catch(close);
    } else if (step) {
      event.preventDefault();
      // One place more than the list: the field itself.
      const places = list.children.length + 1;
      choose(((chosen + 1 + step + places) % places) - 1);
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      location.assign(list.children[chosen].dataset.url);
    } else if (event.key === "Escape") {
      event.preventDefault(); // the second one empties the field
      close();
    }
  });
  // The field keeps the focus while the list is pressed, or it would close before the click.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  input.addEventListener("blur", close);
}

for (const input of document.querySelectorAll("input[data-suggestions]")) start(input);
