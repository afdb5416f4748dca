/** Values of events that may be too long for their place. */
import { element } from "./dom.js";
import { plain, shown } from "./shown.js";

/** Of the name of a file, in characters. */
const NAME_LENGTH = 18;

/** A value, or its short form with the whole one to be seen under the pointer. */
export function value(whole: string, short = whole): HTMLElement {
  if (whole === "") return element("span", { class: "none" }, "not said");
  return element("span", { class: "value", title: short === whole ? undefined : plain(whole) }, shown(short));
}

/** Where an event is. */
export function placeView({ file, line }: { file: string; line: number }): HTMLElement {
  return value(`${file}:${line}`, `${endOf(file)}:${line}`);
}

/** The end of a file's name: those of CloudTrail differ there. */
function endOf(file: string): string {
  const name = file.replace(/^.*[/\\]/s, "");
  return name.length <= NAME_LENGTH ? name : `…${name.slice(-NAME_LENGTH)}`;
}
