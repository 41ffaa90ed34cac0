// The key / brings one to the box that finds everything; a picture of a label is read where the browser can.
"use strict";
(function () {
  const box = document.getElementById("find-words");
  if (!box) return;

  document.addEventListener("keydown", function (event) {
    if (event.key !== "/" || event.ctrlKey || event.altKey || event.metaKey) return;
    const at = event.target;
    if (at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName)) return;
    event.preventDefault();
    box.focus();
    box.select();
  });

  const form = document.getElementById("read-label");
  if (!form || !("BarcodeDetector" in window)) return;
  const said = form.querySelector("[role=status]");

  async function read(file) {
    const picture = await createImageBitmap(file);
    const codes = await new BarcodeDetector({ formats: ["qr_code"] }).detect(picture);
    return codes.length ? codes[0].rawValue : "";
  }

  BarcodeDetector.getSupportedFormats().then(function (formats) {
    form.hidden = !formats.includes("qr_code");
  });
  form.addEventListener("change", async function (event) {
    const file = event.target.files[0];
    if (!file) return;
    let words = "";
    try {
      words = await read(file);
    } catch {
      words = "";
    }
    if (words) {
      box.value = words;
      box.form.submit();
    } else {
      said.textContent = form.dataset.none;
    }
  });
})();
