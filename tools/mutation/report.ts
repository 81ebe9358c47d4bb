import { z } from 'zod';
import { readText } from '../repository.js';

/** One place that was broken on purpose without a test that failed. */
export interface Survivor {
  readonly file: string;
  readonly line: number;
  /** The line it stands in, trimmed: it outlives moves within the file. */
  readonly within: string;
  readonly original: string;
  readonly replacement: string;
}

/** What became of one file's mutants. */
export interface FileScore {
  readonly file: string;
  /** Mutants that a test noticed, by failing or by never ending. */
  readonly killed: number;
  readonly survivors: readonly Survivor[];
}

const position = z.object({ line: z.number(), column: z.number() });
const mutant = z.object({
  status: z.enum(['Killed', 'Timeout', 'Survived', 'NoCoverage', 'CompileError', 'RuntimeError', 'Ignored', 'Pending']),
  replacement: z.string(),
  location: z.object({ start: position, end: position }),
});
const reportSchema = z.object({
  files: z.record(z.string(), z.object({ source: z.string(), mutants: z.array(mutant) })),
});

type Mutant = z.infer<typeof mutant>;

/** Reads Stryker's report, files in the order of their paths, survivors in the order of their lines. */
export function readReport(path: string): FileScore[] {
  const { files } = reportSchema.parse(JSON.parse(readText(path)));
  return Object.entries(files)
    .map(([file, { source, mutants }]) => scoreOf(file, source.split('\n'), mutants))
    .filter(({ killed, survivors }) => killed + survivors.length > 0)
    .toSorted((a, b) => (a.file < b.file ? -1 : 1));
}

function scoreOf(file: string, lines: readonly string[], mutants: readonly Mutant[]): FileScore {
  const killed = mutants.filter(({ status }) => status === 'Killed' || status === 'Timeout').length;
  const survivors = mutants
    .filter(({ status }) => status === 'Survived' || status === 'NoCoverage')
    .map(({ location: { start, end }, replacement }) => ({
      file,
      line: start.line,
      within: (lines[start.line - 1] ?? '').trim(),
      original: oneLine(cut(lines, start, end)),
      replacement: oneLine(replacement),
    }));
  return { file, killed, survivors: survivors.toSorted((a, b) => a.line - b.line) };
}

function cut(lines: readonly string[], start: Mutant['location']['start'], end: Mutant['location']['end']): string {
  const whole = lines.slice(start.line - 1, end.line);
  const last = whole.length - 1;
  return whole
    .map((line, index) => line.slice(index === 0 ? start.column - 1 : 0, index === last ? end.column - 1 : undefined))
    .join('\n');
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
