/** Command lines for a POSIX shell. */

/** Nothing in it means anything to a shell. */
const PLAIN = /^[A-Za-z0-9_@%+=:,./-]+$/;

/** The words as one line: each as it is where it is plain, else in single quotes, in which nothing means anything. */
export function commandLine(words: readonly string[]): string {
  return words.map(quoteWord).join(" ");
}

function quoteWord(word: string): string {
  return PLAIN.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
