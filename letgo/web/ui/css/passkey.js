// Asks the browser for a passkey and puts its answer into the form. Without it, or without a passkey, every other way in still works.
(() => {
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
  const words = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const known = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

  const asked = (options, kind) => {
    const it = { ...options, challenge: bytes(options.challenge) };
    if (kind === "get") return { publicKey: { ...it, allowCredentials: known(options.allowCredentials) } };
    return { publicKey: { ...it, user: { ...options.user, id: bytes(options.user.id) }, excludeCredentials: known(options.excludeCredentials) } };
  };

  const answered = (key) => {
    const response = { clientDataJSON: words(key.response.clientDataJSON) };
    for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (key.response[part]) response[part] = words(key.response[part]);
    }
    return JSON.stringify({ id: key.id, rawId: words(key.rawId), type: key.type, response, clientExtensionResults: {} });
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const say = form.querySelector("[data-passkey-words]");
    form.addEventListener("submit", async (event) => {
      if (form.elements.answer.value) return;
      event.preventDefault();
      if (!window.PublicKeyCredential) {
        say.textContent = "This browser knows no passkeys. Use another way to sign in.";
        return;
      }
      try {
        const kind = form.dataset.passkey;
        const key = await navigator.credentials[kind](asked(JSON.parse(form.dataset.options), kind));
        form.elements.answer.value = answered(key);
        form.submit();
      } catch {
        say.textContent = "That did not work. Try again, or use another way to sign in.";
      }
    });
  }
})();
