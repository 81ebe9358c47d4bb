/** A heading and what stands under it, up to the next heading of any level. */
export interface Section {
  level: number;
  title: string;
  body: string;
}

/** The sections of a Markdown page, in order; headings inside fenced code are none. */
export function sections(page: string): Section[] {
  const found: Section[] = [];
  let isCode = false;
  for (const line of page.split('\n')) {
    if (line.startsWith('```')) isCode = !isCode;
    const [, marks, title] = (isCode ? undefined : /^(#+) +(.+)$/.exec(line)) ?? [];
    const last = found.at(-1);
    if (marks !== undefined && title !== undefined) found.push({ level: marks.length, title: title.trim(), body: '' });
    else if (last !== undefined) last.body += `${line}\n`;
  }
  return found;
}

/** The rows of the first table of a text, as plain words by column title. */
export function table(text: string): Record<string, string>[] {
  const rows = text.split('\n').filter((line) => line.trimStart().startsWith('|'));
  const [header = [], , ...cells] = rows.map((row) =>
    row
      .trim()
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map(plain),
  );
  return cells.map((row) => Object.fromEntries(header.map((title, column) => [title, row[column] ?? ''])));
}

/** Targets of the links of a text, without what follows `#`. */
export function links(text: string): string[] {
  return [...text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map((match) => match[1] ?? '');
}

/** Words without the marks around them: `[*a*](b)` is `a`. */
export function plain(text: string): string {
  const unlinked = text.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').trim();
  return unlinked.replace(/^[*_`]+|(?<!\\)[*_`]+$/g, '').replace(/\\(.)/g, '$1');
}
