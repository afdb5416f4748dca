/** Reads the exceptions of a valid configuration, each value with its line. */
import { decodeString, findMember, members, readElements, skipSpace, type Span } from "../records/json-spans.js";

/** A text in the configuration. */
export interface Value {
  text: string;
  /** From 1. */
  line: number;
  /** A JSON Pointer. */
  pointer: string;
}

export interface WeeklyWindow {
  days: string[];
  from: string;
  until: string;
  line: number;
  pointer: string;
}

export interface ConfiguredException {
  id: string;
  line: number;
  pointer: string;
  /** The fields of `when` with their values; empty without `when`. */
  when: Map<string, Value[]>;
  from?: Value;
  until?: Value;
  weekly?: WeeklyWindow;
}

/** @param config a valid one, in UTF-8 */
export function readExceptions(config: Buffer): ConfiguredException[] {
  const reader = new ExceptionsReader(config);
  return reader.read();
}

class ExceptionsReader {
  readonly #bytes: Buffer;
  readonly #lineStarts = [0];

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, at + 1)) this.#lineStarts.push(at + 1);
  }

  read(): ConfiguredException[] {
    const list = findMember(this.#bytes, skipSpace(this.#bytes, 0), "exceptions");
    return list === undefined ? [] : this.#elements(list).map((span, index) => this.#exception(span, index));
  }

  #exception(span: Span, index: number): ConfiguredException {
    const pointer = `/exceptions/${index}`;
    const exception: ConfiguredException = { id: "", line: this.#lineOf(span), pointer, when: new Map() };
    for (const { name, value } of members(this.#bytes, span.start)) {
      const at = `${pointer}/${name}`;
      if (name === "id") exception.id = this.#text(value);
      else if (name === "from" || name === "until") exception[name] = this.#value(value, at);
      else if (name === "when") exception.when = this.#when(value, at);
      else if (name === "weekly") exception.weekly = this.#weekly(value, at);
    }
    return exception;
  }

  #when(span: Span, pointer: string): Map<string, Value[]> {
    const fields = new Map<string, Value[]>();
    for (const { name, value } of members(this.#bytes, span.start)) {
      const values = this.#elements(value).map((one, index) => this.#value(one, `${pointer}/${name}/${index}`));
      fields.set(name, values);
    }
    return fields;
  }

  #weekly(span: Span, pointer: string): WeeklyWindow {
    const weekly = { days: [] as string[], from: "", until: "", line: this.#lineOf(span), pointer };
    for (const { name, value } of members(this.#bytes, span.start)) {
      if (name === "days") weekly.days = this.#elements(value).map((day) => this.#text(day));
      else if (name === "from" || name === "until") weekly[name] = this.#text(value);
    }
    return weekly;
  }

  #value(span: Span, pointer: string): Value {
    return { text: this.#text(span), line: this.#lineOf(span), pointer };
  }

  #elements({ start }: Span): Span[] {
    return readElements(this.#bytes, start);
  }

  #text({ start, end }: Span): string {
    return decodeString(this.#bytes.subarray(start, end));
  }

  #lineOf({ start }: Span): number {
    let [low, high] = [0, this.#lineStarts.length];
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if ((this.#lineStarts[middle] ?? Infinity) <= start) low = middle;
      else high = middle;
    }
    return low + 1;
  }
}
