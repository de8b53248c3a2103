// Passkeys need a secure context: a hall's own network has plain http, and there the offer stays hidden.
if (window.isSecureContext && window.PublicKeyCredential) {
  for (const part of document.querySelectorAll("[data-passkey]")) part.hidden = false;
} else {
  for (const part of document.querySelectorAll("[data-no-passkey]")) part.hidden = false;
}
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  for (const part of document.querySelectorAll("[data-passkey-failed]")) {
    part.hidden = true;
    requestAnimationFrame(() => { part.hidden = false; });
  }
});
