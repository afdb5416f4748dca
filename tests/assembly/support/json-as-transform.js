/** The transform of json-as, for specs that import json-as only: it walks all of a program, and most specs are compiled without it. */
import JsonAsTransform from "json-as/transform/lib/index.js";

export default class extends JsonAsTransform {
  afterParse(parser) {
    if (parser.sources.some(({ internalPath }) => internalPath.startsWith("~lib/json-as/"))) super.afterParse(parser);
  }
}
