// Niceties only: every page works without this file.
"use strict";

// Follows a publish, and shows the page anew when it has ended.
const box = document.querySelector("[data-follow]");
if (box) {
  const bar = box.querySelector("progress");
  const counts = box.querySelector("#counts");
  const follow = async () => {
    try {
      const response = await fetch(box.dataset.follow, { headers: { Accept: "application/json" } });
      const state = response.ok ? await response.json() : { running: false };
      if (!state.running) {
        location.replace("/staff/publish");
        return;
      }
      if (state.total) {
        bar.max = state.total;
        bar.value = state.done;
        counts.textContent = `${state.done} / ${state.total} 段`;
      }
    } catch {
      // the network comes back, or the person reloads
    }
    setTimeout(follow, 700);
  };
  setTimeout(follow, 700);
}

// A form that was sent is not sent twice by a second tap; the button that was pressed is still part of what is sent.
document.addEventListener("submit", (event) => {
  setTimeout(() => {
    for (const button of event.target.querySelectorAll("button")) button.disabled = true;
  });
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted) for (const button of document.querySelectorAll("button")) button.disabled = false;
});
