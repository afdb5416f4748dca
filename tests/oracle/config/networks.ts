/** Internet addresses and networks as numbers. The platform decides what is an address. */
import { isIPv4, isIPv6 } from "node:net";

export interface Address {
  bits: 32 | 128;
  value: bigint;
}

export interface Network extends Address {
  prefix: number;
}

/** Undefined if the text is not an address; one with a zone is not, since it means nothing outside its host. */
export function parseAddress(text: string): Address | undefined {
  if (isIPv4(text)) return { bits: 32, value: fromParts(text.split("."), 8n, 10) };
  return isIPv6(text) && !text.includes("%") ? { bits: 128, value: ipv6Value(text) } : undefined;
}

function ipv6Value(text: string): bigint {
  const [head, tail] = text.split("::") as [string, string?];
  const [before, after] = [groupsOf(head), groupsOf(tail ?? "")];
  const between = tail === undefined ? [] : Array.from({ length: 8 - before.length - after.length }, () => "0");
  return fromParts([...before, ...between, ...after], 16n, 16);
}

function groupsOf(text: string): string[] {
  if (text === "") return [];
  return text.split(":").flatMap((group) => {
    if (!group.includes(".")) return [group];
    const value = fromParts(group.split("."), 8n, 10);
    return [value >> 16n, value & 0xffffn].map((half) => half.toString(16));
  });
}

function fromParts(parts: readonly string[], bits: bigint, radix: number): bigint {
  return parts.reduce((value, part) => (value << bits) | BigInt(parseInt(part, radix)), 0n);
}

/** Parses an address, which is a network of one, or one with a prefix; undefined if the text is neither. */
export function parseNetwork(text: string): Network | undefined {
  const [, name = "", prefix] = /^([^/]*)(?:\/(0|[1-9]\d{0,2}))?$/.exec(text) ?? [];
  const address = parseAddress(name);
  if (address === undefined) return undefined;
  const length = prefix === undefined ? address.bits : Number(prefix);
  return length <= address.bits ? { ...address, prefix: length } : undefined;
}

/** Reports whether bits after the prefix are set: it is then unclear which network is meant. */
export function hasLooseBits(network: Network): boolean {
  const after = BigInt(network.bits - network.prefix);
  return (network.value >> after) << after !== network.value;
}

/** Reports whether the address is in the network: never an IPv4 address in an IPv6 network, however it is written. */
export function isInNetwork(address: Address, network: Network): boolean {
  const after = BigInt(network.bits - network.prefix);
  return address.bits === network.bits && address.value >> after === network.value >> after;
}
