/** Decides whether an exception expects an event. */
import { isInNetwork, parseAddress, parseNetwork } from "./networks.js";
import { matchesPattern } from "./patterns.js";
import type { Exception, Field } from "./settings.js";
import { isInWeekly } from "./times.js";

/** The longest event text that a pattern can match, in bytes of UTF-8; patterns have the same limit. */
export const LONGEST_VALUE = 4096;

/** An event's texts, by their names in `when`; absent fields are left out. */
export type FieldTexts = ReadonlyMap<Field, string>;

/** `seconds`: the event's time; without one, it is in no window. */
export function holds(exception: Exception, texts: FieldTexts, seconds: number | undefined): boolean {
  return isInWindows(exception, seconds) && exception.when.every((entry) => isMet(entry, exception.when, texts));
}

/** Reports whether a field of `when` is met by one of its values. */
export function isMet([field, values]: Exception["when"][number], when: Exception["when"], texts: FieldTexts): boolean {
  const text = texts.get(field);
  if (text === undefined || text === "" || Buffer.byteLength(text) > LONGEST_VALUE) return false;
  if (field === "source_ip") {
    // For an endpoint, addresses are those of someone's own network.
    const isByEndpoint = (texts.get("vpc_endpoint") ?? "") !== "";
    return (!isByEndpoint || when.some(([name]) => name === "vpc_endpoint")) && isInOne(values, text);
  }
  // A role has its ARN or its name, which excludes its path.
  const names = field === "actor.role" ? [text, ...text.split("/").slice(-1)] : [text];
  return names.some((name) => values.some((pattern) => matchesPattern(pattern, name)));
}

function isInOne(networks: readonly string[], text: string): boolean {
  const address = parseAddress(text);
  if (address === undefined) return false;
  return networks.some((name) => {
    const network = parseNetwork(name);
    return network !== undefined && isInNetwork(address, network);
  });
}

function isInWindows({ from, until, weekly }: Exception, seconds: number | undefined): boolean {
  if (from === undefined && until === undefined && weekly === undefined) return true;
  if (seconds === undefined) return false;
  return (
    (from === undefined || seconds >= from) &&
    (until === undefined || seconds < until) &&
    (weekly === undefined || isInWeekly(seconds, weekly))
  );
}
