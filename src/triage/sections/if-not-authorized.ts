import type { Finding } from "../../engine/finding.js";
import { aws, section, text } from "../blocks.js";
import type { Caller } from "../caller.js";
import type { Block, Section } from "../guide.js";
import { stopTheCaller } from "../stop-the-caller.js";
import { isMultiRegion } from "../../aws/aws-values.js";
import type { Subject } from "../subject.js";

/** Returns what to do if it was not authorized: stop the caller, bring back the key and the data, and inform those who must know. */
export function ifNotAuthorized(finding: Finding, subject: Subject, caller: Caller, now: number): Section[] {
  const isDenied = finding.verdict === "denied";
  return section("If it was not authorized", finding, [
    ...stopTheCaller(subject, caller, now),
    ...(isDenied ? [] : restore(finding, subject)),
    text(
      "Then escalate. Pass on this guide (keyward triage --format md writes it for a ticket), the unchanged event, and what the look-ups found. Keep the trail's files, since the event history ends after 90 days. The runbook (docs/how-to/runbook.md) continues with recovery, prevention and review.",
    ),
  ]);
}

function restore(finding: Finding, { keyId, region }: Subject): Block[] {
  const blocks = [
    text(
      "Bring the key back as above, if nobody has yet. Check that its policy and grants are unchanged: whoever did this could have changed them too. Then restart what failed without the key.",
    ),
  ];
  if (finding.action !== "ScheduleKeyDeletion") return blocks;
  blocks.push(
    text(
      "If the key is already deleted, recover from what does not need it: copies and backups under another key, the source of the data, or your own key material if the key was an asymmetric or HMAC key with imported material. Do not delete encrypted data before you are certain.",
    ),
  );
  if (keyId === undefined || !isMultiRegion(keyId)) return blocks;
  blocks.push(text("A related multi-Region key in another region decrypts the same data."));
  // The primary key creates its replicas, and cannot itself be recreated.
  if (finding.key?.state === "PendingReplicaDeletion") return blocks;
  return [
    ...blocks,
    aws(
      "If it was a replica: create it again from the primary's region",
      ...["kms", "replicate-key", "--key-id", keyId, "--replica-region", region, "--region", "<primary-region>"],
    ),
  ];
}
