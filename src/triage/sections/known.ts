import type { Finding } from "../../engine/finding.js";
import type { KeyState } from "../../keys/key-status.js";
import { aws, facts, section, text } from "../blocks.js";
import type { Section } from "../guide.js";
import type { Known } from "../known.js";
import type { Subject } from "../subject.js";

export const KNOWN = "What is known";

/** Returns what the logs say about the key's state, up to when, and how to see its present state. */
export function whatIsKnown(finding: Finding, { key, region }: Subject, known: Known): Section[] {
  if (finding.verdict === "denied") return [];
  const { state, since, as_of, notes } = known;
  return section(KNOWN, finding, [
    ...facts(["state", state], ["since", since], ["as of", as_of]),
    text(sentence(finding, known)),
    ...notes.map((note) => text(`${note[0]?.toUpperCase() ?? ""}${note.slice(1)}.`)),
    aws(
      "The key's current state, before you change anything",
      "kms",
      "describe-key",
      "--key-id",
      key,
      "--region",
      region,
    ),
  ]);
}

function sentence({ verdict }: Finding, { state, isLater }: Known): string {
  if (isLater || state === "unknown") return LATER[state];
  return verdict === "possible" ? IF_REAL + FROM_THE_CALL : FROM_THE_CALL;
}

const FROM_THE_CALL = "This is the state in which the call left the key; describe-key has the current one.";

const IF_REAL = "If the event is real: ";

const AFTER = "The logs hold a later event of the key:";
const LATER: Record<KeyState, string> = {
  "pending deletion": `${AFTER} its deletion was scheduled.`,
  "pending replica deletion": `${AFTER} its deletion was scheduled, and waits for its replicas.`,
  unknown: "The logs do not settle the key's state.",
  "material deleted": `${AFTER} its imported key material was deleted or expired.`,
  disabled: `${AFTER} it was disabled.`,
  cancelled: `${AFTER} its deletion was cancelled, which left it disabled.`,
  "enabled again": `${AFTER} it was enabled again.`,
  deleted: `${AFTER} KMS deleted it.`,
};
