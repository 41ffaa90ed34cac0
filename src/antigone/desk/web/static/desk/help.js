// Help opens beside the page. Without scripts its link leads to a page of its own.
"use strict";
(function () {
  const link = document.getElementById("help-link");
  const aside = document.getElementById("help");
  if (!link || !aside) return;
  const heading = aside.querySelector("h2");
  const place = aside.querySelector("div");

  function close() {
    aside.hidden = true;
    document.body.classList.remove("with-help");
    link.setAttribute("aria-expanded", "false");
    link.focus();
  }

  async function open() {
    const answer = await fetch(link.href, { headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const found = page.querySelector("[data-help]");
    if (!found) throw new Error("no help");
    heading.textContent = page.querySelector("h1").textContent.trim();
    place.replaceChildren(document.importNode(found, true));
    aside.hidden = false;
    document.body.classList.add("with-help");
    link.setAttribute("aria-expanded", "true");
    heading.focus();
  }

  link.setAttribute("aria-expanded", "false");
  link.setAttribute("aria-controls", "help");
  link.setAttribute("role", "button");
  link.addEventListener("click", function (event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (!aside.hidden) close();
    else open().catch(function () { location.assign(link.href); });
  });
  link.addEventListener("keydown", function (event) {
    if (event.key === " ") {
      event.preventDefault();
      link.click();
    }
  });
  aside.querySelector("button").addEventListener("click", close);
  aside.addEventListener("keydown", function (event) {
    if (event.key === "Escape") close();
  });
})();
