// Who follows a link to a field of a form finds it in sight and can write at once.
(() => {
  const lead = (hash) => {
    const named = decodeURIComponent(hash.slice(1));
    const place = named && document.getElementById(named);
    if (!place) return;
    for (let part = place.closest("details"); part; part = part.parentElement.closest("details")) {
      part.open = true;
    }
    // The theme lays its page out first.
    requestAnimationFrame(() => {
      place.scrollIntoView({ block: place.matches("input, textarea, select") ? "center" : "start" });
      if (place.matches("input, textarea, select")) place.focus({ preventScroll: true });
    });
  };

  document.addEventListener("alpine:initialized", () => lead(location.hash));
  // What a refused form lists at its top leads there again and again.
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".faults a");
    if (!link) return;
    event.preventDefault();
    lead(link.hash);
  });
})();
