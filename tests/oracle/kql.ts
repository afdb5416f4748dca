/**
 * Parses the Kibana Query Language as far as rules over keyword fields use it: `and`, `or`, `not`, parentheses, `field:value`,
 * `field:(a or b)`, quoted and bare values, `*` in bare ones, and `field:*` for "the field has a value". It rejects what it does
 * not know (ranges, free text, nested queries), so that no rule is half understood.
 */
import type { Scalar } from "./json.js";

export type Lookup = (field: string) => readonly Scalar[];

export type Query = Logic<FieldClause>;
interface FieldClause {
  kind: "field";
  field: string;
  values: Logic<ValueTest>;
}
type ValueTest = { kind: "equals"; text: string } | { kind: "exists" } | { kind: "like"; pattern: RegExp };
type Logic<Leaf> =
  { kind: "and" | "or"; parts: Logic<Leaf>[] } | { kind: "not"; part: Logic<Leaf> } | { kind: "leaf"; leaf: Leaf };

type Token =
  | { kind: "(" | ")" | ":"; at: number }
  | { kind: "text"; text: string; source: string; bare: boolean; wildcard: boolean; at: number };

/** Parses a query. Throws a SyntaxError with the offset of what is not understood. */
export function parseKql(text: string): Query {
  const parser = new Parser(tokenize(text), text);
  const query = parser.readOr(() => parser.readField());
  parser.expectEnd();
  return query;
}

/** Reports whether a record matches, given all values of each field: exact, case-sensitive, any value suffices. */
export function matchesQuery(query: Query, lookup: Lookup): boolean {
  return matchLogic(query, (clause) => {
    const values = lookup(clause.field);
    // KQL applies each value test to the field separately: `f:(a and b)` holds if one value is a and another is b.
    return matchLogic(clause.values, (test) =>
      test.kind === "exists" ? values.length > 0 : values.some((value) => meets(String(value), test)),
    );
  });
}

function meets(value: string, test: Exclude<ValueTest, { kind: "exists" }>): boolean {
  return test.kind === "like" ? test.pattern.test(value) : value === test.text;
}

/** Returns every text that the query compares `field` with, in order. */
export function comparedWith(query: Query, field: string): string[] {
  return leaves(query)
    .filter((clause) => clause.field === field)
    .flatMap((clause) => leaves(clause.values))
    .flatMap((test) => (test.kind === "equals" ? [test.text] : []));
}

function leaves<Leaf>(logic: Logic<Leaf>): Leaf[] {
  if (logic.kind === "leaf") return [logic.leaf];
  return logic.kind === "not" ? leaves(logic.part) : logic.parts.flatMap(leaves);
}

function matchLogic<Leaf>(logic: Logic<Leaf>, matchLeaf: (leaf: Leaf) => boolean): boolean {
  switch (logic.kind) {
    case "and":
      return logic.parts.every((part) => matchLogic(part, matchLeaf));
    case "or":
      return logic.parts.some((part) => matchLogic(part, matchLeaf));
    case "not":
      return !matchLogic(logic.part, matchLeaf);
    case "leaf":
      return matchLeaf(logic.leaf);
  }
}

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  const pattern = /\s+|[():]|"((?:[^"\\]|\\.)*)"|((?:[^\s():"<>{}\\]|\\.)+)/gsy;
  while (pattern.lastIndex < text.length) {
    const at = pattern.lastIndex;
    const found = pattern.exec(text);
    if (found === null) throw new SyntaxError(`KQL: not understood at offset ${at}: ${text.slice(at)}`);
    const [whole, quoted, bare] = found;
    if (whole === "(" || whole === ")" || whole === ":") {
      tokens.push({ kind: whole, at });
    } else if (quoted !== undefined) {
      tokens.push({ kind: "text", text: unescape(quoted), source: quoted, bare: false, wildcard: false, at });
    } else if (bare !== undefined) {
      const wildcard = bare.replace(/\\./gs, "").includes("*");
      tokens.push({ kind: "text", text: unescape(bare), source: bare, bare: true, wildcard, at });
    }
  }
  return tokens;
}

function unescape(text: string): string {
  return text.replace(/\\(.)/gs, (_, character: string) => {
    const named: Record<string, string> = { n: "\n", r: "\r", t: "\t" };
    return named[character] ?? character;
  });
}

class Parser {
  private next = 0;

  constructor(
    private readonly tokens: Token[],
    private readonly source: string,
  ) {}

  readOr<Leaf>(readLeaf: () => Leaf): Logic<Leaf> {
    const parts = [this.readAnd(readLeaf)];
    while (this.takeWord("or")) parts.push(this.readAnd(readLeaf));
    return parts.length === 1 ? (parts[0] as Logic<Leaf>) : { kind: "or", parts };
  }

  private readAnd<Leaf>(readLeaf: () => Leaf): Logic<Leaf> {
    const parts = [this.readNot(readLeaf)];
    while (this.takeWord("and")) parts.push(this.readNot(readLeaf));
    return parts.length === 1 ? (parts[0] as Logic<Leaf>) : { kind: "and", parts };
  }

  private readNot<Leaf>(readLeaf: () => Leaf): Logic<Leaf> {
    if (this.takeWord("not")) return { kind: "not", part: this.readNot(readLeaf) };
    if (this.take("(")) {
      const inner = this.readOr(readLeaf);
      if (!this.take(")")) this.fail("a closing parenthesis");
      return inner;
    }
    return { kind: "leaf", leaf: readLeaf() };
  }

  readField(): FieldClause {
    const field = this.readText("a field name");
    if (field.wildcard) this.fail("a field name without wildcard");
    if (!this.take(":")) this.fail(`a colon after ${field.text}`);
    const values: Logic<ValueTest> = this.take("(") ? this.readGroup() : { kind: "leaf", leaf: this.readValue() };
    return { kind: "field", field: field.text, values };
  }

  private readGroup(): Logic<ValueTest> {
    const inner = this.readOr(() => this.readValue());
    if (!this.take(")")) this.fail("a closing parenthesis");
    return inner;
  }

  private readValue(): ValueTest {
    const value = this.readText("a value");
    if (!value.wildcard) return { kind: "equals", text: value.text };
    if (value.text === "*") return { kind: "exists" };
    const parts = [...value.source.matchAll(/\*|(?:\\.|[^*\\])+/gs)].map(([part]) =>
      part === "*" ? ".*" : unescape(part).replace(/[^A-Za-z0-9]/g, "\\$&"),
    );
    return { kind: "like", pattern: new RegExp(`^${parts.join("")}$`, "s") };
  }

  expectEnd(): void {
    if (this.next < this.tokens.length) this.fail("and, or, or the end");
  }

  private readText(wanted: string): Extract<Token, { kind: "text" }> {
    const token = this.tokens[this.next];
    if (token?.kind !== "text" || (token.bare && /^(and|or|not)$/i.test(token.text))) this.fail(wanted);
    this.next++;
    return token;
  }

  private take(kind: "(" | ")" | ":"): boolean {
    if (this.tokens[this.next]?.kind !== kind) return false;
    this.next++;
    return true;
  }

  private takeWord(word: string): boolean {
    const token = this.tokens[this.next];
    if (token?.kind !== "text" || !token.bare || token.text.toLowerCase() !== word) return false;
    this.next++;
    return true;
  }

  private fail(wanted: string): never {
    const at = this.tokens[this.next]?.at ?? this.source.length;
    throw new SyntaxError(`KQL: expected ${wanted} at offset ${at} of: ${this.source}`);
  }
}
