/** How much memory findings take. No imports of Node's: the HTML page has this too. */

/** What V8 takes for an object and for a member of one, in bytes, about. */
const OBJECT_BYTES = 96;
const MEMBER_BYTES = 32;

/** The bytes that a value takes, about: an object with its members and theirs. */
export function weightOf(value: unknown): number {
  if (typeof value === "string") return MEMBER_BYTES + value.length;
  if (typeof value !== "object" || value === null) return MEMBER_BYTES;
  if (value instanceof Uint8Array) return OBJECT_BYTES + value.length;
  const members = value instanceof Map || value instanceof Set ? value.values() : Object.values(value);
  let sum = OBJECT_BYTES;
  for (const member of members) sum += weightOf(member);
  return sum;
}
