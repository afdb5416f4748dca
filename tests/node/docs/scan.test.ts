/** docs/scan.md. */
import { holdPage } from "../support/doc-page.js";

holdPage("scan", 7);
