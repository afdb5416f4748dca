import { Presets, SingleBar } from "cli-progress";

const FORMAT = "keyward: {bar} {percentage}% of {size} MiB, {rate} MiB/s, {eta_formatted} left";
const NARROW_FORMAT = "keyward: {percentage}%, {eta_formatted} left";
/** The longest line without its bar, in columns. */
const TEXT_COLUMNS = 58;
const MIN_BAR = 5;
const MAX_BAR = 30;
const MEBIBYTE = 1024 * 1024;

/** A progress bar on standard error, in MiB read, with the average rate. */
export class Progress {
  readonly #bar: SingleBar;
  readonly #started = performance.now();
  #bytes = 0;

  /** @param total bytes that will be read */
  constructor(total: number) {
    const room = process.stderr.columns - TEXT_COLUMNS;
    this.#bar = new SingleBar(
      {
        stream: process.stderr,
        format: room < MIN_BAR ? NARROW_FORMAT : FORMAT,
        barsize: Math.min(MAX_BAR, room),
        clearOnComplete: true,
        // An interrupted run must leave the terminal as it was.
        hideCursor: false,
        linewrap: true,
        fps: 5,
      },
      Presets.shades_classic,
    );
    this.#bar.start(Math.max(total, 1), 0, { size: (total / MEBIBYTE).toFixed(1), rate: "0.0" });
  }

  add(bytes: number): void {
    this.#bytes += bytes;
    const seconds = (performance.now() - this.#started) / 1000;
    const rate = seconds > 0 ? this.#bytes / MEBIBYTE / seconds : 0;
    this.#bar.update(this.#bytes, { rate: rate.toFixed(1) });
  }

  /** Clears the bar's line; the next update draws it again. */
  clear(): void {
    process.stderr.write("\r\u001b[K");
  }

  stop(): void {
    this.#bar.stop();
  }
}
