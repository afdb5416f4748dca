/** Suggests an exception for a finding, as narrow as the event allows (docs/reference/exceptions.md). */
import type { Finding } from "../engine/finding.js";
import { isAddress } from "./address.js";
import { isAccount } from "../aws/aws-values.js";

/** A field of the event that cannot be in the exception, and why. */
export interface LeftOut {
  field: string;
  why: string;
}

export interface ExceptionDraft {
  /** A whole configuration with the exception, in ASCII; undefined if it would cover too much. */
  config?: string;
  leftOut: LeftOut[];
}

const ACTIONS = ["DisableKey", "ScheduleKeyDeletion"];
/** Longer than any AWS value for these fields; a few such values would make a configuration too large. */
const LONGEST = 2048;
/** At least one of these is required: without them, the exception would cover anyone and anything. */
const DECISIVE = ["actor.arn", "key.arn", "key.id"];

export function draftException(finding: Finding): ExceptionDraft {
  const leftOut: LeftOut[] = [];
  const when: Record<string, string[]> = {};
  for (const [field, value] of fieldsOf(finding)) {
    if (value === undefined) continue;
    const why = refusal(field, value);
    if (why === undefined) when[field] = [value];
    else leftOut.push({ field, why });
  }
  if (when.source_ip !== undefined && leftOut.some(({ field }) => field === "vpc_endpoint")) {
    delete when.source_ip;
    leftOut.push({ field: "source_ip", why: "the call came through the VPC endpoint" });
  }
  if (!DECISIVE.some((field) => field in when)) return { leftOut };
  return { config: toAscii(formatConfig(idOf(finding), when)), leftOut };
}

function fieldsOf({
  action,
  account,
  region,
  actor,
  source_ip,
  vpc_endpoint,
  key,
}: Finding): [string, string | undefined][] {
  return [
    ["action", action],
    ["account", account],
    ["region", region],
    ["actor.type", actor?.type],
    ["actor.arn", actor?.arn],
    ["source_ip", source_ip],
    // Without it, the address of a call through the endpoint is in no network.
    ["vpc_endpoint", vpc_endpoint],
    // A key has one only if the other is missing.
    key?.arn === undefined ? ["key.id", key?.id] : ["key.arn", key.arn],
  ];
}

/** Returns why a value cannot be in an exception; undefined if it can. */
function refusal(field: string, value: string): string | undefined {
  if (field === "source_ip") return isAddress(value) ? undefined : "it is not an IP address";
  if (/[*?]/.test(value)) return "* and ? would be a pattern";
  if (value.length > LONGEST) return "it is too long";
  // Any unpaired surrogate reads as U+FFFD, so that all would be equal.
  if (/\p{Cs}/u.test(value)) return "it is not well-formed text";
  switch (field) {
    case "action":
      return ACTIONS.includes(value) ? undefined : "it is neither of the two";
    case "account":
      return isAccount(value) ? undefined : "it is not 12 digits";
    case "actor.arn":
    case "key.arn":
      return isArn(value) ? undefined : "it is not an ARN";
    default:
      return undefined;
  }
}

/** Reports whether a text has six parts, like the check of a configuration. */
function isArn(text: string): boolean {
  return text.startsWith("arn:") && text.split(":").length > 5;
}

/** For example `schedule-key-deletion-5b93e0fd`. */
function idOf({ action, key }: Finding): string {
  const what = action === "ScheduleKeyDeletion" ? "schedule-key-deletion" : "disable-key";
  const [start] = /^(?:mrk-)?[0-9A-Za-z]{1,8}/.exec(key?.id ?? "") ?? [];
  return start === undefined ? what : `${what}-${start}`;
}

function formatConfig(id: string, when: Record<string, string[]>): string {
  const fields = Object.entries(when).map(([field, values]) => `      "${field}": ${JSON.stringify(values)}`);
  return [
    "{",
    '  "exceptions": [{',
    `    "id": ${JSON.stringify(id)},`,
    `    "reason": "<why this is expected, and who decided it>",`,
    '    "when": {',
    fields.join(",\n"),
    "    }",
    "  }]",
    "}",
  ].join("\n");
}

/** Escapes every character beyond ASCII in JSON, so that what is seen and copied is what it is. */
function toAscii(json: string): string {
  return json.replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
