import type { SeedInput, SeedPersonInput } from '@ticketstub/standin';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Asked, askBoth, openPlace, type Place, settled, ways } from './asking.js';
import { inXml, legacyUser, mediaContainer, objectElement } from './encoding.js';
import { freshPin, SECONDS, TRANSIENT } from './questions.js';

/** A seed of one person and one server, both of the name given, and what is laid over the person's account. */
function seedOf(name: string, account: SeedPersonInput['account'] = {}): SeedInput {
  const identity = { id: 1, uuid: '0123456789abcdef', username: name, email: 'somebody@example.com' };
  const somebody = { ...identity, title: name, friendlyName: name, clientIdentifier: 'formats', account };
  const providers = [{ identifier: 'provider', name }];
  const attic = { name, machineIdentifier: 'a'.repeat(40), version: '1.43.4', owner: 'somebody', providers };
  return { people: { somebody }, servers: [attic] };
}

/** What shows that the one person of a place asks. */
function tokenIn({ standIn }: Place): Record<string, string> {
  return { 'X-Plex-Token': Object.values(standIn.people)[0]?.token ?? '' };
}

/** Checks everything that shows a name: both forms say the same. What the account's JSON says. */
async function expectAgreement(place: Place, name: string): Promise<unknown> {
  const headers = tokenIn(place);
  const get = (host: Asked['host'], path: string) => (): Asked => ({ host, path, headers });
  const user = await askBoth(place, get('plex.tv', '/api/v2/user'));
  expect(user.xml).toEqual(objectElement('user', user.json, 'plex.tv'));
  expect(user.json).toMatchObject({ username: name, title: name, friendlyName: name });
  expect(user.xml.attributes).toMatchObject({ username: inXml(name), title: inXml(name), friendlyName: inXml(name) });
  const old = await askBoth(place, () => ({ ...get('plex.tv', '/users/account')(), by: 'ending' }));
  expect(old.xml).toEqual(legacyUser(old.json));
  const root = await askBoth(place, get('attic', '/'));
  expect(settled(root.xml, { updatedAt: SECONDS })).toEqual(settled(mediaContainer(root.json), { updatedAt: SECONDS }));
  expect(root.json).toMatchObject({ MediaContainer: { friendlyName: name } });
  for (const source of [`server://${'a'.repeat(40)}`, 'provider://provider']) {
    const found = await askBoth(place, get('attic', `/security/resources?source=${source}`));
    const fresh = { accessToken: TRANSIENT };
    expect(settled(found.xml, fresh)).toEqual(settled(mediaContainer(found.json), fresh));
    expect(found.json).toMatchObject({ MediaContainer: { Device: { name } } });
  }
  return user.json;
}

const HOSTILE: Readonly<Record<string, string>> = {
  markup: `<&"'>`,
  'an element and its end': '"/><user id="2"/></user>',
  'a CDATA section and its end': '<![CDATA[ ]]> ]]>',
  'a comment and a DOCTYPE': '<!-- --> <!DOCTYPE a [<!ENTITY b "c">]> &b;',
  'entities and character references': '&amp; &lt; &#0; &#x41; &nbsp; &quot',
  emoji: '👩‍👩‍👧‍👦🏴󠁧󠁢󠁳󠁣󠁴󠁿 😀',
  'right to left': '\u202eאבג مرحبا\u202c\u200f',
  'combining marks and the last characters': 'é Z͑ͫ̓ͪ̂ͫ̽͏̴̙ \ufffd \u{10ffff}',
  blanks: ' \t\r\n \r two\r\nlines\n\u0085\u2028\u00a0\ufeff ',
  controls: `${Array.from({ length: 0x1f }, (_, code) => String.fromCharCode(code + 1)).join('-')}\u007f\u0080\u009f`,
  'what is no character': '\ufffe\uffff\ufdd0\u{1fffe}',
  'nothing that XML can hold': '\u0001\u001f\ufffe',
  'a hundred thousand signs': '<&"\'>]]>😀'.repeat(10_000),
  'a date of the kind XML has in words': '2024-06-20T06:55:56Z',
  numbers: '0x10',
};

describe.each(ways)('%s', (way) => {
  test.each(Object.entries(HOSTILE))(
    'somebody called %s is called so in both forms [negotiate.xml-values]',
    async (_, name) => {
      const place = await openPlace(way, { seed: seedOf(name) });
      await expectAgreement(place, name);
    },
  );

  test.each(Object.entries(HOSTILE).filter(([, name]) => name.length < 1000))(
    'a program called %s is called so in both forms of its PIN [pin.xml]',
    async (_, name) => {
      const place = await openPlace(way);
      const body = new URLSearchParams({ 'X-Plex-Product': name, 'X-Plex-Client-Identifier': name });
      const asked: Asked = { host: 'plex.tv', path: '/api/v2/pins', method: 'POST', body };
      const { json, xml } = await askBoth(place, () => asked);
      expect(settled(xml, freshPin)).toEqual(settled(objectElement('pin', json, 'plex.tv'), freshPin));
      expect(json).toMatchObject({ product: name, clientIdentifier: name });
    },
  );
});

test.each([
  ['a list within a list', { rows: [['one', ['two']], []] }, '<row><row id="one"/>'],
  ['a list called s', { s: ['one'] }, '<s><s id="one"/></s>'],
  ['nothing in a list', { rows: [null] }, '<row id=""/>'],
])(
  'an account with %s once had XML that nothing could parse, or lost it [account.members]',
  async (_, account, part) => {
    const place = await openPlace('in process', { seed: seedOf('somebody', account) });
    await expectAgreement(place, 'somebody');
    const headers = tokenIn(place);
    const xml = await (await place.fetch('https://plex.tv/api/v2/user', { headers })).text();
    expect(xml.replace(/\n\s*/g, '')).toContain(part);
  },
);

/** Text of every kind: of any characters, of bytes as UTF-16, and of pieces of markup. */
const text = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1 }),
  fc.string({ unit: 'grapheme', minLength: 1 }),
  fc.string({ unit: fc.integer({ max: 0xffff, min: 0 }).map((code) => String.fromCharCode(code)), minLength: 1 }),
  fc.string({
    unit: fc.constantFrom('<', '>', '&', '"', "'", ']]>', '&#', ';', '\r', '\n', '\0', 'x', '1'),
    minLength: 1,
  }),
);

/** Whether a seed may call somebody so. */
function isKept(called: string): boolean {
  return !called.includes('\0') && !/\p{Surrogate}/u.test(called);
}

/** A member's name; those that every object has are renamed by one of the parsers. */
const name = fc
  .stringMatching(/^[A-Za-z_]\w{0,8}$/)
  .filter((one) => !(one in {}) && !['id', 'uuid', 'authToken'].includes(one));

/** Whatever a seed may lay over an account. */
const { members } = fc.letrec<{ value: unknown; members: Record<string, unknown> }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.oneof(text, fc.boolean(), fc.constant(null), fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })),
    fc.array(tie('value'), { maxLength: 4 }),
    tie('members'),
  ),
  members: fc.dictionary(name, tie('value'), { maxKeys: 4, noNullPrototype: true }),
}));

test('whatever anyone is called, two parsers read the text of the JSON from the XML [negotiate.xml-values]', async () => {
  await fc.assert(
    fc.asyncProperty(text.filter(isKept), async (called) => {
      const place = await openPlace('in process', { seed: seedOf(called) });
      await expectAgreement(place, called);
      await place.standIn.close();
    }),
    { numRuns: 100 },
  );
});

test('whatever a seed lays over an account, its XML is its JSON by the table of encodings [account.members]', async () => {
  await fc.assert(
    fc.asyncProperty(members, async (account) => {
      const place = await openPlace('in process', { seed: seedOf('somebody', account) });
      const json = await expectAgreement(place, 'somebody');
      expect(json).toMatchObject(JSON.parse(JSON.stringify(account)));
      await place.standIn.close();
    }),
    { numRuns: 150 },
  );
});
