/** The page of `keyward scan --format html`: reads the report that stands in it, and shows what the reader chooses of it. */
import type { Verdict } from "../src/engine/finding.js";
import { isIncomplete } from "../src/report/coverage-text.js";
import { unpackFindings, type PackedReport } from "../src/report/pack.js";
import { Explorer } from "./explorer.js";
import { rowsOf } from "./model/row.js";
import { byId } from "./view/dom.js";
import { renderHeadline } from "./view/headline.js";
import { startTheme } from "./view/theme.js";

const report = JSON.parse(byId("report", HTMLScriptElement).text) as PackedReport;
const rows = rowsOf(unpackFindings(report));
const withVerdict = (verdict: Verdict): number => rows.filter(({ finding }) => finding.verdict === verdict).length;
const [matches, possible] = [withVerdict("match"), withVerdict("possible")];

startTheme();
renderHeadline(report, { matches, possible, others: rows.length - matches - possible });
byId("explorer", HTMLElement).hidden = rows.length === 0;
byId("empty", HTMLElement).hidden = rows.length > 0 || isIncomplete(report);
if (rows.length > 0) new Explorer(rows);

const skip = byId("skip", HTMLAnchorElement);
skip.hidden = rows.length === 0;
skip.addEventListener("click", (event) => {
  // The address says which filters are in force, and not where the reader is.
  event.preventDefault();
  byId("findings", HTMLElement).focus();
});
