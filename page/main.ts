/** The page of `keyward scan --format html`: reads the report that stands in it, and shows what the reader chooses of it. */
import { unpackFindings, type PackedReport } from "../src/report/pack.js";
import { Explorer } from "./explorer.js";
import { rowsOf } from "./model/row.js";
import { byId } from "./view/dom.js";
import { renderHeadline } from "./view/headline.js";
import { startTheme } from "./view/theme.js";

const report = JSON.parse(byId("report", HTMLScriptElement).text) as PackedReport;
const rows = rowsOf(unpackFindings(report));
const matches = rows.filter(({ finding }) => finding.verdict === "match").length;

startTheme();
renderHeadline(report, matches, rows.length - matches);
byId("explorer", HTMLElement).hidden = rows.length === 0;
byId("empty", HTMLElement).hidden = rows.length > 0;
if (rows.length > 0) new Explorer(rows);

const skip = byId("skip", HTMLAnchorElement);
skip.hidden = rows.length === 0;
skip.addEventListener("click", (event) => {
  // The address says which filters are in force, and not where the reader is.
  event.preventDefault();
  byId("findings", HTMLElement).focus();
});
