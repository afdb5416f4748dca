/** docs/reference/status.md. */
import { holdPages } from "../support/doc-page.js";

holdPages("status", ["reference/status"], 4);
