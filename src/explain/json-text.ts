/** Writing JSON of which parts are JSON already: a value of an event goes out as the event wrote it. */

/** JSON that is put in as it is. */
export class JsonText {
  constructor(readonly text: string) {}
}

export type Writable =
  | string
  | number
  | boolean
  | null
  | JsonText
  | readonly Writable[]
  /** Members that are undefined are left out. */
  | { readonly [name: string]: Writable | undefined };

/** The JSON of a value, on as many lines as the parts that were JSON have. */
export function writeJson(value: Writable): string {
  if (value instanceof JsonText) return value.text;
  if (isList(value)) return `[${value.map(writeJson).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).flatMap(([name, member]) =>
    member === undefined ? [] : [`${JSON.stringify(name)}:${writeJson(member)}`],
  );
  return `{${members.join(",")}}`;
}

function isList(value: Writable): value is readonly Writable[] {
  return Array.isArray(value);
}
