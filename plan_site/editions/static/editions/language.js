/* Leads on to the first of the reader's languages that the page offers. */
const offered = new Map(
  [...document.querySelectorAll("main a[hreflang]")].map((a) => [a.hreflang, a.href]),
);
const wanted = navigator.languages
  .map((language) => language.split("-")[0].toLowerCase())
  .find((language) => offered.has(language));
if (wanted) {
  location.replace(offered.get(wanted) + location.hash);
}
