import { table } from '../markdown.js';
import { atMost, count, hundredths, milliseconds, noiseSentence, range, type Section, tenths } from '../section.js';
import { consumers, type DeclarationsResult } from './measure.js';

/** What the page says of type checks. */
export function reportDeclarations({ typescript, pairs, errors }: DeclarationsResult): Section {
  const [sdk] = consumers;
  const title = sdk?.title ?? '';
  const found = Object.values(errors[title] ?? {}).reduce((sum, value) => sum + value, 0);
  return {
    title: 'Type checks',
    targets: [
      atMost('type-check of five lines over an empty file', pairs.extra[title]?.wall.median ?? Number.NaN, {
        limit: 100,
        show: milliseconds,
      }),
      atMost('errors in it and the declarations, all ways of resolving', found, { limit: 0, show: count }),
    ],
    blocks: [
      `\`tsc\` ${typescript}, strict, \`skipLibCheck\` off, over five lines that read an account's \`uuid\` through the packed package, in ${pairs.pairs} pairs with an empty file (${range(pairs.base.wall, tenths)} ms). ${noiseSentence(pairs.noise)}`,
      table(
        [
          '',
          'wall over empty, ms',
          'ratio',
          'CPU over empty, ms',
          ...Object.keys(errors[title] ?? {}).map((way) => `errors, ${way}`),
        ],
        Object.entries(pairs.extra).map(([name, { wall, ratio, cpu }]) => [
          name,
          range(wall, tenths),
          range(ratio, hundredths),
          range(cpu, tenths),
          ...Object.values(errors[name] ?? {}).map(count),
        ]),
      ),
    ],
  };
}
