import { type Group, LOWEST_SCORE } from './groups.js';
import { type Reason, reasonOf, reasonsFile } from './reasons.js';
import type { FileScore, Survivor } from './report.js';

/** The page with the scores. */
export const pageFile = 'docs/mutation.md';

/** How many of the mutants were noticed, in percent. */
export function scoreOf(files: readonly FileScore[]): number {
  const killed = files.reduce((sum, file) => sum + file.killed, 0);
  const all = files.reduce((sum, file) => sum + file.killed + file.survivors.length, 0);
  return (100 * killed) / all;
}

/** The page with one group's part written anew; the rest stays as it is. */
export function renderPage(page: string, group: Group, { files, reasons }: Findings): string {
  const open = `<!-- ${group.name}: npm run mutation -- --only ${group.name} -->\n`;
  const close = `<!-- end of ${group.name} -->`;
  const [start, end] = [page.indexOf(open), page.indexOf(close)];
  if (start < 0 || end < start) throw new Error(`${pageFile} has lost the marks of ${group.name}`);
  const part = section(group, { files, reasons }).join('\n');
  return `${page.slice(0, start)}${open}\n${part}\n\n${page.slice(end)}`;
}

/** What a run found in a group, and why some of it may stay. */
export interface Findings {
  readonly files: readonly FileScore[];
  readonly reasons: readonly Reason[];
}

function section(group: Group, { files, reasons }: Findings): string[] {
  const survivors = files.flatMap((file) => file.survivors);
  return [
    `## ${group.title}: ${percent(files)}`,
    '',
    group.about,
    '',
    '| file | mutants | noticed | survived | score |',
    '| --- | --- | --- | --- | --- |',
    ...files.map((file) => row(`\`${file.file}\``, [file])),
    row('all', files),
    '',
    ...(survivors.length === 0 ? ['Nothing survived.'] : list(survivors, reasons)),
  ];
}

function row(name: string, files: readonly FileScore[]): string {
  const killed = files.reduce((sum, file) => sum + file.killed, 0);
  const survived = files.reduce((sum, file) => sum + file.survivors.length, 0);
  return `| ${name} | ${killed + survived} | ${killed} | ${survived} | ${percent(files)} |`;
}

function percent(files: readonly FileScore[]): string {
  return `${scoreOf(files).toFixed(1)} %`;
}

function list(survivors: readonly Survivor[], reasons: readonly Reason[]): string[] {
  return [
    '| survivor | mutation | reason |',
    '| --- | --- | --- |',
    ...survivors.map(
      (one) =>
        `| \`${one.file.split('/').at(-1)}:${one.line}\` | ${mutation(one)} | ${cell(reasonOf(one, reasons) ?? '**none**')} |`,
    ),
  ];
}

function mutation({ original, replacement }: Survivor): string {
  return `${code(shorten(original))} → ${code(shorten(replacement))}`;
}

function shorten(text: string): string {
  return text.length > 100 ? `${text.slice(0, 97)}…` : text;
}

/** Code in a table: a bar ends a cell even there, and a backtick wants longer marks around it. */
function code(text: string): string {
  const marks = text.includes('`') ? '``' : '`';
  const padding = marks.length > 1 ? ' ' : '';
  return text === '' ? 'nothing' : `${marks}${padding}${cell(text)}${padding}${marks}`;
}

function cell(text: string): string {
  return text.replace(/\|/g, String.raw`\|`);
}

/** What is wrong with a group, a line for each thing. */
export function complaints(group: Group, { files, reasons }: Findings): string[] {
  const survivors = files.flatMap((file) => file.survivors);
  const score = scoreOf(files);
  return [
    ...(score < LOWEST_SCORE ? [`${group.name}: ${score.toFixed(1)} %, at least ${LOWEST_SCORE} %`] : []),
    ...survivors
      .filter((one) => reasonOf(one, reasons) === undefined)
      .map((one) => `${one.file}:${one.line} survived without a reason in ${reasonsFile}:\n${skeleton(one)}`),
  ];
}

function skeleton({ file, within, original, replacement }: Survivor): string {
  const members = Object.entries({ file, within, original, replacement });
  return members
    .map(([key, value], index) => `${index === 0 ? '- ' : '  '}${key}: ${JSON.stringify(value)}`)
    .join('\n');
}
