// A plan may have more items than a form may have fields: what is not ticked is sent.
document.addEventListener("formdata", ({ target, formData }) => {
  if (!target.matches("[data-review]")) return;
  const unticked = [...target.querySelectorAll("[data-item]:not(:checked)")];
  formData.set("without", unticked.map((tick) => tick.value).join(" "));
  formData.set("ticks", "left-out");
  formData.delete("with");
});
