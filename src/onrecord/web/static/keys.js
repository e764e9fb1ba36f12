// Keys: / search, j k next and previous row, o open, ? help. The pages work without this file.
"use strict";
(() => {
  const rows = () => [...document.querySelectorAll("[data-item]")].filter((row) => row.offsetParent);
  let at = -1;
  const go = (step) => {
    const all = rows();
    if (!all.length) return;
    if (at >= 0 && all[at]) all[at].classList.remove("at");
    at = Math.max(0, Math.min(all.length - 1, at + step));
    all[at].classList.add("at");
    all[at].scrollIntoView({ block: "center", behavior: "instant" });
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.closest("input, textarea, select");
    if (typing) {
      if (event.key === "Escape") typing.blur();
      return;
    }
    const help = document.getElementById("help");
    if (event.key === "/") {
      event.preventDefault();
      document.getElementById("q").select();
    } else if (event.key === "j") go(1);
    else if (event.key === "k") go(-1);
    else if (event.key === "o" && at >= 0) {
      const link = rows()[at].querySelector("a.go, a.words, a[href]");
      if (link) link.click();
    } else if (event.key === "?") help.open ? help.close() : help.showModal();
  });
})();
