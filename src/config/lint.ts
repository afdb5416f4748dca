/** Finds what is valid in a configuration but hardly intended: an exception that never applies, or covers far too much. */
import { readExceptions, type ConfiguredException } from "./config-exceptions.js";
import { covers, extentOf, isAllWeek, isForEverything, type Extent } from "./lint-exceptions.js";
import { doubtOf } from "./lint-values.js";
import { doubtOfWindow } from "./lint-windows.js";
import { WARNINGS } from "../messages/configurations.js";

/** A doubtful setting and its location. */
export interface Warning {
  /** From 1. */
  line: number;
  /** A JSON Pointer. */
  pointer: string;
  reason: string;
  instead: string;
}

/** Formats a warning: `FILE:LINE: warning: POINTER: reason; what to write instead`. */
export function warningLine(file: string, { line, pointer, reason, instead }: Warning, isError = false): string {
  return `${file}:${line}: ${isError ? "error" : "warning"}: ${pointer}: ${reason}; ${instead}`;
}

/** Returns the warnings of a valid configuration, ordered by line. `now`: when it takes effect, in milliseconds since 1970. */
export function lintConfig(config: Uint8Array, now: number): Warning[] {
  const exceptions = readExceptions(Buffer.from(config));
  const extents = exceptions.map(extentOf);
  const warnings = exceptions.flatMap((exception, index) => [
    ...everythingWarnings(exception),
    ...coveredWarnings(exceptions, extents, index),
    ...valueWarnings(exception),
    ...windowWarnings(exception, now),
  ]);
  return warnings.sort((one, other) => one.line - other.line);
}

function* valueWarnings({ when }: ConfiguredException): Generator<Warning> {
  for (const [field, values] of when) {
    for (const value of values) {
      const doubt = doubtOf(field, value);
      if (doubt !== undefined) yield { line: value.line, pointer: value.pointer, ...doubt };
    }
  }
}

function* windowWarnings(exception: ConfiguredException, now: number): Generator<Warning> {
  const doubt = doubtOfWindow(exception, now);
  if (doubt === undefined) return;
  const { at, reason, instead } = doubt;
  yield { line: at.line, pointer: at.pointer, reason, instead };
}

function* everythingWarnings(exception: ConfiguredException): Generator<Warning> {
  const { line, pointer, from, until } = exception;
  // With both ends, it is like an exception without `when`, which may have both.
  if (!isForEverything(exception) || (from !== undefined && until !== undefined)) return;
  yield { line, pointer, ...(isAllWeek(exception) ? WARNINGS.everyEvent : WARNINGS.everyEventOfWindow) };
}

function* coveredWarnings(
  exceptions: readonly ConfiguredException[],
  extents: readonly Extent[],
  index: number,
): Generator<Warning> {
  const [exception, extent] = [exceptions[index], extents[index]];
  if (exception === undefined || extent === undefined) return;
  // If two cover each other, the later one is pointless.
  const other = extents.findIndex(
    (one, at) => at !== index && covers(one, extent) && (at < index || !covers(extent, one)),
  );
  const covering = exceptions[other];
  if (covering === undefined) return;
  const { line, pointer } = exception;
  const name = JSON.stringify(covering.id);
  yield { line, pointer, ...(other < index ? WARNINGS.neverApplies(name) : WARNINGS.noDifference(name)) };
}
