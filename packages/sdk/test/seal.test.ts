import { array, assert, asyncProperty, constant, float, oneof, string, uint8Array } from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { decodeBase64url, encodeBase64url } from '../src/crypto/base64url.js';
import { sealer, sealKeyBytes } from '../src/crypto/seal.js';
import { openAttempt, sealAttempt } from '../src/web/attempts.js';

const key = (first: number): Uint8Array<ArrayBuffer> => new Uint8Array(32).fill(7).fill(first, 0, 1);
const ours = sealer([key(1)], 'test');
const FOR = ['attempt'];

afterEach(() => void vi.restoreAllMocks());

/** What each of these opens to. */
function openAll(sealed: readonly string[]): Promise<unknown[]> {
  return Promise.all(sealed.map((text) => ours.open(text, FOR)));
}

test('what was sealed opens to the same text, whatever the text and the binding', async () => {
  const part = oneof(string(), float({ noNaN: true, noDefaultInfinity: true }), constant(undefined));
  await assert(
    asyncProperty(string({ unit: 'grapheme' }), array(part), async (text, binding) => {
      const opened = await ours.open(await ours.seal(text, binding), binding);
      expect(opened).toEqual({ text, isCurrent: true });
    }),
  );
  await expect(ours.open(await ours.seal('\u{FEFF}x', FOR), FOR)).resolves.toMatchObject({ text: '\u{FEFF}x' });
});

test('what an earlier version sealed opens still', async () => {
  const sealed = 'AVaL6ujEfd09JQndFs95xvkYjGnAQc7fq3ofsdPkx1UKXilNw6g';
  await expect(ours.open(sealed, FOR)).resolves.toMatchObject({ text: 'pin 7' });
});

test('a seal opens with no single bit of it changed', async () => {
  const bytes = decodeBase64url(await ours.seal('pin 7', FOR)) ?? new Uint8Array();
  const changed = [...bytes].flatMap((byte, index) =>
    Array.from({ length: 8 }, (_, bit) => encodeBase64url(bytes.with(index, byte ^ (1 << bit)))),
  );
  expect(changed).toHaveLength(bytes.length * 8);
  const opened = await openAll(changed);
  // The version, the key's id, and everything else.
  const expected = opened.map((_, bit) => (bit >= 8 && bit < 40 ? 'unknown-key' : 'damaged'));
  expect(opened).toEqual(expected);
});

test('a seal opens neither cut short nor with anything behind it', async () => {
  const sealed = await ours.seal('pin 7', FOR);
  const bytes = decodeBase64url(sealed) ?? new Uint8Array();
  const cut = [...bytes.keys()].map((end) => encodeBase64url(bytes.slice(0, end)));
  const others = [...cut, `${sealed}AAAA`, `${sealed}=`, ` ${sealed}`, `${sealed}AAAA`.repeat(100)];
  expect(new Set(await openAll(others))).toEqual(new Set(['damaged']));
});

test('a text without a character in it is sealed too', async () => {
  const sealed = await ours.seal('', FOR);
  expect(decodeBase64url(sealed)).toHaveLength(33);
  await expect(ours.open(sealed, FOR)).resolves.toMatchObject({ text: '' });
});

test('random text opens to nothing', async () => {
  await assert(
    asyncProperty(uint8Array({ maxLength: 200 }), async (bytes) => {
      await expect(ours.open(encodeBase64url(Uint8Array.of(1, ...bytes)), FOR)).resolves.toBeTypeOf('string');
    }),
  );
});

test('a seal opens for its own binding and purpose only', async () => {
  const sealed = await ours.seal('pin 7', FOR);
  const others = [[], ['another'], ['attempt', ''], ['attempt', undefined], ['["attempt"]'], ['test', 'attempt']];
  for (const binding of others) await expect(ours.open(sealed, binding)).resolves.toBe('damaged');
  await expect(sealer([key(1)], 'another').open(sealed, FOR)).resolves.toBe('unknown-key');
});

test('a text and a number that read alike are two bindings', async () => {
  const sealed = await ours.seal('pin 7', ['alice', 7]);
  await expect(ours.open(sealed, ['alice', '7'])).resolves.toBe('damaged');
  await expect(ours.open(await ours.seal('pin 7', ['\u{D800}']), ['\u{D801}'])).resolves.toBe('damaged');
});

test('a seal opens with its own key only, wherever among the keys that is, and says whether it is the first', async () => {
  const sealed = await ours.seal('pin 7', FOR);
  const openWith = (...keys: Uint8Array<ArrayBuffer>[]): Promise<unknown> => sealer(keys, 'test').open(sealed, FOR);
  await expect(openWith(key(2))).resolves.toBe('unknown-key');
  await expect(openWith(key(2), key(1))).resolves.toEqual({ text: 'pin 7', isCurrent: false });
  await expect(openWith(key(1), key(2))).resolves.toEqual({ text: 'pin 7', isCurrent: true });
  await expect(openWith(key(1), key(1))).resolves.toEqual({ text: 'pin 7', isCurrent: true });
});

test('the first key seals, so that the others can be dropped', async () => {
  const rotated = sealer([key(2), key(1)], 'test');
  const sealed = await rotated.seal('pin 7', FOR);
  await expect(sealer([key(2)], 'test').open(sealed, FOR)).resolves.toMatchObject({ text: 'pin 7' });
  await expect(ours.open(sealed, FOR)).resolves.toBe('unknown-key');
});

test('two keys that happen to have the same id open each its own', async () => {
  const numbered = (number: number): Uint8Array<ArrayBuffer> => {
    const bytes = new Uint8Array(32);
    new DataView(bytes.buffer).setUint32(0, number);
    return bytes;
  };
  // Found by trying: their ids for this purpose are the same four bytes.
  const [one, other] = [numbered(39_795), numbered(80_846)];
  const sealed = await sealer([other], 'test').seal('pin 7', FOR);
  await expect(sealer([one], 'test').open(sealed, FOR)).resolves.toBe('damaged');
  await expect(sealer([one, other], 'test').open(sealed, FOR)).resolves.toEqual({ text: 'pin 7', isCurrent: false });
  await expect(sealer([one, key(1)], 'test').open(sealed, FOR)).resolves.toBe('damaged');
});

test('an attempt to sign in that no browser would keep is not opened', async () => {
  const attempt = { pin: 7, expiresAt: 8, popUp: false };
  const sealed = (length: number): Promise<string> =>
    sealAttempt(ours, 'attempt', { ...attempt, returnTo: 'x'.repeat(length) });
  const [kept, dropped] = [await sealed(2988), await sealed(2989)];
  expect([kept.length, dropped.length]).toEqual([4096, 4098]);
  await expect(openAttempt(ours, 'attempt', kept)).resolves.toMatchObject(attempt);
  await expect(openAttempt(ours, 'attempt', dropped)).resolves.toBeUndefined();
});

test('a key that was given can be taken out of the runtime again by nobody', async () => {
  const importKey = vi.spyOn(crypto.subtle, 'importKey');
  await sealer([key(1), key(2)], 'test').seal('pin 7', FOR);
  const keys = await Promise.all(importKey.mock.results.map(({ value }) => value));
  expect(keys.map(({ extractable }) => extractable)).toEqual([false, false, false, false]);
});

test('nothing is sealed without a key', async () => {
  await expect(sealer([], 'test').seal('pin 7', FOR)).rejects.toThrow('no key to seal with');
});

test('the same text is never sealed alike, and never readable', async () => {
  const sealed = await Promise.all(Array.from({ length: 50 }, () => ours.seal('pin 7', FOR)));
  expect(new Set(sealed).size).toBe(50);
  for (const text of sealed) expect(atob(text.replaceAll('-', '+').replaceAll('_', '/'))).not.toContain('pin');
});

test('no two seals of a key have a nonce in common', async () => {
  const sealed = await Promise.all(Array.from({ length: 500 }, () => ours.seal('', FOR)));
  const nonces = sealed.map((text) => decodeBase64url(text)?.slice(5, 17).join());
  expect(new Set(nonces).size).toBe(500);
});

test('a key is 32 bytes, or their base64url, and copied', () => {
  const bytes = key(9);
  const copy = sealKeyBytes(bytes);
  bytes.fill(0);
  expect(copy).toEqual(key(9));
  expect(sealKeyBytes(encodeBase64url(key(9)))).toEqual(key(9));
  const none = [new Uint8Array(31), new Uint8Array(33), 'short', `${encodeBase64url(key(9))}=`, '', undefined, 7];
  expect(none.map((value) => sealKeyBytes(value))).toEqual(none.map(() => undefined));
  expect(sealKeyBytes(Array.from(key(9)))).toBeUndefined();
});
