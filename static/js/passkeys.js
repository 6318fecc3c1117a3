// Passkeys: the browser asks the device, its answer goes into the form, and the form is sent.
// A form names where the questions are: an address, or the id of the element that holds them.

async function questions(place) {
  if (!place.startsWith("/")) return JSON.parse(document.getElementById(place).textContent);
  const answer = await fetch(place, { headers: { Accept: "application/json" } });
  return answer.json();
}

async function ask(form) {
  const { creation_options: creation, request_options: request } = await questions(form.dataset.passkeyOptions);
  if (request) return webauthnJSON.get(request);
  const isAlone = form.elements.passwordless.checked;
  const needs = creation.publicKey.authenticatorSelection;
  needs.residentKey = isAlone ? "required" : "discouraged";
  needs.requireResidentKey = isAlone;
  if (isAlone) needs.userVerification = "required";
  return webauthnJSON.create(creation);
}

// Browsers bind passkeys to a name; an address of numbers has none.
const isUsable = window.PublicKeyCredential && !/^[\d.]+$|:/.test(location.hostname);
for (const note of document.querySelectorAll("[data-passkey-unusable]")) note.hidden = isUsable;

for (const form of document.querySelectorAll("[data-passkey-options]")) {
  // Without scripts or passkeys the form stays out of sight.
  form.hidden = !isUsable;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const failed = form.querySelector("[data-passkey-failed]");
    failed.hidden = true;
    try {
      form.elements.credential.value = JSON.stringify(await ask(form));
      form.submit();
    } catch {
      failed.hidden = false;
    }
  });
}
