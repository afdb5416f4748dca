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
    aws("The state of now, before anything is done", "kms", "describe-key", "--key-id", key, "--region", region),
  ]);
}

function sentence({ verdict }: Finding, { state, isLater }: Known): string {
  if (isLater || state === "unknown") return LATER[state];
  return verdict === "possible" ? IF_REAL + FROM_THE_CALL : FROM_THE_CALL;
}

const FROM_THE_CALL =
  "This is the state that the call left the key in. Whether it still is in that state, describe-key says.";

const IF_REAL = "If the event is real: ";

const AFTER = "A later event of the key is in the logs, and decides:";
const LATER: Record<KeyState, string> = {
  "pending deletion": `${AFTER} its deletion was scheduled then.`,
  "pending replica deletion": `${AFTER} its deletion was scheduled then, and waits for the replicas.`,
  unknown: "What the logs hold of the key does not settle its state.",
  "material deleted": `${AFTER} its imported key material was deleted or expired then.`,
  disabled: `${AFTER} it was disabled then.`,
  cancelled: `${AFTER} its deletion was cancelled then, which left it disabled.`,
  "enabled again": `${AFTER} it was enabled again then.`,
  deleted: `${AFTER} KMS deleted it then.`,
};
