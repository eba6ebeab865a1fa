// Runs once per part of the page (`element`): its buttons tell the server what was chosen, and
// after an answer comes back the focus goes where the reader is.
const focusLater = (find) => requestAnimationFrame(() => find()?.focus());

element.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-source], button[data-page], button[data-close]");
  if (!button || button.disabled) return;
  const wish = {};
  if (button.dataset.source) {
    wish.source = Number(button.dataset.source);
    // Where to go back to when the source is closed.
    window.piketpaalMarker = button.closest("#answer") ? button : null;
  }
  if (button.dataset.page) wish.page = Number(button.dataset.page);
  window.piketpaalWish = button.dataset.close ? "close" : button.dataset.page ? "turn" : "open";
  trigger("click", wish);
});

element.addEventListener("keydown", (event) => {
  const close = element.querySelector("button[data-close]");
  if (event.key === "Escape" && close) close.click();
});

watch("value", () => {
  const wish = window.piketpaalWish;
  window.piketpaalWish = null;
  const number = element.querySelector("[data-open]")?.dataset.open;
  if (element.querySelector(".panel")) {
    for (const marker of document.querySelectorAll("#answer .marker")) {
      marker.toggleAttribute("data-current", marker.dataset.source === number);
    }
  }
  if (wish === "close") {
    const back = window.piketpaalMarker;
    focusLater(() => (back?.isConnected ? back : element.querySelector("#source-heading")));
  } else if (wish === "open") {
    focusLater(() => element.querySelector("#source-heading"));
  }
  const mark = element.querySelector(".page-text mark");
  const text = mark?.closest(".page-text");
  if (text) text.scrollTop = mark.offsetTop - text.offsetTop - 40;
});
