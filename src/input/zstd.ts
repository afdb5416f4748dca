import type { Transform } from "node:stream";
import * as zlib from "node:zlib";
import { Decoder, type Step } from "./decoder.js";
import type { Format } from "./decompressed-source.js";
import { ZstdFrames } from "./zstd-frames.js";
import { INPUTS } from "../messages/inputs.js";

/** Available from Node 22.15 on. */
const { createZstdDecompress } = zlib as { createZstdDecompress?: () => Transform };

/** Decompresses zstd of one or more frames, up to the block that is broken. */
export class Unzstd implements Format {
  readonly #frames = new ZstdFrames();
  readonly #create: () => Transform;
  /** The decoder of the current frame. */
  #decoder: Decoder | undefined;

  /** Throws an Error if this Node has no zstd. */
  constructor() {
    if (createZstdDecompress === undefined) {
      throw new Error(INPUTS.noZstd(process.version));
    }
    this.#create = createZstdDecompress;
  }

  async step(piece: Buffer, isLast: boolean): Promise<Step> {
    const output: Buffer[] = [];
    if (isLast)
      return { output, error: this.#frames.isBetween ? undefined : new Error(INPUTS.truncatedZstd), isOver: true };
    const { parts, isBroken } = this.#frames.push(piece);
    for (const part of parts) {
      if (!part.hasData) continue;
      this.#decoder ??= new Decoder(this.#create());
      const step = await this.#decoder.step(part.bytes, part.isLast);
      output.push(...step.output);
      if (step.error !== undefined) {
        return {
          output,
          error: new Error(INPUTS.brokenZstd(step.error.message), { cause: step.error }),
          isOver: true,
        };
      }
      if (part.isLast) this.#decoder = undefined;
    }
    return {
      output,
      error: isBroken ? new Error(INPUTS.brokenZstd(INPUTS.moreFollows)) : undefined,
      isOver: isBroken,
    };
  }

  close(): void {
    this.#decoder?.close();
  }
}
