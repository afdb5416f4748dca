/**
 * Development packages that are in the release: bundled with the library for browsers, or, the last one, compiled into the
 * modules.
 */
const BUNDLED = ["buffer", "base64-js", "ieee754", "assemblyscript"];
/** npm's mark for a development package. */
const DEVELOPMENT = "cdx:npm:package:development";

/**
 * Returns the bill of materials of a release, from npm's for the whole project (CycloneDX, `npm sbom`): only the components that
 * the package installs or bundles. npm's own `--omit dev` is not used: with npm 11 it omits half of what is installed. Time,
 * random number and folder name are removed, so that the same commit gives the same bill. Throws an Error if a bundled package is
 * missing.
 */
export function softwareBill(whole, manifest) {
  const components = whole.components.filter((component) => isReleased(component)).map(withoutMark);
  for (const name of BUNDLED) {
    if (!components.some((component) => component.name === name)) throw new Error(`${name} is not in npm's SBOM`);
  }
  const kept = new Set(components.map((component) => component["bom-ref"]));
  const { component, lifecycles, tools } = whole.metadata;
  return {
    $schema: whole.$schema,
    bomFormat: whole.bomFormat,
    specVersion: whole.specVersion,
    version: whole.version,
    metadata: { lifecycles, tools, component: { ...component, name: manifest.name } },
    components,
    dependencies: whole.dependencies
      .filter(({ ref }) => kept.has(ref) || ref === component["bom-ref"])
      .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((one) => kept.has(one)) })),
  };
}

function isReleased({ name, properties }) {
  return BUNDLED.includes(name) || !properties.some((property) => property.name === DEVELOPMENT);
}

function withoutMark(component) {
  return { ...component, properties: component.properties.filter(({ name }) => name !== DEVELOPMENT) };
}
