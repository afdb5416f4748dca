/**
 * Returns the notes of a release: its version's section in the changelog, with links to the documents at the tag. `isDated`:
 * whether the heading has a date, as in `## [1.2.3] - 2026-03-04` (https://keepachangelog.com/en/1.1.0/). Throws an Error
 * if the section is missing or empty.
 */
export function releaseNotes(changelog, { version, homepage }) {
  const sections = changelog.split(/^## /m).slice(1);
  const section = sections.find((text) => text.split(/\s/, 1)[0] === `[${version}]`);
  const [heading = "", ...lines] = (section ?? "").split("\n");
  const body = lines
    .filter((line) => !/^\[[^\]]+\]: /.test(line)) // The addresses of the versions, at the end of the file.
    .join("\n")
    .trim();
  if (body === "") throw new Error(`CHANGELOG.md has nothing under "## [${version}]"`);
  const documents = `${homepage.replace(/#.*/, "")}/blob/v${version}/`;
  const text = body.replaceAll(/\]\((?![a-z]+:|#)/g, `](${documents}`);
  const verify = `How to verify what is below, and how to rebuild it: [docs/how-to/release.md](${documents}docs/how-to/release.md).`;
  return { text: `${text}\n\n${verify}\n`, isDated: / - \d{4}-\d{2}-\d{2}$/.test(heading.trim()) };
}
