/**
 * Parses the Kibana Query Language as far as detection rules use it: `and`, `or`, `not`, parentheses, `field:value`, lists of
 * values (`field:("a" or b*)`), wildcards in bare values, and `field:*` for "the field has a value". Ranges, nested queries,
 * values without a field and wildcards in field names are rejected, so that no rule is half understood.
 */

/** A test of one value of a field. */
export type ValueTest =
  | { kind: "exists" }
  | { kind: "equals"; text: string }
  /** The texts between wildcards, which match any text; at least two parts. */
  | { kind: "wildcard"; parts: readonly string[] };

export type Query =
  | { kind: "and" | "or"; parts: readonly Query[] }
  | { kind: "not"; part: Query }
  /** `column`: of the value, from 1. */
  | { kind: "test"; field: string; test: ValueTest; column: number };

/** A query that is not understood. The message gives the column, from 1. */
export class KqlError extends Error {
  constructor(
    readonly column: number,
    what: string,
  ) {
    super(`column ${column}: ${what}`);
    this.name = "KqlError";
  }
}

type Token =
  | { kind: "(" | ")" | ":" | "end"; column: number }
  /** `parts`: the text between wildcards. `isBare`: without quotes and escapes, so that it may be a keyword. */
  | { kind: "text"; parts: readonly string[]; isBare: boolean; column: number };
type Text = Extract<Token, { kind: "text" }>;

const KEYWORD = /^(?:and|or|not)$/i;
/** White space, a punctuation mark, a quoted text, or a bare one. */
const TOKEN = /\s+|([():])|"((?:[^"\\]|\\.)*)"|((?:[^\s():"<>{}\\]|\\.)+)/sy;

/** Parses a query. Throws a KqlError. */
export function parseKql(text: string): Query {
  return new Parser(tokenize(text), text.length).read();
}

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const column = TOKEN.lastIndex + 1;
    const found = TOKEN.exec(text);
    if (found === null) throw new KqlError(column, notUnderstood(text.charAt(column - 1)));
    const [, sign, quoted, bare] = found;
    if (sign !== undefined) tokens.push({ kind: sign as "(" | ")" | ":", column });
    // In quotes, an asterisk is literal.
    else if (quoted !== undefined) tokens.push({ kind: "text", parts: [unescape(quoted)], isBare: false, column });
    else if (bare !== undefined)
      tokens.push({ kind: "text", parts: splitBare(bare), isBare: !bare.includes("\\"), column });
  }
  return tokens;
}

function notUnderstood(character: string): string {
  switch (character) {
    case '"':
      return "a text in quotes that does not end";
    case "<":
    case ">":
      return "ranges are not supported";
    case "{":
    case "}":
      return "nested queries are not supported";
    default:
      return `${character} is not understood here`;
  }
}

/** Splits a bare text at its wildcards; one part if it has none. */
function splitBare(bare: string): string[] {
  let part = "";
  const parts: string[] = [];
  for (const [piece] of bare.matchAll(/\*|(?:\\.|[^*\\])+/gs)) {
    if (piece !== "*") {
      part += unescape(piece);
      continue;
    }
    parts.push(part);
    part = "";
  }
  return [...parts, part];
}

const ESCAPES: Record<string, string> = { n: "\n", r: "\r", t: "\t" };

function unescape(text: string): string {
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/gs, (_, code: string | undefined, character: string) =>
    code === undefined ? (ESCAPES[character] ?? character) : String.fromCharCode(parseInt(code, 16)),
  );
}

class Parser {
  readonly #tokens: readonly Token[];
  readonly #end: Token;
  #next = 0;

  constructor(tokens: readonly Token[], length: number) {
    this.#tokens = tokens;
    this.#end = { kind: "end", column: length + 1 };
  }

  read(): Query {
    const query = this.#readOr(() => this.#readField());
    if (this.#token().kind !== "end") this.#fail("expected and, or, or the end");
    return query;
  }

  #readOr(readLeaf: () => Query): Query {
    return this.#readParts("or", () => this.#readParts("and", () => this.#readNot(readLeaf)));
  }

  /** Reads one or more parts joined by a word. */
  #readParts(word: "and" | "or", readPart: () => Query): Query {
    const first = readPart();
    const parts = [first];
    while (this.#takeWord(word)) parts.push(readPart());
    return parts.length === 1 ? first : { kind: word, parts };
  }

  #readNot(readLeaf: () => Query): Query {
    if (this.#takeWord("not")) return { kind: "not", part: this.#readNot(readLeaf) };
    if (!this.#take("(")) return readLeaf();
    const inner = this.#readOr(readLeaf);
    if (!this.#take(")")) this.#fail("expected and, or, or a closing parenthesis");
    return inner;
  }

  #readField(): Query {
    const { parts, column } = this.#readText("a field name");
    if (parts.length > 1) throw new KqlError(column, "wildcards in field names are not supported");
    const field = parts.join();
    if (!this.#take(":")) this.#fail(`expected a colon after ${field}`);
    // In parentheses after the colon, everything is a value of this field.
    return this.#token().kind === "(" ? this.#readNot(() => this.#readValue(field)) : this.#readValue(field);
  }

  #readValue(field: string): Query {
    const { parts, column } = this.#readText("a value");
    return { kind: "test", field, test: testOf(parts), column };
  }

  #readText(wanted: string): Text {
    const token = this.#token();
    if (token.kind !== "text" || isKeyword(token)) this.#fail(`expected ${wanted}`);
    this.#next += 1;
    return token;
  }

  #take(kind: "(" | ")" | ":"): boolean {
    if (this.#token().kind !== kind) return false;
    this.#next += 1;
    return true;
  }

  #takeWord(word: string): boolean {
    const token = this.#token();
    if (token.kind !== "text" || !isKeyword(token) || token.parts.join().toLowerCase() !== word) return false;
    this.#next += 1;
    return true;
  }

  #token(): Token {
    return this.#tokens[this.#next] ?? this.#end;
  }

  #fail(what: string): never {
    throw new KqlError(this.#token().column, what);
  }
}

function isKeyword({ isBare, parts }: Text): boolean {
  return isBare && KEYWORD.test(parts.join("*"));
}

function testOf(parts: readonly string[]): ValueTest {
  if (parts.length === 1) return { kind: "equals", text: parts.join() };
  return parts.every((part) => part === "") ? { kind: "exists" } : { kind: "wildcard", parts };
}
