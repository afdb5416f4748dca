/** Judging records again that came annotated: what their annotations said, against what their events say. */
import { isObject, parseJson, readAnnotation, type Annotation } from "../findings/annotation.js";
import type { CompiledModule } from "../module.js";
import { findAnnotation } from "../records/annotation-text.js";
import type { StripAnnotation } from "../records/record-tagger.js";
import { differenceOf, type Difference } from "./differing.js";
import { stripAnnotation, writtenBy, type Written } from "./strip-annotation.js";

const NAME = Buffer.from('"keyward"');

/** What a record was annotated with just now; it may be too large to be parsed as a whole. */
export function annotationIn(annotated: Buffer): Annotation | undefined {
  const start = findAnnotation(annotated);
  const last = start < 0 ? undefined : parseJson(`{${annotated.toString("utf8", start)}`);
  return isObject(last) ? readAnnotation(last.keyward) : undefined;
}

/** What `keyward tag --again` does with records that came annotated. `onAnnotated` hears of each, with what differs. */
export function stripping(
  compiled: CompiledModule,
  onAnnotated: (difference: Difference | undefined) => void,
): StripAnnotation {
  let written: Written | undefined;
  return (record) => {
    // Another name of a member may be it, written with escapes.
    if (!record.includes(NAME) && !record.includes("\\u")) return undefined;
    const stripped = stripAnnotation(record, (written ??= writtenBy(compiled)));
    // The notice of a record that was lost has nothing to be judged.
    if (stripped?.annotation === undefined) return undefined;
    const { annotation } = stripped;
    const compare = (annotated: Buffer | undefined): void => {
      onAnnotated(differenceOf(annotation, annotated && annotationIn(annotated)));
    };
    return { record: stripped.record, compare };
  };
}
