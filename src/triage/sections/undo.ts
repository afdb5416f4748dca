import type { Finding } from "../../engine/finding.js";
import type { KeyState } from "../../keys/key-status.js";
import { isMultiRegion } from "../../aws/aws-values.js";
import { aws, section, text } from "../blocks.js";
import type { Block, Section } from "../guide.js";
import type { Known } from "../known.js";
import type { Subject } from "../subject.js";
import { earliestDeletion } from "./time-left.js";

export const UNDO = "How to undo it";

/** Returns what brings the key back, if the logs show that something can. */
export function howToUndoIt(finding: Finding, subject: Subject, known: Known, now: number): Section[] {
  if (finding.verdict === "denied") return [];
  const { key, region, account } = subject;
  const target = ["--key-id", key, "--region", region];
  const commands = undoing(finding, subject, known, now).map(({ why, command }) => aws(why, "kms", command, ...target));
  const isMany = isMultiRegion(subject.keyId);
  return section(UNDO, finding, [
    text(NOTHING_LEFT[known.state] ?? (commands.length === 0 ? TOO_LATE : FIRST_LOOK)),
    aws(
      account === undefined ? "The account that you are in" : `Confirm that you are in account ${account}`,
      ...["sts", "get-caller-identity", "--query", "Account", "--output", "text", "--region", region],
    ),
    aws("The key's current state", "kms", "describe-key", ...target, "--query", STATE, "--output", "json"),
    ...commands,
    ...(commands.length > 0 ? [aws("Check that it is Enabled", ...seeState(target))] : []),
    ...(isMany ? multiRegion(target) : []),
  ]);
}

const STATE = "KeyMetadata.[KeyState,DeletionDate]";

const FIRST_LOOK =
  "Only the key's own account can do this. If the principal that did it can still act, revoke its access first, or it can do it again. Check the key's current state: the commands fit the state that the logs show.";

const TOO_LATE =
  "The waiting period has expired, so there may be nothing to cancel, and no command for it is listed. If describe-key shows PendingDeletion, the key can still be saved: run cancel-key-deletion, then enable-key, at once.";

/** Texts for keys with nothing to undo, as far as the logs show. */
const NOTHING_LEFT: Partial<Record<KeyState, string>> = {
  "enabled again":
    "The logs show that the key was enabled again. There is nothing to undo, unless describe-key shows that it was disabled or scheduled for deletion once more. Only the key's own account can do this.",
  deleted:
    "The logs show that KMS deleted the key. Nothing brings it back. A replica of a multi-Region key can be created again from its primary, and an asymmetric or HMAC key with imported key material from that material.",
  "material deleted":
    "The logs show that its imported key material is gone. Import the same material again (aws kms get-parameters-for-import, aws kms import-key-material). Only the key's own account can do this.",
  unknown: "The logs do not settle the key's state; describe-key shows what there is to undo.",
};

/** Returns the calls that change the key, in order; only those that its state allows. */
function undoing(
  finding: Finding,
  subject: Subject,
  { state, isLater, seconds_left: left }: Known,
  now: number,
): { why: string; command: string }[] {
  if (state === "disabled" || state === "cancelled") return [{ why: "Enable the key again", command: "enable-key" }];
  if (state !== "pending deletion" && state !== "pending replica deletion") return [];
  const earliest = isLater ? undefined : earliestDeletion(finding, subject);
  const isOver = earliest === undefined ? left !== undefined && left <= 0 : earliest <= now;
  if (isOver) return [];
  return [
    { why: "Cancel the deletion; this leaves the key disabled", command: "cancel-key-deletion" },
    { why: "Enable it, unless it was disabled before on purpose", command: "enable-key" },
  ];
}

function seeState(target: readonly string[]): string[] {
  return ["kms", "describe-key", ...target, "--query", "KeyMetadata.KeyState", "--output", "text"];
}

function multiRegion(target: string[]): Block[] {
  return [
    text(
      "It is a multi-Region key. The primary and each replica have their own state: a call affects only one of them. Check all of them, and undo it in each region where it happened. As long as the primary exists, a deleted replica can be created again from it.",
    ),
    aws(
      "Regions of the primary and the replicas",
      ...["kms", "describe-key", ...target, "--query", "KeyMetadata.MultiRegionConfiguration"],
    ),
  ];
}
