/** Creates elements. Text stays text: nothing in the page is written as HTML. */

type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;
export type Child = Node | string;

/** Creates an element with attributes (`true`: without a value; `false` and undefined: absent) and children. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children);
  return made;
}

/** Creates an SVG element, like `element`. */
export function drawing<Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[Tag] {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...children);
  return made;
}

export function button(attributes: Attributes, onClick: () => void, ...children: readonly Child[]): HTMLButtonElement {
  const made = element("button", { type: "button", ...attributes }, ...children);
  made.addEventListener("click", onClick);
  return made;
}

/** Creates a disclosure whose content is made when it is first opened. `open` opens it. */
export function opening(
  attributes: Attributes,
  summary: string,
  make: () => readonly Child[],
): { details: HTMLDetailsElement; open: () => HTMLDetailsElement } {
  const details = element("details", attributes, element("summary", {}, summary));
  let isMade = false;
  const fill = (): void => {
    if (!isMade) details.append(...make());
    isMade = true;
  };
  details.addEventListener("toggle", fill);
  const open = (): HTMLDetailsElement => {
    fill();
    details.open = true;
    return details;
  };
  return { details, open };
}

/** Returns the element of page.html with an id. */
export function byId<Type extends HTMLElement>(id: string, type: new () => Type): Type {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`the page has no ${id}`);
  return found;
}

/** Replaces a container's content; the focus returns to the control with the same `data-key`. */
export function replaceKeepingFocus(container: HTMLElement, children: readonly Child[]): void {
  const active = document.activeElement;
  const key = active instanceof HTMLElement && container.contains(active) ? active.dataset.key : undefined;
  container.replaceChildren(...children);
  if (key === undefined) return;
  for (const control of container.querySelectorAll<HTMLElement>("[data-key]")) {
    if (control.dataset.key === key) control.focus({ preventScroll: true });
  }
}
