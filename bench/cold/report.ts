import { table } from '../markdown.js';
import type { Extra, PairsResult } from '../processes.js';
import { atMost, milliseconds, megabytes, hundredths, noiseSentence, range, type Section, tenths } from '../section.js';
import type { ColdResult } from './measure.js';

const noExtra = { median: Number.NaN, min: Number.NaN, max: Number.NaN };
const absent: Extra = { wall: noExtra, cpu: noExtra, rss: noExtra, ratio: noExtra };

/** What the page says of cold starts. */
export function reportCold({ imports, answers }: ColdResult): Section {
  const sdk = imports.extra['**`@ticketstub/sdk`**'] ?? absent;
  const both = imports.extra['**`@ticketstub/sdk` and its `/node`**'] ?? absent;
  const first = answers.extra['**SDK on the node transport**'] ?? absent;
  return {
    title: 'Cold starts',
    targets: [
      atMost('import of `@ticketstub/sdk` over bare Node', sdk.wall.median, { limit: 15, show: milliseconds }),
      atMost('the same, peak memory', sdk.rss.median, { limit: 2, show: megabytes }),
      atMost('import of `@ticketstub/sdk` and its `/node` over bare Node', both.wall.median, {
        limit: 15,
        show: milliseconds,
      }),
      atMost('the same, peak memory', both.rss.median, { limit: 2, show: megabytes }),
      atMost('cold first answer on the node transport over bare Node', first.wall.median, {
        limit: 45,
        show: milliseconds,
      }),
    ],
    blocks: [
      `Whole processes in ${imports.pairs} pairs, the client's and bare Node's one after the other in random order; the median difference inside a pair, with the least and the greatest. Wall time is from start to exit, seen from outside; CPU and peak memory are counted by the process at its last line. CommonJS packages are loaded by \`require\`, which is kinder to them than \`import\`.`,
      `Import. Bare Node took ${range(imports.base.wall, tenths)} ms and ${range(imports.base.rss, tenths)} MB. ${noiseSentence(imports.noise)} \`/node\` loads \`node:http\`, \`node:https\` and \`node:zlib\` once they are needed: the first answer below has the first of them in it.\n\n${pairTable(imports)}`,
      `First answer: load, one account call, exit. ${noiseSentence(answers.noise)}\n\n${pairTable(answers)}`,
    ],
  };
}

function pairTable({ extra }: PairsResult): string {
  return table(
    ['', 'wall over bare, ms', 'ratio', 'CPU over bare, ms', 'peak memory over bare, MB'],
    Object.entries(extra).map(([name, { wall, ratio, cpu, rss }]) => [
      name,
      range(wall, tenths),
      range(ratio, hundredths),
      range(cpu, tenths),
      range(rss, tenths),
    ]),
  );
}
