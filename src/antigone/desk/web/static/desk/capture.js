// One view after the other of one body: shows what was taken, judges it at once, keeps it until it is sent, and goes on by
// the label of the next body. Without this script every view is a form of its own.
"use strict";
(async function () {
  const root = document.getElementById("capture");
  if (!root) return;
  const words = root.dataset;
  const byId = (id) => document.getElementById(id);
  const views = Array.from(document.querySelectorAll(".view"));
  const store = await window.captureStore.storeOf(words.person, words.secret);
  const refused = new Map(); // why the desk did not take what is kept: it is not tried again by itself
  const known = new Map(); // of what is kept: which body and view, opened once
  const sent = [];
  const judging = new WeakMap();
  let code = words.code;
  let saidOfSending = "";
  let queue = Promise.resolve();
  document.documentElement.classList.add("scripted");

  function add(parent, tag, text, attributes) {
    const made = document.createElement(tag);
    made.textContent = text;
    Object.assign(made, attributes || {});
    parent.append(made);
    return made;
  }

  // --- one view on the screen
  function show(at) {
    views.forEach((each, i) => each.classList.toggle("now", i === at));
    const over = at >= views.length;
    byId("all-taken").hidden = !over;
    byId("position").hidden = over;
    byId("position").textContent = words.position.replace("{n}", at + 1).replace("{all}", views.length);
    return over ? byId("all-taken") : views[at].querySelector("h2");
  }

  function go(at) {
    const shown = show(Math.max(0, at));
    shown.tabIndex = -1;
    shown.focus();
  }

  function forget(view) {
    const canvas = view.querySelector("canvas");
    canvas.width = canvas.height = 1;
    view.querySelector("input[type=file]").value = "";
    view.querySelector(".taken").hidden = view.querySelector(".keep").hidden = true;
    view.querySelector(".judged").replaceChildren();
  }

  async function look(view) {
    const file = view.querySelector("input[type=file]").files[0];
    const list = view.querySelector(".judged");
    if (!file) return forget(view);
    const canvas = view.querySelector("canvas");
    view.querySelector(".taken").hidden = false;
    list.replaceChildren();
    if (file.size > Number(words.largest)) {
      add(list, "li", words.tooLarge, { className: "bad" });
      view.querySelector(".keep").hidden = true;
      return;
    }
    const looking = window.captureJudge.judge(file, canvas);
    judging.set(view, looking);
    const wrong = await looking;
    if (judging.get(view) !== looking) return; // another was taken meanwhile
    canvas.hidden = wrong === null;
    if (wrong === null) add(list, "li", words.unseen);
    else if (!wrong.length) add(list, "li", words.good, { className: "good" });
    else for (const each of wrong) add(list, "li", words[each], { className: "bad" });
    view.querySelector(".keep").hidden = false;
  }

  async function keep(view, at) {
    const file = view.querySelector("input[type=file]").files[0];
    if (!file) return;
    const of = { code, view: view.dataset.view };
    let kept = false;
    if (store) {
      const rows = await store.list();
      const all = rows.reduce((sum, row) => sum + row.size, file.size);
      if (rows.length < Number(words.most) && all <= Number(words.megabytes) * 1e6) {
        try {
          known.set(await store.keep(file, of), of);
          kept = true;
        } catch { /* the browser has no room, which is as full as our own limit */ }
      }
    } else {
      kept = await sendNow(file, of);
    }
    if (!kept) {
      view.querySelector(".judged").replaceChildren();
      add(view.querySelector(".judged"), "li", store ? words.full : saidOfSending || words.notNow, { className: "bad" });
      return;
    }
    forget(view);
    go(at + 1);
    flush();
  }

  // --- sending
  async function post(picture, of) {
    const body = new FormData();
    body.append("csrfmiddlewaretoken", words.token);
    body.append("code", of.code);
    body.append("view", of.view);
    body.append("photo", picture, of.view + ".jpg");
    let answer;
    try {
      answer = await fetch(words.find, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "manual" });
      if (answer.type === "opaqueredirect" || answer.status === 403) return { later: words.signedOut };
      return answer.status < 500 ? await answer.json() : { later: words.notNow };
    } catch {
      return { later: answer ? words.notNow : words.noNetwork };
    }
  }

  async function sendNow(file, of) {
    const answer = await post(file, of);
    saidOfSending = answer.later || answer.words || "";
    if (answer.photograph) taken(of, answer.photograph);
    return Boolean(answer.photograph);
  }

  async function sendAll() {
    saidOfSending = "";
    for (const row of await store.list()) {
      if (row.person !== words.person || refused.has(row.id)) continue;
      let opened;
      try {
        opened = await store.read(row.id);
      } catch {
        refused.set(row.id, words.lost);
        continue;
      }
      known.set(row.id, opened.known);
      await draw(row.id);
      const answer = await post(opened.picture, opened.known);
      if (answer.later) {
        saidOfSending = answer.later;
        break;
      }
      if (answer.photograph) {
        await store.remove(row.id);
        taken(opened.known, answer.photograph);
      } else {
        refused.set(row.id, words.refused + " " + answer.words);
      }
    }
    await draw();
  }

  function flush() {
    if (!store) return queue;
    const alone = () => (navigator.locks ? navigator.locks.request("antigone-capture", sendAll) : sendAll());
    queue = queue.then(alone).catch(() => draw());
    return queue;
  }

  function taken(of, number) {
    const one = { of, number, said: "" };
    sent.push(one);
    draw();
    watch(one, 40);
  }

  // What the desk says of it, once the worker has looked.
  async function watch(one, times) {
    try {
      const answer = await fetch(words.judged.replace(/0(?=\/judged)/, one.number), { headers: { Accept: "application/json" } });
      const found = await answer.json();
      one.said = found.words.join(" ");
      await draw();
      if (found.done) return;
    } catch { /* no network: asked again */ }
    if (times > 1) setTimeout(() => watch(one, times - 1), 3000);
  }

  // --- what is kept, in words
  const called = (of) => {
    const view = of && byId(of.view);
    return of ? of.code + ", " + (view ? view.querySelector("h2").textContent.trim() : of.view) : "";
  };

  async function draw(sending) {
    const rows = store ? await store.list() : [];
    const list = document.createElement("ul");
    for (const row of rows.filter((each) => each.person === words.person)) {
      const item = add(list, "li", "");
      add(item, "bdi", called(known.get(row.id)));
      add(item, "span", row.id === sending ? words.sending : refused.get(row.id) || words.waits);
      if (refused.has(row.id)) {
        add(item, "button", words.again, { type: "button", className: "plain", onclick: () => { refused.delete(row.id); flush(); } });
      }
      if (row.id !== sending) awayButton(item, row.id);
    }
    for (const one of sent) {
      const item = add(list, "li", "");
      add(item, "bdi", called(one.of));
      add(item, "span", words.sent + ".");
      add(item, "b", one.said);
    }
    const others = rows.some((each) => each.person !== words.person);
    byId("kept-list").replaceChildren(...list.children);
    byId("kept-said").textContent = [store ? "" : words.noKeeping, saidOfSending, others ? words.others : ""].join(" ").trim();
    byId("kept").hidden = !list.children.length && !others && Boolean(store) && !sent.length && !rows.length;
  }

  function awayButton(item, id) {
    const button = add(item, "button", words.away, { type: "button", className: "plain" });
    button.onclick = function () {
      button.textContent = words.sure;
      button.onclick = async function () {
        await store.remove(id);
        refused.delete(id);
        draw();
      };
    };
  }

  // --- the next body
  function codeOf(typed) {
    let read = typed.trim();
    if (read.includes("://")) {
      try { read = new URL(read).searchParams.get("q") || ""; } catch { read = ""; }
    }
    return read.toUpperCase();
  }

  async function toBody(typed) {
    const next = codeOf(typed);
    byId("label-said").textContent = "";
    if (!/^\S+-PM-\d+$/.test(next)) {
      byId("label-said").textContent = words.noCode;
      return;
    }
    const there = words.find + "?code=" + encodeURIComponent(next);
    try {
      await fetch(there, { method: "HEAD", signal: AbortSignal.timeout(8000) });
      location.assign(there);
    } catch {
      withoutNetwork(next);
    }
  }

  function withoutNetwork(next) {
    code = next;
    views.forEach(forget);
    document.querySelector("h1").textContent = code;
    byId("of-case").hidden = true;
    byId("body-shown").hidden = byId("unchecked").hidden = false;
    byId("unchecked").textContent = words.unchecked;
    byId("code").value = "";
    go(0);
  }

  async function readSquare(file) {
    const found = await new BarcodeDetector({ formats: ["qr_code"] }).detect(await createImageBitmap(file));
    return found.length ? found[0].rawValue : "";
  }

  views.forEach(function (view, at) {
    forget(view);
    view.querySelector("input[type=file]").addEventListener("change", () => look(view));
    view.querySelector("form").addEventListener("submit", function (event) {
      event.preventDefault();
      const button = view.querySelector(".keep");
      button.disabled = true;
      keep(view, at).finally(() => { button.disabled = false; });
    });
    view.querySelector(".leave-out").addEventListener("click", () => { forget(view); go(at + 1); });
    view.querySelector(".one-back").addEventListener("click", () => { forget(view); go(at - 1); });
    view.querySelector(".leave-out").hidden = false;
    view.querySelector(".one-back").hidden = at === 0;
  });
  byId("by-label").addEventListener("submit", function (event) {
    event.preventDefault();
    toBody(byId("code").value);
  });
  if ("BarcodeDetector" in window) {
    const formats = await BarcodeDetector.getSupportedFormats();
    byId("read-square").hidden = !formats.includes("qr_code");
    byId("square").addEventListener("change", async function (event) {
      const file = event.target.files[0];
      if (!file) return;
      const read = await readSquare(file).catch(() => "");
      event.target.value = "";
      if (read) toBody(read);
      else byId("label-said").textContent = words.noSquare;
    });
  }
  if (code && !byId("body-shown").hidden) show(Math.max(0, views.findIndex((each) => "#" + each.id === location.hash)));
  await draw();
  flush();
  window.addEventListener("online", flush);
  setInterval(async function () {
    if (store && (await store.list()).length) flush();
  }, 30000);
})();
