import type { Finding } from "../../engine/finding.js";
import { isMultiRegion } from "../aws-values.js";
import { aws, section, text } from "../blocks.js";
import type { Block, Section } from "../guide.js";
import type { Subject } from "../subject.js";

/** What brings the key back. */
export function howToUndoIt(finding: Finding, subject: Subject): Section[] {
  if (finding.verdict === "denied") return [];
  const { key, region, account } = subject;
  const isDeletion = finding.action === "ScheduleKeyDeletion";
  const target = ["--key-id", key, "--region", region];
  const blocks: Block[] = [
    text(
      "It takes the key's own account: KMS lets no other account do this. If the principal that did it can still act, stop it first, or it does it again.",
    ),
    aws(
      account === undefined ? "The account that you are in" : `The account that you are in: it has to be ${account}`,
      ...["sts", "get-caller-identity", "--query", "Account", "--output", "text", "--region", region],
    ),
  ];
  if (isDeletion)
    blocks.push(aws("Cancel the deletion; the key is disabled then", "kms", "cancel-key-deletion", ...target));
  blocks.push(
    aws(
      isDeletion ? "Enable it again, unless it was disabled before and meant to be" : "Enable the key again",
      ...["kms", "enable-key", ...target],
    ),
    aws(
      "See that it is Enabled",
      ...["kms", "describe-key", ...target, "--query", "KeyMetadata.KeyState", "--output", "text"],
    ),
  );
  if (isMultiRegion(subject.keyId)) blocks.push(...multiRegion(target));
  return section("How to undo it", finding, blocks);
}

function multiRegion(target: string[]): Block[] {
  return [
    text(
      "It is a multi-Region key: the primary and each replica have a state of their own, and what was done to one was not done to the others. Look at all of them, and undo it in each region where it happened. As long as the primary lives, a replica that was deleted can be made again from it.",
    ),
    aws(
      "Where the primary and the replicas are",
      ...["kms", "describe-key", ...target, "--query", "KeyMetadata.MultiRegionConfiguration"],
    ),
  ];
}
