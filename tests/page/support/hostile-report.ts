/** A report in which every text from an event, file or configuration is hostile. */
import type { Report, ReportedFinding } from "#keyward/report/report.js";
import { coverageOf } from "./make-coverage.js";
import { reportOf } from "./make-report.js";

/** Each would do something in a page that treated it as more than text. */
export const HOSTILE: readonly string[] = [
  `</script><script>alert(1)</script>`,
  `<!--<script>alert(2)`,
  `<img src=x onerror=alert(3)>`,
  `"><svg onload=alert(4)>`,
  `javascript:alert(5)//'"\``,
  `{{constructor.constructor("alert(6)")()}}\${alert(6)}`,
  `\u001b[31mred\u001b]8;;http://evil.example\u0007\r\b`,
  `safe\u202egnp.exe\u2066\u200b\u2028\u2029\ufeff`,
  `$&$'$\`<!--report--><!--script-->`,
  `__proto__`,
  `\ud800 alone, \u{e0041} a tag, \u0000 and \u007f`,
  `https://evil.example/pixel.png`,
];

export function hostileReport(): Report {
  const findings = HOSTILE.map(hostileFinding);
  return reportOf(findings, {
    version: HOSTILE[0] ?? "",
    filters: { since: HOSTILE[1] ?? "", until: HOSTILE[2] ?? "", accounts: [...HOSTILE], regions: [...HOSTILE] },
    broken: HOSTILE.map((text) => ({ file: text, line: 1, reason: text })),
    config_error: HOSTILE.join(" "),
    config: {
      file: HOSTILE.join(" "),
      sha256: HOSTILE[0] ?? "",
      exceptions: HOSTILE.map((text) => ({ id: text, reason: text, [text]: text })),
    },
    coverage: {
      ...coverageOf(12),
      accounts: { names: [...HOSTILE], hasMore: true },
      unsure: hostilePlaces,
      unread: hostilePlaces,
    },
    keys: HOSTILE.map(hostileKey),
  });
}

const hostilePlaces = {
  records: HOSTILE.length,
  first: HOSTILE.map((text) => ({ file: text, line: 1, reason: text, records: 2 })),
};

function hostileKey(text: string, index: number): Report["keys"][number] {
  return {
    state: index % 2 === 0 ? "disabled" : "unknown",
    key: { id: text, arn: text },
    account: text,
    region: text,
    since: text,
    as_of: text,
    actor: { type: text, arn: text },
    action: "DisableKey",
    file: text,
    line: 1,
    path: text,
    ...(index % 3 === 0 && { exception: { id: text, reason: text } }),
    notes: [text],
  };
}

/** Returns a finding with `text` in every field, and with a time, so that it is in the timeline. */
function hostileFinding(text: string, index: number): ReportedFinding {
  return {
    file: text,
    line: index + 1,
    path: text,
    verdict: index % 2 === 0 ? "match" : "suppressed",
    exception: { id: text, reason: text },
    severity: text,
    risk_score: 47,
    id: text,
    time: index % 3 === 0 ? text : `2026-03-04T09:${String(10 + index)}:00Z`,
    action: text,
    account: text,
    region: text,
    actor: { type: text, arn: text },
    source_ip: text,
    user_agent: text,
    key: { id: text, arn: text, state: text },
    pending_window_days: 7,
    deletion_date: text,
    error_code: text,
    error_message: text,
    details: {
      principal_id: text,
      user_name: text,
      access_key_id: text,
      caller_account: text,
      invoked_by: text,
      session_issuer_type: text,
      session_issuer_arn: text,
      session_issuer_user_name: text,
      mfa_authenticated: text,
      session_created: text,
      session_credential_from_console: text,
      event_type: text,
      vpc_endpoint_id: text,
      requested_key: text,
      shared_event_id: text,
      request_id: text,
    },
    seen: 2,
    also: [{ file: text, line: 7 }],
  };
}
