/**
 * The notes of a release: the section of its version in the changelog. Links lead to the documents as they are at the tag. `isDated`: whether
 * the section's heading has a date, as `## 1.2.3 – 2026-03-04`. Throws an Error where there is no section, or nothing in it.
 */
export function releaseNotes(changelog, { version, homepage }) {
  const sections = changelog.split(/^## /m).slice(1);
  const section = sections.find((text) => text.split(/\s/, 1)[0] === version);
  const [heading = "", ...lines] = (section ?? "").split("\n");
  const body = lines.join("\n").trim();
  if (body === "") throw new Error(`CHANGELOG.md has nothing under "## ${version}"`);
  const documents = `${homepage.replace(/#.*/, "")}/blob/v${version}/`;
  const text = body.replaceAll(/\]\((?![a-z]+:|#)/g, `](${documents}`);
  const verify = `How to verify what is below, and how to rebuild it: [docs/how-to/release.md](${documents}docs/how-to/release.md).`;
  return { text: `${text}\n\n${verify}\n`, isDated: /\d{4}-\d{2}-\d{2}$/.test(heading.trim()) };
}
