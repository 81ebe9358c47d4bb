import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { houses, packages } from './house.js';
import type { House } from './house-tables.js';
import { readText, root } from './repository.js';

const page = 'docs/house.md';
const block = /(<!-- tables: npx tsx tools\/house-page\.ts -->\n)[\s\S]*?(<!-- end of tables -->)/;

/** `docs/house.md` as it must be: our words as they stand, the tables written anew from `tools/house.ts`. */
export function renderHousePage(text: string): string {
  if (!block.test(text)) throw new Error(`${page} has lost the marks between which its tables are written`);
  return text.replace(block, (_, open: string, close: string) => `${open}\n${tables()}\n${close}`);
}

function tables(): string {
  const doors = Object.entries(packages).map(
    ([name, allowed]) =>
      `- \`${name}\` imports ${allowed.length === 0 ? 'no other package of ours' : allowed.join(', ')}.`,
  );
  return [...doors, '', ...houses.map(table)].join('\n');
}

function table(house: House): string {
  const floors = house.floors.map((rooms, index) => {
    const cells = rooms.map((room) => `**${room.name}** (${names(room.files)}): ${room.does}`);
    const inside = rooms.flatMap(({ base = [], top = [] }) => [
      ...(base.length === 0 ? [] : [`all import ${names(base)}`]),
      ...(top.length === 0 ? [] : [`${names(top)} imports all`]),
    ]);
    return `| ${house.floors.length - index} | ${cells.join('<br>')} | ${inside.join('<br>')} |`;
  });
  const privileges = house.privileges.map(
    ({ what, files }) => `- ${files.length === 0 ? 'Nobody' : `Only ${names(files)}`} may ${what}.`,
  );
  return [
    `### \`${house.package}\``,
    '',
    '| floor | rooms | inside the folder |',
    '| --- | --- | --- |',
    ...floors,
    '',
    ...privileges,
    '',
  ].join('\n');
}

function names(files: readonly string[]): string {
  return files.map((file) => `\`${file}\``).join(', ');
}

if (import.meta.filename === process.argv[1]) {
  writeFileSync(join(root, page), renderHousePage(readText(page)));
}
