// A candidate list and a pair of faces by keys: next, open, choose, cover, larger, full screen. What is uncovered is covered
// again by a key, and after two minutes without a hand. Without it all is there as links and forms.

const IDLE = 120_000;
const AGAIN = 60_000;
const root = document.documentElement;
const keys = document.getElementById("keys");
const covering = document.getElementById("covering");
root.classList.add("scripted");

const lines = Array.from(document.querySelectorAll("[data-line]"));
let at = -1;

function current() {
  const line = document.activeElement && document.activeElement.closest("[data-line]");
  return line || lines[at] || null;
}

function step(by) {
  if (!lines.length) return follow(by > 0 ? "a[rel=next]" : "a[rel=prev]");
  const here = lines.indexOf(current());
  at = Math.min(lines.length - 1, Math.max(0, here + by));
  const goal = lines[at].querySelector("a.open, input, a");
  if (goal) goal.focus({ preventScroll: true });
  lines[at].scrollIntoView({ block: "nearest" });
}

function follow(selector) {
  const link = document.querySelector(selector);
  if (link) link.click();
}

function open() {
  const line = current();
  follow(line ? `[data-line="${line.dataset.line}"] a.open` : "#faces section:last-child figcaption a");
}

function choose() {
  const line = current();
  const box = line && line.querySelector("[name=chosen]");
  if (box) box.checked = !box.checked;
}

// With all that are chosen; with the one at hand if none is.
function withChosen(button, link) {
  const form = document.getElementById("chosen");
  if (!form) return follow(link);
  const does = form.querySelector(button);
  if (!does) return;
  if (!form.querySelector("[name=chosen]:checked")) choose();
  if (form.querySelector("[name=chosen]:checked")) does.click();
}

function isUncovered() {
  return document.querySelector("[data-hides]") !== null;
}

function post(address, form) {
  return fetch(address, { method: "POST", body: new FormData(form), credentials: "same-origin", keepalive: true });
}

function cover() {
  document.querySelectorAll("[data-hides]").forEach(function (each) {
    if (each.dataset.hides) each.setAttribute("src", each.dataset.hides);
    else each.remove();
    delete each.dataset.hides;
  });
  document.querySelectorAll(".covered-face").forEach(function (each) { each.hidden = false; });
  document.querySelectorAll(".hides .clear-face").forEach(function (each) { each.hidden = true; });
  const body = document.createElement("form");
  body.append(covering.querySelector("input").cloneNode());
  post(covering.dataset.cover, body);
}

function coverOrNot() {
  if (isUncovered()) return cover();
  const form = document.querySelector("form.uncover");
  if (form) form.requestSubmit();
}

// Whoever is at work keeps the face uncovered, here and at the desk; whoever does nothing covers it.
let idle = null;
let told = Date.now();
function alive() {
  if (!isUncovered()) return;
  clearTimeout(idle);
  idle = setTimeout(cover, IDLE);
  if (Date.now() - told < AGAIN) return;
  told = Date.now();
  const form = document.querySelector(".covered-face[hidden] form.uncover");
  if (form) post(form.action, form);
}
["keydown", "pointermove", "pointerdown", "scroll", "touchstart"].forEach(function (name) {
  addEventListener(name, alive, { passive: true });
});
addEventListener("pageshow", function (event) { if (event.persisted) cover(); });
alive();

function fullScreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.getElementById("faces").requestFullscreen();
}

const does = {
  n: function () { step(1); },
  p: function () { step(-1); },
  o: open,
  s: choose,
  e: function () { withChosen("button:not([formaction])", "#examine"); },
  x: function () { withChosen("button[formaction]", "#exclude"); },
  c: coverOrNot,
  l: function () { root.classList.toggle("larger"); },
  f: fullScreen,
  1: function () { follow("[data-key='1']"); },
  2: function () { follow("[data-key='2']"); },
  3: function () { follow("[data-key='3']"); },
  "?": function () { keys.showModal(); },
};
const on = document.getElementById("keys-on");
const writes = "select, textarea, input:not([type=checkbox])";
addEventListener("keydown", function (event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (keys.open || !on.checked || event.target.closest(writes)) return;
  const act = does[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});
const ask = document.getElementById("ask-keys");
if (ask) ask.addEventListener("click", function () { keys.showModal(); });
