/** Where the values are that an event is compared by. */
import { Detail } from "../finding/detail";
import { valueOf as valueOfFinding } from "../policy/fields";
import { finding } from "./events";

export { fieldEnd, fieldStart } from "../policy/fields";

/** The value that a field of the event is read from, or the text inside of a string, or 0. */
export function valueOf(field: i32): usize {
  return valueOfFinding(finding, field);
}

/** The string that the request (0) or response (1) of an OCSF event is in, or 0. */
export function dataString(number: i32): usize {
  return number == 0 ? finding.requestText : finding.responseText;
}

/** Where the object in that string was decoded to; 0 for none. */
export function dataObject(number: i32): usize {
  return number == 0 ? finding.requestObject : finding.responseObject;
}

/** Where the category (0) or type (1) of the event stands, by which it is one of a VPC endpoint, or 0. */
export function detailOf(number: i32): usize {
  return finding.detail(number == 0 ? Detail.CATEGORY : Detail.TYPE);
}
