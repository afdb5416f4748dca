/** Findings as CSV (RFC 4180, with LF), one per row. */
import { stringify } from "csv-stringify/sync";
import type { Details } from "../engine/finding.js";
import { escapeForTerminal } from "../terminal/escape.js";
import type { ReportedFinding } from "./report.js";

const ROWS_AT_ONCE = 1000;

type Value = string | number | undefined;

/** Every detail, so that the compiler finds a missing one. */
const DETAILS: Record<keyof Details, true> = {
  principal_id: true,
  user_name: true,
  access_key_id: true,
  caller_account: true,
  invoked_by: true,
  session_issuer_type: true,
  session_issuer_arn: true,
  session_issuer_user_name: true,
  mfa_authenticated: true,
  session_created: true,
  session_credential_from_console: true,
  event_type: true,
  vpc_endpoint_id: true,
  requested_key: true,
  shared_event_id: true,
  request_id: true,
};

const COLUMNS: [name: string, valueOf: (finding: ReportedFinding) => Value][] = [
  ["time", ({ time }) => time],
  ["verdict", ({ verdict }) => verdict],
  ["action", ({ action }) => action],
  ["key_id", ({ key }) => key?.id],
  ["key_arn", ({ key }) => key?.arn],
  ["key_state", ({ key }) => key?.state],
  ["actor_type", ({ actor }) => actor?.type],
  ["actor_arn", ({ actor }) => actor?.arn],
  ["actor_role", ({ actor }) => actor?.role],
  ["source_identity", ({ source_identity }) => source_identity],
  ["on_behalf_of", ({ on_behalf_of }) => on_behalf_of],
  ["account", ({ account }) => account],
  ["region", ({ region }) => region],
  ["file", ({ file }) => file],
  ["line", ({ line }) => line],
  ["path", ({ path }) => path],
  ["id", ({ id }) => id],
  ["source_ip", ({ source_ip }) => source_ip],
  ["user_agent", ({ user_agent }) => user_agent],
  ["vpc_endpoint", ({ vpc_endpoint }) => vpc_endpoint],
  ["pending_window_days", ({ pending_window_days }) => pending_window_days],
  ["deletion_date", ({ deletion_date }) => deletion_date],
  ["deadline", ({ deadline }) => deadline],
  ["deadline_computed", ({ deadline_computed }) => (deadline_computed === true ? "true" : undefined)],
  ["state", ({ state }) => state],
  ["as_of", ({ as_of }) => as_of],
  ["exception_id", ({ exception }) => exception?.id],
  ["exception_reason", ({ exception }) => exception?.reason],
  ["severity", ({ severity }) => severity],
  ["risk_score", ({ risk_score }) => risk_score],
  ["burst_keys", ({ burst }) => burst?.keys],
  ["burst_window_seconds", ({ burst }) => burst?.window_seconds],
  ["error_code", ({ error_code }) => error_code],
  ["error_message", ({ error_message }) => error_message],
  ["seen", ({ seen }) => seen],
  ["also", ({ also }) => also.map(({ file, line }) => `${file}:${line}`).join(" ")],
  ...(Object.keys(DETAILS) as (keyof Details)[]).map((name): (typeof COLUMNS)[number] => [
    name,
    ({ details }) => details[name],
  ]),
];

/** Where a spreadsheet may begin a formula, after any quotes and spaces; also with other separators. */
const BEFORE_FORMULA = /(?:^(?=[\s"])|[;|,:^])(?=[\s"]*[=+\-@＝＋－＠])/g;

/** Yields the heading and then the rows, in pieces. */
export function* csvTexts(findings: readonly ReportedFinding[]): Generator<string, void> {
  yield csvText([COLUMNS.map(([name]) => name)]);
  for (let at = 0; at < findings.length; at += ROWS_AT_ONCE) {
    const rows = findings.slice(at, at + ROWS_AT_ONCE);
    yield csvText(rows.map((finding) => COLUMNS.map(([, valueOf]) => valueOf(finding))));
  }
}

/** Formats a value without control characters, so that a finding stays on one line. */
function cell(value: Value): string {
  return escapeForTerminal(String(value ?? "")).replace(BEFORE_FORMULA, "$&'");
}

/** Formats rows. An apostrophe goes before anything that a spreadsheet would run as a formula. */
export function csvText(rows: readonly (readonly Value[])[]): string {
  return stringify(
    rows.map((row) => row.map(cell)),
    { escape_formulas: true },
  );
}
