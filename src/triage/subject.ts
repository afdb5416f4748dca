/** The parts of a finding that commands need: checked values in AWS's own form, or placeholders. */
import { parseEventTime } from "../findings/event-time.js";
import type { Finding } from "../engine/finding.js";
import { composeArn, isAccount, isKeyId, isRegion, parseKeyArn } from "../aws/aws-values.js";

export interface Subject {
  /** The value for `--key-id`: the ARN, which is unambiguous, or else the id. */
  key: string;
  /** The name that CloudTrail and other services use for the key. */
  keyArn: string;
  /** The id alone, if there is one. */
  keyId?: string;
  region: string;
  /** The key's account. */
  account?: string;
  /** When it happened, in milliseconds since 1970. */
  time?: number;
}

export const PLACEHOLDERS = [
  "<key-id>",
  "<key-arn>",
  "<region>",
  "<access-key-id>",
  "<role-name>",
  "<user-name>",
] as const;
type Placeholder = (typeof PLACEHOLDERS)[number];

export function readSubject({ key, region, account, time }: Finding): Subject {
  const arn = parseKeyArn(key?.arn);
  const keyId = arn?.id ?? (isKeyId(key?.id) ? key.id : undefined);
  // A key is in the region of its ARN, wherever the event was found.
  const place = arn?.region ?? (isRegion(region) ? region : undefined);
  const owner = arn?.account ?? (isAccount(account) ? account : undefined);
  const at = parseEventTime(time);
  return {
    key: arn?.arn ?? keyId ?? "<key-id>",
    keyArn: arn?.arn ?? (keyId && place && owner ? composeArn(place, owner, keyId) : "<key-arn>"),
    ...(keyId !== undefined && { keyId }),
    region: place ?? "<region>",
    ...(owner !== undefined && { account: owner }),
    ...(at !== undefined && { time: at }),
  };
}

/** Explains why commands have placeholders, and where to find the values; `used`: all placeholders in the commands. */
export function explainPlaceholder(
  placeholder: Placeholder,
  { key, region, actor, details }: Finding,
  used: readonly Placeholder[],
): string {
  switch (placeholder) {
    case "<key-arn>":
      if (used.includes("<key-id>")) return "<key-arn> is the ARN of that key, which aws kms list-keys shows too.";
      return `${fillIn(placeholder, "key", key?.arn ?? key?.id)} aws kms list-keys lists the keys that exist.`;
    case "<key-id>":
      return `${fillIn(placeholder, "key", key?.arn ?? key?.id)} aws kms list-keys lists the keys that exist.`;
    case "<region>":
      return fillIn(placeholder, "region", region);
    case "<access-key-id>":
      return fillIn(placeholder, "access key", details.access_key_id);
    case "<role-name>":
      return fillIn(placeholder, "role", details.session_issuer_arn ?? actor?.arn);
    case "<user-name>":
      return fillIn(placeholder, "user", details.session_issuer_arn ?? details.user_name ?? actor?.arn);
  }
}

function fillIn(placeholder: Placeholder, what: string, said: string | undefined): string {
  const why =
    said === undefined
      ? `the event names no ${what}`
      : `what the event calls its ${what} does not have AWS's form, so no command contains it`;
  return `${placeholder} is for you to fill in: ${why}.`;
}
