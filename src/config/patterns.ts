/**
 * Analyzes patterns (`*` any text, `?` one character) without an event: what a pattern could match, and which other pattern
 * covers it.
 */

/** Part of a form: one character of a set, or any number of them. */
interface Part {
  has: (character: string) => boolean;
  repeats: boolean;
}

/** A form of texts, part by part: texts of one form differ only in the characters of a part. */
export type Form = readonly Part[];

/** One character that the expression matches. */
export function one(set: RegExp): Form {
  return [{ has: (character) => set.test(character), repeats: false }];
}

/** One or more such characters. */
export function some(set: RegExp): Form {
  return [...one(set), ...many(set)];
}

/** Any number of such characters, including none. */
export function many(set: RegExp): Form {
  return [{ has: (character) => set.test(character), repeats: true }];
}

/** The text itself. */
export function literal(text: string): Form {
  return Array.from(text, (expected) => ({ has: (character: string) => character === expected, repeats: false }));
}

/** Reports whether the pattern matches some text of one of the forms. */
export function couldMatch(pattern: string, forms: readonly Form[]): boolean {
  const symbols = Array.from(pattern);
  return forms.some((form) => meets(symbols, form));
}

function meets(symbols: readonly string[], form: Form): boolean {
  const width = form.length + 1;
  const seen = new Uint8Array((symbols.length + 1) * width);
  const open = [0];
  const go = (symbol: number, part: number): void => {
    const state = symbol * width + part;
    if (seen[state] === 0) open.push(state);
    seen[state] = 1;
  };
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    const [symbol, part] = [Math.floor(state / width), state % width];
    if (symbol === symbols.length && part === form.length) return true;
    const character = symbols[symbol];
    const expected = form[part];
    // A star, or a repeated part, may be empty.
    if (character === "*") go(symbol + 1, part);
    if (expected?.repeats === true) go(symbol, part + 1);
    if (character === undefined || expected === undefined) continue;
    const isWild = character === "*" || character === "?";
    if (isWild || expected.has(character))
      go(character === "*" ? symbol : symbol + 1, expected.repeats ? part : part + 1);
  }
  return false;
}

/** Reports whether the pattern matches every text that the other one does. A "no" is not certain: `a*` and `?a*` together may. */
export function coversPattern(pattern: string, other: string): boolean {
  const [symbols, texts] = [Array.from(pattern), Array.from(other)];
  let symbol = 0;
  let star = -1;
  let resume = 0;
  // Like matching a text, except that a star in the other pattern is a character that only a star matches.
  for (let at = 0; at < texts.length;) {
    const [expected, character] = [symbols[symbol], texts[at]];
    if (expected === "*") {
      star = symbol++;
      resume = at;
    } else if (expected !== undefined && (expected === character || expected === "?") && character !== "*") {
      symbol++;
      at++;
    } else if (star >= 0) {
      symbol = star + 1;
      at = ++resume;
    } else {
      return false;
    }
  }
  return symbols.slice(symbol).every((left) => left === "*");
}
