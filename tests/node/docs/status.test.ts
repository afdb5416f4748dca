/** docs/status.md. */
import { holdPage } from "../support/doc-page.js";

holdPage("status", 4);
