import { table } from '../markdown.js';
import { atMost, count, hundredths, noiseSentence, range, type Section } from '../section.js';
import { type PlannerResult, type Situation, situations } from './measure.js';

const names = [
  'plexTv',
  'own',
  'shared',
  'jwt',
  'rescue',
  'many',
  'forPlexTv',
  'forServer',
] as const satisfies readonly Situation[];

/** What the page says of knowing which token goes where. */
export function reportPlanner({ rounds, batches, noise, figures }: PlannerResult): Section {
  return {
    title: 'Which token goes where',
    targets: names.map((name) => {
      const { title, limit } = situations[name];
      return atMost(title, figures[name].median, { limit, show: microseconds });
    }),
    blocks: [
      `One process, ${count(batches)} batches of 50 calls in each of ${rounds} rounds; the median batch of a round is its figure, and the median over the rounds is given, with the least and the greatest in brackets. \`credentials.for\` is asked by somebody whose tokens and servers are known: it reads its store once a minute and sends nothing. ${noiseSentence(noise)}`,
      table(
        ['', 'µs a call'],
        names.map((name) => [situations[name].title, range(figures[name], hundredths)]),
      ),
    ],
  };
}

function microseconds(value: number): string {
  return `${hundredths(value)} µs`;
}
