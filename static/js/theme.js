// Light or dark as chosen, else as the system says, before anything is painted.
{
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  let chosen;
  const isDark = () => (chosen ? chosen === "dark" : system.matches);
  const show = () => {
    try { chosen = localStorage.theme; } catch { /* this page only */ }
    root.dataset.theme = chosen ?? "system";
    document.querySelector(".theme-switch")?.setAttribute("aria-pressed", isDark());
  };
  const choose = () => {
    // To choose what the system says is to follow it.
    chosen = isDark() !== system.matches ? undefined : isDark() ? "light" : "dark";
    try {
      if (chosen) localStorage.theme = chosen;
      else delete localStorage.theme;
    } catch {}
    show();
  };
  show();
  system.addEventListener("change", show);
  for (const name of ["DOMContentLoaded", "pageshow"]) addEventListener(name, show);
  addEventListener("click", (event) => event.target.closest(".theme-switch") && choose());
}
