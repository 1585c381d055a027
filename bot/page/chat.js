// The chat page: sends questions to /api/ask and shows the answers with their sources. Everything that comes from
// outside is put in as text, never as HTML. Without this file the page's forms do the same, one page an answer.
"use strict";

const SLOW = 4000; // milliseconds until the page says that the line is slow
const LONGEST = 15000; // milliseconds until it gives up
const RETRY = 5000; // milliseconds between looks at a line that was gone

const talk = document.getElementById("talk");
const form = document.getElementById("form");
const box = document.getElementById("question");
const offline = document.getElementById("offline");
const say = document.getElementById("say");
const memory = tabMemory();
// A shared link has begun a conversation on the server, which a follow-up goes on with.
const conversation = form.elements.namedItem("conversation").value || memory.get("conversation") || fresh();
memory.set("conversation", conversation);
let queue = []; // turns that wait for the network, oldest first

// What this tab remembers; forgotten when it closes. Storage may be forbidden, as in some frames.
function tabMemory() {
  const kept = {};
  return {
    get(name) {
      try { return sessionStorage.getItem(name); } catch { return kept[name]; }
    },
    set(name, value) {
      try { sessionStorage.setItem(name, value); } catch { kept[name] = value; }
    },
  };
}

function fresh() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function element(name, className, ...content) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...content);
  return made;
}

function button(className, label, onclick) {
  const made = element("button", className, label);
  made.type = "button";
  if (onclick) made.addEventListener("click", onclick);
  return made;
}

function isWeb(address) {
  return /^https?:\/\//i.test(address || "");
}

function link(address, ...content) {
  const made = element("a", "", ...content);
  made.href = address;
  if (isWeb(address)) {
    made.target = "_blank";
    made.rel = "noopener noreferrer";
  }
  return made;
}

function safe(address) {
  return isWeb(address) || /^tel:[+\d]+$/.test(address);
}

function textOf(answer) {
  const page = answer.page || { lead: "", parts: [[answer.text, ""]] };
  const lead = page.lead ? [element("strong", "", page.lead)] : [];
  return element("p", "text", ...lead, ...page.parts.map(([text, href]) => (safe(href) ? link(href, text) : text)));
}

function source(citation) {
  const about = [citation.department, citation.published_at].filter(Boolean).join(" · ");
  const summary = element("summary", "", citation.title || "出处", element("span", "meta", about));
  const details = element("details", "cited", summary, element("blockquote", "", citation.quote));
  if (isWeb(citation.url)) {
    const open = link(citation.url, "查看原文", element("span", "hidden", "（新窗口打开）"));
    details.append(element("p", "source", open, " ", element("span", "meta", open.hostname)));
  }
  return details;
}

function asks(label, made) {
  const group = element("div", "asks", ...made);
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", label);
  return group;
}

function judge(page) {
  const made = element("form", "judge", button("", "有用"), button("", "没用"));
  made.dataset.id = page.id;
  if (page.share) {
    const share = link(page.share, "分享");
    share.className = "share";
    made.append(share);
  }
  const said = element("span", "said");
  said.setAttribute("role", "status");
  made.append(said);
  return made;
}

function showAnswer(turn, answer) {
  const item = turn.item;
  item.className = "bot";
  item.replaceChildren(textOf(answer), ...(answer.citations || []).map(source));
  const suggestions = answer.suggestions || [];
  if (suggestions.length) item.append(asks("接着问", suggestions.map((text) => button("ask", text))));
  if (answer.page && answer.page.id) item.append(judge(answer.page));
  if (item === talk.lastElementChild) turn.mine.scrollIntoView({ block: "start" });
  const cited = (answer.citations || []).length;
  announce(item.querySelector(".text").textContent + (cited ? `　出处 ${cited} 份，可展开` : ""));
}

// The buttons that go with a line say what to do about it; the focus must not be lost with the one that was pressed.
function showLine(item, className, line, ...buttons) {
  const hadFocus = item.contains(document.activeElement);
  item.className = `bot ${className}`;
  item.replaceChildren(element("p", "text", line));
  if (buttons.length) item.append(asks("怎么办", buttons));
  if (hadFocus) {
    item.tabIndex = -1;
    item.focus({ preventScroll: true });
  }
}

function announce(line) {
  say.textContent = line;
}

// A turn is a question with the place for its answer; whatever comes back for it goes there and nowhere else.
function start(question) {
  const mine = element("li", "me", element("span", "hidden", "您问："), question);
  const turn = { question, mine, item: element("li", "bot") };
  talk.append(mine, turn.item);
  return turn;
}

function ask(question) {
  const turn = start(question);
  if (navigator.onLine === false) wait(turn);
  else send(turn);
  turn.mine.scrollIntoView({ block: "start" });
}

async function send(turn) {
  showLine(turn.item, "waiting", "正在查找");
  announce("正在查找");
  const stop = new AbortController();
  const slow = setTimeout(() => showLine(turn.item, "waiting", "网络较慢，还在等回答"), SLOW);
  let gaveUp = false;
  const limit = setTimeout(() => {
    gaveUp = true;
    stop.abort();
  }, LONGEST);
  try {
    const response = await fetch("/api/ask", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ question: turn.question, conversation, page: true }),
      signal: stop.signal,
    });
    const answer = response.ok ? await response.json() : null;
    if (answer) showAnswer(turn, answer);
    else fail(turn, reason(response.status));
    return true;
  } catch {
    if (gaveUp) fail(turn, "网络太慢，没有等到回答。");
    else wait(turn);
    return gaveUp;
  } finally {
    clearTimeout(slow);
    clearTimeout(limit);
  }
}

function reason(status) {
  if (status === 429) return "问得有点快，请过几秒再试。";
  if (status === 400 || status === 413) return "这个问题没法受理，请换个说法。";
  return "没能查成，请过一会儿再试。";
}

function fail(turn, line) {
  showLine(turn.item, "failed", line, button("ask act", "再问一次", () => send(turn)));
  announce(line);
}

function wait(turn) {
  queue.push(turn);
  keepQueue();
  const line = navigator.onLine === false ? "网络已断开，问题先留着，连上后自动发送。" : "连不上服务器，问题先留着，连上后自动发送。";
  showLine(
    turn.item,
    "failed",
    line,
    button("ask act", "再问一次", () => resume(turn)),
    button("ask act", "不问了", () => drop(turn)),
  );
  announce(line);
}

function take(turn) {
  queue = queue.filter((other) => other !== turn);
  keepQueue();
}

function resume(turn) {
  take(turn);
  send(turn);
}

function drop(turn) {
  take(turn);
  turn.mine.remove();
  turn.item.remove();
  box.focus();
}

function keepQueue() {
  memory.set("queue", JSON.stringify(queue.map((turn) => turn.question)));
}

let flushing = false;

// Sends what waits, in the order in which it was asked; the first that fails again ends it.
async function flush() {
  if (flushing || navigator.onLine === false) return;
  flushing = true;
  while (queue.length) {
    const turn = queue[0];
    take(turn);
    if (!(await send(turn))) {
      take(turn);
      queue.unshift(turn);
      keepQueue();
      break;
    }
  }
  flushing = false;
}

function showNetwork() {
  const gone = navigator.onLine === false;
  offline.textContent = gone ? "网络已断开。可以照常提问，连上后自动发送。" : "";
  offline.hidden = !gone;
  if (!gone) flush();
}

async function sendJudgement(made, pressed) {
  const buttons = [...made.querySelectorAll("button")];
  const said = made.querySelector(".said");
  const useful = pressed === buttons[0];
  const id = made.dataset.id || made.elements.namedItem("id").value;
  try {
    const response = await fetch("/api/feedback", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ id, useful }),
    });
    if (!response.ok) throw new Error(String(response.status));
    for (const each of buttons) each.setAttribute("aria-pressed", String(each === pressed));
    said.replaceChildren(useful ? "谢谢，已记下。" : "谢谢，已记下。也可以换个说法，或");
    if (!useful) said.append(button("ask plain", "人工"));
  } catch {
    said.textContent = "没有记上，请再点一次。";
  }
}

async function share(anchor) {
  const said = anchor.parentElement.querySelector(".said");
  const url = anchor.href;
  try {
    if (navigator.share && matchMedia("(pointer: coarse)").matches) {
      await navigator.share({ title: document.title, url });
      return;
    }
    await navigator.clipboard.writeText(url);
    said.textContent = "链接已复制。";
  } catch (error) {
    if (error && error.name === "AbortError") return; // the person thought better of it
    const shown = element("input", "url"); // no clipboard here: to copy by hand
    shown.value = url;
    shown.readOnly = true;
    shown.setAttribute("aria-label", "这个回答的链接");
    said.replaceChildren("长按复制链接：", shown);
    shown.select();
  }
}

document.addEventListener("click", (event) => {
  const pressed = event.target.closest("button, a.share");
  if (!pressed) return;
  const judged = pressed.closest("form.judge");
  if (pressed.matches("a.share")) {
    event.preventDefault();
    share(pressed);
  } else if (pressed.matches(".ask:not(.act)")) {
    event.preventDefault();
    ask(pressed.value || pressed.textContent.trim());
  } else if (judged) {
    event.preventDefault();
    sendJudgement(judged, pressed);
  }
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const question = box.value.trim();
  if (!question) return;
  box.value = "";
  grow();
  if (matchMedia("(pointer: coarse)").matches) box.blur(); // the keyboard would hide the answer
  ask(question);
});

// Enter sends, Shift+Enter breaks the line; an Enter that only confirms a Chinese input method's choice does neither
// (Safari tells that by the code 229 alone).
box.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229) {
    event.preventDefault();
    if (form.reportValidity()) form.dispatchEvent(new Event("submit", { cancelable: true }));
  }
});
box.addEventListener("input", grow);

function grow() {
  box.style.height = "";
  if (box.value) box.style.height = `${box.scrollHeight + 2}px`;
}

// Within another page's frame, Escape is for that page, which closes the frame (embed.js).
addEventListener("keydown", (event) => {
  if (event.key === "Escape" && window.parent !== window) window.parent.postMessage("gongkai:close", "*");
});

addEventListener("online", showNetwork);
addEventListener("offline", showNetwork);
document.addEventListener("visibilitychange", () => document.hidden || flush());
setInterval(flush, RETRY);

const shown = document.getElementById("answer");
if (shown) shown.previousElementSibling.scrollIntoView({ block: "start" });
try {
  for (const question of JSON.parse(memory.get("queue") || "[]")) wait(start(question));
} catch {
  keepQueue(); // not ours: forgotten
}
showNetwork();
