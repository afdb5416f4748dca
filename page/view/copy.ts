/** Buttons that copy a text. */
import { button, byId, element } from "./dom.js";

/** How long a button says what became of it, in milliseconds. */
const SAID = 2000;

/** `name` is what is read aloud: a page has many of these buttons. */
export function copyButton(text: string, name: string): HTMLElement {
  const label = element("span", {}, "Copy");
  const control = button(
    { class: "copy", "aria-label": name },
    () => {
      void copy(text, control).then((isCopied) => {
        const result = isCopied ? "Copied" : "Press Ctrl+C";
        label.textContent = result;
        byId("said", HTMLElement).textContent = result;
        setTimeout(() => {
          label.textContent = "Copy";
        }, SAID);
      });
    },
    label,
  );
  return control;
}

/** Whether it is in the clipboard; otherwise what stands before the button is selected, to be copied by hand. */
async function copy(text: string, control: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // A browser may not offer it to a page from a file.
    const code = control.parentElement?.querySelector("code");
    if (code) getSelection()?.selectAllChildren(code);
    return false;
  }
}
