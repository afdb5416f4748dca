/** The order of the page's parts: on a telephone the findings come before what filters them. It is that of the document, for all who do not see it. */
import { byId } from "./dom.js";

/** As in page.css: narrower than this a finding is a card. */
const NARROW = "screen and (max-width: 1100px)";

export function arrange(): void {
  const narrow = matchMedia(NARROW);
  const findings = byId("findings", HTMLElement);
  const overview = byId("overview", HTMLElement);
  const fields = byId("fields", HTMLElement);
  const toFilters = byId("to-filters", HTMLButtonElement);
  const place = (): void => {
    toFilters.hidden = !narrow.matches;
    if (narrow.matches) {
      findings.after(overview);
      overview.prepend(fields);
    } else {
      findings.before(overview);
      byId("above-rows", HTMLElement).prepend(fields);
    }
  };
  place();
  narrow.addEventListener("change", place);
  toFilters.addEventListener("click", () => {
    overview.scrollIntoView({ block: "start" });
    byId("search", HTMLInputElement).focus({ preventScroll: true });
  });
}
