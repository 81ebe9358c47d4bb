import ts from 'typescript';
import { parse } from 'yaml';
import { z } from 'zod';
import { listFiles, readText } from './repository.js';
import { readSource } from './source.js';

const id = /^[a-z][a-z0-9-]*(?:\.[a-z0-9][a-z0-9-]*)+$/;

const operation = z.object({
  name: z.string(),
  title: z.string(),
  methods: z.array(z.string()).min(1),
  host: z.enum(['account', 'server', 'app']),
  path: z.string().startsWith('/'),
});

const sentence = z.string().trim().min(1);

/** What people read: YAML takes what stands behind ` #` for a comment, so an end that is missing was cut off. */
const prose = sentence.endsWith('.', 'must end with a full stop: was it cut off at a #?');

const entry = z.strictObject({
  id: z.string().regex(id, 'must look like area.rule-in-kebab'),
  rule: prose,
  grade: z.enum(['official', 'observed', 'inferred']),
  source: sentence.optional(),
  why: prose.optional(),
  switch: sentence.optional(),
  differs: prose.optional(),
  operations: z.array(z.string()).min(1),
});

/** An endpoint, as far as the ledger speaks of it. */
export type LedgerOperation = z.infer<typeof operation>;

/** One rule that the stand-in emulates. */
export type LedgerEntry = z.infer<typeof entry>;

/** An id, and where it was written. */
export interface Mention {
  id: string;
  at: string;
}

/** The endpoints of `spec/operations.yaml`. */
export function readOperations(): LedgerOperation[] {
  return z.array(operation).parse(parse(readText('spec/operations.yaml')));
}

/** The entries of a ledger, `spec/ledger.yaml` or another text, that can be read, and what is wrong with the others. */
export function readLedger(text = readText('spec/ledger.yaml')): { entries: LedgerEntry[]; problems: string[] } {
  const rows = z.array(z.unknown()).parse(parse(text));
  const read = rows.map((row, index) => ({ index, row, result: entry.safeParse(row) }));
  const entries = read.flatMap(({ result }) => (result.success ? [result.data] : []));
  const problems = read.flatMap(({ index, row, result }) =>
    (result.error?.issues ?? []).map((issue) => `${nameOf(row, index)}: ${issue.path.join('.')} ${issue.message}`),
  );
  return { entries, problems };
}

/** Every `@rule id` in the stand-in's comments. */
export function readRules(): Mention[] {
  return sourcesUnder('packages/standin/src').flatMap(({ path, text }) => rulesOf(path, text));
}

/** Every `@rule id` in one file's comments; one without a readable id is a mention of an empty id. */
export function rulesOf(path: string, text: string): Mention[] {
  return readSource(path, text).comments.flatMap((comment) =>
    [...comment.text.matchAll(/@rule\b[ \t]*([a-z0-9.-]*)/g)].map((match) => ({
      id: match[1] ?? '',
      at: `${path}:${comment.line}`,
    })),
  );
}

/** Every `[id]` in the title of a test or a group of tests. */
export function readTitles(): Mention[] {
  const tests = ['packages/standin/test', 'conformance'].flatMap(sourcesUnder);
  return tests
    .filter(({ path }) => /\.(?:test|verify)\.ts$/.test(path))
    .flatMap(({ path, text }) => titlesOf(path, text));
}

/** Every `[id]` in the titles of one test file: tests, groups, and tables of either. */
export function titlesOf(path: string, text: string): Mention[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  const mentions: Mention[] = [];
  const visit = (node: ts.Node): void => {
    const title = ts.isCallExpression(node) && isTest(node.expression) ? node.arguments[0] : undefined;
    if (title !== undefined && (ts.isStringLiteralLike(title) || ts.isTemplateExpression(title))) {
      const at = `${path}:${file.getLineAndCharacterOfPosition(title.getStart(file)).line + 1}`;
      for (const match of title.getText(file).matchAll(/\[([a-z][a-z0-9-]*\.[a-z0-9.-]+)\]/g))
        mentions.push({ id: match[1] ?? '', at });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return mentions;
}

/** Whether this is what is called in `test(…)`, `test.each(…)(…)` or `describe.for(…)(…)`. */
function isTest(callee: ts.Expression): boolean {
  if (ts.isIdentifier(callee)) return ['test', 'it', 'describe'].includes(callee.text);
  return (ts.isPropertyAccessExpression(callee) || ts.isCallExpression(callee)) && isTest(callee.expression);
}

function sourcesUnder(folder: string): { path: string; text: string }[] {
  const paths = listFiles(folder).filter((path) => path.endsWith('.ts'));
  return paths.map((path) => ({ path, text: readText(path) }));
}

function nameOf(row: unknown, index: number): string {
  const named = z.object({ id: z.string() }).safeParse(row);
  return named.success ? named.data.id : `entry ${index + 1}`;
}
