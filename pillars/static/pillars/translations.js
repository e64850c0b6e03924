// Keeps what is typed on the page Translations until it is saved: saving one text loads
// the page anew, and the other boxes must not lose theirs.
(() => {
  const nameOf = (form) => `translations:${form.elements.text.value}`;

  const draftOf = (form) => {
    try {
      return JSON.parse(sessionStorage.getItem(nameOf(form)));
    } catch {
      return null;
    }
  };

  const keep = (form, sent) => {
    const { wording, seen } = form.elements;
    if (wording.value === wording.defaultValue && !sent) {
      sessionStorage.removeItem(nameOf(form));
      return;
    }
    const draft = { typed: wording.value, seen: seen.value, sent };
    try {
      sessionStorage.setItem(nameOf(form), JSON.stringify(draft));
    } catch {
      // No room, or not allowed: then it is as it would be without this script.
    }
  };

  const restore = (form) => {
    const draft = draftOf(form);
    if (!draft) return;
    const { wording, seen } = form.elements;
    // What was sent and is no longer as it was seen is saved, or shown as refused.
    if ((draft.sent && draft.seen !== seen.value) || draft.typed === wording.value) {
      sessionStorage.removeItem(nameOf(form));
      return;
    }
    wording.value = draft.typed;
    form.querySelector("[data-restored]").hidden = false;
  };

  for (const form of document.querySelectorAll("form.tr-box")) {
    restore(form);
    form.addEventListener("input", () => keep(form, false));
    form.addEventListener("submit", () => keep(form, true));
  }
})();
