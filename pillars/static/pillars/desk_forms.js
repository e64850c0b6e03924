// Helps who writes a text at the desk: how much room is left, and how it will look.
// It listens to the page as a whole, so that rows added later are served too.
(() => {
  const NEAR = 0.9;
  const PAUSE = 700;
  const waiting = new WeakMap();

  const later = (element, act) => {
    clearTimeout(waiting.get(element));
    waiting.set(element, setTimeout(act, PAUSE));
  };
  const box = (element) => element.closest(".grow");
  const within = (element, selector) =>
    element.matches("input, textarea") ? box(element)?.querySelector(selector) : null;
  const input = (element) => box(element).querySelector("input, textarea");

  // Characters as the database counts them, with the ends trimmed as saving does.
  const lengthOf = (text) => [...text.trim().replaceAll("\r\n", "\n")].length;

  const count = (counter, announce) => {
    const length = lengthOf(input(counter).value);
    const limit = Number(counter.dataset.limit);
    const over = length > limit;
    const words = (over ? counter.dataset.over : counter.dataset.fits)
      .replace("{count}", length)
      .replace("{limit}", limit)
      .replace("{over}", length - limit);
    counter.hidden = false;
    counter.textContent = words;
    counter.classList.toggle("text-over", over);
    const said = counter.nextElementSibling;
    if (announce) {
      later(said, () => {
        said.textContent = length >= NEAR * limit ? words : "";
      });
    }
  };

  const show = async (button) => {
    const area = button.nextElementSibling;
    const field = input(button);
    if (!field.value.trim()) {
      area.textContent = button.dataset.empty;
      area.hidden = false;
      return;
    }
    const body = new URLSearchParams({ text: field.value });
    const token = field.form.elements.csrfmiddlewaretoken.value;
    try {
      const answer = await fetch(button.dataset.preview, {
        method: "POST",
        body,
        headers: { "X-CSRFToken": token },
        redirect: "error",
      });
      if (!answer.ok) throw new Error(answer.status);
      area.innerHTML = await answer.text();
      for (const link of area.querySelectorAll("a")) link.target = "_blank";
    } catch {
      area.textContent = button.dataset.failed;
    }
    area.hidden = false;
  };

  const toggle = (button) => {
    const open = button.getAttribute("aria-expanded") === "true";
    button.setAttribute("aria-expanded", String(!open));
    if (open) button.nextElementSibling.hidden = true;
    else show(button);
  };

  // What others saved of a field takes the place of what was typed in it.
  const useSaved = (button) => {
    const { field, saved, text } = button.dataset;
    const input = button.form.elements[field];
    if (input.type === "checkbox") input.checked = saved === "on";
    else {
      const isOffered = [...(input.options ?? [])].some(({ value }) => value === saved);
      if (input.options && !isOffered) input.add(new Option(text, saved));
      input.value = saved;
    }
    for (const name of ["input", "change"]) {
      input.dispatchEvent(new Event(name, { bubbles: true }));
    }
  };

  // The other languages stay in the form as they are, out of sight.
  const showLanguage = (link) => {
    const { second } = link.dataset;
    const links = [...link.parentElement.querySelectorAll("[data-second]")];
    for (const each of links) {
      if (each === link) each.setAttribute("aria-current", "true");
      else each.removeAttribute("aria-current");
    }
    const choices = new Set(links.map((each) => each.dataset.second));
    for (const field of document.querySelectorAll("[data-language]")) {
      const { language } = field.dataset;
      field.classList.toggle("text-away", choices.has(language) && language !== second);
    }
    fetch(link.href, { method: "HEAD" }); // The next form begins with it.
  };

  // A copied row keeps the ids of the row it was copied from in what it points to.
  const pointRight = () => {
    for (const field of document.querySelectorAll(".form-group [aria-describedby]")) {
      const own = field.id.match(/^id_(.+?-)(\d+)-/);
      if (!own) continue;
      const ids = field.getAttribute("aria-describedby").split(" ");
      const right = ids.map((id) =>
        id.startsWith(`id_${own[1]}`)
          ? id.replace(/^(id_.+?-)(\d+|__prefix__)-/, `$1${own[2]}-`)
          : id,
      );
      field.setAttribute("aria-describedby", right.join(" "));
    }
  };

  const start = (root) => {
    for (const counter of root.querySelectorAll("[data-count]")) count(counter, false);
    for (const button of root.querySelectorAll("[data-preview], [data-saved]")) {
      button.hidden = false;
    }
    // What is wrong, or others saved, is not to stay out of sight in a part that is closed.
    const toBeSeen = "details:has(.text-saved, .errorlist)";
    for (const part of root.querySelectorAll(toBeSeen)) part.open = true;
    pointRight();
  };

  document.addEventListener("input", (event) => {
    const counter = within(event.target, "[data-count]");
    if (counter) count(counter, true);
    const button = within(event.target, "[data-preview][aria-expanded=true]");
    if (button) later(button, () => show(button));
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-preview]");
    if (button) toggle(button);
    const saved = event.target.closest("[data-saved]");
    if (saved) useSaved(saved);
    const language = event.target.closest("[data-second]");
    if (language) {
      event.preventDefault();
      showLanguage(language);
    }
  });
  document.addEventListener("DOMContentLoaded", () => start(document));
  document.addEventListener("formset:added", (event) => start(event.target));
  document.addEventListener("formset:removed", pointRight);
})();
