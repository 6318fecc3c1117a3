// Zoom, pan and lighting of the map. Without it the map is whole: the land, the names, the links.
const STEP = 1.6;
const MOST = 8;
const calm = matchMedia("(prefers-reduced-motion: reduce)");

function start(figure) {
  const sheet = figure.querySelector(".map__sheet");
  const { width, height } = sheet.viewBox.baseVal;
  const shown = { x: 0, y: 0, zoom: 1 };
  let frame = 0;

  function draw() {
    sheet.setAttribute("viewBox", [shown.x, shown.y, width / shown.zoom, height / shown.zoom].join(" "));
    sheet.style.setProperty("--zoom", shown.zoom);
    figure.classList.toggle("map--zoomed", shown.zoom > 1);
    for (const button of tools.children) {
      const factor = Number(button.dataset.factor);
      // Not `disabled`: that would take the focus away from who zooms by keyboard.
      button.setAttribute("aria-disabled", factor > 1 ? shown.zoom >= MOST : shown.zoom <= 1);
    }
  }

  // Bring the point (x, y) to the middle as far as the map reaches.
  function go(x, y, zoom) {
    const to = { zoom: Math.min(Math.max(zoom, 1), MOST) };
    to.x = Math.min(Math.max(x - width / to.zoom / 2, 0), width - width / to.zoom);
    to.y = Math.min(Math.max(y - height / to.zoom / 2, 0), height - height / to.zoom);
    const from = { ...shown };
    const began = performance.now();
    cancelAnimationFrame(frame);
    function move(now) {
      const share = calm.matches ? 1 : Math.min(Math.max((now - began) / 180, 0), 1);
      for (const key of ["x", "y", "zoom"]) shown[key] = from[key] + share * (to[key] - from[key]);
      draw();
      if (share < 1) frame = requestAnimationFrame(move);
    }
    move(began);
  }

  const middle = () => [shown.x + width / shown.zoom / 2, shown.y + height / shown.zoom / 2];

  const tools = document.createElement("div");
  tools.className = "map__tools";
  for (const [factor, sign, name] of [[STEP, "+", "in"], [1 / STEP, "−", "out"], [0, "↺", "whole"]]) {
    const button = document.createElement("button");
    button.className = "button button--quiet";
    button.type = "button";
    button.dataset.factor = factor;
    button.textContent = sign;
    button.setAttribute("aria-label", figure.dataset[name]);
    button.addEventListener("click", () => go(...middle(), factor * shown.zoom));
    tools.append(button);
  }
  sheet.before(tools);

  let held = null;
  sheet.addEventListener("pointerdown", (event) => {
    if (shown.zoom > 1 && event.button === 0) held = { x: event.clientX, y: event.clientY, dragged: false };
  });
  addEventListener("pointermove", (event) => {
    if (!held) return;
    const unit = width / shown.zoom / sheet.clientWidth;
    const [dx, dy] = [event.clientX - held.x, event.clientY - held.y];
    if (!held.dragged && Math.hypot(dx, dy) < 5) return;
    const far = [width - width / shown.zoom, height - height / shown.zoom];
    shown.x = Math.min(Math.max(shown.x - dx * unit, 0), far[0]);
    shown.y = Math.min(Math.max(shown.y - dy * unit, 0), far[1]);
    held = { x: event.clientX, y: event.clientY, dragged: true };
    draw();
  });
  addEventListener("pointerup", () => setTimeout(() => (held = null)));
  addEventListener("pointercancel", () => (held = null));
  // A drag that ends on a city does not visit it.
  sheet.addEventListener("click", (event) => held?.dragged && event.preventDefault(), true);
  sheet.addEventListener("dragstart", (event) => event.preventDefault());

  // Who goes from city to city by keyboard sees each.
  sheet.addEventListener("focusin", ({ target }) => {
    if (shown.zoom === 1) return;
    const { e: x, f: y } = target.transform.baseVal.consolidate().matrix;
    go(x, y, shown.zoom);
  });

  draw();
  return sheet;
}

// Light the land and cities that `fits` chooses; null lights all alike.
function light(sheet, fits) {
  sheet.classList.toggle("map--lit", Boolean(fits));
  for (const part of sheet.querySelectorAll("[data-country]")) {
    part.classList.toggle("is-lit", Boolean(fits?.(part)));
  }
}

for (const figure of document.querySelectorAll("[data-map]")) {
  const sheet = start(figure);
  for (const group of document.querySelectorAll(".country-group[data-country]")) {
    const fits = (part) => part.dataset.country === group.dataset.country;
    for (const event of ["pointerenter", "focusin"]) group.addEventListener(event, () => light(sheet, fits));
    for (const event of ["pointerleave", "focusout"]) group.addEventListener(event, () => light(sheet, null));
  }
  const areas = document.getElementById("filter-focus_area");
  areas?.addEventListener("change", () => {
    const fits = (part) => part.dataset.areas?.split(" ").includes(areas.value);
    light(sheet, areas.value && sheet.querySelector("[data-areas]") ? fits : null);
  });
}
