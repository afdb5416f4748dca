/** The rows of the table of shapes as texts. */
import { Row, firstRow, memberOf, rowCount, valuesOf } from "../../../assembly/event/shapes";
import { textBetween } from "./text";

function rowAt(index: i32): Row {
  assert(index < rowCount(), "no such row");
  let row = firstRow();
  for (; index > 0; index--) row = changetype<Row>(row.end());
  return row;
}

/** The place of a row. */
export function placeOf(index: i32): string {
  return textBetween(rowAt(index).start(), rowAt(index).end());
}

/** The number of the condition of the row with that place, or 0. */
export function conditionAt(place: string): i32 {
  let index = 0;
  while (placeOf(index) != place) index += 1;
  return rowAt(index).condition;
}

/** The member that a row's condition depends on, and its allowed strings; "" if it has none. */
export function conditionOf(index: i32): string {
  const condition = rowAt(index).condition;
  return condition == 0 ? "" : memberOf(condition) + " is " + valuesOf(condition);
}
