/** Buttons that copy text. */
import { button, byId, element } from "./dom.js";

/** How long a button shows its result, in milliseconds. */
const SAID = 2000;

interface CopyOptions {
  /** The button's text. */
  label?: string;
  /** Shows the text to copy, if it is not before the button, and returns its element. */
  reveal?: () => Element;
}

/** `name`: read aloud by screen readers, since a page has many of these buttons. */
export function copyButton(
  text: string | (() => string),
  name: string,
  { label = "Copy", reveal }: CopyOptions = {},
): HTMLElement {
  const words = element("span", {}, label);
  const control = button(
    { class: "copy", "aria-label": name },
    () => {
      const place = (): Element | null => reveal?.() ?? control.parentElement;
      void copy(typeof text === "string" ? text : text(), place).then((isCopied) => {
        const result = isCopied ? "Copied" : "Press Ctrl+C";
        words.textContent = result;
        byId("said", HTMLElement).textContent = result;
        setTimeout(() => {
          words.textContent = label;
        }, SAID);
      });
    },
    words,
  );
  return control;
}

/** Copies to the clipboard and returns true; otherwise selects the text where it is shown, to be copied by hand. */
async function copy(text: string, place: () => Element | null): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // A browser may not offer a clipboard to a page from a file.
    const code = place()?.querySelector("code");
    if (code) getSelection()?.selectAllChildren(code);
    return false;
  }
}
