/** What the rule says of events, as text. */
import { Schema } from "../../../assembly/event/paths";
import { skipValue } from "../../../assembly/json/cursor";
import { Verdict, judge, judgedAction, judgedSchema } from "../../../assembly/rule/rule";
import { placeLast, textBetween } from "./text";

/** The name of a schema. */
function nameOf(schema: i32): string {
  switch (schema) {
    case Schema.ECS:
      return "ecs";
    case Schema.RAW:
      return "raw";
    case Schema.OCSF:
      return "ocsf";
    case Schema.OTEL:
      return "otel";
    default:
      return "none";
  }
}

/** The verdict on an object and how it was judged: "ecs match", "raw no" and so on, or "no event". */
export function verdict(object: string): string {
  const text = placeLast(object);
  const verdict = judge(text.start, text.end);
  const schema = nameOf(judgedSchema());
  if (verdict == Verdict.NO_EVENT) {
    assert(schema == "none", "no event has a schema");
    return "no event";
  }
  assert(verdict == Verdict.MATCH || verdict == Verdict.NO_MATCH, "an unknown verdict");
  return schema + (verdict == Verdict.MATCH ? " match" : " no");
}

/** The action that a match was found by, as the event has it. */
export function actionOf(event: string): string {
  const text = placeLast(event);
  assert(judge(text.start, text.end) == Verdict.MATCH, "no match");
  return textBetween(judgedAction(), skipValue(judgedAction(), text.end));
}
