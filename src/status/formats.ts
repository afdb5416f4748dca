/** The output formats of `keyward status`. */
import type { TableOptions } from "../report/table.js";
import type { ReportedKey, StatusReport } from "./report.js";

export const STATUS_FORMATS = ["table", "json", "ndjson", "csv", "html"] as const;
export type StatusFormat = (typeof STATUS_FORMATS)[number];

/** Formats the report, or its commands as a script. Formatters are loaded on demand. */
export async function statusText(
  report: StatusReport,
  format: StatusFormat | "commands",
  options: TableOptions,
): Promise<string> {
  switch (format) {
    case "commands":
      return linesOf((await import("../keys/undo.js")).scriptLines(report.keys, report.now));
    case "table":
      return linesOf((await import("./table.js")).statusLines(report, options));
    case "json":
      return `${(await import("../report/json.js")).safeJson(report, 2)}\n`;
    case "ndjson": {
      const { safeJson } = await import("../report/json.js");
      return linesOf(report.keys.map((key) => safeJson(key)));
    }
    case "csv":
      return (await import("../report/csv.js")).csvText([COLUMNS.map(([name]) => name), ...report.keys.map(cellsOf)]);
    case "html": {
      const { packRows } = await import("../report/pack.js");
      // The page makes the commands itself, for the time at which it is read.
      const keys = packRows(report.keys.map((key) => ({ ...key, commands: undefined })));
      return (await import("../report/page-writer.js")).pageWith({ command: "status", ...report, keys });
    }
  }
}

const COLUMNS: [name: string, valueOf: (key: ReportedKey) => string | number | undefined][] = [
  ["state", ({ state }) => state],
  ["deadline", ({ deadline }) => deadline],
  ["deadline_computed", ({ deadline_computed }) => (deadline_computed === true ? "yes" : undefined)],
  ["key_id", ({ key }) => key.id],
  ["key_arn", ({ key }) => key.arn],
  ["account", ({ account }) => account],
  ["region", ({ region }) => region],
  ["actor_type", ({ actor }) => actor?.type],
  ["actor_arn", ({ actor }) => actor?.arn],
  ["actor_role", ({ actor }) => actor?.role],
  ["action", ({ action }) => action],
  ["since", ({ since }) => since],
  ["as_of", ({ as_of }) => as_of],
  ["id", ({ id }) => id],
  ["file", ({ file }) => file],
  ["line", ({ line }) => line],
  ["path", ({ path }) => path],
  ["verdict", ({ verdict }) => verdict],
  ["exception_id", ({ exception }) => exception?.id],
  ["exception_reason", ({ exception }) => exception?.reason],
  ["notes", ({ notes }) => notes.join("; ")],
  ["commands", ({ commands }) => commands.map(({ command }) => command).join("; ")],
];

function cellsOf(key: ReportedKey): (string | number | undefined)[] {
  return COLUMNS.map(([, valueOf]) => valueOf(key));
}

function linesOf(lines: Iterable<string>): string {
  let text = "";
  for (const line of lines) text += `${line}\n`;
  return text;
}
