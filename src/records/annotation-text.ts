const KEYWARD = '"keyward":{"verdict":';

/**
 * Where the annotation of a record begins, with its name, or -1. It is looked for in the bytes, because a record may be too
 * large to parse: a string cannot hold these quotes, and the annotation is the last member.
 */
export function findAnnotation(annotated: Buffer): number {
  return annotated.lastIndexOf(KEYWARD);
}
