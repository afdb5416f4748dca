/**
 * Whether an exception expects an event.
 */
import { isInNetwork, parseAddress, parseNetwork } from "./networks.js";
import { matchesPattern } from "./patterns.js";
import type { Exception, Field } from "./settings.js";
import { isInWeekly } from "./times.js";

/** The longest text of an event that meets a pattern, in bytes of UTF-8; a pattern is no longer either. */
export const LONGEST_VALUE = 4096;

/** What an event says, by the names that `when` has for it; a field that it does not say is absent. */
export type FieldTexts = ReadonlyMap<Field, string>;

/** `seconds`: the event's time; one without lies in no window. */
export function holds(exception: Exception, texts: FieldTexts, seconds: number | undefined): boolean {
  return isInWindows(exception, seconds) && exception.when.every((entry) => isMet(entry, exception.when, texts));
}

/** Whether one field of `when` is met, by one of its values. */
export function isMet([field, values]: Exception["when"][number], when: Exception["when"], texts: FieldTexts): boolean {
  const text = texts.get(field);
  if (text === undefined || text === "" || Buffer.byteLength(text) > LONGEST_VALUE) return false;
  if (field === "source_ip") {
    // Behind an endpoint addresses are those of somebody's own network.
    const isByEndpoint = (texts.get("vpc_endpoint") ?? "") !== "";
    return (!isByEndpoint || when.some(([name]) => name === "vpc_endpoint")) && isInOne(values, text);
  }
  // A role goes by its ARN or by its name, which is without its path.
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
