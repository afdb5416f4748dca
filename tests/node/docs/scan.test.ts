/** docs/reference/scan.md, and the pages that continue it. */
import { holdPages } from "../support/doc-page.js";

holdPages("scan", ["reference/scan", "reference/report", "how-to/backtest"], 7);
