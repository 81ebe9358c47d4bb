import { readLedger, readSupported, type Rule } from '../ledger.js';
import type { Section, Stage } from '../play.js';

const GRADES = [
  ['official', 'in texts that Plex has published'],
  ['observed', 'in recordings and live clients'],
  ['inferred', 'our guesses, each with a reason'],
] as const;

/** Guesses that steps of this demo rest on; the ledger says what they are. */
const RESTED_ON = [
  'transient.dead-is-401',
  'source.old-server-404',
  'errors.documented-dialect',
  'sign-in.code-window',
];

/** What the stand-in emulates on whose word, and what nobody outside Plex knows. */
export const knownAndUnknown: Section = {
  title: 'What is emulated, and what nobody outside Plex knows',
  async play(stage) {
    const rules = readLedger();
    await countByGrade(rules, stage);
    await nameGuesses(rules, stage);
  },
};

async function countByGrade(rules: readonly Rule[], { step }: Stage): Promise<void> {
  await step({ title: 'Rules of the stand-in', call: 'spec/ledger.yaml' }, async (show) => {
    const supported = readSupported();
    for (const [grade, note] of GRADES) {
      const count = rules.filter((rule) => rule.grade === grade).length;
      show.fact(grade, count, { is: supported[grade], note });
    }
    show.fact('in all', rules.length, { is: supported.all });
  });
}

async function nameGuesses(rules: readonly Rule[], { step }: Stage): Promise<void> {
  await step({ title: 'Guesses that steps above rest on', call: 'SUPPORTED.md lists them all' }, async (show) => {
    for (const wanted of RESTED_ON) {
      const rule = rules.find(({ id }) => id === wanted);
      show.fact(wanted, rule?.grade, { is: 'inferred', about: `${rule?.rule ?? ''} ${rule?.why ?? ''}` });
    }
  });
}
