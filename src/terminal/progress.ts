import { Presets, SingleBar } from "cli-progress";

/** A progress bar on standard error, in MiB read. */
export class Progress {
  readonly #bar: SingleBar;
  #bytes = 0;

  /** @param total bytes that will be read */
  constructor(total: number) {
    this.#bar = new SingleBar(
      {
        stream: process.stderr,
        format: "keyward: {bar} {percentage}% of {size} MiB, {eta_formatted} left",
        barsize: 30,
        clearOnComplete: true,
        // A run that is interrupted must leave the terminal as it was.
        hideCursor: false,
        linewrap: true,
        fps: 5,
      },
      Presets.shades_classic,
    );
    this.#bar.start(Math.max(total, 1), 0, { size: (total / 1024 / 1024).toFixed(1) });
  }

  add(bytes: number): void {
    this.#bytes += bytes;
    this.#bar.update(this.#bytes);
  }

  /** Takes the bar off its line, to be drawn again with the next update. */
  clear(): void {
    process.stderr.write("\r\u001b[K");
  }

  stop(): void {
    this.#bar.stop();
  }
}
