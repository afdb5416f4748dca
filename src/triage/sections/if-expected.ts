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
        'A configuration has no words for this path. With "elsewhere": "match" in it, an event at any place is judged like any other (docs/configuration.md).',
      ),
    ];
  }
  return [
    text(
      "This is a whole configuration; if you have one, add the line to it. An event at this place is judged like any other from then on, and exceptions, duplicates and the cap apply to it. keyward explain shows the same line.",
    ),
    { kind: "code", language: "json", text: `{\n  "places": ${JSON.stringify(places).replaceAll('","', '", "')}\n}` },
    text(
      'If it is text that others write into your logs, "elsewhere": "ignore" leaves out all events at unknown places, real ones too: prefer to look at them (docs/configuration.md).',
    ),
  ];
}

function blocksOf(finding: Finding): Block[] {
  if (finding.verdict === "suppressed") return [text(SUPPRESSED)];
  return finding.verdict === "denied" ? [text(DENIED)] : writeException(draftException(finding));
}

const SUPPRESSED =
  "There is nothing to write: the exception above expected it already. Read its reason, and see whether it still holds and means this key and this caller; if it expects too much, name more fields in it, or give it an end (docs/configuration.md).";

const DENIED =
  'There is nothing to write: exceptions are for calls that succeeded. A program that fails like this again and again is to be mended; "denied": "ignore", the default, leaves all such calls out.';

function writeException({ config, leftOut }: ExceptionDraft): Block[] {
  if (config === undefined) {
    return [
      text(
        "There is no exception to write: the event names neither a caller nor a key that could be in one, and without them it would expect the same of anybody, for any key.",
      ),
      ...leftOutText(leftOut),
    ];
  }
  return [
    text(
      "This is a whole configuration; if you have one, put the exception into its list. It expects calls that agree with this one in all of these fields, whenever they come. Give it its reason first; keyward check finds mistakes.",
    ),
    { kind: "code", language: "json", text: config },
    ...leftOutText(leftOut),
    text(
      'If it happened once, add an end, such as "until": "2026-12-06T04:00:00Z". If it is a program whose sessions have a new name each time, put a * in the place of the name: assumed-role/ci-teardown/*. Widen nothing else without need (docs/configuration.md).',
    ),
  ];
}

function leftOutText(leftOut: ExceptionDraft["leftOut"]): Block[] {
  if (leftOut.length === 0) return [];
  const fields = leftOut.map(({ field, why }) => `${field} (${why})`).join(", ");
  return [text(`What the event says but an exception cannot: ${fields}.`)];
}
