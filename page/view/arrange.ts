/**
 * Arranges the page's parts: on a phone, findings come before their filters. The document order changes too, for readers who do
 * not see the page.
 */
import { byId } from "./dom.js";

/** As in page.css: on narrower screens, a finding is a card. */
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
