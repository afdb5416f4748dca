/** The page of `keyward scan` and `keyward status` with `--format html`: reads the data in it, and shows what the reader selects. */
import { isIncomplete } from "../src/report/coverage-text.js";
import { unpackFindings, unpackKeys } from "../src/report/pack.js";
import { Explorer } from "./explorer.js";
import { timeOf, type PageData } from "./model/data.js";
import { keysAt } from "./model/keys.js";
import { rowsOf } from "./model/row.js";
import { byId } from "./view/dom.js";
import { renderHeadline } from "./view/headline.js";
import { aboutKeys, renderKeys } from "./view/keys-panel.js";
import { startTheme } from "./view/theme.js";

const data = JSON.parse(byId("report", HTMLScriptElement).text) as PageData;
const now = timeOf(data, Date.now());
const keys = keysAt(unpackKeys(data.keys), now);
const rows = data.command === "scan" ? rowsOf(unpackFindings(data.findings), keys, now) : [];

startTheme();
renderHeadline(data, keys, rows);
const isEmpty = rows.length + keys.length === 0;
byId("saved", HTMLElement).hidden = isEmpty;
if (!isEmpty) renderKeys(keys, now, aboutKeys(data, keys));
byId("explorer", HTMLElement).hidden = rows.length === 0;
byId("empty", HTMLElement).hidden = !isEmpty || isIncomplete(data);
if (rows.length > 0) new Explorer(rows, now);

const skip = byId("skip", HTMLAnchorElement);
skip.hidden = rows.length === 0;
skip.addEventListener("click", (event) => {
  // The address holds the filters, not the scroll position.
  event.preventDefault();
  byId("findings", HTMLElement).focus();
});
