/** Developers' packages that are in what is released all the same: the library for browsers is bundled with them, and the modules are compiled with the last. */
const BUNDLED = ["buffer", "base64-js", "ieee754", "assemblyscript"];
/** npm's mark of a package that only developers need. */
const DEVELOPMENT = "cdx:npm:package:development";

/**
 * The bill of materials of what is released, out of npm's for the whole project (CycloneDX, `npm sbom`): of the components only what the
 * package installs, and what is bundled. npm's own `--omit dev` is not used: with npm 11 it leaves out half of what is installed. Without the
 * time, the random number and the name of the folder, so that the same commit gives the same bill. Throws an Error where a bundled
 * package is missing.
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
