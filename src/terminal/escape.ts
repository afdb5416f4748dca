/**
 * Text from an event or a path, made safe for a terminal: control characters, and those that turn the direction of
 * writing, are shown as escapes, so that they can neither move the cursor nor hide anything.
 */
export function escapeForTerminal(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, "0")}`;
  });
}
