import { describe, expect, test } from 'vitest';
import { readOperations } from '../../tools/ledger-read.js';
import { askBoth, openPlace, settled, ways } from './asking.js';
import { questions } from './questions.js';

describe.each(ways)('%s', (way) => {
  test.each([...questions.plexTv, ...questions.mediaServer])(
    'the XML of $operation $of is its JSON by the table of encodings [negotiate.xml-values] [negotiate.json-on-accept]',
    async ({ status, asked, encoded, fresh = {} }) => {
      const place = await openPlace(way);
      const { statuses, json, xml } = await askBoth(place, await asked(place));
      expect(statuses).toEqual([status, status]);
      expect(settled(xml, fresh)).toEqual(settled(encoded(json), fresh));
    },
  );
});

test('every operation of the contract that has something to say is asked for it in both forms, but for keys, pages, pictures and what is XML alone', () => {
  const asked = new Set<string>(Object.values(questions).flatMap((some) => some.map(({ operation }) => operation)));
  const silent = readOperations().filter(({ name }) => !asked.has(name));
  expect(silent.map(({ name }) => name)).toEqual([
    'signOut',
    'approvePin',
    'getPinQr',
    'registerKey',
    'getAuthKeys',
    'showAuthPage',
    'showLinkPage',
    'removeDevice',
    'createLegacyPin',
    'getLegacyPin',
    'claimServer',
    'refreshReachability',
  ]);
});
