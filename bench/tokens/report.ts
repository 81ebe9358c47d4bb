import { table } from '../markdown.js';
import { atLeast, count, hundredths, noiseSentence, range, type Section, times } from '../section.js';
import { lanesList, type Verifier, verifiers, type VerifyFigures, type VerifyResult } from './measure.js';

/** What the page says of verifying tokens. */
export function reportVerifying(result: VerifyResult): Section {
  const { rounds, passes, noise } = result;
  return {
    title: 'Verifying tokens',
    targets: lanesList.flatMap((lanes) => {
      const sdk = of(result, 'sdk', lanes);
      const at = `verifying a token, ${lanes} at a time`;
      return [
        atLeast(`${at}: SDK over bare WebCrypto`, sdk?.over.webcrypto.median ?? Number.NaN, {
          limit: 0.8,
          show: times,
        }),
        atLeast(`${at}: SDK over \`jose\` with a key set`, sdk?.over.jose.median ?? Number.NaN, {
          limit: 1,
          show: times,
        }),
      ];
    }),
    blocks: [
      `An account token's signature and claims, keys at hand: 64 tokens in turn, nothing of them remembered. One process has all the ways in it and goes through them to and fro, ${passes} verifications each in every one of ${rounds} rounds; ratios are taken inside a round, and the median over the rounds is given, with the least and the greatest in brackets. CPU includes the threads on which Node does the arithmetic. The floor is handed the key, the signature and the bytes it signs; the others take the token apart. \`jose\` is told to demand EdDSA, issuer and audience, and refuses no member that is written twice. ${noiseSentence(noise)}`,
      ...lanesList.map((lanes) => `${lanes} at a time:\n\n${figuresTable(result, lanes)}`),
    ],
  };
}

function figuresTable(result: VerifyResult, lanes: number): string {
  const rows = result.figures.filter((row) => row.lanes === lanes);
  return table(
    ['', 'tokens/s', 'CPU µs', '÷ WebCrypto', '÷ `jose`'],
    rows.map(({ verifier, perSecond, cpu, over }) => [
      verifiers[verifier],
      range(perSecond, count),
      range(cpu, count),
      range(over.webcrypto, hundredths),
      range(over.jose, hundredths),
    ]),
  );
}

function of({ figures }: VerifyResult, verifier: Verifier, lanes: number): VerifyFigures | undefined {
  return figures.find((row) => row.verifier === verifier && row.lanes === lanes);
}
