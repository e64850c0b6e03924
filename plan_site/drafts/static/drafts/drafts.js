// Sends what is typed in an open form to the desk, so that a browser that crashes loses
// nothing. A form that may be saved carries the key of its draft.
(() => {
  const EVERY = 15000;
  // A browser sends no more of a page that is going away.
  const KEEPALIVE_AT_MOST = 60000;
  const opened = new WeakMap();
  const stored = new WeakMap();
  const submitted = new WeakSet();

  const forms = () =>
    [...document.querySelectorAll("input[name=_draft]")].map((key) => key.form);

  const dataOf = (form) => {
    const pairs = [...new FormData(form)].filter(([, value]) => !(value instanceof File));
    return new URLSearchParams(pairs).toString();
  };

  const isChanged = (form) => !submitted.has(form) && dataOf(form) !== stored.get(form);

  const store = async (form) => {
    const [data, before] = [dataOf(form), stored.get(form)];
    stored.set(form, data);
    try {
      const answer = await fetch(location.href, {
        method: "POST",
        body: new URLSearchParams(data),
        headers: { "X-Draft": data === opened.get(form) ? "unchanged" : "changed" },
        redirect: "error",
        keepalive: data.length < KEEPALIVE_AT_MOST,
      });
      if (!answer.ok) throw new Error(answer.status);
    } catch {
      stored.set(form, before); // It is tried again.
    }
  };

  const storeAll = () => Promise.all(forms().filter(isChanged).map(store));

  addEventListener("load", () => {
    for (const form of forms()) {
      const isUnsaved = "unsaved" in form.elements._draft.dataset;
      opened.set(form, isUnsaved ? "" : dataOf(form));
      stored.set(form, opened.get(form));
    }
    setInterval(storeAll, EVERY);
  });
  addEventListener("pagehide", storeAll);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) storeAll();
  });
  document.addEventListener("input", ({ target }) => submitted.delete(target.form));
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    submitted.add(form);
    if (!forms().some(isChanged)) return;
    // The next page shows what is typed in the other forms of this one.
    event.preventDefault();
    await storeAll();
    for (const other of forms()) submitted.add(other);
    form.requestSubmit(event.submitter);
  });
})();
