// Beside a date in a control of the browser: the same in words of the page's language. A time is the
// portal's, wherever the browser stands.
function wordsOf({ valueAsNumber, dataset: { locale, zone } }) {
  if (Number.isNaN(valueAsNumber)) return "";
  // The control's number is what it shows, as if that were UTC.
  const style = { dateStyle: "full", timeStyle: zone && "short", timeZone: "UTC" };
  const words = new Intl.DateTimeFormat(locale, style).format(valueAsNumber);
  return zone ? `${words} (${zone})` : words;
}

function setUp(root) {
  for (const control of root.querySelectorAll("input[data-locale]")) {
    // The form that is copied for each new part; its copies come here by themselves.
    if (control.closest(".empty-form")) continue;
    const output = document.createElement("output");
    Object.assign(output, { className: "date-in-words", htmlFor: control.id, id: `${control.id}_words` });
    (control.closest("label") ?? control).after(output);
    const described = [control.getAttribute("aria-describedby"), output.id];
    control.setAttribute("aria-describedby", described.filter(Boolean).join(" "));
    const say = () => (output.value = wordsOf(control));
    control.addEventListener("input", say);
    say();
  }
}

setUp(document);
document.addEventListener("formset:added", ({ target }) => setUp(target));
