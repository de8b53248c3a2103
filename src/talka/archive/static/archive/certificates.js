// Verifies a certificate in a folder without a server: the code gives the name of a file and the key that opens it.
// Why it is done so stands in the archive's documentation. Needs Web Crypto, which browsers give to local files and https.
(function () {
  "use strict";
  var place = document.getElementById("certificate-place");
  var form = document.getElementById("certificate-form");
  var words = place.dataset;
  var subtle = window.crypto && window.crypto.subtle;

  function say(text) {
    var line = document.createElement("p");
    line.className = "lead";
    line.textContent = text;
    place.replaceChildren(line);
  }

  function bytesOf(text) {
    return Uint8Array.from(atob(text), function (sign) { return sign.charCodeAt(0); });
  }

  function plain(code) {
    return code.toUpperCase().replace(/[\s\-–—.]/g, "");
  }

  function load(name) {
    return new Promise(function (done, failed) {
      var script = document.createElement("script");
      window.archiveCertificate = function (text) { done(bytesOf(text)); };
      script.onerror = function () { failed(new Error("unknown")); };
      script.src = words.archiveFolder + name + ".js";
      document.head.append(script);
      script.onload = function () { script.remove(); };
    });
  }

  async function verify(code) {
    var secret = await subtle.importKey("raw", new TextEncoder().encode(code), "PBKDF2", false, ["deriveBits"]);
    var derived = new Uint8Array(await subtle.deriveBits({
      name: "PBKDF2", hash: "SHA-256", salt: new TextEncoder().encode(words.archiveSalt), iterations: Number(words.archiveRounds)
    }, secret, 384));
    var name = Array.from(derived.slice(0, 16), function (byte) { return byte.toString(16).padStart(2, "0"); }).join("");
    var box = await load(name);
    var key = await subtle.importKey("raw", derived.slice(16), "AES-GCM", false, ["decrypt"]);
    var text = await subtle.decrypt({ name: "AES-GCM", iv: box.slice(0, 12) }, key, box.slice(12));
    return JSON.parse(new TextDecoder().decode(text))[document.documentElement.lang];
  }

  async function answer(typed) {
    var code = plain(typed);
    if (!code) { return; }
    say(words.archiveBusy);
    try {
      var page = new DOMParser().parseFromString(await verify(code), "text/html");
      place.replaceChildren.apply(place, Array.from(page.body.childNodes));
    } catch (fault) {
      say(fault.message === "unknown" ? words.archiveUnknown : words.archiveBroken);
    }
    place.focus();
  }

  if (!subtle) { say(words.archiveCannot); return; }
  form.hidden = false;
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    answer(form.elements.code.value);
  });
  // The address printed on paper may lead here with the code behind the sign #, which browsers send to no server.
  function fromAddress() {
    var code = plain(decodeURIComponent(location.hash.slice(1)));
    if (/^[0-9A-Z]{6,20}$/.test(code)) { form.elements.code.value = code; answer(code); }
  }
  window.addEventListener("hashchange", fromAddress);
  fromAddress();
})();
