// The theme's script writes a chosen file's name into a text box that stands around the
// theme's own inputs. The desk's plain inputs have none, and show the name themselves.
addEventListener("DOMContentLoaded", () => {
  for (const input of document.querySelectorAll("input[type=file].ed-button")) {
    input.hasChangeListener = true;
  }
});
