/** Shows when a key is deleted. */
import { leftText } from "../../src/keys/time-left.js";
import { element, type Child } from "./dom.js";
import { timeView } from "./times.js";

/** With less than this left, there is no time to lose; in seconds. */
const SOON = 3 * 86_400;

/** Shows how much time is left, and until when; `time` in milliseconds since 1970. */
export function deadlineView({ time, seconds_left }: { time: number; seconds_left: number }): Child[] {
  const isSoon = seconds_left > 0 && seconds_left <= SOON;
  return [
    element("strong", { class: isSoon ? "soon" : "" }, leftText({ seconds_left }) ?? ""),
    element("span", { class: "below" }, timeView(time)),
  ];
}
