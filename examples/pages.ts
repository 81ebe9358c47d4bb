import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** The repository's top folder, absolute. */
export const root: string = resolve(import.meta.dirname, '..');

/** A Markdown page: its path from the top, and its text. */
export interface Page {
  path: string;
  text: string;
}

/** A fenced block of TypeScript, and the file that the comment before it names, if there is one. */
export interface Block {
  page: string;
  file: string | undefined;
  code: string;
}

/** A link to somewhere in the repository: the absolute path it leads to, and the heading, if it names one. */
export interface Link {
  page: string;
  target: string;
  path: string;
  anchor: string | undefined;
}

/** Every page written by hand: those at the top, in `docs`, in `spec`, and the packages' own. */
export function readPages(): Page[] {
  const folders = ['.', 'packages/sdk', 'packages/standin'].flatMap((folder) => filesIn(folder, false));
  const paths = [...folders, ...filesIn('docs', true), ...filesIn('spec', true)];
  return paths
    .filter((path) => path.endsWith('.md'))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

/** The TypeScript blocks of a page. */
export function blocksOf({ path, text }: Page): Block[] {
  const fences = text.matchAll(/(?:<!-- (\S+) -->\n\n)?```(?:ts|typescript)\n([\s\S]*?)```/g);
  return [...fences].map(([, file, code = '']) => ({ page: path, file, code }));
}

/** The links of a page that lead to a place in the repository. */
export function linksOf({ path, text }: Page): Link[] {
  const targets = [...withoutCode(text).matchAll(/\]\(([^()\s]+)\)/g)].map(([, target = '']) => target);
  return targets
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [file = '', anchor] = target.split('#');
      return { page: path, target, path: file === '' ? join(root, path) : resolve(root, dirname(path), file), anchor };
    });
}

/** The anchors of a page's headings, spelled as GitHub spells them. */
export function anchorsOf(text: string): Set<string> {
  const seen = new Map<string, number>();
  const headings = text.replace(/^```[\s\S]*?^```/gm, '').matchAll(/^#{1,6} (.+)$/gm);
  return new Set(
    [...headings].map(([, heading = '']) => {
      const slug = heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .trim()
        .replace(/\s/g, '-');
      const before = seen.get(slug) ?? 0;
      seen.set(slug, before + 1);
      return before === 0 ? slug : `${slug}-${before}`;
    }),
  );
}

function withoutCode(text: string): string {
  return text.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '');
}

function filesIn(folder: string, recursive: boolean): string[] {
  const entries = readdirSync(join(root, folder), { recursive, encoding: 'utf8' });
  return entries.map((entry) => join(folder, entry));
}
