import type { Finding } from "../../engine/finding.js";
import { section, text } from "../blocks.js";
import { draftException, type ExceptionDraft } from "../exception.js";
import { placesFor } from "../../findings/places.js";
import type { Block, Section } from "../guide.js";

/** Returns what to add to the configuration if it was authorized, so that the same is expected from then on. */
export function ifExpected(finding: Finding): Section[] {
  if (finding.verdict === "possible") return section("If your events arrive like this", finding, teachPlace(finding));
  return section("If it was expected", finding, blocksOf(finding));
}

/** Shows how to make this path a known place. */
function teachPlace({ path }: Finding): Block[] {
  const places = placesFor(path);
  if (places === undefined) {
    return [
      text(
        'No setting of "places" can name this path. With "elsewhere": "match", an event at any path is judged like any other (docs/reference/settings.md).',
      ),
    ];
  }
  return [
    text(
      "This is a whole configuration; if you have one, add the line to it. Events at this place are then judged like all others, with exceptions, duplicates and cap. keyward explain shows the same line.",
    ),
    { kind: "code", language: "json", text: `{\n  "places": ${JSON.stringify(places).replaceAll('","', '", "')}\n}` },
    text(
      'If others write such text into your logs, "elsewhere": "ignore" drops the verdict possible, also for real events at unknown paths. It is safer to look at them (docs/reference/settings.md).',
    ),
  ];
}

function blocksOf(finding: Finding): Block[] {
  if (finding.verdict === "suppressed") return [text(SUPPRESSED)];
  return finding.verdict === "denied" ? [text(DENIED)] : writeException(draftException(finding));
}

const SUPPRESSED =
  "Nothing to add: the exception above already expects it. Check that its reason still applies to this key and this caller. If it expects too much, add fields or an end (docs/reference/exceptions.md).";

const DENIED =
  'Nothing to add: exceptions are for calls that succeeded. If a program keeps failing like this, fix the program; "denied": "ignore", the default, leaves out all failed calls.';

function writeException({ config, leftOut }: ExceptionDraft): Block[] {
  if (config === undefined) {
    return [
      text(
        "No exception can be written: the event names neither a caller nor a key that could be in one. Without them, the exception would expect this from anybody, for any key.",
      ),
      ...leftOutText(leftOut),
    ];
  }
  return [
    text(
      "This is a whole configuration; if you have one, add the exception to its list. It expects every call that agrees with this one in all of these fields, at any time. Fill in the reason; keyward check finds mistakes.",
    ),
    { kind: "code", language: "json", text: config },
    ...leftOutText(leftOut),
    text(
      'If it happens only once, add an end, such as "until": "2026-12-06T04:00:00Z". If it is a program whose sessions have a new name each time, replace the session name with *: assumed-role/ci-teardown/*. Do not widen anything else (docs/reference/exceptions.md).',
    ),
  ];
}

function leftOutText(leftOut: ExceptionDraft["leftOut"]): Block[] {
  if (leftOut.length === 0) return [];
  const fields = leftOut.map(({ field, why }) => `${field} (${why})`).join(", ");
  return [text(`Fields of the event that an exception cannot test: ${fields}.`)];
}
