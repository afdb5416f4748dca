/** Positions of an axis's lines and labels. */

/** Returns round numbers from 0 to the first one that is at least `most`: up to five steps, each a whole number. */
export function ticksOf(most: number): number[] {
  const step = stepFor(Math.max(1, most) / 5);
  const count = Math.max(1, Math.ceil(most / step));
  return Array.from({ length: count + 1 }, (_, index) => index * step);
}

/** Returns the smallest of 1, 2, 5, 10, 20, 50, … that is not less. */
function stepFor(least: number): number {
  let power = 1;
  while (power * 10 < least) power *= 10;
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= least) ?? power * 10;
}

/** Returns the interval of labels, in bars, if a label and its gap take `label` pixels and a bar `bar`. */
export function labelEvery(label: number, bar: number): number {
  return Math.max(1, Math.ceil(label / bar));
}
