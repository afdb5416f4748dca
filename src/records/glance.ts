/** What a line is at a glance, as the module has it (assembly/json/brackets.ts). */
const OPENING = new Set(Buffer.from("{["));

/** Whether a line holds nothing but JSON's white space. */
export function isBlank(line: Uint8Array): boolean {
  return line.every(isSpace);
}

/** Whether a line begins and ends with the brackets of an object or an array, white space aside. */
export function isBracketed(line: Uint8Array): boolean {
  const first = line.find((byte) => !isSpace(byte));
  const last = line.findLast((byte) => !isSpace(byte));
  return first !== undefined && OPENING.has(first) && last === first + 2;
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0d || byte === 0x0a;
}
