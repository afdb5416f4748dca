/** Patterns of options: `*` stands for any text. */

/** Whether one of the values is like one of the patterns; any is where there are none. */
export function isLikeOne(patterns: readonly string[], values: readonly (string | undefined)[]): boolean {
  const texts = values.filter((value) => value !== undefined);
  return patterns.length === 0 || patterns.some((pattern) => texts.some((text) => isLike(text, pattern)));
}

/** Whether a text is like a pattern, in which `*` stands for any text. */
function isLike(text: string, pattern: string): boolean {
  const [first = "", ...others] = pattern.split("*");
  if (others.length === 0) return text === pattern;
  const last = others.pop() ?? "";
  let at = first.length;
  for (const part of others) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.startsWith(first) && text.endsWith(last) && text.length - last.length >= at;
}
