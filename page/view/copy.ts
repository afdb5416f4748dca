/** Buttons that copy a text. */
import { button, byId, element } from "./dom.js";

/** How long a button says what became of it, in milliseconds. */
const SAID = 2000;

interface CopyOptions {
  /** What the button says. */
  label?: string;
  /** Shows what is copied, where that is not before the button; returns where it is. */
  reveal?: () => Element;
}

/** `name` is what is read aloud: a page has many of these buttons. */
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

/** Whether it is in the clipboard; otherwise it is selected where it is shown, to be copied by hand. */
async function copy(text: string, place: () => Element | null): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // A browser may not offer it to a page from a file.
    const code = place()?.querySelector("code");
    if (code) getSelection()?.selectAllChildren(code);
    return false;
  }
}
