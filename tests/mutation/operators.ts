/** Possible changes to a piece of AssemblyScript, which parses as TypeScript does: each change is one mistake. */
import ts from "typescript";

/** A change to a source: the characters from `start` to `end` (exclusive) become `by`. */
export interface Change {
  start: number;
  end: number;
  by: string;
}

const K = ts.SyntaxKind;

/** Replacements for an operator: both the boundary mistake and the opposite. */
const SWAPS: Partial<Record<ts.SyntaxKind, readonly string[]>> = {
  [K.LessThanToken]: ["<=", ">="],
  [K.LessThanEqualsToken]: ["<", ">"],
  [K.GreaterThanToken]: [">=", "<="],
  [K.GreaterThanEqualsToken]: [">", "<"],
  [K.EqualsEqualsToken]: ["!="],
  [K.ExclamationEqualsToken]: ["=="],
  [K.AmpersandAmpersandToken]: ["||"],
  [K.BarBarToken]: ["&&"],
  [K.PlusToken]: ["-"],
  [K.MinusToken]: ["+"],
  [K.AsteriskToken]: ["+"],
  [K.SlashToken]: ["*"],
  [K.PercentToken]: ["+"],
  [K.LessThanLessThanToken]: [">>"],
  [K.GreaterThanGreaterThanToken]: ["<<"],
  [K.AmpersandToken]: ["|"],
  [K.BarToken]: ["&"],
  [K.CaretToken]: ["|"],
  [K.PlusEqualsToken]: ["-="],
  [K.MinusEqualsToken]: ["+="],
  [K.AsteriskEqualsToken]: ["/="],
  [K.SlashEqualsToken]: ["*="],
  [K.BarEqualsToken]: ["&=", "="],
  [K.AmpersandEqualsToken]: ["|=", "="],
};

const OPPOSITE_CALLS = new Map([
  ["min", "max"],
  ["max", "min"],
]);

const ALIGNMENT = 8n;

/** Returns the changes of a node itself, not of its children. */
export function changesOf(node: ts.Node): Change[] {
  if (ts.isBinaryExpression(node)) return binary(node);
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) return unary(node);
  if (ts.isNumericLiteral(node)) return numbers(node);
  if (ts.isStringLiteral(node)) return texts(node);
  if (node.kind === K.TrueKeyword) return [replaced(node, "false")];
  if (node.kind === K.FalseKeyword) return [replaced(node, "true")];
  if (ts.isCallExpression(node)) {
    const opposite = OPPOSITE_CALLS.get(node.expression.getText());
    return opposite === undefined ? [] : [replaced(node.expression, opposite)];
  }
  if (ts.isIfStatement(node)) return [...negated(node.expression), ...withoutBranch(node)];
  if (ts.isWhileStatement(node)) return negated(node.expression);
  if (ts.isConditionalExpression(node)) return negated(node.condition);
  if (ts.isExpressionStatement(node) || ts.isBreakOrContinueStatement(node)) return [replaced(node, ";")];
  if (ts.isReturnStatement(node) && node.expression === undefined) return [replaced(node, ";")];
  if (ts.isCaseClause(node)) return [replaced(node, "")];
  return [];
}

/** Reports whether nothing in a node is changed: types, module names, and arguments of decorators. */
export function isLeftAlone(node: ts.Node): boolean {
  return ts.isTypeNode(node) || ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isDecorator(node);
}

function binary(node: ts.BinaryExpression): Change[] {
  const { left, right, operatorToken } = node;
  const swaps = (SWAPS[operatorToken.kind] ?? []).map((by) => replaced(operatorToken, by));
  const isLogical = operatorToken.kind === K.AmpersandAmpersandToken || operatorToken.kind === K.BarBarToken;
  return isLogical ? [...swaps, replaced(node, left.getText()), replaced(node, right.getText())] : swaps;
}

function unary(node: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression): Change[] {
  const { operand } = node;
  const isPrefix = ts.isPrefixUnaryExpression(node);
  const written = (operator: string): string =>
    isPrefix ? `${operator}${operand.getText()}` : `${operand.getText()}${operator}`;
  if (node.operator === K.PlusPlusToken) return [replaced(node, written("--"))];
  if (node.operator === K.MinusMinusToken) return [replaced(node, written("++"))];
  return [replaced(node, operand.getText())];
}

/** One more and one less. Static memory is aligned to eight bytes: its size shrinks by that, and its alignment stays. */
function numbers(node: ts.NumericLiteral): Change[] {
  const value = BigInt(node.getText());
  const { parent } = node;
  if (ts.isCallExpression(parent) && parent.expression.getText() === "memory.data") {
    return parent.arguments[0] === node && value > ALIGNMENT ? [replaced(node, String(value - ALIGNMENT))] : [];
  }
  const less = value > 0n ? [replaced(node, String(value - 1n))] : [];
  return [replaced(node, String(value + 1n)), ...less];
}

/** Replaces the last character. */
function texts(node: ts.StringLiteral): Change[] {
  const { text } = node;
  if (text === "" || ts.isModuleDeclaration(node.parent)) return [];
  const last = text.charCodeAt(text.length - 1);
  return [replaced(node, JSON.stringify(text.slice(0, -1) + String.fromCharCode(last ^ 1)))];
}

/** Negates a condition that has no operator of its own to change. */
function negated(condition: ts.Expression): Change[] {
  return ts.isCallExpression(condition) || ts.isIdentifier(condition) || ts.isPropertyAccessExpression(condition)
    ? [replaced(condition, `!${condition.getText()}`)]
    : [];
}

/** Removes the else branch, or the whole statement if it has none. */
function withoutBranch(node: ts.IfStatement): Change[] {
  const { thenStatement, elseStatement } = node;
  if (elseStatement === undefined) return [replaced(node, ";")];
  return [{ start: thenStatement.getEnd(), end: elseStatement.getEnd(), by: "" }];
}

function replaced(node: ts.Node, by: string): Change {
  return { start: node.getStart(), end: node.getEnd(), by };
}
