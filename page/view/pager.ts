/** Buttons for the table's pages. */
import { byId } from "./dom.js";
import { count } from "./shown.js";

const STEPS = ["first", "previous", "next", "last"] as const;

export class Pager {
  readonly #nav = byId("pager", HTMLElement);
  readonly #where = byId("page", HTMLElement);
  readonly #controls = STEPS.map((step) => ({ step, control: byId(`page-${step}`, HTMLButtonElement) }));
  #page = 0;
  #last = 0;

  constructor(turn: (page: number) => void) {
    for (const { step, control } of this.#controls) {
      control.addEventListener("click", () => {
        const target = this.#targetOf(step);
        if (target === this.#page) return;
        turn(target);
        byId("findings", HTMLElement).scrollIntoView({ block: "start" });
      });
    }
  }

  /** Pages count from 0. */
  render(page: number, last: number): void {
    this.#page = page;
    this.#last = last;
    this.#nav.hidden = last === 0;
    this.#where.textContent = `Page ${count(page + 1)} of ${count(last + 1)}`;
    for (const { step, control } of this.#controls) {
      control.setAttribute("aria-disabled", String(this.#targetOf(step) === page));
    }
  }

  #targetOf(step: (typeof STEPS)[number]): number {
    const targets = {
      first: 0,
      previous: Math.max(0, this.#page - 1),
      next: Math.min(this.#last, this.#page + 1),
      last: this.#last,
    };
    return targets[step];
  }
}
