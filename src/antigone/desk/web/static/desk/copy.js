// A button beside a link or key copies it. Without scripts there is none, and the text is marked by one click.
"use strict";
(function () {
  for (const button of document.querySelectorAll("button[data-copies]")) {
    const shown = document.getElementById(button.dataset.copies);
    const said = button.parentElement.querySelector("[role=status]");
    button.hidden = false;
    button.addEventListener("click", async function () {
      let done = false;
      try {
        await navigator.clipboard.writeText(shown.textContent.trim());
        done = true;
      } catch {
        // without HTTPS a browser copies only what is marked
        getSelection().selectAllChildren(shown);
        done = document.execCommand("copy");
      }
      said.textContent = done ? button.dataset.done : button.dataset.failed;
    });
  }
})();
