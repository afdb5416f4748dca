/** Estimates the memory that findings take. No Node imports: the HTML page uses it too. */

/** Approximate size of an object in V8, and of one of its members, in bytes. */
const OBJECT_BYTES = 96;
const MEMBER_BYTES = 32;

/** Returns the approximate size of a value in bytes, members included. */
export function weightOf(value: unknown): number {
  if (typeof value === "string") return MEMBER_BYTES + value.length;
  if (typeof value !== "object" || value === null) return MEMBER_BYTES;
  if (value instanceof Uint8Array) return OBJECT_BYTES + value.length;
  let sum = OBJECT_BYTES;
  if (value instanceof Map || value instanceof Set) for (const member of value.values()) sum += weightOf(member);
  // Without a list of the members: with many thousands of findings, that costs.
  else for (const name in value) sum += weightOf((value as Record<string, unknown>)[name]);
  return sum;
}
