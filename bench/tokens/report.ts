import { atLeast, noiseSentence, type Section, times } from '../section.js';
import type { TurnResult } from '../turns.js';
import { medianOver, turnTables } from '../turns-report.js';
import { lanesList, type Verifier, verifiers } from './measure.js';

/** What the page says of verifying tokens. */
export function reportVerifying(result: TurnResult<Verifier>): Section {
  const { rounds, passes, noise } = result;
  return {
    title: 'Verifying tokens',
    targets: lanesList.flatMap((lanes) => {
      const at = `verifying a token, ${lanes} at a time`;
      return [
        atLeast(`${at}: SDK over bare WebCrypto`, medianOver(result, { way: 'sdk', over: 'webcrypto', lanes }), {
          limit: 0.8,
          show: times,
        }),
        atLeast(`${at}: SDK over \`jose\` with a key set`, medianOver(result, { way: 'sdk', over: 'jose', lanes }), {
          limit: 1,
          show: times,
        }),
      ];
    }),
    blocks: [
      `An account token's signature and claims, keys at hand: 64 tokens in turn, nothing of them remembered. One process has all the ways in it and goes through them to and fro, ${passes} verifications each in every one of ${rounds} rounds; ratios are taken inside a round, and the median over the rounds is given, with the least and the greatest in brackets. CPU includes the threads on which Node does the arithmetic. The floor is handed the key, the signature and the bytes it signs; the others take the token apart. \`jose\` is told to demand EdDSA, issuer and audience, and refuses no member that is written twice. ${noiseSentence(noise)}`,
      ...turnTables(result, {
        titles: verifiers,
        rate: 'tokens/s',
        against: { webcrypto: '÷ WebCrypto', jose: '÷ `jose`' },
      }),
    ],
  };
}
