/* Comfort only: copies a link. Without it one marks and copies it oneself. */
if (navigator.clipboard) {
  for (const button of document.querySelectorAll("button[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const link = document.querySelector(button.dataset.copy);
      await navigator.clipboard.writeText(link.textContent.trim());
      button.parentElement.querySelector("[role=status]").textContent = button.dataset.copied;
    });
  }
}
