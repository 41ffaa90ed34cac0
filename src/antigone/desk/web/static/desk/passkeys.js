"use strict";
// Asks the browser to make or use a passkey, and sends its answer with the form. Without this script nothing else is
// lost: password and authenticator app remain.
(() => {
  const form = document.querySelector("form[data-passkey]");
  if (!form || !window.PublicKeyCredential || !window.isSecureContext) return;
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const making = form.dataset.passkey === "make";
  const options = JSON.parse(form.dataset.options);
  const known = (list) => (list || []).map((each) => ({ ...each, id: bytes(each.id) }));
  options.challenge = bytes(options.challenge);
  if (making) {
    options.user.id = bytes(options.user.id);
    options.excludeCredentials = known(options.excludeCredentials);
  } else {
    options.allowCredentials = known(options.allowCredentials);
  }

  const written = ({ id, rawId, type, response }) => {
    const said = { clientDataJSON: text(response.clientDataJSON) };
    if (making) said.attestationObject = text(response.attestationObject);
    else {
      said.authenticatorData = text(response.authenticatorData);
      said.signature = text(response.signature);
      if (response.userHandle) said.userHandle = text(response.userHandle);
    }
    return JSON.stringify({ id, rawId: text(rawId), type, response: said, clientExtensionResults: {} });
  };

  const failed = form.querySelector("[data-passkey-failed]");
  const button = form.querySelector("[data-passkey-button]");
  const ask = async () => {
    const optional = form.querySelectorAll("[data-not-with-passkey] input");
    optional.forEach((field) => { field.disabled = true; });
    if (!form.reportValidity()) { optional.forEach((field) => { field.disabled = false; }); return; }
    failed.hidden = true;
    button.disabled = true;
    try {
      const asked = { publicKey: options };
      const credential = making ? await navigator.credentials.create(asked) : await navigator.credentials.get(asked);
      form.querySelector("[name=answer]").value = written(credential);
      form.submit();
    } catch {
      failed.hidden = false;
      button.disabled = false;
      optional.forEach((field) => { field.disabled = false; });
      failed.focus();
    }
  };
  form.querySelector("[data-passkey-missing]").hidden = true;
  button.hidden = false;
  button.addEventListener("click", ask);
  if (form.dataset.starts === "yes") ask();
})();
