// Says every half minute that this form is looked at, and hears who else has the record open.
const EVERY = 30_000;

function people(place) {
  return Array.from(place.querySelectorAll("[data-person]"), (line) => line.dataset.person).join();
}

function watch(place) {
  const { presenceUrl: url } = place.dataset;
  const body = (...more) => {
    const data = new FormData();
    data.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
    for (const name of more) data.set(name, "1");
    return data;
  };

  const ask = async () => {
    if (document.hidden) return;
    const answer = await fetch(url, { method: "POST", body: body() }).catch(() => null);
    // A redirect leads to sign-in: the session has ended, and there is nothing to hear.
    if (!answer?.ok || answer.redirected) return;
    const heard = new DOMParser().parseFromString(await answer.text(), "text/html").body;
    // Only who comes or goes is news: the same line is not read aloud again.
    if (people(heard) !== people(place)) place.replaceChildren(...heard.children);
  };

  setInterval(ask, EVERY);
  document.addEventListener("visibilitychange", ask);
  window.addEventListener("pagehide", () => navigator.sendBeacon(url, body("_left")));
  window.addEventListener("pageshow", ({ persisted }) => persisted && ask());
}

for (const place of document.querySelectorAll("[data-presence-url]")) watch(place);
