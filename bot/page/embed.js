// One line in a college's site, <script src="https://…/embed.js" async></script>, makes a button that opens the chat page
// within that site. `data-label` is the button's text, `data-side="left"` its corner. Nothing of the site is read.
(() => {
  "use strict";
  const EMBEDDABLE = false; // the service says true once the college's site is in its configuration
  const script = document.currentScript;
  if (!script || document.getElementById("gongkai-button")) return;
  const page = new URL("/", script.src);
  const label = script.dataset.label || "问一问";
  const side = script.dataset.side === "left" ? "left" : "right";
  const narrow = matchMedia("(max-width: 30rem)");

  // Set one by one: a style attribute would need the site's policy to allow it.
  function dress(element, style) {
    for (const name of Object.keys(style)) element.style.setProperty(name, style[name], "important");
    return element;
  }

  const open = dress(document.createElement(EMBEDDABLE ? "button" : "a"), {
    position: "fixed", bottom: "1rem", [side]: "1rem", "z-index": "2147483646", padding: ".7rem 1.2rem", border: "0",
    "border-radius": "2rem", background: "#0b6b5b", color: "#fff", font: "600 1rem/1.5 system-ui, sans-serif",
    cursor: "pointer", "text-decoration": "none", "box-shadow": "0 2px 10px #0005",
  });
  open.id = "gongkai-button";
  open.textContent = label;

  if (!EMBEDDABLE) {
    open.href = page.href;
    open.target = "_blank";
    open.rel = "noopener";
    document.body.append(open);
    return;
  }

  let panel = null;
  open.type = "button";
  open.setAttribute("aria-expanded", "false");

  function build() {
    const frame = dress(document.createElement("iframe"), { flex: "1", width: "100%", border: "0" });
    frame.src = page.href;
    frame.title = label;
    frame.allow = "clipboard-write; web-share";
    const close = dress(document.createElement("button"), {
      "align-self": "flex-end", margin: "0", padding: ".5rem 1rem", border: "0", background: "transparent",
      color: "#fff", font: "600 1rem/1.5 system-ui, sans-serif", cursor: "pointer",
    });
    close.type = "button";
    close.textContent = "关闭 ✕";
    close.addEventListener("click", () => show(false));
    panel = document.createElement("div");
    panel.id = "gongkai-panel";
    panel.setAttribute("role", "dialog");
    panel.setAttribute("aria-label", label);
    panel.append(close, frame);
    addEventListener("message", (event) => {
      if (event.source === frame.contentWindow && event.origin === page.origin && event.data === "gongkai:close") show(false);
    });
    document.body.append(panel);
    open.setAttribute("aria-controls", panel.id);
  }

  function lay(shown) {
    dress(panel, {
      display: shown ? "flex" : "none", "flex-direction": "column", position: "fixed", "z-index": "2147483647",
      background: "#0b6b5b", overflow: "hidden", "box-shadow": "0 4px 24px #0006",
      ...(narrow.matches
        ? { inset: "0", width: "auto", height: "auto", "border-radius": "0" }
        : { inset: "auto", bottom: "1rem", [side]: "1rem", width: "26rem", height: "min(42rem, calc(100vh - 2rem))", "border-radius": ".8rem" }),
    });
  }

  function show(shown) {
    if (!panel) build();
    lay(shown);
    open.setAttribute("aria-expanded", String(shown));
    (shown ? panel.firstChild : open).focus();
  }

  open.addEventListener("click", () => show(open.getAttribute("aria-expanded") !== "true"));
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && open.getAttribute("aria-expanded") === "true") show(false);
  });
  document.body.append(open);
})();
