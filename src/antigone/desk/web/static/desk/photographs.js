// Sends photographs one after another, dropped or chosen, and says what became of each. Without it the form itself does.
"use strict";
(function () {
  const form = document.getElementById("add-photographs");
  const drop = document.getElementById("drop");
  if (!form || !drop) return;
  const list = document.getElementById("sent");
  const inputs = [document.getElementById("photos"), document.getElementById("camera")];
  const words = form.dataset;
  let queue = Promise.resolve();
  let waiting = 0;
  let all = true;

  function line(file) {
    const item = document.createElement("li");
    const name = document.createElement("bdi");
    name.textContent = file.name;
    const bar = document.createElement("progress");
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute("aria-label", file.name);
    const said = document.createElement("span");
    said.textContent = " " + words.sending + " ";
    item.append(name, said, bar);
    list.append(item);
    return { said, bar };
  }

  function send(file) {
    const shown = line(file);
    return new Promise(function (done) {
      const body = new FormData(form);
      body.delete("photos");
      body.delete("camera");
      body.append("photos", file, file.name);
      const request = new XMLHttpRequest();
      request.open("POST", form.action || location.href);
      request.setRequestHeader("Accept", "application/json");
      request.upload.addEventListener("progress", function (event) {
        if (event.lengthComputable) shown.bar.value = event.loaded / event.total;
      });
      request.addEventListener("loadend", function () {
        let answer = null;
        try { answer = JSON.parse(request.responseText); } catch { /* no answer of the desk */ }
        const result = answer && answer.results[0];
        const added = Boolean(result && result.added);
        const faults = answer ? answer.faults.join(" ") : "";
        shown.bar.remove();
        shown.said.textContent = " " + (added ? words.added : (result && result.words) || faults || words.failed);
        done(added);
      });
      request.send(body);
    });
  }

  function sendAll(files) {
    for (const file of files) {
      waiting += 1;
      queue = queue.then(() => send(file)).then(function (added) {
        all = all && added;
        waiting -= 1;
        if (waiting === 0 && all) location.assign(words.done);
        if (waiting === 0) all = true;
      });
    }
    for (const input of inputs) input.value = "";
  }

  form.addEventListener("submit", function (event) {
    const files = inputs.flatMap((input) => Array.from(input.files));
    if (!files.length || !form.checkValidity()) return;
    event.preventDefault();
    sendAll(files);
  });
  for (const kind of ["dragenter", "dragover"]) {
    drop.addEventListener(kind, function (event) {
      event.preventDefault();
      drop.classList.add("over");
    });
  }
  for (const kind of ["dragleave", "drop"]) {
    drop.addEventListener(kind, function () { drop.classList.remove("over"); });
  }
  drop.addEventListener("drop", function (event) {
    event.preventDefault();
    const files = Array.from(event.dataTransfer.files);
    if (form.reportValidity()) sendAll(files);
  });
  drop.classList.add("ready");
})();
