/**
 * Internet addresses and networks as numbers. What is an address the platform says.
 */
import { isIPv4, isIPv6 } from "node:net";

export interface Address {
  bits: 32 | 128;
  value: bigint;
}

export interface Network extends Address {
  prefix: number;
}

/** Undefined where the text is no address; one with a zone is none, since it says nothing outside its host. */
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

/** An address, which is a network of one, or one with a prefix; undefined where the text is neither. */
export function parseNetwork(text: string): Network | undefined {
  const [, name = "", prefix] = /^([^/]*)(?:\/(0|[1-9]\d{0,2}))?$/.exec(text) ?? [];
  const address = parseAddress(name);
  if (address === undefined) return undefined;
  const length = prefix === undefined ? address.bits : Number(prefix);
  return length <= address.bits ? { ...address, prefix: length } : undefined;
}

/** Whether bits are set after the prefix: it is then unclear which network is meant. */
export function hasLooseBits(network: Network): boolean {
  const after = BigInt(network.bits - network.prefix);
  return (network.value >> after) << after !== network.value;
}

/** Whether the address lies in the network: never one of IPv4 in one of IPv6, however that is written. */
export function isInNetwork(address: Address, network: Network): boolean {
  const after = BigInt(network.bits - network.prefix);
  return address.bits === network.bits && address.value >> after === network.value >> after;
}
