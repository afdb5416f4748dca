/** Light or dark theme: the system's, or the reader's choice. */

const STORED_AS = "keyward-theme";

export function startTheme(): void {
  const inputs = document.querySelectorAll<HTMLInputElement>("input[name=theme]");
  const stored = read();
  for (const input of inputs) {
    input.checked = input.value === stored;
    input.addEventListener("change", () => {
      apply(input.value);
      write(input.value);
    });
  }
  apply(stored);
}

function apply(theme: string): void {
  document.documentElement.dataset.theme = theme;
}

function read(): string {
  try {
    const stored = localStorage.getItem(STORED_AS);
    return stored === "light" || stored === "dark" ? stored : "auto";
  } catch {
    // A browser may store nothing for a page from a file.
    return "auto";
  }
}

function write(theme: string): void {
  try {
    localStorage.setItem(STORED_AS, theme);
  } catch {
    // Then it lasts as long as the page is open.
  }
}
