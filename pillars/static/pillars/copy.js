/* Comfort only: copies a page's links. Without it they are plain links. */
if (navigator.clipboard) {
  const said = document.createElement("p");
  said.className = "copied";
  said.setAttribute("role", "status");
  document.body.append(said);

  const copy = async (address, words) => {
    try {
      await navigator.clipboard.writeText(address);
    } catch {
      return;
    }
    said.textContent = words;
    setTimeout(() => {
      said.textContent = "";
    }, 4000);
  };

  for (const link of document.querySelectorAll("a[data-copied]")) {
    link.addEventListener("click", () => copy(link.href, link.dataset.copied));
  }
  for (const button of document.querySelectorAll("button[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      copy(button.dataset.copy, button.dataset.copied);
    });
  }
}
