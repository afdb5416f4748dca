/** The values that an event is compared by. */
import { Detail } from "../finding/detail";
import { valueOf as valueOfFinding } from "../policy/fields";
import { finding } from "./events";

export { fieldEnd, fieldStart } from "../policy/fields";

/** Returns the value that a field of the event is read from, or the address of its text inside a string, or 0. */
export function valueOf(field: i32): usize {
  return valueOfFinding(finding, field);
}

/** Returns the string with the request (0) or response (1) of an OCSF event, or 0. */
export function dataString(number: i32): usize {
  return number == 0 ? finding.requestText : finding.responseText;
}

/** Returns the object that this string was decoded to, or 0. */
export function dataObject(number: i32): usize {
  return number == 0 ? finding.requestObject : finding.responseObject;
}

/** Returns the category (0) or type (1) of the event, which tells that it is one of a VPC endpoint, or 0. */
export function detailOf(number: i32): usize {
  return finding.detail(number == 0 ? Detail.CATEGORY : Detail.TYPE);
}
