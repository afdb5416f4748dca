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
  match: "The call succeeded, and no exception expects it.",
  possible:
    "The record holds an event that would be a match, but at a path that Keyward does not know (above). Either your events arrive like this, and the call is real, or somebody wrote the text into another log. Look the call up in CloudTrail (below) before you act on it.",
  capped:
    "The call succeeded, and no exception expects it. It raised no alert because too many matches came before it (cap). Many keys at once are a reason to look closer.",
  duplicate:
    "The same event came before: CloudTrail delivers some events twice. There was one call, and one investigation is enough.",
  suppressed: "The call succeeded, and the exception above expects it. The key was affected nevertheless.",
  denied:
    "The call failed and did not change the key: there is nothing to undo. But somebody tried: find out who, and what else they tried.",
};

const DISABLED =
  "While a key is disabled, it neither encrypts nor decrypts anything. A service that holds a data key in memory continues until it needs the KMS key again, for example to start an instance or attach a volume: what works now can fail later.";

function deletion(keyId: string | undefined): string {
  const unless = isMultiRegion(keyId) ? ", unless a related multi-Region key still exists" : "";
  return `A key whose deletion is pending cannot be used. Unless the deletion is cancelled, KMS deletes the key for good when the waiting period ends. Everything encrypted under it can then never be read again, backups included${unless}.`;
}

const NETWORK_ACTIVITY =
  "The VPC endpoint logged this event. The call has its own event, which names the key: find it by time and caller.";

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
