// What the theme leaves to the eye and the mouse: its icons are words of a font, which a
// screen reader would say, and much that is pressed is no button to the keyboard.
(() => {
  const ICON = ".material-symbols-outlined";
  const PRESSED = [
    "span[x-on\\:click]",
    "a[x-on\\:click]:not([href])",
    "div.cursor-pointer[x-on\\:click]",
    ".delete-template",
    "label:has(input.delete)",
    "label[for$='-DELETE']",
  ].join();
  // What shows an icon alone needs a name; the words are in the editor's language.
  const NAMES = {
    "[x-on\\:click*=sidebar]": "menu",
    "[x-on\\:click*=openTheme]": "looks",
    "[x-on\\:click*=showPassword]": "password",
    "[x-on\\:click*=showActions], [x-on\\:click*=openRelated]": "more",
    "#searchbar-submit": "search",
    ".delete-template, label:has(input.delete)": "delete",
  };
  const SCROLLED = ".simplebar-content-wrapper";
  // A single letter is no shortcut for who dictates (WCAG 2.2, 2.1.4).
  const SHORTCUT = "x-on:keydown.window";

  const each = (root, selector, act) => {
    if (root.matches(selector)) act(root);
    root.querySelectorAll(selector).forEach(act);
  };

  const dress = (root) => {
    const words = document.getElementById("desk-words").dataset;
    each(root, PRESSED, (element) => {
      element.setAttribute("role", "button");
      element.tabIndex = 0;
      element.dataset.pressed = "";
    });
    for (const [selector, word] of Object.entries(NAMES)) {
      each(root, selector, (element) => element.setAttribute("aria-label", words[word]));
    }
    each(root, `${ICON}:not([data-pressed])`, (icon) => {
      icon.ariaHidden = "true";
    });
    each(root, SCROLLED, (element) => {
      element.ariaLabel = words.scrolled;
    });
    each(root, `[${CSS.escape(SHORTCUT)}^=applyShortcut]`, (element) => {
      element.removeAttribute(SHORTCUT);
    });
  };

  document.addEventListener("keydown", (event) => {
    const pressed = event.key === "Enter" || event.key === " ";
    if (!pressed || !event.target.matches("[data-pressed]")) return;
    event.preventDefault();
    event.target.click();
  });
  document.addEventListener("DOMContentLoaded", () => {
    dress(document.body);
    new MutationObserver((changes) => {
      for (const node of changes.flatMap((change) => [...change.addedNodes])) {
        if (node.nodeType === Node.ELEMENT_NODE) dress(node);
      }
    }).observe(document.body, { childList: true, subtree: true });
  });
})();
