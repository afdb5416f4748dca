/** Explanations for people. */
import { colors } from "../terminal/colors.js";
import { escapeForTerminal } from "../terminal/escape.js";
import { textWidth } from "../terminal/width.js";
import { eventPlace } from "../findings/places.js";
import { formatNumber } from "../terminal/numbers.js";
import type {
  EventExplanation,
  RecordExplanation,
  Unreadable,
  Explained,
  Reporter,
  RecordTotals,
} from "./explanation.js";
import { wrap } from "./layout.js";
import { emptyLines, unreadableLines } from "./text-empty.js";
import { adviceText, clauseLines, SCHEMA_TITLES, titleOf, verdictText } from "./text-event.js";
import { exceptionLines } from "./text-exceptions.js";

const HISTORY_VERDICTS: ReadonlySet<string> = new Set(["match", "duplicate", "capped"]);

export class TextReporter implements Reporter {
  readonly #width: number;
  #explained: Explained = { file: "" };
  #shownEmpty = 0;
  #shownUnreadable = 0;
  #isFirst = true;
  /** Whether an event was shown whose verdict can depend on earlier ones, given the configuration. */
  #isByHistory = false;

  /** `width`: columns of the terminal. */
  constructor(width: number) {
    this.#width = width;
  }

  begin(explained: Explained): string {
    this.#explained = explained;
    return "";
  }

  record(line: number, lastLine: number, explanation: RecordExplanation): string {
    const { file } = this.#explained;
    const where = `${file}:${line}`;
    const { annotation, events, places, unreadable, isPartial, opened } = explanation;
    const blocks = events.map((event) =>
      this.#event(eventPlace({ file, line, path: (opened ?? "") + event.path }), event),
    );
    if (unreadable !== undefined) {
      this.#shownUnreadable++;
      blocks.push([this.#heading(where, "no event"), ...unreadableLines(unreadable, line < lastLine, this.#width)]);
    } else if (events.length + explanation.others === 0) {
      this.#shownEmpty++;
      blocks.push([this.#heading(where, "no event"), ...emptyLines(places, this.#width)]);
    }
    const [first] = blocks;
    if (opened !== undefined) first?.splice(1, 0, ...this.#indented(openedText(opened)));
    if (annotation !== undefined) first?.splice(1, 0, ...this.#indented(annotationText(annotation)));
    if (isPartial) blocks.at(-1)?.push(...this.#indented("there was no memory to read all of it"));
    return blocks.map((lines) => this.#block(lines)).join("");
  }

  end({ records, events, others, ofService, empty, unreadable }: RecordTotals, document?: Unreadable): string {
    const remembers = this.#explained.config?.remembers ?? [];
    const counts = [
      events === 0 && others > 0 ? "no match, and no near miss: no event has one of the rule's actions" : undefined,
      counted(others, `other event${partText(ofService)}`, `other events${partText(ofService)}`),
      counted(empty, "record without an event", "records without an event", this.#shownEmpty),
      counted(
        // Each line of a broken document is a broken record.
        document === undefined ? unreadable : this.#shownUnreadable,
        "record that is not a JSON object or array",
        "records that are not JSON objects or arrays",
        this.#shownUnreadable,
      ),
    ].filter((text) => text !== undefined);
    if (records === 0) counts.push("no records");
    const lines = counts.flatMap((text) => wrap(text, this.#width));
    if (this.#isByHistory && remembers.length > 0) {
      lines.push(
        ...wrap(
          `${remembers.join(", ")}: also depend on earlier records, but each record was judged alone`,
          this.#width,
        ),
      );
    }
    const whole = document === undefined ? "" : this.#document(document);
    return whole + (lines.length === 0 ? "" : this.#block(lines));
  }

  #event(where: string, event: EventExplanation): string[] {
    const width = this.#width;
    if (HISTORY_VERDICTS.has(event.verdict)) this.#isByHistory = true;
    const title = `${titleOf(event)} (${SCHEMA_TITLES[event.schema]})`;
    return [
      this.#heading(where, title),
      ...clauseLines(event, width),
      ...exceptionLines(event, width),
      ...wrap(`verdict: ${verdictText(event)}`, width - 4).map((line, index) =>
        index === 0 ? `  ${line.replace(event.verdict, colors.bold(event.verdict))}` : `    ${line}`,
      ),
      ...this.#indented(adviceText(event)),
    ];
  }

  /** Returns why the file is not a JSON document over several lines. */
  #document(document: Unreadable): string {
    const heading = this.#heading(escapeForTerminal(this.#explained.file), "no event");
    return this.#block([heading, ...unreadableLines(document, true, this.#width)]);
  }

  #heading(where: string, title: string): string {
    // A location is copied as a whole: never over two lines.
    const place = escapeForTerminal(where);
    const isShort = textWidth(place) + textWidth(title) + 2 <= this.#width;
    return (isShort ? [`${place}  ${title}`] : [place, ...wrap(title, this.#width - 2).map((line) => `  ${line}`)])
      .map(colors.bold)
      .join("\n");
  }

  #indented(text: string | undefined): string[] {
    if (text === undefined) return [];
    return wrap(text, this.#width - 2).map((line) => `  ${line}`);
  }

  /** Returns the lines, after an empty line unless they come first. */
  #block(lines: readonly string[]): string {
    const before = this.#isFirst ? "" : "\n";
    this.#isFirst = false;
    return `${before}${lines.join("\n")}\n`;
  }
}

function openedText(path: string): string {
  return `in ${escapeForTerminal(path)}, opened for you: no filter decodes base64 or gzip (docs/reference/shapes.md)`;
}

function annotationText({ verdict }: { verdict?: string }): string {
  const said = verdict === undefined ? "" : `, with the verdict ${escapeForTerminal(verdict)}`;
  return `the record is annotated already${said}; it is explained as if it were not`;
}

/** Returns how many of them are of the rule's service. */
function partText(ofService: number): string {
  return ofService === 0 ? "" : `, ${formatNumber(ofService)} of KMS`;
}

/** Returns how many there are besides those shown; undefined if there are none. */
function counted(total: number, one: string, many: string, shown = 0): string | undefined {
  const count = total - shown;
  if (count === 0) return undefined;
  return `${formatNumber(count)} ${shown > 0 ? "more " : ""}${count === 1 ? `${one}; --all shows it` : `${many}; --all shows them`}`;
}
