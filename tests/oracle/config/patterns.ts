/** Patterns of an exception: `*` is any text, `?` one character, everything else itself. */
import { wellFormed } from "../unwrap.js";

/** Reports whether the pattern matches the whole text, counted in code points. */
export function matchesPattern(pattern: string, text: string): boolean {
  const symbols = codePoints(pattern);
  // reached[n]: the first n symbols can match all of the text read so far.
  let reached = passStars(
    symbols,
    Array.from({ length: symbols.length + 1 }, (_, count) => count === 0),
  );
  for (const character of codePoints(text)) {
    const next = reached.map((_, count) => {
      const symbol = symbols[count - 1];
      if (symbol === "*") return reached[count] === true;
      return reached[count - 1] === true && (symbol === "?" || symbol === character);
    });
    reached = passStars(symbols, next);
    if (!reached.includes(true)) return false;
  }
  return reached.at(-1) === true;
}

/** A star may match nothing. */
function passStars(symbols: readonly string[], reached: boolean[]): boolean[] {
  symbols.forEach((symbol, index) => {
    if (symbol === "*" && reached[index] === true) reached[index + 1] = true;
  });
  return reached;
}

function codePoints(text: string): string[] {
  return Array.from(wellFormed(text));
}
