/** Patterns in options: `*` matches any text. */

/** Reports whether one of the values fits one of the patterns; without patterns, any value fits. */
export function isLikeOne(patterns: readonly string[], values: readonly (string | undefined)[]): boolean {
  const texts = values.filter((value) => value !== undefined);
  return patterns.length === 0 || patterns.some((pattern) => texts.some((text) => isLike(text, pattern)));
}

/** Reports whether a text fits a pattern, in which `*` is any text. */
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
