// The page of a visit, filled where there is no connection. Nothing is kept on the device: no storage, no cache, no worker.
// Before the form is sent it is asked whether the desk can be reached and whether the sitting goes on, so that the browser
// never leaves the page for an error and takes the words with it.
"use strict";
(function () {
  const form = document.getElementById("visit");
  const told = document.getElementById("sending");
  if (!form || !told || !window.fetch) return;
  let touched = false;
  let ready = false;

  function say(words, link) {
    told.textContent = words + " ";
    if (link) {
      const sign = document.createElement("a");
      sign.href = link;
      sign.target = "_blank";
      sign.rel = "noopener";
      sign.textContent = form.dataset.signIn;
      told.append(sign);
    }
    told.hidden = false;
    told.scrollIntoView();
  }

  async function send() {
    let answer;
    try {
      answer = await fetch(location.href, { credentials: "same-origin", cache: "no-store" });
    } catch {
      say(form.dataset.offline);
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("#visit input[name=csrfmiddlewaretoken]");
    if (!fresh) {
      say(form.dataset.ended, "/sign-in");
      return;
    }
    form.elements.csrfmiddlewaretoken.value = fresh.value;
    ready = true;
    touched = false;
    form.submit();
  }

  form.addEventListener("input", () => { touched = true; });
  form.addEventListener("submit", (event) => {
    if (ready) return;
    event.preventDefault();
    told.hidden = true;
    send();
  });
  window.addEventListener("beforeunload", (event) => { if (touched) event.preventDefault(); });
})();
