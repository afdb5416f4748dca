import type { Finding } from "../../engine/finding.js";
import { isMultiRegion } from "../../aws/aws-values.js";
import { facts, section, text } from "../blocks.js";
import type { Block, Section } from "../guide.js";
import type { Subject } from "../subject.js";
import { formatTime } from "../../findings/times.js";

/** Returns what happened to which key, and what that means. */
export function whatHappened(finding: Finding, subject: Subject): Section[] {
  const { key, details, burst, exception } = finding;
  const table = facts(
    ["call", finding.action],
    ["time", timeOf(finding, subject)],
    ["key", key?.arn ?? key?.id],
    ["named in the call", details.requested_key === (key?.arn ?? key?.id) ? undefined : details.requested_key],
    ["state after it", key?.state],
    ["multi-Region", isMultiRegion(subject.keyId) ? "yes, by its id" : undefined],
    ["account", finding.account],
    ["region", finding.region],
    ["verdict", finding.verdict],
    ["severity", severityOf(finding)],
    ["burst", burst && `${burst.keys} keys within ${burst.window_seconds} seconds`],
    ["exception", exception && `${exception.id}: ${exception.reason}`],
    ["error", joined(": ", finding.error_code, finding.error_message)],
    ["event id", finding.id],
    ["shared event id", details.shared_event_id],
    ["request id", details.request_id],
    ["found at", `${finding.file}:${finding.line}${finding.path === "" ? "" : ` ${finding.path}`}`],
  );
  return section("What happened", finding, [...table, ...meaning(finding, subject)]);
}

function meaning({ verdict, action, details }: Finding, { keyId }: Subject): Block[] {
  const blocks = [text(VERDICTS[verdict])];
  if (verdict !== "denied") blocks.push(text(action === "ScheduleKeyDeletion" ? deletion(keyId) : DISABLED));
  if (details.event_type === "AwsVpceEvent") blocks.push(text(NETWORK_ACTIVITY));
  return blocks;
}

const VERDICTS: Record<Finding["verdict"], string> = {
  match: "The call succeeded, and nothing says that it was expected.",
  possible:
    "The record holds an event that would be a match, at a place that Keyward does not know: see the path above. It is either how your events arrive, and then the call is real, or text that somebody put into another log. Look the call up in CloudTrail (below) before you act on it.",
  capped:
    "The call succeeded, and nothing says that it was expected. It is not alerted on, since so many matches came before it: many keys at once is a reason to look, not to look away.",
  duplicate:
    "The same event, by its id, came before. CloudTrail delivers some events twice: the key was lost once, and one of the two is enough to look into.",
  suppressed: "The call succeeded, and the exception above says that it was expected. The key was lost all the same.",
  denied:
    "The call failed and did nothing to the key: of it, nothing has to be undone. Somebody tried, though, with the permissions or the knowledge that they had: the question is who, and what else they tried.",
};

const DISABLED =
  "While a key is disabled, nothing that is encrypted under it can be decrypted, and nothing new encrypted. A service that holds a data key in memory goes on until it needs the KMS key again, for example to start an instance or to attach a volume: what works now can fail later.";

function deletion(keyId: string | undefined): string {
  const unless = isMultiRegion(keyId) ? ", unless another key of the same multi-Region key is left" : "";
  return `A key whose deletion is pending cannot be used. Unless that is cancelled, KMS deletes the key for good when the waiting period is over, and whatever is encrypted under it can never be read again, backups included${unless}.`;
}

const NETWORK_ACTIVITY =
  "This event is what the VPC endpoint logged. The call has an event of its own, with the key in it: it is the one to look for, by the request's time and caller.";

function timeOf({ time }: Finding, subject: Subject): string | undefined {
  if (time === undefined || subject.time === undefined) return time;
  const plain = formatTime(subject.time);
  return plain === time ? time : `${time} (${plain})`;
}

function severityOf({ severity, risk_score }: Finding): string | undefined {
  return joined(", ", severity, risk_score === undefined ? undefined : `risk score ${risk_score}`);
}

function joined(separator: string, ...parts: (string | undefined)[]): string | undefined {
  const known = parts.filter((part) => part !== undefined);
  return known.length === 0 ? undefined : known.join(separator);
}
