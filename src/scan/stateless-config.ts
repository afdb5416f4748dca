/** A configuration in two: what is decided for each event by itself, and what is decided by the events before it. */

/** What depends on the events before. */
const REMEMBERED = ["duplicates", "cap", "escalate"];
/** What else says what a match is worth. */
const WORTH = ["tag", "severity", "risk_score"];

export interface SplitConfig {
  /** For any number of instances. */
  stateless: Uint8Array;
  /** For one instance that sees all matches in the order of their times; undefined if nothing is to be remembered. */
  remembered: Uint8Array | undefined;
}

/** @param config one without mistakes */
export function splitConfig(config: Uint8Array): SplitConfig {
  const members = Object.entries(JSON.parse(Buffer.from(config).toString()) as Record<string, unknown>);
  const isRemembered = ([name]: [string, unknown]): boolean => REMEMBERED.includes(name);
  const remembered = members.filter((member) => isRemembered(member) || WORTH.includes(member[0]));
  return {
    stateless: textOf(members.filter((member) => !isRemembered(member))),
    remembered: members.some(isRemembered) ? textOf(remembered) : undefined,
  };
}

function textOf(members: [string, unknown][]): Uint8Array {
  return Buffer.from(JSON.stringify(Object.fromEntries(members)));
}
