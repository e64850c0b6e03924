// A plan may have more items than a form may have fields: what is not ticked is sent.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-review]")) return;
  const ticks = [...form.querySelectorAll("[data-item]")];
  form.elements.without.value = ticks
    .filter((tick) => !tick.checked)
    .map((tick) => tick.value)
    .join(" ");
  form.elements.ticks.value = "left-out";
  ticks.forEach((tick) => tick.removeAttribute("name"));
});
