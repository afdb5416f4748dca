/** Writes command lines for a POSIX shell. */

/** Characters without a special meaning in a shell. */
const PLAIN = /^[A-Za-z0-9_@%+=:,./-]+$/;

/** Joins arguments into one line: plain ones as they are, others in single quotes, where nothing is special. */
export function commandLine(words: readonly string[]): string {
  return words.map(quoteWord).join(" ");
}

function quoteWord(word: string): string {
  return PLAIN.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
