// The chat page: sends a question to /api/ask and shows the answer with its sources. Everything that comes from
// outside is put in as text, never as HTML.
"use strict";

const talk = document.getElementById("talk");
const form = document.getElementById("form");
const box = document.getElementById("question");
const send = document.getElementById("send");
const offline = document.getElementById("offline");
const scroller = document.querySelector("main");
const conversation = conversationId();
let busy = false;

// One conversation a tab, so that "那住宿费呢" finds its question; forgotten when the tab closes.
function conversationId() {
  const fresh = () =>
    Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  try {
    const kept = sessionStorage.getItem("conversation") || fresh();
    sessionStorage.setItem("conversation", kept);
    return kept;
  } catch {
    return fresh(); // storage may be forbidden
  }
}

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

function link(address, label) {
  const made = element("a", "", label);
  made.href = address;
  made.target = "_blank";
  made.rel = "noopener noreferrer";
  return made;
}

function isWeb(address) {
  return /^https?:\/\//i.test(address || "");
}

// Answers are written for WeChat: text in which <a href="…">…</a> is a link. Nothing else in it is markup.
function textWithLinks(text) {
  const made = element("p", "text");
  const pattern = /<a\s[^>]*?href=(?:"([^"]*)"|'([^']*)')[^>]*>(.*?)<\/a>|(https?:\/\/[^\s<>"'，。；）】」》]+)/gs;
  let from = 0;
  for (const found of text.matchAll(pattern)) {
    made.append(text.slice(from, found.index));
    const address = found[4] || found[1] || found[2];
    made.append(isWeb(address) ? link(address, found[3] || address) : found[3] || "");
    from = found.index + found[0].length;
  }
  made.append(text.slice(from));
  return made;
}

function source(citation) {
  const details = element("details");
  const summary = element("summary", "", citation.title || "出处");
  summary.append(element("span", "meta", [citation.department, citation.published_at].filter(Boolean).join(" · ")));
  details.append(summary, element("blockquote", "", citation.quote));
  if (isWeb(citation.url)) {
    const line = element("p", "source");
    line.append(link(citation.url, "查看原文"));
    details.append(line);
  }
  return details;
}

function show(className, ...content) {
  const item = element("li", className);
  item.append(...content);
  talk.append(item);
  scroller.scrollTo({ top: item.offsetTop - scroller.offsetTop - 12 });
  return item;
}

function showAnswer(answer) {
  const asks = element("div", "asks");
  for (const suggestion of answer.suggestions || []) {
    const button = element("button", "ask", suggestion);
    button.type = "button";
    asks.append(button);
  }
  show("bot", textWithLinks(answer.text), ...(answer.citations || []).map(source), asks);
}

function showFailure(reason, question) {
  const again = element("button", "ask", "再问一次");
  again.type = "button";
  again.dataset.question = question;
  const asks = element("div", "asks");
  asks.append(again);
  show("bot failed", element("p", "text", reason), asks);
}

async function answerTo(question) {
  const response = await fetch("/api/ask", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ question, conversation }),
    signal: AbortSignal.timeout ? AbortSignal.timeout(20000) : undefined,
  });
  if (!response.ok) throw new Error(String(response.status));
  return response.json();
}

async function ask(question) {
  if (busy || !question) return;
  busy = true;
  send.disabled = true;
  show("me", question);
  const waiting = show("bot waiting", element("p", "text", "正在查找"));
  try {
    const answer = await answerTo(question);
    waiting.remove();
    showAnswer(answer);
  } catch {
    waiting.remove();
    showFailure(navigator.onLine ? "没能查成，请过一会儿再试。" : "网络已断开，问题没有发出去。", question);
  } finally {
    busy = false;
    send.disabled = false;
  }
}

function grow() {
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight + 2}px`;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const question = box.value.trim();
  if (busy || !question) return;
  box.value = "";
  grow();
  ask(question);
});

// Enter sends, Shift+Enter breaks the line; an Enter that only confirms a Chinese input method's choice does neither.
box.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit();
  }
});
box.addEventListener("input", grow);

talk.addEventListener("click", (event) => {
  const button = event.target.closest("button.ask");
  if (button) ask(button.dataset.question || button.textContent);
});

function showNetwork() {
  offline.hidden = navigator.onLine;
}
addEventListener("online", showNetwork);
addEventListener("offline", showNetwork);
showNetwork();
