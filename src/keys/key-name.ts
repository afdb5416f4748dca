/** Identifies the key of an event, whatever the event calls it. */
import { isKeyId, isMultiRegion, parseKeyArn } from "../aws/aws-values.js";
import { composeArn } from "../aws/aws-values.js";
import type { KeyEvent } from "./key-event.js";

/** A key's name; two events belong to one key if `text` is the same. */
export interface KeyName {
  /** The ARN, or else the id, or else the event's name for it with account and region. */
  text: string;
  arn?: string;
  /** The id alone, or, if there is none, the event's name for the key. */
  id: string;
}

/**
 * Returns the key that an event names; undefined if it names none. ARNs of the response and resources take precedence over what
 * the caller wrote, which may be an alias; an id becomes an ARN if account and region are known.
 */
export function nameKey({ key, account, region }: KeyEvent): KeyName | undefined {
  const spellings = [key.response, ...key.others, key.request].filter((text) => text !== undefined && text !== "");
  for (const spelling of spellings) {
    const arn = parseKeyArn(spelling);
    if (arn !== undefined) return { text: arn.arn, arn: arn.arn, id: arn.id };
  }
  const id = spellings.find(isKeyId);
  if (id !== undefined) {
    if (account === undefined || region === undefined) return { text: id, id };
    const arn = composeArn(region, account, id);
    return { text: arn, arn, id };
  }
  const [said] = spellings;
  return said === undefined ? undefined : { text: [account, region, said].join(" "), id: said };
}

/** Reports whether an id alone identifies a key: multi-Region keys share an id across regions. */
export function isUnique({ id }: KeyName): boolean {
  return isKeyId(id) && !isMultiRegion(id);
}
