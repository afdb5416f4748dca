/** Which key an event is of, whatever it calls it. */
import { isKeyId, isMultiRegion, parseKeyArn } from "../aws/aws-values.js";
import { composeArn } from "../aws/aws-values.js";
import type { KeyEvent } from "./key-event.js";

/** A key's name; two events are of one key if `text` is the same. */
export interface KeyName {
  /** Its ARN, else its id, else what the event calls it with the account and the region. */
  text: string;
  arn?: string;
  /** The id alone; where there is none, what the event calls the key. */
  id: string;
}

/**
 * The key that an event names, undefined if it names none. The response's and the resources' ARN come before what the caller wrote, which
 * may be an alias; an id becomes an ARN where account and region are known.
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

/** Whether a key known by its id alone can be no other than the one of an ARN with that id: ids of multi-Region keys are shared. */
export function isUnique({ id }: KeyName): boolean {
  return isKeyId(id) && !isMultiRegion(id);
}
