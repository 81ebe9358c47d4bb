import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CastName } from '@ticketstub/standin';
import { z } from 'zod';
import { callsFor, lostBy } from './fixtures-calls.js';
import { openStandIn, type Scene, scenes } from './fixtures-scenes.js';
import { parsed, shapeDifferences, surplusMembers, valueDifferences } from './fixtures-shape.js';
import { waived } from './fixtures-waived.js';

/**
 * Holds both sides to a folder of recorded answers that is no part of the repository:
 * `npx tsx tools/fixtures-decode.ts <folder>`. What the SDK asks for must decode with nothing lost, and the stand-in's own
 * answers must have the members and types of the recorded ones, an error its very words. Exits 1 when one does not, and when
 * a recording is neither checked nor waived by its name.
 */
const index = z.array(
  z.object({
    file: z.string(),
    status: z.union([z.number(), z.string()]),
    confidence: z.string(),
  }),
);

type Row = z.infer<typeof index>[number];

/** What the table says of one recording on one side. */
interface Verdict {
  readonly row: Row;
  readonly side: 'sdk' | 'stand-in' | 'waived';
  readonly problems: readonly string[];
  readonly note: string;
}

function statusOf({ status }: Row): number {
  return typeof status === 'number' ? status : 200;
}

async function checkSdk(row: Row, body: string): Promise<Verdict[]> {
  const names = callsFor(row.file);
  const recorded = { file: row.file, status: statusOf(row), body };
  const found = names.map(async (name) => (await lostBy(name, recorded)).map((problem) => `${name}: ${problem}`));
  const problems = (await Promise.all(found)).flat();
  const note = names.length > 2 ? `by each of ${names.length} calls` : names.join(', ');
  return names.length === 0 ? [] : [{ row, side: 'sdk', problems, note }];
}

async function checkStandIn(row: Row, body: string, scene: Scene & { person: CastName }): Promise<Verdict> {
  await using standIn = await openStandIn();
  const answer = await scene.ask(standIn, scene.person);
  const status = statusOf(row);
  const wrong = answer.status === status ? [] : [`status ${answer.status}, recorded ${status}`];
  const [recorded, own] = [parsed(row.file, body), parsed(row.file, await answer.text())];
  const isWordForWord = /^(?:pms\.)?error|^headers\.pms/.test(row.file);
  const problems = isWordForWord ? valueDifferences(recorded, own) : shapeDifferences(recorded, own);
  const extra = surplusMembers(recorded, own);
  const note = `${scene.person}${extra.length > 0 ? `, also ${extra.join(', ')}` : ''}`;
  return { row, side: 'stand-in', problems: [...wrong, ...problems], note };
}

/** What nothing is held against must be waived by name, and nothing else may be. */
function checkWaiver(row: Row, sides: ReadonlySet<string>): Verdict[] {
  const reason = waived[row.file];
  // The SDK asks for JSON wherever it may: other formats are the stand-in's alone.
  const missing = [
    ...(sides.has('sdk') || (sides.has('stand-in') && !row.file.endsWith('.json'))
      ? []
      : ['no call of the SDK reads it']),
    ...(sides.has('stand-in') ? [] : ['no request to the stand-in leads to it']),
  ];
  if (reason === undefined) {
    return missing.length === 0 ? [] : [{ row, side: 'waived', problems: missing, note: 'for no reason' }];
  }
  const problems = missing.length === 0 ? ['both sides are held to it'] : [];
  return [{ row, side: 'waived', problems, note: reason }];
}

async function check(folder: string, row: Row): Promise<Verdict[]> {
  const body = readFileSync(join(folder, row.file), 'utf8');
  const scene = scenes[row.file];
  const people = scene?.people ?? (['alice'] as const);
  const played = scene ? people.map((person) => checkStandIn(row, body, { ...scene, person })) : [];
  const held = [...(await checkSdk(row, body)), ...(await Promise.all(played))];
  return [...held, ...checkWaiver(row, new Set(held.map(({ side }) => side)))];
}

async function main([folder]: readonly string[]): Promise<number> {
  if (folder === undefined) {
    process.stderr.write('usage: npx tsx tools/fixtures-decode.ts <folder with index.json>\n');
    return 2;
  }
  const all = index.parse(JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8')));
  const verdicts = (await Promise.all(all.map((row) => check(folder, row)))).flat();
  for (const { row, side, problems, note } of verdicts) {
    const state = problems.length === 0 ? 'ok  ' : 'WRONG';
    process.stdout.write(`${state} ${row.confidence} ${side.padEnd(8)} ${row.file.padEnd(44)} ${note}\n`);
    for (const problem of problems) process.stdout.write(`       ${problem}\n`);
  }
  const checks = verdicts.filter(({ side }) => side !== 'waived');
  const unchecked = all.filter((row) => !checks.some((verdict) => verdict.row === row));
  const wrong = verdicts.filter(({ problems }) => problems.length > 0);
  const counted = `${checks.length} checks of ${all.length - unchecked.length} recordings`;
  process.stdout.write(`${counted}, ${unchecked.length} waived altogether, ${wrong.length} wrong\n`);
  return all.length > 0 && wrong.length === 0 ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
