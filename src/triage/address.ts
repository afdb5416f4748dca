/** IP addresses as the module reads them (assembly/config/network.ts). */

const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;
const GROUP = /^[0-9a-fA-F]{1,4}$/;
const LONGEST = 45;

/** Reports whether a text is an IPv4 address in dotted decimal, or an IPv6 address. */
export function isAddress(text: string): boolean {
  return text.length <= LONGEST && (IPV4.test(text) || isIPv6(text));
}

function isIPv6(text: string): boolean {
  const [head = "", tail, ...others] = text.split("::");
  if (others.length > 0) return false;
  const before = countGroups(head, tail === undefined);
  if (tail === undefined) return before === 8;
  const after = countGroups(tail, true);
  return before !== undefined && after !== undefined && before + after < 8;
}

/** Returns the number of 16-bit groups in part of an address, which may end with an IPv4 address. */
function countGroups(part: string, mayBeIPv4: boolean): number | undefined {
  if (part === "") return 0;
  const groups = part.split(":");
  const last = groups.at(-1) ?? "";
  const isMapped = mayBeIPv4 && IPV4.test(last);
  const plain = isMapped ? groups.slice(0, -1) : groups;
  return plain.every((group) => GROUP.test(group)) ? plain.length + (isMapped ? 2 : 0) : undefined;
}
