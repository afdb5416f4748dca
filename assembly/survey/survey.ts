/**
 * The survey: what was read, in events. It counts all events, also of records that name no action of the rule.
 *
 * Nearly all texts are raw events as AWS writes them and take the fast way (`plain.ts`). Where that gives up, the slow
 * way counts (`any.ts`).
 */
import { seekByte } from "../bytes/vectors";
import { OPEN_ARRAY, OPEN_OBJECT, skipSpaceWithin } from "../json/chars";
import { Text, countAny } from "./any";
import { countPlain } from "./plain";
import { hasRoomAfter, skipNested } from "./skip";
import { markTotals, returnToMark, settleTimes, totals } from "./totals";

const NEWLINE: u32 = 0x0a;

/**
 * Counts the events of the text in [start, end), and returns what it is. The bytes need not be JSON; memory after them
 * may grow.
 */
export function surveyText(start: usize, end: usize): Text {
  const at = skipSpaceWithin(start, end);
  if (at < end && isOpening(at) && hasRoomAfter(end)) {
    markTotals();
    const after = countPlain(at, end);
    if (after != 0 && skipSpaceWithin(after, end) == end) return settle(Text.WITH_EVENTS);
    returnToMark();
  }
  return settle(countAny(start, end));
}

/**
 * Counts the events of the lines in [start, end), all of them whole; the last may lack its newline. JSON texts may
 * follow one another on a line. Returns how many lines are not JSON, without blank ones. Caller: the READ_AFTER bytes
 * after `end` are readable, too.
 */
export function surveyRegion(start: usize, end: usize): u32 {
  let others: u32 = 0;
  for (let line = start; line < end;) {
    const stop = seekByte(line, end, NEWLINE);
    if (!surveyLine(line, stop)) others += 1;
    line = stop + 1;
  }
  totals.notJson += <f64>others;
  return others;
}

/** Counts the events of a line. Returns false if it is not JSON throughout. */
function surveyLine(start: usize, end: usize): bool {
  let isJson = true;
  for (let at = skipSpaceWithin(start, end); at < end; at = skipSpaceWithin(at, end)) {
    if (!isOpening(at)) return false;
    markTotals();
    let after = countPlain(at, end);
    if (after != 0) {
      settle(Text.WITH_EVENTS);
    } else {
      returnToMark();
      after = skipNested(at, end);
      if (after == 0) return false;
      const text = countAny(at, after);
      if (text == Text.NOT_JSON) isJson = false;
      else settle(text);
    }
    at = after;
  }
  return isJson;
}

/** Counts a text as what it is. */
function settle(text: Text): Text {
  settleTimes();
  if (text == Text.WITH_EVENTS) totals.texts += 1;
  else if (text == Text.WITHOUT_EVENTS) totals.withoutEvents += 1;
  else totals.notJson += 1;
  return text;
}

// @ts-ignore: decorator
@inline
function isOpening(at: usize): bool {
  return load<u8>(at) == OPEN_OBJECT || load<u8>(at) == OPEN_ARRAY;
}
