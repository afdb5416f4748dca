/**
 * Stands in for the transform of @as-pect/transform 8.1.0, which knows AST nodes by numbers that AssemblyScript 0.28.17
 * moved by one. It builds the same two members with the package's own functions, but uses the numbers of `NodeKind`.
 */
import { NodeKind } from "assemblyscript/dist/assemblyscript.js";
import { Transform } from "assemblyscript/dist/transform.js";
import { createAddReflectedValueKeyValuePairsMember } from "@as-pect/transform/lib/createAddReflectedValueKeyValuePairsMember.js";
import { createStrictEqualsMember } from "@as-pect/transform/lib/createStrictEqualsMember.js";

/** The numbers that the two functions compare a member's kind with. */
const OLD_FIELD_KIND = 54;
const OLD_METHOD_KIND = 58;
/** Any number that the two functions do not compare with. */
const OTHER_KIND = -1;

export default class AsPectTransform extends Transform {
  afterParse(parser) {
    const sources = parser.program ? parser.program.sources : parser.sources;
    for (const source of sources) extendClasses(source.statements);
  }
}

function extendClasses(statements) {
  for (const statement of statements) {
    if (statement.kind === NodeKind.ClassDeclaration) {
      const view = viewWithOldKinds(statement);
      statement.members.push(createStrictEqualsMember(view), createAddReflectedValueKeyValuePairsMember(view));
    } else if (statement.kind === NodeKind.NamespaceDeclaration) {
      extendClasses(statement.members);
    }
  }
}

/** The class declaration with members that report the old kinds; the declaration itself stays as it is. */
function viewWithOldKinds(declaration) {
  const members = declaration.members.map((member) => Object.create(member, { kind: { value: oldKind(member.kind) } }));
  return Object.create(declaration, { members: { value: members } });
}

function oldKind(kind) {
  if (kind === NodeKind.FieldDeclaration) return OLD_FIELD_KIND;
  if (kind === NodeKind.MethodDeclaration) return OLD_METHOD_KIND;
  return OTHER_KIND;
}
