/** Where the values are that an event is compared by. */
import { detail } from "../finding/matches";
import { Detail } from "../finding/detail-paths";

export { dataObject, dataString } from "../finding/details";
export { fieldEnd, fieldStart, valueOf } from "../policy/fields";

/** Where the category (0) or type (1) of the event stands, by which it is one of a VPC endpoint, or 0. */
export function detailOf(number: i32): usize {
  return detail(number == 0 ? Detail.CATEGORY : Detail.TYPE);
}
