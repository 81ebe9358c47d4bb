import { posix } from 'node:path';
import ts from 'typescript';

/** One place in one file. */
export interface Mark {
  line: number;
  text: string;
}

/** A function as the size budgets see it. */
export interface FunctionSize extends Mark {
  lines: number;
  parameters: number;
}

/** One import, export-from, `import()` or `import('…')` type. */
export interface Import extends Mark {
  /** What was written: `./pins.js`, `node:fs`, `hono`. */
  specifier: string;
  /** The file it names, as a path from the top, when it is one of ours. */
  file?: string;
}

/** What the house rules need to know of one TypeScript file. */
export interface Source {
  path: string;
  lines: number;
  imports: Import[];
  functions: FunctionSize[];
  /** `any`, `x!` and `x as T` (`as const` is none of them). */
  escapes: Mark[];
  comments: Mark[];
  /** Names that are called, made with `new` or read from a global object: `setTimeout`, `new Date()`, `Date.now`. */
  uses: Mark[];
  awaitsAtTop: boolean;
}

/** Parses one file and collects what the house rules ask about; nothing is resolved or executed. */
export function readSource(path: string, text: string): Source {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  const source: Source = {
    path,
    lines: text.trimEnd().split('\n').length,
    imports: [],
    functions: [],
    escapes: [],
    comments: readComments(file),
    uses: [],
    awaitsAtTop: false,
  };
  const visit = (node: ts.Node): void => {
    collect(source, node, file);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return source;
}

function collect(source: Source, node: ts.Node, file: ts.SourceFile): void {
  const mark = (): Mark => ({ line: lineOf(node, file), text: node.getText(file) });
  const specifier = specifierOf(node);
  if (specifier !== undefined) source.imports.push({ ...mark(), ...place(source.path, specifier) });
  const size = sizeOf(node, file);
  if (size !== undefined) source.functions.push(size);
  if (isEscape(node, file)) source.escapes.push(mark());
  const use = useOf(node, file);
  if (use !== undefined) source.uses.push({ line: lineOf(node, file), text: use });
  if (isAwait(node) && ts.findAncestor(node, ts.isFunctionLike) === undefined) source.awaitsAtTop = true;
}

function specifierOf(node: ts.Node): string | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return literal(node.moduleSpecifier);
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
    return literal(node.arguments[0]);
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) return literal(node.argument.literal);
  return undefined;
}

function literal(node: ts.Node | undefined): string | undefined {
  return node !== undefined && ts.isStringLiteralLike(node) ? node.text : undefined;
}

function place(from: string, specifier: string): Pick<Import, 'specifier' | 'file'> {
  if (!specifier.startsWith('.')) return { specifier };
  const file = posix.join(posix.dirname(from), specifier).replace(/\.js$/, '.ts');
  return { specifier, file };
}

function sizeOf(node: ts.Node, file: ts.SourceFile): FunctionSize | undefined {
  if (!ts.isFunctionLike(node) || !('body' in node) || node.body === undefined) return undefined;
  const first = lineOf(node, file);
  const last = file.getLineAndCharacterOfPosition(node.getEnd()).line + 1;
  const parameters = node.parameters.filter((parameter) => parameter.name.getText(file) !== 'this').length;
  return { line: first, text: nameOf(node, file), lines: last - first + 1, parameters };
}

function nameOf(node: ts.SignatureDeclaration, file: ts.SourceFile): string {
  if (node.name !== undefined) return node.name.getText(file);
  if (ts.isConstructorDeclaration(node)) return 'constructor';
  const parent = node.parent;
  return ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent) ? parent.name.getText(file) : 'a function';
}

function isEscape(node: ts.Node, file: ts.SourceFile): boolean {
  if (node.kind === ts.SyntaxKind.AnyKeyword || ts.isNonNullExpression(node) || ts.isTypeAssertionExpression(node))
    return true;
  return ts.isAsExpression(node) && node.type.getText(file) !== 'const';
}

function useOf(node: ts.Node, file: ts.SourceFile): string | undefined {
  if (ts.isNewExpression(node))
    return `new ${node.expression.getText(file)}${node.arguments?.length === 0 ? '()' : ''}`;
  if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) return node.expression.text;
  if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression)) return node.getText(file);
  return undefined;
}

function isAwait(node: ts.Node): boolean {
  return ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier !== undefined);
}

function readComments(file: ts.SourceFile): Mark[] {
  const comments = new Map<number, Mark>();
  const visit = (node: ts.Node): void => {
    for (const range of rangesAround(node, file.text)) {
      const { line } = file.getLineAndCharacterOfPosition(range.pos);
      comments.set(range.pos, { line: line + 1, text: file.text.slice(range.pos, range.end) });
    }
    for (const child of node.getChildren(file)) visit(child);
  };
  visit(file);
  return [...comments.values()].toSorted((a, b) => a.line - b.line);
}

function rangesAround(node: ts.Node, text: string): ts.CommentRange[] {
  const leading = ts.getLeadingCommentRanges(text, node.getFullStart()) ?? [];
  const trailing = ts.getTrailingCommentRanges(text, node.getEnd()) ?? [];
  return [...leading, ...trailing];
}

function lineOf(node: ts.Node, file: ts.SourceFile): number {
  return file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;
}
