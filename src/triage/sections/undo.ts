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
      account === undefined ? "The account that you are in" : `The account that you are in: it has to be ${account}`,
      ...["sts", "get-caller-identity", "--query", "Account", "--output", "text", "--region", region],
    ),
    aws("What state the key has now", "kms", "describe-key", ...target, "--query", STATE, "--output", "json"),
    ...commands,
    ...(commands.length > 0 ? [aws("See that it is Enabled", ...seeState(target))] : []),
    ...(isMany ? multiRegion(target) : []),
  ]);
}

const STATE = "KeyMetadata.[KeyState,DeletionDate]";

const FIRST_LOOK =
  "It takes the key's own account: KMS lets no other account do this. If the principal that did it can still act, stop it first, or it does it again. Look at the key's state first: what follows fits the state that is known.";

const TOO_LATE =
  "The waiting period is over: there may be nothing left to cancel, and this offers no call that does. If describe-key says PendingDeletion, the key can still be saved: cancel-key-deletion, then enable-key, at once.";

/** Texts for keys with nothing to undo, as far as the logs show. */
const NOTHING_LEFT: Partial<Record<KeyState, string>> = {
  "enabled again":
    "By the logs the key was enabled again: there is nothing to undo, unless describe-key says that it was lost once more. It takes the key's own account.",
  deleted:
    "By the logs KMS deleted the key: nothing brings it back. A replica of a multi-Region key can be made again from its primary, and an asymmetric or HMAC key with imported key material from that.",
  "material deleted":
    "By the logs its imported key material is gone: import the same material again (aws kms get-parameters-for-import, aws kms import-key-material). It takes the key's own account.",
  unknown: "The logs do not settle the state of the key: describe-key says what there is to undo.",
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
    { why: "Cancel the deletion; the key is disabled then", command: "cancel-key-deletion" },
    { why: "Enable it again, unless it was disabled before and meant to be", command: "enable-key" },
  ];
}

function seeState(target: readonly string[]): string[] {
  return ["kms", "describe-key", ...target, "--query", "KeyMetadata.KeyState", "--output", "text"];
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
