import { readLedger } from '../../tools/ledger-read.js';
import type { Outcome, Scene, Step, Witness } from './scene.js';
import { installed, type Seen, testify } from './testify.js';

/** A scene, and what was seen in it. */
export interface Testimony {
  readonly witness: Witness;
  readonly scene: Scene;
  readonly seen: readonly Seen[];
}

const introduction = `# Witnesses

What clients that others wrote make of the stand-in. They come from npm as they are; only the address they call is ours. Each row is one thing: what the client was asked to do, what the stand-in answered, and what the client did with it. \`npm run verify\` asks them all again and fails when a row is not what is seen; \`npx tsx conformance/witnesses/write-page.ts\` writes this page.

Where a person opens a page (the hosted sign-in page by the address the client made, the link page by the code it shows), picks who they are and allows what is asked, a row names the first and the last request to the pages. That is done by plain HTTP, as a browser would.

Where a client refuses what the stand-in answers, the last column names the rule the stand-in follows and the public source of it. Without one, the stand-in would be wrong.
`;

/** Asks every client everything, one after another. */
export async function hear(witnesses: readonly Witness[]): Promise<Testimony[]> {
  const heard: Testimony[] = [];
  for (const witness of witnesses) {
    for (const scene of witness.scenes) heard.push({ witness, scene, seen: await testify(witness, scene) });
  }
  return heard;
}

/** `docs/witnesses.md` as it must be after these testimonies. */
export function renderPage(heard: readonly Testimony[]): string {
  const witnesses = [...new Set(heard.map(({ witness }) => witness))];
  const sections = witnesses.map((witness) => {
    const scenes = heard.filter((testimony) => testimony.witness === witness).map(table);
    const head = `## ${installed(witness).join(', ')}\n\nUnmodified but for ${witness.but}.\n`;
    return [head, ...scenes].join('\n');
  });
  return [introduction, ...sections].join('\n');
}

function table({ scene, seen }: Testimony): string {
  const rows = seen.map(({ asked, answers, comes }, index) => {
    const answered = answers.length === 0 ? 'was not asked' : abridged(answers).join('<br>');
    return `| ${asked} | ${answered} | ${inWords(comes)} | ${reason(scene.steps[index])} |`;
  });
  return [
    `### ${scene.title}`,
    '',
    ...(scene.note === undefined ? [] : [scene.note, '']),
    '| Asked for | The stand-in | The client | Because |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

const ofPages = /^\w+ \/(?:auth|link)\b/;

/** What was answered, line by line; of a way through the pages the two ends. */
function abridged(answers: readonly string[]): string[] {
  const inner = (line: string | undefined): boolean => line !== undefined && ofPages.test(line);
  return answers.flatMap((line, at) => {
    const [before, after] = [inner(answers[at - 1]), inner(answers[at + 1])];
    if (!inner(line) || (!before && !after)) return [`\`${line}\``];
    if (before && after) return [];
    return [before ? `to \`${line}\`` : `the pages, from \`${line}\``];
  });
}

function inWords(outcome: Outcome): string {
  if ('returned' in outcome) {
    const facts = Object.entries(outcome.returned).map(([name, value]) => `${name} ${value}`);
    return `returns: ${facts.join(', ')}`;
  }
  const { class: name, status, codes = [] } = outcome.threw;
  const details = [...(status === undefined ? [] : [`status ${status}`]), ...codes.map((code) => `code ${code}`)];
  return [`throws \`${name}\``, ...details].join(', ');
}

const { entries } = readLedger();

function reason(step: Step | undefined): string {
  if (step?.because === undefined) return '';
  const entry = entries.find(({ id }) => id === step.because);
  if (entry?.source === undefined) throw new Error(`The ledger has no source for ${step.because}`);
  return `[\`${entry.id}\`](${entry.source})`;
}
