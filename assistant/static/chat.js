// Runs once per part of the page (`element`): its buttons tell the server what was chosen, and
// after an answer comes back the focus goes where the reader is.
const focusLater = (find) => requestAnimationFrame(() => {
  const target = find();
  target?.focus();
  const panel = target?.closest(".panel");
  // Beside the answer the panel is in view already; under it, it must come into view.
  if (panel && matchMedia("(max-width: 64rem)").matches) panel.scrollIntoView({ block: "start" });
});

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
  const sheet = element.querySelector(".sheet");
  sheet?.querySelector("img").decode().then(() => {
    // The quote comes into view with some lines before it.
    sheet.scrollTop = sheet.dataset.down * sheet.scrollHeight - sheet.clientHeight / 3;
    sheet.scrollLeft = sheet.dataset.across * sheet.scrollWidth - 24;
  }, () => {});
  const mark = element.querySelector(".page-text mark");
  const text = mark?.closest(".page-text");
  if (text) text.scrollTop = mark.offsetTop - text.offsetTop - 40;
});

// Gradio's folding part does not tell a screen reader whether it is open, nor name its group.
// It is drawn later than this runs, and drawn again when it opens.
const tellFold = () => {
  const button = document.querySelector("#filter > button");
  const content = document.querySelector("#filter > [data-testid='accordion-content']");
  if (!button || !content) return;
  const open = String(content.style.display !== "none");
  if (button.getAttribute("aria-expanded") !== open) button.setAttribute("aria-expanded", open);
  const group = content.querySelector("fieldset");
  if (group && !group.hasAttribute("aria-label")) group.setAttribute("aria-label", "Soort document");
};
const watched = { childList: true, subtree: true, attributes: true, attributeFilter: ["style"] };
if (element.closest("#answer")) {
  const page = element.closest("main") ?? document.body;
  new MutationObserver(tellFold).observe(page.querySelector("#ask") ?? page, watched);
  tellFold();
}
