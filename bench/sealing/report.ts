import { atLeast, noiseSentence, type Section, times } from '../section.js';
import type { TurnResult } from '../turns.js';
import { medianOver, turnTables } from '../turns-report.js';
import { lanesList, type SealingWay, sealers } from './measure.js';

/** What the page says of sealing credentials. */
export function reportSealing(result: TurnResult<SealingWay>): Section {
  const { rounds, passes, noise } = result;
  return {
    title: 'Sealing credentials',
    targets: lanesList.map((lanes) =>
      atLeast(
        `sealing and opening a credential, ${lanes} at a time: SDK over WebCrypto`,
        medianOver(result, { way: 'sdk', over: 'webcrypto', lanes }),
        { limit: 0.7, show: times },
      ),
    ),
    blocks: [
      `Device keys with a token of 536 characters, some 900 bytes each: 64 of them in turn, sealed and opened again. The store below does nothing but hold what it is given. One process has all the ways in it and goes through them to and fro, ${passes} credentials each in every one of ${rounds} rounds; ratios are taken inside a round, and the median over the rounds is given, with the least and the greatest in brackets. CPU includes the threads on which Node does the arithmetic. The floors have an imported key and the same additional data, as bytes; the first begins and ends with bytes, the second with a credential, as the SDK does, which besides makes an envelope that is text, chooses the key, and checks what it is given. ${noiseSentence(noise)}`,
      ...turnTables(result, {
        titles: sealers,
        rate: 'credentials/s',
        against: { webcrypto: '÷ WebCrypto', bytes: '÷ bytes alone' },
      }),
    ],
  };
}
