/**
 * What turns or hides text, as a regular expression class: format characters, invisible characters (Unicode's
 * Default_Ignorable_Code_Point, the empty Braille pattern), and every space but the plain one, which can be as wide as a line.
 */
export const UNSEEN = String.raw`\p{Cf}\p{Zl}\p{Zp}\p{DI}\u2800\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000`;
/** Text without any of these, each character plainly one column wide. */
export const PLAIN = /^[\x20-\x7e]*$/;
const UNSAFE = new RegExp(String.raw`[\p{Cc}\p{Cs}${UNSEEN}]`, "gu");

/**
 * Makes text from an event or a path safe for a terminal: control characters, and those that turn or hide text, become escapes,
 * so that they can neither move the cursor nor hide anything.
 */
export function escapeForTerminal(text: string): string {
  if (PLAIN.test(text)) return text;
  return text.replace(UNSAFE, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, "0")}`;
  });
}
