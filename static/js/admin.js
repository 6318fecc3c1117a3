// Select2 leaves its boxes without a name while they are empty; who hears the page needs one.
function nameBoxes() {
  for (const container of document.querySelectorAll(".select2-container")) {
    const label = container.previousElementSibling?.labels?.[0];
    if (!label) continue;
    label.id ||= `${label.htmlFor}_label`;
    for (const box of container.querySelectorAll("[role=combobox], [role=textbox], [role=searchbox]")) {
      box.setAttribute("aria-labelledby", box.id ? `${label.id} ${box.id}` : label.id);
    }
  }
}

// The box that opens under a closed one stands elsewhere in the page.
function nameSearchBox({ target }) {
  const box = document.querySelector(".select2-search--dropdown .select2-search__field");
  box?.setAttribute("aria-label", target.labels[0].textContent.trim());
  const closed = target.nextElementSibling.querySelector("[role=combobox]");
  closed?.setAttribute("aria-controls", closed.getAttribute("aria-owns"));
}

// The form of a new record has its uid in its address: the browser's way back then leads to the
// record that it made, not to a second one.
function keepUid() {
  const uid = document.querySelector("form input[name=uid]")?.value;
  if (!uid) return;
  const address = new URL(location);
  address.searchParams.set("uid", uid);
  history.replaceState(null, "", address);
}

window.addEventListener("load", () => {
  keepUid();
  // After Django's own script, which waits for jQuery.
  django.jQuery(nameBoxes);
  django.jQuery(document).on("select2:open", nameSearchBox);
});
document.addEventListener("formset:added", () => setTimeout(nameBoxes));

// From now on the buttons of a form stand at the window's edge; on a page that nobody has moved yet
// they would cover a field without need.
document.addEventListener("scroll", () => document.documentElement.classList.add("is-moved"), { once: true });
