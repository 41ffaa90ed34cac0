// Keeps pictures that could not be sent yet, in this browser alone and encrypted (AES-GCM), each with a key of its own. One
// part of the key lies beside it, the other comes with the page of whoever took it: a telephone that is lost, or in other
// hands, opens nothing. Beside it lie the number of that person's account and its size; the code is encrypted with it.
"use strict";
window.captureStore = (function () {
  const NAME = "antigone-capture";

  function done(request) {
    return new Promise(function (resolve, reject) {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  }

  function finished(transaction) {
    return new Promise(function (resolve, reject) {
      transaction.oncomplete = () => resolve();
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
  }

  async function open() {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = function () {
      asked.result.createObjectStore("kept", { keyPath: "id", autoIncrement: true });
      asked.result.createObjectStore("sealed", { keyPath: "id" }); // apart: a list of what is kept reads no picture
    };
    return done(asked);
  }

  // Nonsense for whoever has not both parts.
  async function keyOf(secret, salt) {
    const bytes = Uint8Array.from(secret.match(/../g), (pair) => parseInt(pair, 16));
    const base = await crypto.subtle.importKey("raw", bytes, "HKDF", false, ["deriveKey"]);
    const how = { name: "HKDF", hash: "SHA-256", salt, info: new TextEncoder().encode(NAME) };
    return crypto.subtle.deriveKey(how, base, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  }

  async function storeOf(person, secret) {
    if (!window.isSecureContext || !window.crypto || !crypto.subtle || !window.indexedDB) return null;
    let base;
    try {
      base = await open();
    } catch {
      return null; // a private window that keeps nothing
    }

    async function list() {
      return done(base.transaction("kept").objectStore("kept").getAll());
    }

    // The picture and what is known of it become one block: how long the words are, the words, the picture.
    async function keep(file, known) {
      const words = new TextEncoder().encode(JSON.stringify({ ...known, type: file.type }));
      const plain = new Uint8Array(4 + words.length + file.size);
      new DataView(plain.buffer).setUint32(0, words.length);
      plain.set(words, 4);
      plain.set(new Uint8Array(await file.arrayBuffer()), 4 + words.length);
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const salt = crypto.getRandomValues(new Uint8Array(32));
      const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await keyOf(secret, salt), plain);
      plain.fill(0);
      const writing = base.transaction(["kept", "sealed"], "readwrite");
      const id = await done(writing.objectStore("kept").add({ person, size: sealed.byteLength }));
      writing.objectStore("sealed").add({ id, iv, salt, sealed });
      await finished(writing);
      return id;
    }

    async function read(id) {
      const row = await done(base.transaction("sealed").objectStore("sealed").get(id));
      const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: row.iv }, await keyOf(secret, row.salt), row.sealed);
      const length = new DataView(plain).getUint32(0);
      const known = JSON.parse(new TextDecoder().decode(new Uint8Array(plain, 4, length)));
      return { known, picture: new Blob([new Uint8Array(plain, 4 + length)], { type: known.type }) };
    }

    async function remove(id) {
      const writing = base.transaction(["kept", "sealed"], "readwrite");
      for (const name of ["kept", "sealed"]) writing.objectStore(name).delete(id);
      await finished(writing);
    }

    return { list, keep, read, remove };
  }

  return { storeOf };
})();
