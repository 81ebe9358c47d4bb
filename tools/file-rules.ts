import { allowedCasts, budgets, leftovers, namelessNames, suppressions, unwelcome } from './limits.js';
import type { Mark, Source } from './source.js';

/** Files and functions above the size budgets. */
export function oversized(sources: readonly Source[], lines: number): string[] {
  return sources.flatMap((source) => [
    ...(source.lines > lines ? [`${source.path}: ${source.lines} lines, at most ${lines}`] : []),
    ...source.functions
      .filter((size) => size.lines > budgets.functionLines)
      .map((size) => `${source.path}:${size.line} ${size.text}: ${size.lines} lines, at most ${budgets.functionLines}`),
  ]);
}

/** Functions that take more than three parameters. */
export function crowded(sources: readonly Source[]): string[] {
  return sources.flatMap((source) =>
    source.functions
      .filter((size) => size.parameters > budgets.parameters)
      .map(
        (size) =>
          `${source.path}:${size.line} ${size.text}: ${size.parameters} parameters, at most ${budgets.parameters}`,
      ),
  );
}

/** The length of the middle file. */
export function medianLines(sources: readonly Source[]): number {
  const lengths = sources.map((source) => source.lines).toSorted((a, b) => a - b);
  return lengths[Math.floor((lengths.length - 1) / 2)] ?? 0;
}

/** `any`, `!` and `as` that no reason on the list allows. */
export function escapes(sources: readonly Source[]): string[] {
  return every(sources, (source) => source.escapes.filter((mark) => !isAllowed(source.path, mark)));
}

/** Reasons on the list for casts that are not there any more. */
export function staleCasts(sources: readonly Source[]): string[] {
  const isThere = (file: string, text: string): boolean =>
    sources.some((source) => source.path === file && source.escapes.some((mark) => mark.text === text));
  return allowedCasts.filter(({ file, text }) => !isThere(file, text)).map(({ file, text }) => `${file}: ${text}`);
}

/** Comments that switch a check off. */
export function suppressed(sources: readonly Source[]): string[] {
  return every(sources, (source) => source.comments.filter((comment) => suppressions.test(comment.text)));
}

/** Comments that switch a check off without a reason, after ` -- ` or in a comment on the line above. */
export function unexplained(sources: readonly Source[]): string[] {
  return every(sources, ({ comments }) => {
    const lines = new Set(comments.map((comment) => comment.line));
    return comments.filter(
      ({ text, line }) => suppressions.test(text) && !text.includes(' -- ') && !lines.has(line - 1),
    );
  });
}

/** Comments that speak of work not done. */
export function unfinished(sources: readonly Source[]): string[] {
  return every(sources, (source) => source.comments.filter((comment) => leftovers.test(comment.text)));
}

/** Paths with a part that could name anything. */
export function nameless(paths: readonly string[]): string[] {
  return paths.filter((path) => path.split('/').some((part) => namelessNames.test(part.replace(/\..*$/, ''))));
}

/** Lines that speak of one machine or one workplace. */
export function unwelcomeWords(texts: readonly { path: string; text: string }[]): string[] {
  return texts.flatMap(({ path, text }) =>
    text
      .split('\n')
      .flatMap((line, index) =>
        unwelcome
          .filter(({ pattern }) => pattern.test(line))
          .map(({ what }) => `${path}:${index + 1} ${what}: ${line.trim().slice(0, 120)}`),
      ),
  );
}

function every(sources: readonly Source[], pick: (source: Source) => readonly Mark[]): string[] {
  return sources.flatMap((source) => pick(source).map((mark) => `${source.path}:${mark.line} ${mark.text}`));
}

function isAllowed(path: string, mark: Mark): boolean {
  return allowedCasts.some(({ file, text }) => file === path && text === mark.text);
}
