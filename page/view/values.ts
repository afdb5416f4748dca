/** Values of events that may be too long for the space they have. */
import { element } from "./dom.js";
import { plain, shown } from "./shown.js";

/** Maximum length of a file name, in characters. */
const NAME_LENGTH = 18;

/** Shows a value, or a short form with the whole value as a tooltip. */
export function value(whole: string, short = whole): HTMLElement {
  if (whole === "") return element("span", { class: "none" }, "not said");
  return element("span", { class: "value", title: short === whole ? undefined : plain(whole) }, shown(short));
}

/** Shows the location of an event. */
export function placeView({ file, line }: { file: string; line: number }): HTMLElement {
  return value(`${file}:${line}`, `${endOf(file)}:${line}`);
}

/** Returns the end of a file name: CloudTrail's names differ there. */
function endOf(file: string): string {
  const name = file.replace(/^.*[/\\]/s, "");
  return name.length <= NAME_LENGTH ? name : `…${name.slice(-NAME_LENGTH)}`;
}
