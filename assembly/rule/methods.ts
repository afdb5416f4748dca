/**
 * The calls that an OpenTelemetry record tells of in `rpc.method`: bare ones (`DisableKey`), which are of the service in
 * `rpc.service`, and qualified ones (`kms.amazonaws.com/DisableKey`), which name their own.
 */
import { QUOTE } from "../json/chars";
import { CLOSING, lastUnit, matchPrefix, readUnit } from "../json/text";
import { PROVIDER, isActionText } from "./wanted";

const SLASH: i32 = 0x2f;

/** Whether `rpc.service` is the one that the rule wants. */
let isServiceMet: bool = false;
let hasBare: bool = false;
/** Whether there is a qualified method. */
export let hasQualified: bool = false;
/** What qualified methods meet of the rule, be it one or several. */
let isProviderMet: bool = false;
let isActionMet: bool = false;
/** Where the first bare method that is one of the rule's actions begins, or 0; and the action of the first qualified one that meets all. */
let bareAction: usize = 0;
let fullAction: usize = 0;
/** Whether the bare one came first. */
let isBareFirst: bool = false;

/** Forgets all methods. */
export function startMethods(): void {
  isServiceMet = hasBare = hasQualified = isProviderMet = isActionMet = isBareFirst = false;
  bareAction = fullAction = 0;
}

/** Notes that `rpc.service` is the one that the rule wants. */
export function meetService(): void {
  isServiceMet = true;
}

/** Reads the method at `value`, a scalar. */
export function readMethod(value: usize): void {
  const name = findName(value);
  if (name == 0) {
    hasBare = true;
    if (bareAction != 0 || load<u8>(value) != QUOTE || !isActionText(value + 1)) return;
    bareAction = value + 1;
    isBareFirst = fullAction == 0;
    return;
  }
  hasQualified = true;
  const isProvider = matchPrefix(value + 1, PROVIDER) == slash;
  const isAction = isActionText(name);
  if (isProvider) isProviderMet = true;
  if (isAction) isActionMet = true;
  if (isProvider && isAction && fullAction == 0) fullAction = name;
}

/** The last slash that `findName` found. */
let slash: usize = 0;

/** Where the name of a qualified method begins: behind its last slash, with something on both sides. 0 if it is none. */
export function findName(value: usize): usize {
  if (load<u8>(value) != QUOTE) return 0;
  slash = 0;
  let name: usize = 0;
  for (let at = value + 1, next = readUnit(at); lastUnit() != CLOSING; at = next, next = readUnit(at)) {
    if (lastUnit() != SLASH) continue;
    slash = at;
    name = next;
  }
  return slash == 0 || slash == value + 1 || load<u8>(name) == QUOTE ? 0 : name;
}

/** Where the name of the first method begins that meets the rule, its service included; or 0. */
export function methodAction(): usize {
  const isBare = bareAction != 0 && isServiceMet;
  return fullAction == 0 || (isBare && isBareFirst) ? bareAction : fullAction;
}

/** Whether one of the methods, together with its service, meets the rule. */
export function meetsMethod(): bool {
  return fullAction != 0 || (bareAction != 0 && isServiceMet);
}

/** Whether a method is one of the rule's actions. */
export function meetsAction(): bool {
  return bareAction != 0 || isActionMet;
}

/** Whether a service is the one that the rule wants. That of the record counts for bare methods only. */
export function meetsProvider(): bool {
  return isProviderMet || (isServiceMet && (hasBare || !hasQualified));
}
