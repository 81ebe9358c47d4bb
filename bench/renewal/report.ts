import { table } from '../markdown.js';
import { atMost, count, hundredths, noiseSentence, range, type Section, tenths } from '../section.js';
import { type RenewalResult, states } from './measure.js';

/** What the page says of renewing tokens. */
export function reportRenewal({ rounds, callers, noise, figures }: RenewalResult): Section {
  const crowd = `${count(callers)} callers at once`;
  return {
    title: 'Renewing tokens',
    targets: figures.map(({ state, wanted, exchanges }) =>
      atMost(`\`tokenSource\`, ${crowd}, ${states[state]}: exchanges, at most`, exchanges.max, {
        limit: wanted,
        show: count,
      }),
    ),
    blocks: [
      `${crowd} ask a \`tokenSource\` for a token, ${rounds} rounds of each kind. Exchanges are those of which the stand-in, in a process of its own, kept a record; nothing is renewed twice however many wait. The floor has as many callers who wait for the promise of one \`issueToken\`. No client that the other parts measure renews tokens. ${noiseSentence(noise)}`,
      table(
        ['what they find', 'exchanges', 'different tokens', 'all served, ms', 'CPU a caller, µs', '÷ floor, ms'],
        figures.map(({ state, exchanges, tokens, ms, cpu, overFloor }) => [
          states[state],
          range(exchanges, count),
          range(tokens, count),
          range(ms, tenths),
          range(cpu, hundredths),
          range(overFloor, hundredths),
        ]),
      ),
    ],
  };
}
