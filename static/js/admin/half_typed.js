// A control of the browser for dates or numbers sends nothing while what is typed is not whole, and
// nothing may mean "now". Such a form is not sent, and the page's language says why: not the
// browser's, whose own checks stay for those without scripts.
const { halfTyped } = document.currentScript.dataset;

for (const form of document.forms) form.noValidate = true;

document.addEventListener("submit", (event) => {
  const control = [...event.target.elements].find(({ validity }) => validity?.badInput);
  if (!control) return;
  event.preventDefault();
  control.setCustomValidity(halfTyped);
  control.reportValidity();
  control.addEventListener("input", () => control.setCustomValidity(""), { once: true });
}, { capture: true });
