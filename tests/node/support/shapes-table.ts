import { pageText } from "./docs.js";

export const SHAPES_DOCUMENT = pageText("reference/shapes");

export interface ShapeRow {
  /** The row's first cell. */
  shape: string;
  /** As written there: `/Records/*`; "" is the record itself. Some rows have two. */
  places: string[];
  /** The row's example of a path. */
  path: string;
}

/** Returns the rows of the table of places in docs/reference/shapes.md. */
export function shapeRows(document = SHAPES_DOCUMENT): ShapeRow[] {
  const [, section = ""] = document.split("\n## Where an event can be\n");
  const table = section.split("\n## ")[0] ?? "";
  const rows = table.split("\n").filter((line) => line.startsWith("| ") && !line.startsWith("| shape |"));
  return rows.map((line) => {
    const [, shape = "", place = "", , example = ""] = line.split("|").map((cell) => cell.trim());
    const places = codeIn(place);
    const [path] = example === "(empty)" ? [""] : codeIn(example);
    if (shape === "" || path === undefined || (places.length === 0 && place !== "")) {
      throw new Error(`no row of the table: ${line}`);
    }
    return { shape, places: places.length > 0 ? places : [""], path };
  });
}

function codeIn(cell: string): string[] {
  return [...cell.matchAll(/`([^`]*)`/g)].map(([, text]) => text as string);
}

/** Reports whether a match at this place of a record has this path. */
export function isAtPlace(path: string, place: string): boolean {
  // A bare array comes back as the `Records` of an object.
  const pointer = place === "/*" ? "/Records/*" : place;
  return new RegExp(`^${pointer.replaceAll(".", "\\.").replaceAll("*", "\\d+")}$`).test(path);
}
