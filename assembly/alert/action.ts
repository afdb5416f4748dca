/** The actions for which an alert has more to say. */
import { matchUnits } from "../bytes/ascii";
import { Field, fieldEnd, fieldStart } from "../policy/fields";

export namespace Action {
  export const OTHER: i32 = 0;
  export const DISABLE_KEY: i32 = 1;
  export const SCHEDULE_KEY_DELETION: i32 = 2;
}

/** Returns the action of the event whose fields were started. */
export function actionOf(): i32 {
  if (isField(Field.ACTION, "DisableKey")) return Action.DISABLE_KEY;
  return isField(Field.ACTION, "ScheduleKeyDeletion") ? Action.SCHEDULE_KEY_DELETION : Action.OTHER;
}

function isField(field: i32, literal: string): bool {
  const start = fieldStart(field);
  return (
    fieldEnd(field) - start == <usize>literal.length && matchUnits(start, literal.length, changetype<usize>(literal))
  );
}
