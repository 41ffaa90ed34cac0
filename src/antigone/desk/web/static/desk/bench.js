// The worksheet of the bench, one component at a time, by keys. Each is sent when it is kept, and the next comes at once.
"use strict";
(function () {
  const page = document.getElementById("bench-page");
  const form = document.getElementById("sheet-form");
  if (!form) return;
  document.documentElement.classList.add("scripted");
  const step = form.dataset.step;
  const components = Array.from(form.querySelectorAll(".component"));
  const links = new Map(Array.from(form.querySelectorAll(".strip a"), (each) => [each.dataset.of, each]));
  const faults = document.getElementById("faults");
  const on = document.getElementById("on");
  const oneByOne = step !== "conclude" && components.length > 0;
  let at = -1;
  let sending = Promise.resolve();

  const how = (component) => component.querySelector(".hows input:checked");
  const words = (component) => component.querySelector("textarea");
  const comparing = step === "compare" || step === "conclude";

  function go(to) {
    if (!oneByOne) return;
    at = Math.max(0, Math.min(components.length, to));
    components.forEach((each, n) => each.classList.toggle("now", n === at));
    form.classList.toggle("at-the-end", at === components.length);
    links.forEach((link, name) => link.toggleAttribute("aria-current", at < components.length && name === components[at].dataset.component));
    const here = components[at] || on;
    if (here) here.focus({ preventScroll: true });
    if (at < components.length) {
      const link = links.get(components[at].dataset.component);
      link.setAttribute("aria-current", "true");
      link.scrollIntoView({ block: "nearest", inline: "center" });
    }
  }

  // The next that is not kept yet, after this one; at the end, the first that was left out.
  function forward() {
    const open = (each) => !("kept" in each.dataset);
    const next = components.findIndex((each, n) => n > at && open(each));
    if (next >= 0) return go(next);
    const left = components.findIndex((each, n) => n !== at && open(each));
    go(left >= 0 ? left : components.length);
  }

  // What is plainly missing is said at once; everything else the desk says.
  function lacking(component) {
    const chosen = how(component);
    if (!chosen) return "how";
    if (comparing) return chosen.value === "different" && !words(component).value.trim() ? "words" : "";
    if (chosen.value === "not-seen" || words(component).value.trim()) return "";
    return component.querySelector(".sees input:checked") ? "" : "sees";
  }

  function keep(component) {
    const name = component.dataset.component;
    component.dataset.kept = "";
    const body = new FormData();
    for (const [field, value] of new FormData(form)) {
      if (field.startsWith(name + "-") || ["csrfmiddlewaretoken", "step", "clear"].includes(field)) body.append(field, value);
    }
    body.append("do", "save:" + name);
    links.get(name).setAttribute("data-kept", "");
    sending = sending.then(() => send(component, name, body));
  }

  function send(component, name, body) {
    return fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } })
      .then((answer) => answer.json())
      .then(function (said) {
        if (said.late) return location.assign(form.action);
        if (said.progress) document.getElementById("progress").textContent = said.progress;
        wrong(component, name, said.error);
        if (said.moved) location.assign(form.action);
      })
      .catch(() => wrong(component, name, form.dataset.failed));
  }

  function wrong(component, name, error) {
    const line = component.querySelector(".errorlist"), link = links.get(name);
    line.textContent = error || "";
    line.hidden = !error;
    link.toggleAttribute("data-wrong", Boolean(error));
    const listed = faults.querySelector(`[href="#c-${name}"]`);
    if (!error) {
      if (listed) listed.closest("li").remove();
      faults.hidden = !faults.querySelector("li");
      return;
    }
    delete component.dataset.kept;
    link.removeAttribute("data-kept");
    if (!listed) {
      const item = document.createElement("li"), to = document.createElement("a");
      to.href = "#c-" + name;
      to.textContent = `${link.textContent}: ${error}`;
      item.append(to);
      faults.querySelector("ul").append(item);
    }
    faults.hidden = false;
    if (at === components.length) go(components.indexOf(component));
  }

  function decide(component) {
    const lacks = lacking(component);
    if (lacks === "words") return words(component).focus();
    if (lacks) return wrong(component, component.dataset.component, lacks === "how" ? form.dataset.how : form.dataset.sees);
    keep(component);
    return forward();
  }

  // "None to be seen" says all that there is to say.
  const alone = (component, input) => input.checked && input.value === "none" && component.querySelectorAll(".sees input:checked").length === 1;

  // A key in a component: 1-3, then letters for what is seen (or explains), with shift for what may have changed it.
  function keyOfComponent(event, name) {
    const component = components[at];
    if (!component) return false;
    const wanted = event.shiftKey ? name.toUpperCase() : name;
    const input = component.querySelector(`input[data-key="${CSS.escape(wanted)}"]`);
    if (!input) return false;
    if (input.type === "radio") {
      input.checked = true;
      decide(component);
    } else {
      input.checked = !input.checked;
      const aside = input.closest("details");
      if (aside) aside.open = true;
      if (!comparing && !aside && !how(component)) component.querySelector("[value=seen]").checked = true;
      if (alone(component, input)) decide(component);
    }
    return true;
  }

  const letter = (event) => (/^Key[A-Z]$/.test(event.code) && !/^[a-z]$/i.test(event.key) ? event.code.slice(3) : event.key);

  function plain(event) {
    const name = letter(event).length === 1 ? letter(event).toLowerCase() : event.key;
    if (event.key === "?") { const keys = document.getElementById("keys"); keys.open = !keys.open; return true; }
    if (oneByOne && at < components.length) {
      if (event.key === " ") { words(components[at]).focus(); return true; }
      if (event.key === "Enter") { decide(components[at]); return true; }
    }
    if (oneByOne && event.key === "PageDown") { go(at + 1); return true; }
    if (oneByOne && event.key === "PageUp") { go(at - 1); return true; }
    if (step === "conclude" && /^[1-9]$/.test(event.key)) return level(Number(event.key));
    if (keyOfComponent(event, name)) return true;
    return Boolean(window.bench && (window.bench.key(event, name) || (window.bench.brushKey && window.bench.brushKey(name))));
  }

  function level(number) {
    const found = document.querySelectorAll("#level input")[number - 1];
    if (!found) return false;
    found.checked = true;
    document.getElementById("reasons").focus();
    return true;
  }

  // Single keys act only while the focus is on the bench, and not where somebody writes.
  page.addEventListener("keydown", function (event) {
    const writes = event.target.matches("textarea, input[type=text]");
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      if (oneByOne && components[at]) decide(components[at]); else if (on) on.click();
      return;
    }
    if (writes) {
      if (event.key === "Escape") (components[at] || page.querySelector("#work")).focus();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.key === "Tab") return;
    if ((event.key === "Enter" || event.key === " ") && event.target.closest("a, button, summary, input")) return;
    if (event.target.matches("[type=range]") && event.key.startsWith("Arrow")) return;
    if (event.target.matches("[type=radio]") && event.key.startsWith("Arrow")) return;
    if (plain(event)) event.preventDefault();
  });

  // What was chosen by mouse says that it is seen, too.
  form.addEventListener("change", function (event) {
    const component = event.target.closest(".component");
    if (component && event.target.closest(".sees") && !how(component)) component.querySelector("[value=seen]").checked = true;
  });
  form.addEventListener("click", function (event) {
    const button = event.target.closest(".keep");
    if (!button || !oneByOne) return;
    event.preventDefault();
    decide(button.closest(".component"));
  });
  document.addEventListener("click", function (event) {
    const link = event.target.closest(".strip a, #faults a");
    const component = link && document.getElementById(link.hash.slice(1));
    if (!component) return;
    if (component.closest("details")) component.closest("details").open = true;
    if (!component.matches(".component") || !oneByOne) return;
    event.preventDefault();
    go(components.indexOf(component));
  });
  form.addEventListener("submit", function (event) {  // what was sent arrives before a lock
    if (form.dataset.sent) return;
    event.preventDefault();
    form.dataset.sent = "1";
    const by = event.submitter;
    sending.then(() => setTimeout(() => form.requestSubmit(by)));  // not while this one is still being asked about
  });
  page.addEventListener("back", () => (components[at] || on || page.querySelector("#work")).focus({ preventScroll: true }));

  const first = components.findIndex((each) => !("kept" in each.dataset));
  const faulty = components.findIndex((each) => !each.querySelector(".errorlist").hidden);
  if (oneByOne) go(faulty >= 0 ? faulty : first >= 0 ? first : components.length);
  if (!faults.hidden) faults.focus({ preventScroll: true });
  else if (step === "unmask") on.focus();
  else if (step === "done" && document.getElementById("next-work")) document.getElementById("next-work").focus();
  else if (!oneByOne) document.getElementById("work").focus({ preventScroll: true });
})();
