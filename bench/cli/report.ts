import { table } from '../markdown.js';
import type { PairsResult } from '../processes.js';
import { atMost, hundredths, noiseSentence, range, type Section, tenths, times } from '../section.js';

/** What the page says of the command. */
export function reportCommand({ pairs, noise, base, extra }: PairsResult): Section {
  const ratioOf = (name: string): number => extra[name]?.ratio.median ?? Number.NaN;
  return {
    title: 'The command',
    targets: [
      atMost('`ticketstub --version` beside bare Node', ratioOf('`ticketstub --version`'), { limit: 1.6, show: times }),
      atMost('`ticketstub whoami` at a local stand-in, beside bare Node', ratioOf('`ticketstub whoami`'), {
        limit: 2.5,
        show: times,
      }),
    ],
    blocks: [
      `Whole processes in ${pairs} pairs, the command's and that of Node with an empty module one after the other in random order, in an environment of nothing but what they need; the median inside a pair, with the least and the greatest. Somebody is signed in, and their credentials are sealed with a key file. \`whoami\` reads them, asks the stand-in, which runs in another process, and prints. \`--version\` reads a file; \`--help\` knows every command.`,
      `Bare Node took ${range(base.wall, tenths)} ms. ${noiseSentence(noise)}\n\n${table(
        ['', 'wall over bare, ms', 'ratio'],
        Object.entries(extra).map(([name, { wall, ratio }]) => [name, range(wall, tenths), range(ratio, hundredths)]),
      )}`,
    ],
  };
}
